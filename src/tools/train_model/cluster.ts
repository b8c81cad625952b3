import {z} from "zod";
import type {Cell, Column} from "../../data/table.ts";
import type {RawColumn} from "../../learning/pipeline/raw_column.ts";
import {artifactOf} from "../artifact.ts";
import {defineMethod} from "../methods.ts";
import {offload} from "../offload/offload.ts";
import {workOf} from "../offload/work_of.ts";
import {figure} from "../run_statistics/load_columns.ts";
import type {Artifact, ToolContext} from "../tool.ts";
import {freeName, shownCells, shownColumns} from "./load_raw.ts";
import {loadFeatures, unsupervisedFields} from "./unsupervised.ts";

const clusterInputSchema = z.strictObject({
  method: z.literal("cluster"),
  ...unsupervisedFields,
  model: z.enum(["k_means", "hierarchical", "dbscan"]).default("k_means"),
  clusters: z.number().int().min(2).max(50).optional().describe("default: chosen by silhouette, 2 to 8"),
  reach: z.number().positive().optional().describe("of dbscan, in standard deviations; default: suggested"),
  least: z.number().int().min(2).max(100).default(5).describe("of dbscan: neighbours that make a core"),
  output: z
    .enum(["profile", "rows"])
    .default("profile")
    .describe("a row a cluster, or each row with its cluster"),
});
type ClusterInput = z.infer<typeof clusterInputSchema>;

/** Groups of rows that are alike. */
export const clusterMethod = defineMethod<ClusterInput>({
  name: "cluster",
  description:
    "Groups rows that are alike (segments): each group's size, means and most frequent labels, in original units.",
  input: clusterInputSchema as z.ZodType<ClusterInput>,
  timeMs: () => 90_000,
  run: cluster,
});

async function cluster(input: ClusterInput, context: ToolContext): Promise<Artifact> {
  const begun = performance.now();
  const loaded = await loadFeatures(input, context);
  const options = {
    method: input.model,
    least: input.least,
    seed: input.seed,
    ...(input.clusters !== undefined && {k: input.clusters}),
    ...(input.reach !== undefined && {reach: input.reach}),
  };
  const found = await offload(
    "learning/pipeline/segments",
    "segment",
    [loaded.columns, options],
    workOf(context),
  );
  const table =
    input.output === "rows"
      ? rowsOf(loaded.columns, found.labels, context.limits.rows)
      : profileOf(loaded.columns, found.labels, found.clusters);
  return artifactOf(
    {
      tool: "train_model",
      method: "cluster",
      kind: "model",
      title: `${found.clusters} clusters of ${loaded.tables[0]}`,
      table,
      truncated: input.output === "rows" && loaded.rows > context.limits.rows,
      units: {share: "%"},
      tables: loaded.tables,
      sql: loaded.sql,
      notes: [
        ...loaded.notes,
        ...found.notes,
        ...(Number.isFinite(found.silhouette)
          ? [`Silhouette ${found.silhouette.toFixed(3)} (1: far apart, 0: touching).`]
          : []),
        `By ${input.model}, columns standardised, seed ${input.seed}.`,
      ],
      begun,
    },
    context,
  );
}

/** A row a cluster (-1: in none), largest first: its rows, share, the mean of numbers and the most frequent label. */
function profileOf(
  columns: readonly RawColumn[],
  labels: Int32Array,
  clusters: number,
): {columns: Column[]; rows: Cell[][]} {
  const members = new Map<number, number[]>();
  for (let at = 0; at < clusters; at++) members.set(at, []);
  for (const [row, label] of labels.entries()) {
    const own = members.get(label);
    if (own) own.push(row);
    else members.set(label, [row]);
  }
  const used = columns.filter(({type}) => type !== "date");
  return {
    columns: [
      {name: "cluster", type: "integer"},
      {name: "rows", type: "integer"},
      {name: "share", type: "number"},
      ...used.map(
        ({name, type}): Column => ({
          name: type === "number" ? `mean ${name}` : `most frequent ${name}`,
          type: type === "number" ? "number" : "text",
        }),
      ),
    ],
    rows: [...members]
      .sort(([a, x], [b, y]) => y.length - x.length || a - b)
      .map(([label, rows]) => [
        label,
        rows.length,
        rows.length / labels.length,
        ...used.map(
          (column): Cell =>
            column.type === "number" ? meanIn(column.values, rows) : mostIn(column.values, rows),
        ),
      ]),
  };
}

function meanIn(values: Float64Array, rows: readonly number[]): Cell {
  const own = rows.map((row) => values[row]!).filter(Number.isFinite);
  return own.length > 0 ? own.reduce((sum, value) => sum + value, 0) / own.length : null;
}

function mostIn(values: readonly (string | null)[], rows: readonly number[]): Cell {
  const counts = new Map<string, number>();
  for (const row of rows) {
    const value = values[row];
    if (value != null) counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  return [...counts].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1))[0]?.[0] ?? null;
}

function rowsOf(
  columns: readonly RawColumn[],
  labels: Int32Array,
  most: number,
): {columns: Column[]; rows: Cell[][]} {
  return {
    columns: [...shownColumns(columns), {name: freeName("cluster", columns), type: "integer"}],
    rows: Array.from({length: Math.min(most, labels.length)}, (_, row) => [
      ...shownCells(columns, row),
      figure(labels[row]!),
    ]),
  };
}
