import type {Cell} from "../../data/table.ts";
import {formatValue} from "../../planning/format_value.ts";
import type {Artifact} from "../../tools/tool.ts";
import type {WorkflowDocument} from "../document.ts";
import {filledText, partOf} from "../fill.ts";
import type {ParameterValues} from "../parameters.ts";

/** An input with `{{node.column}}` filled in at any depth: the cell in the first row of that node's table. */
export function withCells<Input>(input: Input, artifacts: ReadonlyMap<string, Artifact>): Input {
  const fill = (value: unknown): unknown => {
    if (typeof value === "string")
      return filledText(value, ({name, part}) => {
        const cell = part === undefined ? undefined : firstCell(artifacts.get(name), part);
        return cell && plainText(cell.value);
      });
    if (Array.isArray(value)) return value.map(fill);
    if (value === null || typeof value !== "object") return value;
    return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, fill(one)]));
  };
  return fill(input) as Input;
}

/** What is said of a run, with its parameters and cells, as people read them. */
export function toldText(
  tell: string,
  {parameters}: Pick<WorkflowDocument, "parameters">,
  values: ParameterValues,
  artifacts: ReadonlyMap<string, Artifact>,
): string {
  return filledText(tell, ({name, part}) => {
    const value = Object.hasOwn(values, name) ? values[name] : undefined;
    if (value !== undefined) return String(partOf(value, parameters[name], part) ?? "");
    const cell = part === undefined ? undefined : firstCell(artifacts.get(name), part);
    if (cell) return formatValue(cell.value, cell.unit === undefined ? {} : {unit: cell.unit});
    return part === undefined ? undefined : "missing";
  });
}

function firstCell(
  artifact: Artifact | undefined,
  column: string,
): {value: Cell; unit: string | undefined} | undefined {
  const at = artifact?.table.columns.findIndex(({name}) => name.toLowerCase() === column.toLowerCase()) ?? -1;
  const row = artifact?.table.rows[0];
  if (!artifact || at < 0 || !row) return undefined;
  return {value: row[at] ?? null, unit: artifact.units[artifact.table.columns[at]!.name]};
}

const plainText = (cell: Cell): string => (cell === null ? "" : String(cell));
