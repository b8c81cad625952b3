import type {CallToolResult} from "@modelcontextprotocol/server";
import {cutText} from "../channels/chat/cut_text.ts";
import type {Cell, Column, Table} from "../data/table.ts";
import type {ObjectSchema} from "./mcp_tool.ts";

/** The most characters of rows in one result: about 5,000 tokens. */
export const MOST_CHARACTERS = 20_000;
const LONGEST_CELL = 500;

/** What every tool whose result is a table says that it gives. */
export const TABLE_RESULT: ObjectSchema = {
  type: "object",
  properties: {columns: {type: "array"}, rows: {type: "array"}},
};

/** A table as it is told: rows as lists in the order of the columns. */
export interface ToldTable {
  columns: string[];
  rows: Cell[][];
  /** There are more rows than these. */
  truncated?: true;
  /** Where the next page begins. */
  nextOffset?: number;
  /** So many columns behind these did not fit: name those that are needed. */
  columnsLeftOut?: number;
  [more: string]: unknown;
}

/**
 * A page of a table, cut at a number of rows and of characters.
 * @param from which row of the whole result the first row of `table` is
 */
export function toldTable(
  table: Table,
  {
    limit,
    truncated,
    from = 0,
    longestCell = LONGEST_CELL,
    characters = MOST_CHARACTERS,
  }: {limit: number; truncated: boolean; from?: number; longestCell?: number; characters?: number},
): ToldTable {
  const rows: Cell[][] = [];
  const columns = columnsThatFit(table, longestCell, characters);
  let size = JSON.stringify(columns.map(({name}) => name)).length;
  for (const row of table.rows.slice(0, limit)) {
    const told = columns.map((column, at) => toldCell(row[at] ?? null, column, longestCell));
    size += JSON.stringify(told).length + 1;
    if (size > characters && rows.length > 0) break;
    rows.push(told);
  }
  const isCut = truncated || rows.length < table.rows.length;
  return {
    columns: columns.map(({name}) => name),
    rows,
    ...(columns.length < table.columns.length && {
      columnsLeftOut: table.columns.length - columns.length,
    }),
    ...(isCut && {truncated: true, nextOffset: from + rows.length}),
  };
}

/** The first columns whose names and first cells are no more than may be told at once. */
function columnsThatFit({columns, rows}: Table, longestCell: number, characters: number): Column[] {
  let size = 0;
  const end = columns.findIndex((column, at) => {
    const cell = toldCell(rows[0]?.[at] ?? null, column, longestCell);
    size += JSON.stringify(column.name).length + JSON.stringify(cell).length + 2;
    return size > characters && at > 0;
  });
  return end < 0 ? [...columns] : columns.slice(0, end);
}

/** The same JSON as structure and as text: hosts hand on the one or the other. */
export function tableResult(told: Record<string, unknown>): CallToolResult {
  return {structuredContent: told, content: [{type: "text", text: JSON.stringify(told)}]};
}

function toldCell(cell: Cell, column: Column | undefined, longest: number): Cell {
  if (typeof cell === "number")
    return Number.isInteger(cell) || column?.type === "integer"
      ? cell
      : Number(cell.toPrecision(digitsOf(cell)));
  if (typeof cell === "string" && cell.length > longest)
    return `${cutText(cell, longest)} (${cell.length} characters)`;
  return cell;
}

/**
 * Ten digits of a number, seven of a share, and of large ones four places after the point, for cents of a large sum: more
 * than any question asks for, without the tail of binary fractions.
 */
function digitsOf(number: number): number {
  const size = Math.abs(number);
  if (size < 1) return 7;
  return Math.min(15, Math.max(10, Math.floor(Math.log10(size)) + 5));
}
