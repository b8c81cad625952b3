import type {CallToolResult} from "@modelcontextprotocol/client";
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
  const found = recordsIn(structuredContent, mostRows) ?? recordsIn(parsed(texts.join("\n")), mostRows);
  if (found) return {table: tableOf(found.names, found.rows), truncated: found.truncated, notes};
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
  rows: (readonly unknown[])[];
  truncated: boolean;
}

/** Records, columns with rows, or one record: in a list, or as the only list of an object. */
function recordsIn(value: unknown, most: number): Records | undefined {
  if (areRecords(value)) return recordsOf(value, most);
  if (!isRecord(value)) return undefined;
  const {columns, rows} = value;
  if (
    areNames(columns) &&
    Array.isArray(rows) &&
    rows.every((row) => Array.isArray(row) && row.length === columns.length)
  )
    return {
      names: columns.map((one) => (typeof one === "string" ? one : one.name)),
      rows: rows.slice(0, most),
      truncated: rows.length > most,
    };
  const inside = Object.values(value).filter((one) => typeof one === "object" && one !== null);
  const [only] = inside;
  if (inside.length === 1 && areRecords(only)) return recordsOf(only, most);
  const keys = Object.keys(value);
  return keys.length > 0 && keys.length <= MOST_COLUMNS ? recordsOf([value], most) : undefined;
}

function recordsOf(records: readonly Record<string, unknown>[], most: number): Records {
  const kept = records.slice(0, most);
  const names = [...new Set(kept.slice(0, 1_000).flatMap((one) => Object.keys(one)))].slice(0, MOST_COLUMNS);
  return {
    names,
    rows: kept.map((one) => names.map((name) => (Object.hasOwn(one, name) ? one[name] : null))),
    truncated: records.length > most,
  };
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const areRecords = (value: unknown): value is Record<string, unknown>[] =>
  Array.isArray(value) && value.length > 0 && value.every(isRecord);

const areNames = (value: unknown): value is (string | {name: string})[] =>
  Array.isArray(value) &&
  value.length > 0 &&
  value.length <= MOST_COLUMNS &&
  value.every((one) => typeof one === "string" || (isRecord(one) && typeof one.name === "string"));

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
