import {type ExprNode, type Query, row_number, sql} from "@uwdata/mosaic-sql";
import type {Cell} from "../../data/table.ts";
import {
  aggregateCall,
  call,
  caseWhen,
  castTo,
  columnNode,
  printSql,
  selectFrom,
  subquery,
  value,
} from "../sql_print.ts";
import type {Change} from "./made_artifact.ts";
import type {OpenTable} from "./open_table.ts";

/** A number as SQL with all of its digits. */
export const real = (number: number): ExprNode => castTo(value(String(number)), "DOUBLE");

/** The rows that a query over the table gives, with its SQL. */
export async function askRows(
  query: Query,
  table: OpenTable,
  limit?: number,
): Promise<{rows: Cell[][]; sql: string}> {
  const text = printSql(query);
  const {context} = table;
  const {rows} = await context.session.query(text, {
    signal: context.signal,
    limits: {timeMs: context.limits.timeMs, ...(limit && {rows: limit})},
  });
  return {rows, sql: text};
}

/** Figures of the whole table, one a node, in the order given. */
export async function askFigures(
  nodes: readonly ExprNode[],
  table: OpenTable,
): Promise<{figures: Cell[]; sql: string}> {
  const query = selectFrom(
    nodes.map((node, at) => ({name: `f${at}`, node})),
    table.source.from,
  );
  const {rows, sql: text} = await askRows(query, table);
  return {figures: rows[0] ?? [], sql: text};
}

/** A column in its old and its new form. */
export interface Reform {
  column: string;
  before: ExprNode;
  after: ExprNode;
  /** What is counted; default: cells that differ. */
  change?: string;
  /** Which cells count, where it is not those that differ; `b` is the old and `a` the new form. */
  counts?: (before: ExprNode, after: ExprNode) => ExprNode;
}

const EXAMPLES = 3;

/** Counts the cells that change, with the first examples of each column. */
export async function countChanges(
  reforms: readonly Reform[],
  table: OpenTable,
): Promise<{changes: Change[]; sql: string[]}> {
  if (reforms.length === 0) return {changes: [], sql: []};
  const inner = selectFrom(
    [
      {name: "row", node: row_number()},
      ...reforms.flatMap(({before, after}, at) => [
        {name: `b${at}`, node: before},
        {name: `a${at}`, node: after},
      ]),
    ],
    table.source.from,
  );
  const outer = selectFrom(
    reforms.flatMap(({counts}, at) => {
      const [before, after] = [columnNode(`b${at}`), columnNode(`a${at}`)];
      const changed = counts?.(before, after) ?? sql`(${before} IS DISTINCT FROM ${after})`;
      const shown = (node: ExprNode): ExprNode =>
        sql`coalesce(left(CAST(${node} AS VARCHAR), 40), 'missing')`;
      const example = sql`(${shown(before)} || ' -> ' || ${shown(after)})`;
      const first = aggregateCall("arg_min", [
        caseWhen([[changed, example]]),
        columnNode("row"),
        value(EXAMPLES),
      ]);
      return [
        {name: `n${at}`, node: aggregateCall("count", [caseWhen([[changed, value(1)]])])},
        {name: `e${at}`, node: call("array_to_string", first, value("; "))},
      ];
    }),
    subquery(inner, "forms"),
  );
  const {rows, sql: text} = await askRows(outer, table);
  const [row = []] = rows;
  const changes = reforms.map(({column, change = "cells changed"}, at): Change => {
    const detail = row[2 * at + 1];
    return {change, column, count: Number(row[2 * at] ?? 0), ...(detail ? {detail: String(detail)} : {})};
  });
  return {changes, sql: [text]};
}
