import {createWriteStream} from "node:fs";
import {Readable} from "node:stream";
import {pipeline} from "node:stream/promises";
import {csvLine} from "../channels/export_rows.ts";
import type {Session} from "../data/engine.ts";
import type {Cell, Column, Table} from "../data/table.ts";
import type {RowFormat} from "./export_files.ts";

/** A page crosses from the process that reads it in one piece. */
const PAGE_CELLS = 20_000;

export interface ExportSource {
  session: Session;
  /** A table of the session. */
  table: string;
  columns: readonly Column[];
  rows: number;
  timeMs: number;
  signal: AbortSignal;
  onRows?: (done: number) => void;
}

/** Writes all rows of a table, a page at a time. Cells that a spreadsheet would run are written so that it does not. */
export async function writeExport(
  source: ExportSource,
  format: Exclude<RowFormat, "parquet">,
  path: string,
): Promise<void> {
  const bytes =
    format === "xlsx" ? await workbook(source) : Readable.from(format === "csv" ? csv(source) : json(source));
  await pipeline(bytes, createWriteStream(path, {mode: 0o600}), {signal: source.signal});
}

async function* pages(source: ExportSource): AsyncGenerator<Table> {
  const {session, table, columns, rows, timeMs, signal} = source;
  const size = Math.max(1, Math.floor(PAGE_CELLS / Math.max(1, columns.length)));
  const name = `"${table.replaceAll('"', '""')}"`;
  for (let from = 0; from === 0 || from < rows; from += size) {
    const page = await session.query(`SELECT * FROM ${name} LIMIT ${size} OFFSET ${from}`, {
      limits: {rows: size, timeMs},
      signal,
    });
    yield page;
    source.onRows?.(Math.min(rows, from + page.rows.length));
  }
}

async function* csv(source: ExportSource): AsyncGenerator<string> {
  let isFirst = true;
  for await (const {columns, rows} of pages(source)) {
    const head = isFirst ? csvLine(columns.map(({name}) => name)) : "";
    yield head + rows.map(csvLine).join("");
    isFirst = false;
  }
}

async function* json(source: ExportSource): AsyncGenerator<string> {
  let before = "[\n";
  for await (const {columns, rows} of pages(source)) {
    const names = columns.map(({name}) => JSON.stringify(name));
    const lines = rows.map(
      (row) => `{${row.map((cell, at) => `${names[at]}:${JSON.stringify(cell)}`).join(",")}}`,
    );
    if (lines.length === 0) continue;
    yield before + lines.join(",\n");
    before = ",\n";
  }
  yield before === "[\n" ? "[]\n" : "\n]\n";
}

async function workbook(source: ExportSource): Promise<Readable> {
  const {writeXlsxStream} = await import("hucre/xlsx");
  async function* rows(): AsyncGenerator<Cell[]> {
    let isFirst = true;
    for await (const page of pages(source)) {
      if (isFirst) yield page.columns.map(({name}) => name);
      isFirst = false;
      yield* page.rows;
    }
  }
  return Readable.fromWeb(
    writeXlsxStream(rows(), {name: "result"}) as Parameters<typeof Readable.fromWeb>[0],
  );
}
