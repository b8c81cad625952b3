import {type ExprNode, gt, isNotNull, lt, or, sql} from "@uwdata/mosaic-sql";
import {z} from "zod";
import type {Cell} from "../../data/table.ts";
import {defineMethod} from "../methods.ts";
import {aggregateCall, call, caseWhen, castTo, selectFrom, value} from "../sql_print.ts";
import {tableReferenceSchema} from "../table_reference.ts";
import type {Artifact, ToolContext} from "../tool.ts";
import {askFigures, real} from "./ask_table.ts";
import {madeArtifact} from "./made_artifact.ts";
import {
  asIs,
  badPlan,
  cells,
  columnCalled,
  freeName,
  numbersCalled,
  type OpenTable,
  openTable,
  withColumns,
} from "./open_table.ts";

const fittedSchema = z.array(
  z.strictObject({
    column: z.string(),
    low: z.number(),
    high: z.number(),
    filler: z.number().optional(),
  }),
);

const outliersInputSchema = z.strictObject({
  method: z.literal("outliers"),
  table: tableReferenceSchema,
  columns: z.array(z.string()).default([]).describe("default: every column of numbers"),
  rule: z.enum([
    "iqr", // k interquartile ranges beyond the quartiles; k 1.5
    "z", // k sample sd from the mean; k 3
    "mad", // k scaled median deviations from the median; k 3.5
  ]),
  k: z.number().positive().optional(),
  population: z.boolean().default(false).describe("for z: the sd divides by n, as scipy's zscore does"),
  action: z.enum([
    "flag", // in a column of its own
    "clip", // to the bounds
    "drop", // their rows
    "keep", // their rows alone
    "blank", // to missing values, for fill_missing
    "mean", // replaced by the column's mean, outliers included
    "median",
  ]),
  fitted: fittedSchema.optional().describe("bounds that were learnt from other rows"),
});
type OutliersInput = z.infer<typeof outliersInputSchema>;

/** Values far from the others: marked, cut to the bounds, replaced, or their rows left out. */
export const outliersMethod = defineMethod<OutliersInput>({
  name: "outliers",
  description:
    "A new table with outliers (by IQR, z or MAD) flagged in columns of their own, clipped, made missing, replaced by the column's mean or median, dropped, or kept alone.",
  input: outliersInputSchema as z.ZodType<OutliersInput>,
  run: outliers,
});

const FACTORS = {iqr: 1.5, z: 3, mad: 3.5};
const DONE = {
  flag: {title: "flagged", change: "outliers flagged"},
  clip: {title: "clipped", change: "values clipped"},
  drop: {title: "dropped", change: "outliers, their rows dropped"},
  keep: {title: "alone", change: "outliers, whose rows alone are kept"},
  blank: {title: "made missing", change: "outliers made missing"},
  mean: {title: "replaced by the mean", change: "outliers replaced by the mean"},
  median: {title: "replaced by the median", change: "outliers replaced by the median"},
};

async function outliers(input: OutliersInput, context: ToolContext): Promise<Artifact> {
  const table = await openTable(input.table, context);
  const named = input.fitted ? input.fitted.map(({column}) => column) : input.columns;
  const columns = numbersCalled(named, table);
  const fit = input.fitted
    ? {bounds: input.fitted.map((one) => ({...one, column: columnCalled(one.column, table).name})), sql: []}
    : await boundsOf(
        input,
        columns.map(({name}) => name),
        table,
      );
  const unbounded = fit.bounds.find(({low, high}) => !Number.isFinite(low) || !Number.isFinite(high));
  if (unbounded)
    throw badPlan(
      `The values of ${unbounded.column} are too large: the bounds of its outliers are beyond what a number can hold.`,
      "Divide the column by a power of ten first (derive), or filter by a limit of your own.",
    );
  const filled = await withFillers(fit.bounds, input, table);
  const beyond = filled.bounds.map(({column, low, high, filler}) => {
    const node = cells(columnCalled(column, table), table);
    return {column, low, high, filler, node, below: lt(node, real(low)), above: gt(node, real(high))};
  });
  const {figures, sql: counted} = await askFigures(
    beyond.flatMap(({node, below, above}) => [
      aggregateCall("count", [], {where: below}),
      aggregateCall("count", [], {where: above}),
      call("array_to_string", aggregateCall("max", [node, value(3)], {where: or(below, above)}), value(", ")),
    ]),
    table,
  );
  const done = DONE[input.action];
  const changes = beyond.map(({column, low, high, filler}, at) => {
    const [under, over, most] = figures.slice(3 * at, 3 * at + 3) as [Cell, Cell, Cell];
    return {
      change: done.change,
      column,
      count: Number(under) + Number(over),
      detail: `${under} below ${low}, ${over} above ${high}${most ? `; the largest: ${most}` : ""}${filler === undefined ? "" : `; now ${filler}`}`,
    };
  });
  const select = (): ExprNode[] => beyond.map(({below, above}) => or(below, above));
  const forms = beyond.map(({column, node, below, above, low, high, filler}) => {
    if (input.action === "blank")
      return {name: column, node: caseWhen([[or(below, above), sql`NULL`]], node)};
    if (input.action === "mean" || input.action === "median")
      return {name: column, node: caseWhen([[or(below, above), real(filler ?? 0)]], castTo(node, "DOUBLE"))};
    if (input.action === "clip")
      return {
        name: column,
        node: caseWhen(
          [
            [below, real(low)],
            [above, real(high)],
          ],
          node,
        ),
      };
    const flag = freeName(`${column}_outlier`, table);
    return {name: flag, node: caseWhen([[isNotNull(node), or(below, above)]], value(false))};
  });
  const takesRows = input.action === "drop" || input.action === "keep";
  const shown = takesRows ? table.columns.map(asIs) : withColumns(table, forms);
  const query = selectFrom(shown, table.source.from);
  const isOutlier = sql`coalesce(${or(...select())}, false)`;
  if (takesRows) query.where(input.action === "keep" ? isOutlier : sql`NOT ${isOutlier}`);
  const constant = fit.bounds.filter(({low, high}) => low === high).map(({column}) => column);
  return madeArtifact({
    method: "outliers",
    title: `${table.name} with outliers ${done.title}`,
    table,
    query,
    changes,
    notes: constant.map(
      (column) => `More than half of ${column} is one value, so that every other value counts as an outlier.`,
    ),
    fitted: filled.bounds,
    sql: [...fit.sql, ...filled.sql, counted],
  });
}

