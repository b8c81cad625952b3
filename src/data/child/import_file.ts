import {createHash} from "node:crypto";
import {open, rename, rm, stat, writeFile} from "node:fs/promises";
import {extname, join} from "node:path";
import {type DuckDBConnection, DuckDBInstance} from "@duckdb/node-api";
import {TabletalkError} from "../../errors.ts";
import type {Receipt, ReceiptEntry} from "../dataset.ts";
import {tableName} from "../names.ts";
import {columnType} from "./cells.ts";
import {loadCsv} from "./load_csv.ts";
import {loadJson, loadParquet} from "./load_nested.ts";
import {loadWorkbook} from "./load_workbook.ts";
import type {ImportedTable, Request} from "./protocol.ts";
import {refine} from "./refine_types.ts";

/** A file's content as a table of DuckDB, before its types are refined. */
export interface Loaded {
  /** The table in the import's database, or a view that reads the file anew at every query (`streamed`). */
  table: string;
  /** `table` is a view over the file: every pass over it costs a reading of the file, so types want to be given in one. */
  streamed?: boolean;
  /** Loads the same with more care, should a streamed file prove less plain than the sample it was judged by. */
  again?: () => Promise<Loaded[]>;
  /** Looks at the typed table; throws where the file must be loaded `again`. */
  verify?: (target: string) => Promise<void>;
  /** What the table is called where a file holds several. */
  sheet?: string;
  /** Where the table stands in its file, where that holds several. */
  range?: string;
  format: string;
  encoding?: string;
  entries: ReceiptEntry[];
}

const identifier = (name: string): string => `"${name.replaceAll('"', '""')}"`;
const literal = (text: string): string => `'${text.replaceAll("'", "''")}'`;

