import {z} from "zod";
import {artifactOf} from "../artifact.ts";
import {defineMethod} from "../methods.ts";
import {offload} from "../offload/offload.ts";
import {workOf} from "../offload/work_of.ts";
import {figure} from "../run_statistics/load_columns.ts";
import type {Artifact, ToolContext} from "../tool.ts";
import {freeName, shownCells, shownColumns} from "./load_raw.ts";
import {loadFeatures, unsupervisedFields} from "./unsupervised.ts";

const anomaliesInputSchema = z.strictObject({
  method: z.literal("anomalies"),
  ...unsupervisedFields,
  trees: z.number().int().min(10).max(1000).default(100),
  limit: z.number().int().min(1).max(5000).default(50).describe("rows, oddest first"),
});
type AnomaliesInput = z.infer<typeof anomaliesInputSchema>;

/** Rows unlike the others. */
export const anomaliesMethod = defineMethod<AnomaliesInput>({
  name: "anomalies",
  description:
    "Rows unlike the others, over all columns at once (isolation forest): oddest first, with a score from 0 to 1.",
  input: anomaliesInputSchema as z.ZodType<AnomaliesInput>,
  timeMs: () => 90_000,
  run: anomalies,
});

/** The row's number in the table (from 1), its score, its columns. */
async function anomalies(input: AnomaliesInput, context: ToolContext): Promise<Artifact> {
  const begun = performance.now();
  const loaded = await loadFeatures(input, context);
  const {scores, notes} = await offload(
    "learning/pipeline/segments",
    "oddness",
    [loaded.columns, {trees: input.trees, seed: input.seed}],
    workOf(context),
  );
  const order = Uint32Array.from(scores.keys()).sort((a, b) => scores[b]! - scores[a]! || a - b);
  const odd = scores.filter((score) => score > 0.6).length;
  return artifactOf(
    {
      tool: "train_model",
      method: "anomalies",
      kind: "model",
      title: `Rows of ${loaded.tables[0]} unlike the others`,
      table: {
        columns: [
          {name: freeName("row", loaded.columns), type: "integer"},
          {name: freeName("score", loaded.columns), type: "number"},
          ...shownColumns(loaded.columns),
        ],
        rows: Array.from(order.slice(0, input.limit), (row) => [
          row + 1,
          figure(scores[row]!),
          ...shownCells(loaded.columns, row),
        ]),
      },
      tables: loaded.tables,
      sql: loaded.sql,
      notes: [
        ...loaded.notes,
        ...notes,
        `${odd} of ${loaded.rows} rows score above 0.6, which is odd; about 0.5 is usual.`,
        `An isolation forest of ${input.trees} trees, seed ${input.seed}.`,
      ],
      begun,
    },
    context,
  );
}
