import type {Column, ColumnType} from "../../data/table.ts";
import {atPath} from "./json_path.ts";

/** What services call the list of columns that stands beside their rows. */
const LISTS = ["columns", "fields", "headers", "header", "schema", "meta", "metadata"];
const MOST_COLUMNS = 1_000;

/**
 * The columns that an answer names beside its rows: `{"columns": ["day", "amount"], "rows": []}`, or each with its type. Looked
 * for where the list of rows stands, then at the top. Undefined where there are none.
 */
export function columnsBeside(json: unknown, rows: string | undefined): Column[] | undefined {
  const path = rows ?? "";
  const above = path.includes(".") ? path.slice(0, path.lastIndexOf(".")) : "";
  for (const place of new Set([above, ""])) {
    const found = listIn(atPath(json, place), 2);
    if (found) return found;
  }
  return undefined;
}

function listIn(place: unknown, depth: number): Column[] | undefined {
  if (depth === 0 || place === null || typeof place !== "object" || Array.isArray(place)) return undefined;
  for (const [key, value] of Object.entries(place)) {
    if (!LISTS.includes(key.toLowerCase())) continue;
    const found = Array.isArray(value) ? columnsOf(value) : listIn(value, depth - 1);
    if (found) return found;
  }
  return undefined;
}

function columnsOf(list: readonly unknown[]): Column[] | undefined {
  if (list.length === 0 || list.length > MOST_COLUMNS) return undefined;
  const columns = list.map((one): Column | undefined => {
    if (typeof one === "string") return one.trim() === "" ? undefined : {name: one, type: "text"};
    const {name, type} = (one ?? {}) as {name?: unknown; type?: unknown};
    return typeof name === "string" && name.trim() !== "" ? {name, type: typeNamed(type)} : undefined;
  });
  const named = columns.filter((one) => one !== undefined);
  const different = new Set(named.map(({name}) => name.toLowerCase()));
  return named.length === list.length && different.size === list.length ? named : undefined;
}

/** A type as databases and schemas of JSON call it. What is not known is text. */
function typeNamed(type: unknown): ColumnType {
  const name = typeof type === "string" ? type.toLowerCase() : "";
  if (/^(?:u?int\d*|(?:big|small|tiny)int|integer|long|serial)\b/.test(name)) return "integer";
  if (/^(?:number|numeric|decimal|float\d*|double|real|money)\b/.test(name)) return "number";
  if (/^bool/.test(name)) return "boolean";
  if (/^(?:timestamp|date_?time)/.test(name)) return "timestamp";
  if (name === "date" || name === "time") return name;
  return "text";
}
