import {type ExprNode, row_number, sql} from "@uwdata/mosaic-sql";
import {columnNode, list, printSql, type Selected, selectFrom, subquery} from "../sql_print.ts";
import {asIs, freeName, type OpenTable} from "./open_table.ts";

/** Whole columns of a table in its order, NaN where missing, with the SQL that took them. */
export async function loadNumbers(
  nodes: readonly ExprNode[],
  table: OpenTable,
): Promise<{columns: Float64Array[]; sql: string}> {
  const place = freeName("place", table);
  const placed = selectFrom(
    [...table.columns.map(asIs), {name: place, node: row_number()}],
    table.source.from,
  );
  const text = printSql(
    selectFrom(
      nodes.map((node, at) => ({name: `x${at}`, node: sql`CAST(${node} AS DOUBLE)`})),
      subquery(placed, "placed"),
    ).orderby(columnNode(place)),
  );
  const {context} = table;
  const {columns} = await context.session.columns(text, {
    signal: context.signal,
    limits: {timeMs: context.limits.timeMs},
  });
  return {columns: columns.map(({values}) => values as Float64Array), sql: text};
}

/** The table with computed columns beside it, row by row: in place of the columns of their names, or after the others. */
export function besideTable(
  table: OpenTable,
  made: readonly {name: string; values: Float64Array}[],
): {query: ExprNode; values: {name: string; columns: {name: string; values: Float64Array}[]}} {
  const name = "?computed";
  const columns = made.map(({values}, at) => ({name: `c${at}`, values}));
  const taken = new Map(made.map((one, at) => [one.name, columnNode(`c${at}`, "c")]));
  const known = new Set(table.columns.map((column) => column.name));
  const shown: Selected[] = [
    ...table.columns.map((column) => ({
      name: column.name,
      node: taken.get(column.name) ?? columnNode(column.name, "t"),
    })),
    ...made
      .filter((one) => !known.has(one.name))
      .map((one) => ({name: one.name, node: taken.get(one.name)!})),
  ];
  const query = sql`SELECT ${list(shown.map((one) => sql`${one.node} AS ${columnNode(one.name)}`))} FROM ${columnNode(table.name)} AS t POSITIONAL JOIN ${columnNode(name)} AS c`;
  return {query, values: {name, columns}};
}
