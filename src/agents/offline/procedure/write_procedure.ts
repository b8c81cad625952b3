import {type Outputs, outputLine, shownOutput} from "../../../planning/outputs.ts";
import type {Artifact} from "../../../tools/tool.ts";
import type {Draft} from "../../contracts.ts";

/**
 * The lines of a procedure's outputs, each bound to its cells: `@name[value]` where a format was asked for, else a line of
 * prose each. What has no value is said to have none, never left out.
 */
export function writeProcedure(outputs: Outputs, artifacts: ReadonlyMap<string, Artifact>): Draft {
  const lines: string[] = [];
  const values: Draft["values"] = [];
  const lacking: string[] = [];
  for (const output of outputs.all) {
    const shown = shownOutput(output, artifacts);
    if (!shown) {
      lacking.push(output.said);
      continue;
    }
    lines.push(outputLine(output, outputs.form, shown.text));
    const [evidence] = shown.evidence;
    if (shown.value !== undefined && evidence) values.push({name: output.name, value: shown.value, evidence});
  }
  if (lacking.length > 0) lines.push(`There is no value for: ${lacking.join("; ")}.`);
  return {text: lines.join("\n"), values};
}
