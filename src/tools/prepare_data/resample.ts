import {asc, type ExprNode, isNotNull, sql} from "@uwdata/mosaic-sql";
import {z} from "zod";
import {measureSchema, timeUnitSchema} from "../measure.ts";
import {defineMethod} from "../methods.ts";
import {isDated} from "../sql_expression.ts";
import {measureSql} from "../sql_measure.ts";
import {aggregateCall, call, castTo, columnNode, list, printSql, selectFrom, value} from "../sql_print.ts";
import {tableReferenceSchema} from "../table_reference.ts";
import type {Artifact, ToolContext} from "../tool.ts";
import {askFigures} from "./ask_table.ts";
import {madeArtifact} from "./made_artifact.ts";
import {asIs, badPlan, cells, columnCalled, columnsCalled, mustDiffer, openTable} from "./open_table.ts";

const MOST_PERIODS = 1_000_000;

const resampleInputSchema = z.strictObject({
  method: z.literal("resample"),
  table: tableReferenceSchema,
  column: z.string().describe("the date"),
  unit: timeUnitSchema,
  measures: z.array(measureSchema).min(1),
  by: z.array(z.string()).default([]),
  gaps: z
    .enum(["missing", "zero", "forward", "leave"])
    .default("missing")
    .describe("periods without rows: with missing values, zeros, the values before, or left out"),
});
type ResampleInput = z.infer<typeof resampleInputSchema>;

/** Rows in periods of one length, gaps between them filled or not. */
export const resampleMethod = defineMethod<ResampleInput>({
  name: "resample",
  description:
    "A new table with a row a period (hour to year) from the first to the last, measures of its rows, gaps filled or left out; by groups.",
  input: resampleInputSchema as z.ZodType<ResampleInput>,
  run: resample,
});

async function resample(input: ResampleInput, context: ToolContext): Promise<Artifact> {
  const table = await openTable(input.table, context);
  const date = columnCalled(input.column, table);
  if (!isDated(date.type))
    throw badPlan(`${date.name} is ${date.type}, not a date.`, "Cast it to a date first (`cast`).");
  const by = columnsCalled(input.by, table);
  if (by.includes(date)) throw badPlan(`${date.name} is the date and a group.`, "Group by another column.");
  mustDiffer([...by.map(({name}) => name), date.name, ...input.measures.map(({name}) => name)]);
  const unit = value(input.unit);
  const node = cells(date, table);
  const stamp = castTo(call("date_trunc", unit, node), "TIMESTAMP");
  const span = await askFigures(
    [
      call(
        "date_diff",
        unit,
        castTo(aggregateCall("min", [node]), "TIMESTAMP"),
        castTo(aggregateCall("max", [node]), "TIMESTAMP"),
      ),
    ],
    table,
  );
  const periods = Number(span.figures[0] ?? 0) + 1;
  if (periods > MOST_PERIODS)
    throw badPlan(
      `There are ${periods} periods of one ${input.unit}.`,
      "Take a longer unit, or filter the dates first.",
    );
  const grouped = selectFrom(
    [
      ...by.map(asIs),
      {name: "?period", node: stamp},
      ...input.measures.map((measure) => ({name: measure.name, node: measureSql(measure, table.source)})),
    ],
    table.source.from,
  )
    .where(isNotNull(node))
    .groupby(...by.map(({name}) => columnNode(name)), stamp);
  const fits = (of: ExprNode): ExprNode => (input.unit === "hour" ? of : castTo(of, "DATE"));
  const g = (name: string): ExprNode => columnNode(name, "g");
  const s = (name: string): ExprNode => columnNode(name, "s");
  const groups = by.map(({name}) => columnNode(name));
  const keys = by.map(({name}) => sql`${s(name)} IS NOT DISTINCT FROM ${g(name)}`);
  const on = [...keys, sql`${s("?period")} = ${g("?period")}`].reduce((all, one) => sql`${all} AND ${one}`);
  const along = sql`(${by.length > 0 ? sql`PARTITION BY ${list(by.map(({name}) => s(name)))} ` : sql``}ORDER BY ${s("?period")} ROWS UNBOUNDED PRECEDING)`;
  const filled = (name: string): ExprNode => {
    if (input.gaps === "zero") return sql`CASE WHEN ${g("?period")} IS NULL THEN 0 ELSE ${g(name)} END`;
    if (input.gaps === "forward") return sql`last_value(${g(name)} IGNORE NULLS) OVER ${along}`;
    return g(name);
  };
  const shown = (from: (name: string) => ExprNode): ExprNode =>
    list([
      ...by.map(({name}) => sql`${from(name)} AS ${columnNode(name)}`),
      sql`${fits(from("?period"))} AS ${columnNode(date.name)}`,
      ...input.measures.map(
        ({name}) => sql`${input.gaps === "leave" ? from(name) : filled(name)} AS ${columnNode(name)}`,
      ),
    ]);
  const order = list(
    [...by.map(({name}) => name), "?period"].map((name) =>
      asc(input.gaps === "leave" ? g(name) : s(name), false),
    ),
  );
  const sumOf = sql`(${grouped})`;
  const series = sql`unnest(generate_series(min("?period"), max("?period"), ${interval(input.unit)}))`;
  const spans = sql`(SELECT ${list([...groups, sql`${series} AS "?period"`])} FROM grouped ${groups.length > 0 ? sql`GROUP BY ${list(groups)}` : sql``})`;
  const query =
    input.gaps === "leave"
      ? sql`SELECT ${shown(g)} FROM ${sumOf} AS g ORDER BY ${order}`
      : sql`WITH grouped AS ${sumOf} SELECT ${shown(s)} FROM ${spans} AS s LEFT JOIN grouped AS g ON ${on} ORDER BY ${order}`;
  const gapCount =
    input.gaps === "leave"
      ? undefined
      : printSql(
          sql`WITH grouped AS ${sumOf} SELECT (SELECT count(*) FROM ${spans} AS s) - (SELECT count(*) FROM grouped)`,
        );
  const gaps = gapCount
    ? Number(
        (
          await context.session.query(gapCount, {
            signal: context.signal,
            limits: {timeMs: context.limits.timeMs},
          })
        ).rows[0]?.[0],
      )
    : 0;
  const lost = date.nulls + (date.nonFinite ?? 0);
  return madeArtifact({
    method: "resample",
    title: `${input.measures.map(({name}) => name).join(", ")} by ${input.unit}`,
    table,
    query,
    changes: [
      ...(gapCount
        ? [{change: `periods without rows, ${sayGaps(input.gaps)}`, column: date.name, count: gaps}]
        : []),
      ...(lost > 0 ? [{change: "rows without a date left out", column: date.name, count: lost}] : []),
    ],
    units: {},
    sql: [span.sql, ...(gapCount ? [gapCount] : [])],
  });
}

const sayGaps = (gaps: ResampleInput["gaps"]): string =>
  gaps === "zero"
    ? "filled with 0"
    : gaps === "forward"
      ? "filled with the value before"
      : "with missing values";

function interval(unit: ResampleInput["unit"]): ExprNode {
  const [count, of] = unit === "quarter" ? [3, "months"] : [1, `${unit}s`];
  return call(`to_${of}`, value(count));
}
