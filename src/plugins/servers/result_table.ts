import type {CallToolResult} from "@modelcontextprotocol/client";
import {z} from "zod";
import type {Cell, Table} from "../../data/table.ts";
import {typeOf} from "../results.ts";
import {plainLine, plainLines} from "./foreign_text.ts";

const MOST_COLUMNS = 100;
const MOST_LINES = 200;
const LONGEST_CELL = 500;

/** What a server's answer is here: a table, its texts made plain. */
export interface ServerTable {
  table: Table;
  truncated: boolean;
  notes: string[];
}

const recordsSchema = z.array(z.record(z.string(), z.unknown())).min(1);
const columnsSchema = z.object({
  columns: z
    .array(z.union([z.string(), z.object({name: z.string()})]))
    .min(1)
    .max(MOST_COLUMNS),
  rows: z.array(z.array(z.unknown())),
});

/**
 * An answer as a table: rows of records where it holds any (as structured content, or as JSON in a text), else its text, line
 * by line. What is no text is named and left out.
 */
export function resultTable(result: CallToolResult, mostRows: number): ServerTable {
  const {content = [], structuredContent} = result;
  const left = content.filter(({type}) => type !== "text").map(({type}) => type);
  const notes =
    left.length > 0
      ? [`Left out of its answer: ${[...new Set(left)].map((one) => plainLine(one, 30)).join(", ")}.`]
      : [];
  const texts = content.flatMap((one) => (one.type === "text" ? [one.text] : []));
  const found = recordsIn(structuredContent) ?? recordsIn(parsed(texts.join("\n")));
  if (found) {
    const cut = found.rows.length > mostRows;
    const rows = found.rows.slice(0, mostRows);
    return {table: tableOf(found.names, rows), truncated: cut, notes};
  }
  const {lines, isCut} = plainLines(texts.join("\n"), Math.min(MOST_LINES, mostRows), LONGEST_CELL);
  return {
    table: tableOf(
      ["text"],
      lines.map((line) => [line]),
    ),
    truncated: isCut,
    notes,
  };
}

interface Records {
  names: string[];
  rows: unknown[][];
}

function recordsIn(value: unknown): Records | undefined {
  const columns = columnsSchema.safeParse(value);
  if (columns.success) {
    const names = columns.data.columns.map((one) => (typeof one === "string" ? one : one.name));
    return columns.data.rows.every((row) => row.length === names.length)
      ? {names, rows: columns.data.rows}
      : undefined;
  }
  const list = recordsSchema.safeParse(value);
  if (list.success) return recordsOf(list.data);
  if (typeof value !== "object" || value === null || Array.isArray(value)) return undefined;
  const inside = Object.values(value).filter((one) => recordsSchema.safeParse(one).success);
  const others = Object.values(value).filter((one) => typeof one === "object" && one !== null);
  if (inside.length === 1 && others.length === 1) return recordsOf(recordsSchema.parse(inside[0]));
  const keys = Object.keys(value);
  return keys.length > 0 && keys.length <= MOST_COLUMNS
    ? recordsOf([value as Record<string, unknown>])
    : undefined;
}

function recordsOf(records: readonly Record<string, unknown>[]): Records {
  const names = [...new Set(records.slice(0, 1_000).flatMap((one) => Object.keys(one)))].slice(
    0,
    MOST_COLUMNS,
  );
  return {
    names,
    rows: records.map((one) => names.map((name) => (Object.hasOwn(one, name) ? one[name] : null))),
  };
}

function tableOf(names: readonly string[], given: readonly (readonly unknown[])[]): Table {
  const rows = given.map((row) => row.map(cellOf));
  const taken = new Set<string>();
  const columns = names.map((name, at) => {
    const plain = plainLine(name, 60) || `column_${at + 1}`;
    let unique = plain;
    for (let number = 2; taken.has(unique.toLowerCase()); number++) unique = `${plain}_${number}`;
    taken.add(unique.toLowerCase());
    return {name: unique, type: typeOf(rows, at)};
  });
  return {columns, rows};
}

function cellOf(value: unknown): Cell {
  if (value === null || value === undefined) return null;
  if (typeof value === "number") return Number.isFinite(value) ? value : null;
  if (typeof value === "boolean") return value;
  if (typeof value === "string") return plainLine(value, LONGEST_CELL);
  return plainLine(JSON.stringify(value) ?? "", LONGEST_CELL);
}

function parsed(text: string): unknown {
  if (!/^\s*[[{]/.test(text)) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
