import {z} from "zod";
import type {Cell, Column} from "../../data/table.ts";
import {TabletalkError} from "../../errors.ts";
import {sourceFields} from "../aggregate_input.ts";
import {artifactOf} from "../artifact.ts";
import {defineMethod} from "../methods.ts";
import {type NamedColumn, namedColumnSchema} from "../named_column.ts";
import {tableCalled} from "../sql_source.ts";
import type {Artifact, ToolContext} from "../tool.ts";
import {figure, loadColumns} from "./load_columns.ts";

const correlationInputSchema = z.strictObject({
  method: z.literal("correlation"),
  ...sourceFields,
  columns: z
    .array(namedColumnSchema)
    .default([])
    .describe("two: their coefficient; one: with every other measure; none: all pairs of measures"),
  coefficient: z.enum(["pearson", "spearman", "kendall"]).default("pearson"),
});
type CorrelationInput = z.infer<typeof correlationInputSchema>;

/** How columns of numbers go together. */
export const correlationMethod = defineMethod<CorrelationInput>({
  name: "correlation",
  description:
    "Pearson, Spearman or Kendall coefficients with 95% interval, p and n: of two columns, one against all, or all pairs.",
  input: correlationInputSchema as z.ZodType<CorrelationInput>,
  run: correlation,
});

const COLUMNS: Column[] = [
  {name: "x", type: "text"},
  {name: "y", type: "text"},
  {name: "r", type: "number"},
  {name: "low", type: "number"},
  {name: "high", type: "number"},
  {name: "p", type: "number"},
  {name: "n", type: "integer"},
];

/** Columns x, y, r, low, high (95%), p and n. One against all comes strongest first; all pairs in the table's order. */
async function correlation(input: CorrelationInput, context: ToolContext): Promise<Artifact> {
  const begun = performance.now();
  const columns = await withOthers(input, context);
  const loaded = await loadColumns({...input, columns}, context);
  const {correlate} = await import("../../statistics/correlation.ts");
  const alone = input.columns.length === 1;
  const pairs = columns.flatMap((_, i) =>
    alone && i > 0 ? [] : columns.slice(i + 1).map((__, j) => [i, i + 1 + j] as const),
  );
  const found = pairs.map(([i, j]) => ({
    x: columns[i]!.name,
    y: columns[j]!.name,
    ...correlate(loaded.numbers[i]!, loaded.numbers[j]!, input.coefficient),
  }));
  if (alone) found.sort((a, b) => (Math.abs(b.r) || 0) - (Math.abs(a.r) || 0));
  const rows = found.map(({x, y, r, low, high, p, n}): Cell[] => [x, y, ...[r, low, high, p].map(figure), n]);
  const left = Math.max(0, ...found.map(({n}) => loaded.rows - n));
  return artifactOf(
    {
      tool: "run_statistics",
      method: "correlation",
      kind: "statistic",
      title:
        columns.length === 2 ? `Correlation of ${columns[0]!.name} and ${columns[1]!.name}` : "Correlations",
      table: {columns: COLUMNS, rows},
      tables: loaded.tables,
      sql: loaded.sql,
      notes: [...loaded.notes, ...notesOn(input.coefficient, found.length, left)],
      begun,
    },
    context,
  );
}

function notesOn(coefficient: CorrelationInput["coefficient"], pairs: number, left: number): string[] {
  const says = {
    pearson: "Pearson's r: how near the points are to a straight line; outliers weigh heavily.",
    spearman: "Spearman's rho: how near the ranks are to one order.",
    kendall: "Kendall's tau-b: how many pairs of rows are in the same order in both columns.",
  };
  return [
    says[coefficient],
    ...(left > 0 ? [`Up to ${left} rows with a missing value are left out of a pair.`] : []),
    ...(pairs > 1 ? [`${pairs} pairs were tested: p is not corrected for that.`] : []),
    "A correlation does not say what causes what.",
  ];
}

async function withOthers(input: CorrelationInput, context: ToolContext): Promise<NamedColumn[]> {
  if (input.columns.length > 1) return input.columns;
  const table = tableCalled(input.table, context);
  const profile = await context.profile(table);
  const [given] = input.columns;
  const chosen = given && "column" in given.of ? given.of.column.toLowerCase() : undefined;
  const others = profile.columns
    .filter(({role, type}) => role === "measure" && (type === "integer" || type === "number"))
    .filter(({name}) => name.toLowerCase() !== chosen)
    .map(({name}) => ({name, of: {column: name, table}}));
  const columns = [...(given ? [given] : []), ...others];
  if (columns.length < 2) {
    throw new TabletalkError(
      "bad_plan",
      `${table} has no two measures to correlate.`,
      "Name two columns of numbers.",
    );
  }
  return columns;
}