/** Imports every table of a file into immutable DuckDB files, each beside its receipt. Runs in a child of its own. */
export async function importFile(request: Extract<Request, {op: "import"}>): Promise<ImportedTable[]> {
  const {path, scratch} = request;
  const instance = await DuckDBInstance.create(":memory:", {
    temp_directory: scratch,
    memory_limit: `${request.memoryMb}MB`,
    autoinstall_known_extensions: "false",
    autoload_known_extensions: "false",
  });
  const connection = await instance.connect();
  try {
    const {size} = await stat(path);
    const kind = await sniff(path, size);
    const loaded = await load(kind, path, scratch, connection, request);
    const again = loaded.length === 1 ? loaded[0]!.again : undefined;
    const all = async (tables: Loaded[]): Promise<ImportedTable[]> => {
      const written: ImportedTable[] = [];
      for (const [index, one] of tables.entries())
        written.push(await write(one, index, tables.length, size, request, connection, scratch));
      return written;
    };
    if (!again) return await all(loaded);
    return await all(loaded).catch(async (error: unknown) => {
      if (error instanceof Error && /out of memory|allocation fail|disk|interrupt/i.test(error.message))
        throw error;
      await connection.run("DETACH DATABASE IF EXISTS target");
      return all(await again());
    });
  } catch (error) {
    throw readable(error, path);
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

type Kind = "csv" | "json" | "parquet" | "workbook";

/** What a file is, by its first bytes; its name decides only between texts. */
async function sniff(path: string, size: number): Promise<Kind> {
  if (size === 0)
    throw new TabletalkError(
      "bad_file",
      `${path} is empty (0 bytes).`,
      "Export it again, or choose another file.",
    );
  const file = await open(path);
  const head = Buffer.alloc(Math.min(size, 4096));
  try {
    await file.read(head, 0, head.length, 0);
  } finally {
    await file.close();
  }
  const start = head.toString("latin1");
  if (start.startsWith("PAR1")) return "parquet";
  if (start.startsWith("PK") || start.startsWith("\xd0\xcf\x11\xe0")) return "workbook";
  if (start.startsWith("\x1f\x8b"))
    throw new TabletalkError("bad_file", `${path} is compressed (gzip).`, "Unpack it first.");
  if (
    /^\s*(<!doctype html|<html|<head|<\?xml[^>]*>\s*<html)/i.test(start.replace(/^\u00ef\u00bb\u00bf/, ""))
  ) {
    throw new TabletalkError(
      "bad_file",
      `${path} is a web page (HTML), not data.`,
      "The download probably needed a sign-in; export the data itself and try again.",
    );
  }
  if (start.startsWith("%PDF"))
    throw new TabletalkError("bad_file", `${path} is a PDF.`, "Export the table as CSV or XLSX.");
  const utf16 = start.startsWith("\xff\xfe") || start.startsWith("\xfe\xff");
  if (!utf16 && looksBinary(head))
    throw new TabletalkError(
      "bad_file",
      `${path} is not a table: it holds binary data.`,
      "Use CSV, TSV, JSON, NDJSON, Parquet or XLSX.",
    );
  const text = start.replace(/^\u00ef\u00bb\u00bf/, "").trimStart();
  const extension = extname(path).toLowerCase();
  if ([".json", ".ndjson", ".jsonl", ".geojson"].includes(extension)) return "json";
  if (
    ![".csv", ".tsv", ".txt", ".tab", ".psv"].includes(extension) &&
    (text.startsWith("[{") || text.startsWith('{"') || /^\[\s*\{/.test(text))
  )
    return "json";
  return "csv";
}

/** Zeros between bytes of text, or many control characters, are no text. */
function looksBinary(head: Buffer): boolean {
  let odd = 0;
  for (const byte of head) if (byte === 0 || (byte < 32 && ![9, 10, 12, 13, 27].includes(byte))) odd++;
  return odd > head.length * 0.1 || head.includes(0);
}

async function load(
  kind: Kind,
  path: string,
  scratch: string,
  connection: DuckDBConnection,
  request: Extract<Request, {op: "import"}>,
): Promise<Loaded[]> {
  if (kind === "workbook") return loadWorkbook(path, connection);
  if (kind === "parquet") return [await loadParquet(path, connection)];
  if (kind === "json") return [await loadJson(path, connection)];
  return loadCsv(path, scratch, connection, request.choices);
}

async function write(
  loaded: Loaded,
  index: number,
  of: number,
  bytes: number,
  request: Extract<Request, {op: "import"}>,
  connection: DuckDBConnection,
  scratch: string,
): Promise<ImportedTable> {
  const {select, report} = await refine(loaded.table, connection);
  const hash =
    of === 1
      ? request.hash
      : createHash("sha256")
          .update(`${request.hash}:${index}:${loaded.sheet ?? ""}`)
          .digest("hex");
  const temporary = join(scratch, `${hash}.duckdb`);
  await rm(temporary, {force: true});
  await connection.run(`ATTACH ${literal(temporary)} AS target`);
  await connection.run(`CREATE TABLE target.main.data AS ${select}`);
  const reader = await connection.runAndReadAll("SELECT * FROM target.main.data LIMIT 0");
  const columns = reader.columnNames().map((name, at) => ({name, type: columnType(reader.columnType(at))}));
  const rows = Number(
    (await connection.runAndReadAll("SELECT count(*) FROM target.main.data")).getRows()[0]?.[0],
  );
  await loaded.verify?.("target.main.data");
  await report("target.main.data", loaded.entries);
  await connection.run("DETACH target");
  await connection.run(`DROP ${loaded.streamed ? "VIEW" : "TABLE"} ${identifier(loaded.table)}`);
  if (rows === 0) loaded.entries.push({kind: "rows", message: "There is a header but there are no rows."});
  const receipt: Receipt = {
    source: {
      path: request.path,
      bytes,
      format: loaded.format,
      ...(loaded.sheet && {sheet: loaded.sheet}),
      ...(loaded.range && {range: loaded.range}),
      ...(loaded.encoding && {encoding: loaded.encoding}),
    },
    rows,
    columns,
    entries: loaded.entries,
    ...(Object.keys(request.choices).length > 0 && {choices: request.choices}),
  };
  const path = join(request.folder, `${hash}.duckdb`);
  await rename(temporary, path).catch(async (error: unknown) => {
    // Another process made the same version first and has it open (a system that locks open files).
    if (!(await stat(path).catch(() => undefined))) throw error;
  });
  const name = of === 1 || !loaded.sheet ? request.name : `${request.name}_${tableName(loaded.sheet)}`;
  await writeFile(join(scratch, "receipt.json"), JSON.stringify({name, sheet: loaded.sheet, receipt}));
  await rename(join(scratch, "receipt.json"), join(request.folder, `${hash}.json`));
  return {name, hash, path, receipt};
}

function readable(error: unknown, path: string): TabletalkError {
  if (error instanceof TabletalkError) return error;
  const code = (error as NodeJS.ErrnoException).code;
  if (code === "ENOSPC")
    return new TabletalkError("bad_file", "The disk is full.", "Free some space and import again.");
  if (code === "EACCES")
    return new TabletalkError(
      "bad_file",
      `${path} may not be read.`,
      "Change its permissions, or choose another file.",
    );
  const message = error instanceof Error ? (error.message.split("\n")[0] ?? "") : String(error);
  return new TabletalkError(
    "bad_file",
    `${path} cannot be read as a table: ${message}`,
    "Open it to see whether it is whole, or export it again as CSV.",
  );
}
