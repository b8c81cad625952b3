import {createWriteStream} from "node:fs";
import {Readable} from "node:stream";
import {pipeline} from "node:stream/promises";
import type {Cell} from "../../data/table.ts";
import {TabletalkError} from "../../errors.ts";
import type {WholeTable} from "../kinds/whole_table.ts";
import type {NodeParts} from "../node_parts.ts";

/** The files that a table is written as, with their media types. */
export const FILE_TYPES = {
  csv: "text/csv",
  json: "application/json",
  parquet: "application/vnd.apache.parquet",
  xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
} as const;
export type FileFormat = keyof typeof FILE_TYPES;

/** Excel's own limit, with the row of names. */
const MOST_SHEET_ROWS = 1_048_575;

/**
 * Writes a whole table to a new file, a page at a time. In CSV, text that a spreadsheet would run as a formula gets an apostrophe.
 * @throws TabletalkError limit_reached for more rows than a sheet holds; refused for Parquet where nobody writes it
 */
export async function writeTableFile(
  table: WholeTable,
  format: FileFormat,
  path: string,
  {writeParquet, signal}: {writeParquet: NodeParts["writeParquet"]; signal: AbortSignal},
): Promise<void> {
  if (format === "parquet") {
    if (!table.dataset || !writeParquet)
      throw new TabletalkError(
        "refused",
        "This table is not stored, and is not written as Parquet.",
        "Write it as csv, xlsx or json; or write a table that a transform made.",
      );
    return writeParquet(table.dataset, path, signal);
  }
  if (format === "xlsx" && table.rows > MOST_SHEET_ROWS)
    throw new TabletalkError("limit_reached", "A sheet holds 1,048,576 rows.", "Write csv or parquet.");
  const bytes =
    format === "xlsx" ? await workbook(table) : Readable.from(format === "csv" ? csv(table) : json(table));
  await pipeline(bytes, createWriteStream(path, {mode: 0o600}), {signal});
}

async function* csv(table: WholeTable): AsyncGenerator<string> {
  yield csvLine(table.columns.map(({name}) => name));
  for await (const rows of table.pages()) yield rows.map(csvLine).join("");
}

function csvLine(row: readonly Cell[]): string {
  const write = (cell: Cell) => {
    if (cell === null) return "";
    const text = typeof cell === "string" && /^'*[=+\-@\t\r]/.test(cell) ? `'${cell}` : String(cell);
    return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  };
  return `${row.map(write).join(",")}\r\n`;
}

async function* json(table: WholeTable): AsyncGenerator<string> {
  const names = table.columns.map(({name}) => JSON.stringify(name));
  let before = "[\n";
  for await (const rows of table.pages()) {
    const lines = rows.map(
      (row) => `{${row.map((cell, at) => `${names[at]}:${JSON.stringify(cell)}`).join(",")}}`,
    );
    if (lines.length === 0) continue;
    yield before + lines.join(",\n");
    before = ",\n";
  }
  yield before === "[\n" ? "[]\n" : "\n]\n";
}

async function workbook(table: WholeTable): Promise<Readable> {
  const {writeXlsxStream} = await import("hucre/xlsx");
  async function* rows(): AsyncGenerator<Cell[]> {
    yield table.columns.map(({name}) => name);
    for await (const page of table.pages()) yield* page;
  }
  return Readable.fromWeb(
    writeXlsxStream(rows(), {name: "result"}) as Parameters<typeof Readable.fromWeb>[0],
  );
}
