import {readFile} from "node:fs/promises";
import type {DuckDBConnection} from "@duckdb/node-api";
import {TabletalkError} from "../../errors.ts";
import type {ReceiptEntry} from "../dataset.ts";
import {columnNames} from "./column_names.ts";
import type {Loaded} from "./import_file.ts";

const identifier = (name: string): string => `"${name.replaceAll('"', '""')}"`;

/** Loads every sheet that holds a table. The header is the first row that fills most of the sheet's width. */
export async function loadWorkbook(path: string, connection: DuckDBConnection): Promise<Loaded[]> {
  const {read} = await import("hucre");
  const bytes = await readFile(path);
  const workbook = await read(bytes).catch((error: unknown) => {
    const message = error instanceof Error ? error.message : String(error);
    if (/password|encrypt/i.test(message))
      throw new TabletalkError(
        "bad_file",
        `${path} is protected by a password.`,
        "Save a copy without the password.",
      );
    throw new TabletalkError(
      "bad_file",
      `${path} cannot be read as a workbook: ${message}`,
      "Open it in a spreadsheet program and save it again as XLSX or CSV.",
    );
  });
  const loaded: Loaded[] = [];
  for (const [index, sheet] of workbook.sheets.entries()) {
    const rows = sheet.rows as unknown[][];
    const entries: ReceiptEntry[] = [];
    const at = headerRow(rows);
    if (at === undefined) continue;
    if (at > 0)
      entries.push({kind: "header", message: `${at} rows above the header were left out.`, count: at});
    const width = Math.max(...rows.map((row) => lastFilled(row) + 1));
    const header = Array.from({length: width}, (_, column) => cellText(rows[at]![column]) ?? "");
    const names = columnNames(header, entries);
    const table = `raw${index}`;
    await connection.run(
      `CREATE TABLE ${table} (${names.map((name) => `${identifier(name)} VARCHAR`).join(", ")})`,
    );
    const appender = await connection.createAppender(table);
    for (const row of rows.slice(at + 1)) {
      if (lastFilled(row) < 0) continue;
      for (let column = 0; column < width; column++) {
        const text = cellText(row[column]);
        if (text === null) appender.appendNull();
        else appender.appendVarchar(text);
      }
      appender.endRow();
    }
    appender.closeSync();
    entries.unshift({kind: "sheet", message: `Sheet "${sheet.name}".`});
    loaded.push({table, sheet: sheet.name, format: "xlsx", entries});
  }
  if (loaded.length === 0)
    throw new TabletalkError(
      "bad_file",
      `${path} has no sheet with a table.`,
      "Put the data on a sheet, with names in its first row.",
    );
  return loaded;
}

const lastFilled = (row: readonly unknown[]): number => row.findLastIndex((cell) => cellText(cell) !== null);

function headerRow(rows: readonly unknown[][]): number | undefined {
  const counts = rows.slice(0, 50).map((row) => row.filter((cell) => cellText(cell) !== null).length);
  const widest = Math.max(0, ...counts);
  if (widest === 0) return undefined;
  return counts.findIndex((count) => count >= Math.max(1, Math.ceil(widest * 0.6)));
}

function cellText(cell: unknown): string | null {
  if (cell === null || cell === undefined || cell === "") return null;
  if (cell instanceof Date) {
    const text = cell.toISOString();
    return text.endsWith("T00:00:00.000Z") ? text.slice(0, 10) : text.replace("T", " ").slice(0, 19);
  }
  if (typeof cell === "object") return JSON.stringify(cell);
  return String(cell);
}
