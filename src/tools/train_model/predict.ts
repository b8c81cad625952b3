import {z} from "zod";
import {sourceFields} from "../aggregate_input.ts";
import {artifactOf} from "../artifact.ts";
import {defineMethod} from "../methods.ts";
import {knownAs} from "../nearest.ts";
import {offload} from "../offload/offload.ts";
import {workOf} from "../offload/work_of.ts";
import {figure} from "../run_statistics/load_columns.ts";
import type {Artifact, ToolContext} from "../tool.ts";
import {freeName, loadRaw, shownCells, shownColumns} from "./load_raw.ts";
import {findModel} from "./model_file.ts";

const predictInputSchema = z.strictObject({
  method: z.literal("predict"),
  ...sourceFields,
  model: z.string().describe("a model's version (16 hex digits), or the step that trained it"),
});
type PredictInput = z.infer<typeof predictInputSchema>;

/** A saved model on a table's rows. */
export const predictMethod = defineMethod<PredictInput>({
  name: "predict",
  description: "What a kept model foretells of each row of a table, with the probability for classes.",
  input: predictInputSchema as z.ZodType<PredictInput>,
  run: predict,
});

/** The columns that the model reads, then what it foretells; for classes how likely that is. */
async function predict(input: PredictInput, context: ToolContext): Promise<Artifact> {
  const begun = performance.now();
  const text = await findModel(input.model, context);
  const {readModel} = await import("../../learning/pipeline/saved_model.ts");
  const {pipeline, target, labels, name} = readModel(text);
  const loaded = await loadRaw(
    input,
    (source) => {
      const known = source.profiles.flatMap((profile) => profile.columns.map((column) => column.name));
      // What is lacking is told by the model, all at once.
      return pipeline.steps.flatMap(({column}) => knownAs(column, known) ?? []);
    },
    context,
  );
  const made = await offload(
    "learning/pipeline/saved_model",
    "predict",
    [text, loaded.columns],
    workOf(context),
  );
  const likely = made.probabilities.length > 0;
  const shown = Math.min(loaded.rows, context.limits.rows);
  const foretold = freeName(`${target} foretold`, loaded.columns);
  return artifactOf(
    {
      tool: "train_model",
      method: "predict",
      title: `${target} foretold for ${loaded.rows} rows`,
      table: {
        columns: [
          ...shownColumns(loaded.columns),
          {name: foretold, type: labels.length > 0 ? "text" : "number"},
          ...(likely ? [{name: freeName("probability", loaded.columns), type: "number" as const}] : []),
        ],
        rows: Array.from({length: shown}, (_, row) => {
          const value = made.values[row]!;
          const own = likely ? made.probabilities[labels.indexOf(String(value))]![row]! : 0;
          return [
            ...shownCells(loaded.columns, row),
            typeof value === "number" ? figure(value) : value,
            ...(likely ? [figure(own)] : []),
          ];
        }),
      },
      truncated: shown < loaded.rows,
      tables: loaded.tables,
      sql: loaded.sql,
      notes: [...loaded.notes, ...made.notes, `Foretold by ${name}, model ${input.model}.`],
      begun,
    },
    context,
  );
}
