import {type ExprNode, row_number, sql} from "@uwdata/mosaic-sql";
import {z} from "zod";
import {orderSchema} from "../measure.ts";
import {defineMethod} from "../methods.ts";
import {isNumeric} from "../sql_expression.ts";
import {castTo, columnNode, list, selectFrom, subquery, value} from "../sql_print.ts";
import {tableReferenceSchema} from "../table_reference.ts";
import type {Artifact, ToolContext} from "../tool.ts";
import {madeArtifact} from "./made_artifact.ts";
import {
  asIs,
  badPlan,
  cells,
  columnCalled,
  columnsCalled,
  freeName,
  mustDiffer,
  type OpenTable,
  openTable,
} from "./open_table.ts";
import {orderSql} from "./sort.ts";

const FUNCTIONS = [
  "row_number",
  "rank",
  "dense_rank",
  "lag",
  "lead",
  "change", // against the row before
  "percent_change", // as a fraction of the row before
  "running_sum",
  "running_mean",
  "moving_mean", // of this row and the `n` - 1 before it
  "share", // of the group's sum
] as const;

const windowInputSchema = z.strictObject({
  method: z.literal("window"),
  table: tableReferenceSchema,
  columns: z
    .array(
      z.strictObject({
        name: z.string(),
        fn: z.enum(FUNCTIONS),
        of: z.string().optional(),
        n: z.number().int().min(1).max(10_000).default(1).describe("rows back, ahead, or in the moving mean"),
        order: z.array(orderSchema).optional().describe("in place of the order of all"),
      }),
    )
    .min(1),
  by: z.array(z.string()).default([]).describe("start again for each value of these columns"),
  order: z.array(orderSchema).default([]).describe("default: as rows stand"),
});
type WindowInput = z.infer<typeof windowInputSchema>;

/** Columns computed from neighbouring rows. */
export const windowMethod = defineMethod<WindowInput>({
  name: "window",
  description:
    "A new table with columns computed along rows: rank, lag, lead, change, running sum and mean, moving mean, share; by groups.",
  input: windowInputSchema as z.ZodType<WindowInput>,
  run: window,
});

async function window(input: WindowInput, context: ToolContext): Promise<Artifact> {
  const table = await openTable(input.table, context);
  mustDiffer([...table.columns, ...input.columns].map(({name}) => name));
  const place = freeName(
    "place",
    table,
    input.columns.map(({name}) => name),
  );
  const by = columnsCalled(input.by, table).map(({name}) => columnNode(name));
  const partition = by.length > 0 ? sql`PARTITION BY ${list(by)} ` : sql``;
  const placed = selectFrom(
    [...table.columns.map(asIs), {name: place, node: row_number()}],
    table.source.from,
  );
  const made = input.columns.map((one) => {
    const order = orderSql(one.order ?? input.order, table);
    const ranks = one.fn === "rank" || one.fn === "dense_rank";
    if (ranks && order.length === 0)
      throw badPlan(`'${one.name}' (${one.fn}) has no order.`, "Give `order`: what it ranks by.");
    // Ties stand as rows do, so that every run gives the same; ranks keep them as ties.
    const along = sql`${partition}ORDER BY ${list(ranks ? order : [...order, columnNode(place)])}`;
    return {name: one.name, node: windowSql(one, along, partition, table)};
  });
  const query = selectFrom(
    [...table.columns.map(asIs), ...made, {name: place, node: columnNode(place)}],
    subquery(placed, "placed"),
  );
  return madeArtifact({
    method: "window",
    title: `${table.name} with ${made.map(({name}) => name).join(", ")}`,
    table,
    query: selectFrom(
      [...table.columns.map(asIs), ...made.map(({name}) => ({name, node: columnNode(name)}))],
      subquery(query, "computed"),
    ).orderby(columnNode(place)),
    changes: input.columns.map(({name, fn, of}) => ({
      change: "cells computed",
      column: name,
      count: table.rows,
      detail: `${fn}${of ? ` of ${of}` : ""}${input.by.length > 0 ? ` within ${input.by.join(", ")}` : ""}`,
    })),
  });
}

function windowSql(
  {name, fn, of, n}: WindowInput["columns"][number],
  along: ExprNode,
  partition: ExprNode,
  table: OpenTable,
): ExprNode {
  if (fn === "row_number" || fn === "rank" || fn === "dense_rank") {
    const called = {row_number: sql`row_number()`, rank: sql`rank()`, dense_rank: sql`dense_rank()`}[fn];
    return sql`${called} OVER (${along})`;
  }
  if (of === undefined) throw badPlan(`'${name}' (${fn}) is of no column.`, "Give `of`.");
  const column = columnCalled(of, table);
  const node = cells(column, table);
  if (fn !== "lag" && fn !== "lead" && !isNumeric(column.type))
    throw badPlan(
      `${column.name} is ${column.type}: it has no ${fn.replaceAll("_", " ")}.`,
      "Choose a column of numbers.",
    );
  const before = sql`lag(${node}, ${value(n)}) OVER (${along})`;
  switch (fn) {
    case "lag":
      return before;
    case "lead":
      return sql`lead(${node}, ${value(n)}) OVER (${along})`;
    case "change":
      return sql`(${node} - ${before})`;
    case "percent_change":
      return sql`(CAST(${node} - ${before} AS DOUBLE) / nullif(${before}, 0))`;
    case "running_sum":
      return sql`sum(${node}) OVER (${along} ROWS UNBOUNDED PRECEDING)`;
    case "running_mean":
      return sql`avg(${node}) OVER (${along} ROWS UNBOUNDED PRECEDING)`;
    case "moving_mean":
      // A mean of fewer rows than asked is none: it would be told apart from the others by nothing.
      return sql`CASE WHEN count(${node}) OVER (${along} ROWS BETWEEN ${value(n - 1)} PRECEDING AND CURRENT ROW) = ${value(n)} THEN avg(${node}) OVER (${along} ROWS BETWEEN ${value(n - 1)} PRECEDING AND CURRENT ROW) END`;
    case "share":
      return sql`(${castTo(node, "DOUBLE")} / nullif(sum(${node}) OVER (${partition}), 0))`;
  }
}
