import {z} from "zod";
import type {Cell, Column} from "../../data/table.ts";
import {TabletalkError} from "../../errors.ts";
import {FIGURES, type FigureName, figureOf, outlierBounds} from "../../statistics/descriptive/figures.ts";
import {sourceFields} from "../aggregate_input.ts";
import {artifactOf} from "../artifact.ts";
import {expressionSchema} from "../condition.ts";
import {groupSchema, orderSchema} from "../measure.ts";
import {defineMethod} from "../methods.ts";
import {sayExpression} from "../sql_expression.ts";
import type {Artifact, ToolContext} from "../tool.ts";
import {byGroups, figure, loadColumns} from "./load_columns.ts";

/** Which rows count besides `where`: those whose value is, or is not, an outlier of its group. */
export const outlierRowsSchema = z.strictObject({
  of: expressionSchema,
  rule: z.enum(["iqr", "z", "mad"]),
  k: z.number().positive(),
  population: z.boolean().default(true).describe("for z: the sd divides by n, as scipy's zscore does"),
  side: z.enum(["both", "above", "below"]).default("both"),
  keep: z.enum(["outliers", "others"]),
});

const figuresInputSchema = z.strictObject({
  method: z.literal("figures"),
  ...sourceFields,
  figures: z
    .array(
      z.strictObject({
        name: z.string().optional(),
        figure: z.enum(FIGURES).or(z.literal("rows")),
        of: expressionSchema.optional(),
        q: z.number().min(0).max(1).optional(),
        k: z.number().positive().optional(),
      }),
    )
    .min(1),
  groups: z.array(groupSchema).default([]),
  outliers: outlierRowsSchema
    .extend({k: z.number().positive().optional().describe("default: iqr 1.5, z 3, mad 3.5")})
    .optional(),
  order: orderSchema.optional().describe("of the groups, by a figure's name"),
});
const USUAL = {iqr: 1.5, z: 3, mad: 3.5};
type FiguresInput = z.infer<typeof figuresInputSchema>;

/** Chosen figures of columns of numbers: a column a figure, a row a group. */
export const figuresMethod = defineMethod<FiguresInput>({
  name: "figures",
  description:
    "Chosen figures of columns, by groups if given: mean, sd or variance (sample or population), skewness, kurtosis, quantile, IQR, MAD, mode, range, values within k sd; of all rows, of outliers (IQR, z, MAD) or of the others.",
  input: figuresInputSchema as z.ZodType<FiguresInput>,
  run: figures,
});

/** @throws TabletalkError bad_plan where a figure other than `rows` has no column */
async function figures(input: FiguresInput, context: ToolContext): Promise<Artifact> {
  const begun = performance.now();
  const lacking = input.figures.find((one) => one.figure !== "rows" && !one.of);
  if (lacking)
    throw new TabletalkError("bad_plan", `The figure '${nameOf(lacking)}' has no column.`, "Give it `of`.");
  const named = input.figures.map((one) => ({name: nameOf(one), of: one.of ?? {constant: 1}}));
  const columns = [...named, ...(input.outliers ? [{name: "outliers", of: input.outliers.of}] : [])];
  const loaded = await loadColumns({...input, columns}, context);
  const marked = input.outliers ? loaded.numbers.at(-1) : undefined;
  const rule = input.outliers && {...input.outliers, k: input.outliers.k ?? USUAL[input.outliers.rule]};
  let left = 0;
  const rows = byGroups(loaded).map(({key, rows: all}): Cell[] => {
    const kept = marked && rule ? keptRows(marked, all, rule) : all;
    left += all.length - kept.length;
    const cells = input.figures.map((one, at) =>
      one.figure === "rows"
        ? kept.length
        : figure(
            figureOf(
              one.figure as FigureName,
              Float64Array.from(kept, (row) => loaded.numbers[at]![row]!),
              one,
            ),
          ),
    );
    return [...key, ...cells];
  });
  const columnsShown: Column[] = [
    ...loaded.groups.map(({name, type}) => ({name, type})),
    ...input.figures.map(
      (one): Column => ({name: nameOf(one), type: isCount(one.figure) ? "integer" : "number"}),
    ),
  ];
  sortRows(rows, columnsShown, input.order);
  const first = columns[0]!;
  return artifactOf(
    {
      tool: "run_statistics",
      method: "figures",
      kind: "statistic",
      title: `Figures of ${first.name}${columns.length > 1 ? " and others" : ""}`,
      table: {columns: columnsShown, rows},
      tables: loaded.tables,
      sql: loaded.sql,
      notes: [...loaded.notes, ...(rule ? [noteOn(rule, left)] : [])],
      begun,
    },
    context,
  );
}

/** Its own name, or what it says: "mean of price", "quantile 0.9 of price". */
function nameOf({name, figure, of, q, k}: FiguresInput["figures"][number]): string {
  return (
    name ??
    [figure, q, k, ...(of ? ["of", sayExpression(of)] : [])].filter((one) => one !== undefined).join(" ")
  );
}

const isCount = (name: string): boolean => ["rows", "n", "missing", "unique", "within"].includes(name);

function keptRows(
  marked: Float64Array,
  rows: readonly number[],
  rule: z.infer<typeof outlierRowsSchema>,
): number[] {
  const {low, high} = outlierBounds(
    Float64Array.from(rows, (row) => marked[row]!),
    rule,
  );
  const beyond = (row: number): boolean => marked[row]! < low || marked[row]! > high;
  return rows.filter((row) => (rule.keep === "outliers" ? beyond(row) : !beyond(row)));
}

function sortRows(rows: Cell[][], columns: readonly Column[], order: FiguresInput["order"]): void {
  const at = order ? columns.findIndex((one) => one.name === order.by) : -1;
  if (!order || at < 0) return;
  const sign = order.direction === "asc" ? 1 : -1;
  const missing = (cell: Cell | undefined) => cell === null || cell === undefined;
  rows.sort((a, b) => {
    if (missing(a[at]) || missing(b[at])) return Number(missing(a[at])) - Number(missing(b[at]));
    return sign * (Number(a[at]) - Number(b[at]));
  });
}

function noteOn(rule: z.infer<typeof outlierRowsSchema>, left: number): string {
  const said = {
    iqr: `${rule.k} interquartile ranges beyond the quartiles`,
    z: `${rule.k} ${rule.population ? "population" : "sample"} sd from the mean`,
    mad: `a modified z-score beyond ${rule.k}`,
  }[rule.rule];
  return rule.keep === "outliers"
    ? `Only outliers count: ${said}.`
    : `${left} outliers are left out: ${said}.`;
}
