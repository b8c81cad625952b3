import {basename} from "node:path";
import type {Receipt} from "../../data/dataset.ts";
import type {Column} from "../../data/table.ts";

const DAY_FIRST = ["%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y", "%d/%m/%y"];
const MONTH_FIRST = ["%m/%d/%Y", "%m-%d-%Y", "%m/%d/%y"];
const EITHER = [
  "%Y-%m-%d",
  "%Y/%m/%d",
  "%Y%m%d",
  "%d.%m.%Y",
  "%b %d %Y",
  "%B %d %Y",
  "%b %d, %Y",
  "%B %d, %Y",
  "%d %b %Y",
  "%d %B %Y",
  "%d-%b-%Y",
  "%Y-%m",
  "%b %Y",
  "%B %Y",
];

/**
 * A SELECT that reads a source file with DuckDB, lying in the folder where it runs: columns under the names and of the types
 * that the import gave them. What the import did besides (rows left out, cells that it could not read) its receipt tells.
 */
export function loadSource({source, columns, entries}: Receipt): string {
  const file = text(basename(source.path));
  const format = source.format.toLowerCase();
  const said = (name: string) =>
    entries
      .filter((one) => one.column === name || one.message.startsWith(`${name}:`))
      .map(({message}) => message)
      .join(" ");
  if (/parquet/.test(format)) return `SELECT * FROM read_parquet(${file})`;
  const cast = columns.map((column) => `${typed(column, said(column.name))} AS ${name(column.name)}`);
  if (/json/.test(format)) return `SELECT\n  ${cast.join(",\n  ")}\nFROM read_json_auto(${file})`;
  const names = columns.map((column) => text(column.name)).join(", ");
  if (/xls|excel|ods|sheet/.test(format)) {
    const sheet = source.sheet === undefined ? "" : `, sheet = ${text(source.sheet)}`;
    const range = source.range === undefined ? "" : `, range = ${text(source.range)}`;
    // DuckDB's extension for Excel is loaded by itself where the machine may fetch it.
    return `SELECT\n  ${cast.join(",\n  ")}\nFROM (SELECT * FROM read_xlsx(${file}${sheet}${range}, header = true, all_varchar = true)) AS t(${columns.map((column) => name(column.name)).join(", ")})`;
  }
  return `SELECT\n  ${cast.join(",\n  ")}\nFROM read_csv(${file}, header = true, all_varchar = true, names = [${names}])`;
}

function typed(column: Column, said: string): string {
  const cell = name(column.name);
  const plain = `trim(${cell}::VARCHAR)`;
  switch (column.type) {
    case "integer":
    case "number": {
      const type = column.type === "integer" ? "BIGINT" : "DOUBLE";
      const stripped = `regexp_replace(${plain}, '[^0-9eE.+-]', '', 'g')`;
      return `coalesce(TRY_CAST(${plain} AS ${type}), TRY_CAST(nullif(${stripped}, '') AS ${type}))`;
    }
    case "boolean":
      return `coalesce(TRY_CAST(${plain} AS BOOLEAN), CASE lower(${plain}) WHEN 'yes' THEN true WHEN 'y' THEN true WHEN 'no' THEN false WHEN 'n' THEN false END)`;
    case "date":
      return `coalesce(TRY_CAST(${plain} AS DATE), TRY_STRPTIME(${plain}, [${formatsOf(said)}])::DATE)`;
    case "timestamp":
      return `coalesce(TRY_CAST(${plain} AS TIMESTAMP), TRY_STRPTIME(${plain}, [${formatsOf(said)}]))`;
    case "time":
      return `TRY_CAST(${plain} AS TIME)`;
    default:
      return `nullif(${plain}, '')`;
  }
}

function formatsOf(said: string): string {
  const isDayFirst = /\bday(?: first|, (?:the )?month)/i.test(said);
  const all = isDayFirst
    ? [...DAY_FIRST, ...MONTH_FIRST, ...EITHER]
    : [...MONTH_FIRST, ...DAY_FIRST, ...EITHER];
  return [...new Set(all)].map(text).join(", ");
}

const name = (called: string): string => `"${called.replaceAll('"', '""')}"`;
const text = (said: string): string => `'${said.replaceAll("'", "''")}'`;
