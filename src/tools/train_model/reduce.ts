import {z} from "zod";
import type {Cell, Column} from "../../data/table.ts";
import {artifactOf} from "../artifact.ts";
import {defineMethod} from "../methods.ts";
import {offload} from "../offload/offload.ts";
import {workOf} from "../offload/work_of.ts";
import {figure} from "../run_statistics/load_columns.ts";
import type {Artifact, ToolContext} from "../tool.ts";
import {shownCells, shownColumns} from "./load_raw.ts";
import {loadFeatures, unsupervisedFields} from "./unsupervised.ts";

const reduceInputSchema = z.strictObject({
  method: z.literal("reduce"),
  ...unsupervisedFields,
  model: z.enum(["pca", "umap"]).default("pca"),
  count: z.number().int().min(1).max(20).default(2).describe("components, or axes of the map"),
  neighbours: z.number().int().min(2).max(200).default(15).describe("of umap"),
  output: z
    .enum(["components", "rows"])
    .default("components")
    .describe("of pca: what the components are, or where rows lie"),
});
type ReduceInput = z.infer<typeof reduceInputSchema>;

/** Many columns as a few. */
export const reduceMethod = defineMethod<ReduceInput>({
  name: "reduce",
  description: "Many columns as a few: principal components (shares and loadings) or a UMAP map of the rows.",
  input: reduceInputSchema as z.ZodType<ReduceInput>,
  timeMs: () => 90_000,
  run: reduce,
});

async function reduce(input: ReduceInput, context: ToolContext): Promise<Artifact> {
  const begun = performance.now();
  const loaded = await loadFeatures(input, context);
  const parts = {
    tool: "train_model",
    method: "reduce",
    kind: "model" as const,
    tables: loaded.tables,
    sql: loaded.sql,
    begun,
  };
  const places = (made: readonly Float64Array[], name: string): {columns: Column[]; rows: Cell[][]} => ({
    columns: [
      ...shownColumns(loaded.columns),
      ...made.map((_, at): Column => ({name: `${name} ${at + 1}`, type: "number"})),
    ],
    rows: Array.from({length: Math.min(loaded.rows, context.limits.rows)}, (_, row) => [
      ...shownCells(loaded.columns, row),
      ...made.map((own) => figure(own[row]!)),
    ]),
  });
  const truncated = loaded.rows > context.limits.rows;
  if (input.model === "umap") {
    const {count, neighbours, seed} = input;
    const found = await offload(
      "learning/pipeline/segments",
      "map",
      [loaded.columns, {count, neighbours, seed}],
      workOf(context),
    );
    const notes = [
      ...loaded.notes,
      ...found.notes,
      `UMAP of standardised columns, ${neighbours} neighbours, seed ${seed}. Near rows are alike; distances between far groups and their sizes mean nothing.`,
    ];
    return artifactOf(
      {
        ...parts,
        title: `A map of ${loaded.tables[0]}`,
        table: places(found.places, "axis"),
        truncated,
        notes,
      },
      context,
    );
  }
  const {
    model,
    names,
    places: rows,
    notes,
  } = await offload(
    "learning/pipeline/segments",
    "components",
    [loaded.columns, input.count],
    workOf(context),
  );
  let sum = 0;
  const components = {
    columns: [
      {name: "component", type: "integer"},
      {name: "share of variance", type: "number"},
      {name: "share so far", type: "number"},
      ...names.map((name): Column => ({name: `loading of ${name}`, type: "number"})),
    ] satisfies Column[],
    rows: model.components.map((own, at): Cell[] => {
      sum += model.shares[at]!;
      return [at + 1, figure(model.shares[at]!), figure(sum), ...own.map(figure)];
    }),
  };
  return artifactOf(
    {
      ...parts,
      title: `Principal components of ${loaded.tables[0]}`,
      table: input.output === "rows" ? places(rows, "component") : components,
      truncated: truncated && input.output === "rows",
      units: {"share of variance": "%", "share so far": "%"},
      notes: [...loaded.notes, ...notes, "Principal components of standardised columns."],
    },
    context,
  );
}