interface Fit {
  bounds: z.infer<typeof fittedSchema>;
  sql: string[];
}

/** The bounds with what outliers are replaced by: the mean or median of all the column's values. */
async function withFillers(
  bounds: Fit["bounds"],
  {action, fitted}: OutliersInput,
  table: OpenTable,
): Promise<Fit> {
  if (action !== "mean" && action !== "median") return {bounds, sql: []};
  if (fitted) {
    const lacking = bounds.find(({filler}) => filler === undefined);
    if (!lacking) return {bounds, sql: []};
    throw badPlan(`Nothing says what replaces outliers of ${lacking.column}.`, "Give `filler` in `fitted`.");
  }
  const {figures, sql: asked} = await askFigures(
    bounds.map(({column}) =>
      aggregateCall(action === "mean" ? "favg" : "median", [
        castTo(cells(columnCalled(column, table), table), "DOUBLE"),
      ]),
    ),
    table,
  );
  return {bounds: bounds.map((one, at) => ({...one, filler: Number(figures[at])})), sql: [asked]};
}

async function boundsOf(input: OutliersInput, columns: readonly string[], table: OpenTable): Promise<Fit> {
  const k = input.k ?? FACTORS[input.rule];
  const nodes = columns.map((name) => castTo(cells(columnCalled(name, table), table), "DOUBLE"));
  const first = await askFigures(
    nodes.flatMap((node) =>
      input.rule === "iqr"
        ? [quantile(node, 0.25), quantile(node, 0.75)]
        : input.rule === "z"
          ? [aggregateCall("favg", [node]), aggregateCall("count", [node])]
          : [aggregateCall("median", [node]), aggregateCall("count", [node])],
    ),
    table,
  );
  const pairs = columns.map(
    (_, at) => first.figures.slice(2 * at, 2 * at + 2).map(Number) as [number, number],
  );
  if (input.rule === "iqr") {
    const bounds = pairs.map(([low, high], at) => ({
      column: columns[at]!,
      low: low - k * (high - low),
      high: high + k * (high - low),
    }));
    return {bounds, sql: [first.sql]};
  }
  // Deviations from a centre that is known keep their digits, whatever the size of the values.
  const second = await askFigures(
    nodes.map((node, at) => {
      const away = sql`(${node} - ${real(pairs[at]![0])})`;
      return input.rule === "z"
        ? sql`sqrt(fsum(${away} * ${away}) / greatest(count(${node}) - ${value(input.population ? 0 : 1)}, 1))`
        : aggregateCall("median", [call("abs", away)]);
    }),
    table,
  );
  const bounds = columns.map((column, at) => {
    const centre = pairs[at]![0];
    // 1.4826 makes a median deviation of normal data its sd.
    const spread = Number(second.figures[at]) * (input.rule === "mad" ? 1.4826022185056018 : 1);
    return {column, low: centre - k * spread, high: centre + k * spread};
  });
  return {bounds, sql: [first.sql, second.sql]};
}

const quantile = (node: ExprNode, q: number): ExprNode => aggregateCall("quantile_cont", [node, value(q)]);
