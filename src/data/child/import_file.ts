import {createHash} from "node:crypto";
import {rename, rm, stat, writeFile} from "node:fs/promises";
import {join} from "node:path";
import {type DuckDBConnection, DuckDBInstance} from "@duckdb/node-api";
import {TabletalkError} from "../../errors.ts";
import type {DatabaseUrl} from "../database_url.ts";
import type {Receipt, ReceiptEntry} from "../dataset.ts";
import {datasetNames} from "../names.ts";
import {columnType} from "./cells.ts";
import {keepTypes} from "./keep_types.ts";
import {loadCsv} from "./load_csv.ts";
import {loadJson, loadParquet} from "./load_nested.ts";
import {loadWorkbook} from "./load_workbook.ts";
import {reporting, type Tell} from "./progress.ts";
import type {ImportedTable, Request} from "./protocol.ts";
import {type Gathering, gather, gatherMember, skippedEntries} from "./sources/gather.ts";
import type {TableKind} from "./sources/kinds.ts";
import {unite} from "./sources/unite.ts";
import {addMadeDate} from "./types/date_parts.ts";
import {writeTyped} from "./types/typed_table.ts";

/** A file's content as a table of DuckDB, before its types are refined. */
export interface Loaded {
  /** The table in the import's database, or a view that reads the file anew at every query (`streamed`). */
  table: string;
  /** `table` is a view over the file: every pass over it costs a reading of the file, so types want to be given in one. */
  streamed?: boolean;
  /** Of a streamed file: the bytes of a line, on average. */
  lineBytes?: number;
  /** Loads the same with more care, should a streamed file prove less plain than the sample it was judged by. */
  again?: () => Promise<Loaded[]>;
  /** Looks at the typed table; throws where the file must be loaded `again`. */
  verify?: (target: string) => Promise<void>;
  /** What the table is called where a file holds several. */
  sheet?: string;
  /** The file's place in an archive or folder, or the table of a database. */
  member?: string;
  /** A name of its own, for a table that is not called after its file or member. */
  label?: string;
  /** The file of the archive or folder that holds it. */
  file?: string;
  /** It is the only table of that file. */
  alone?: boolean;
  /** Fixes the version where the content and not the file decides. */
  contentHash?: string;
  /** Its types are known: texts stay texts. */
  typed?: boolean;
  /** Where the table stands in its file, where that holds several. */
  range?: string;
  format: string;
  encoding?: string;
  entries: ReceiptEntry[];
}

/** Beyond so many columns a table is kept in small blocks: each column takes one at least. */
const WIDE = 1_000;
/** DuckDB reads delimited text in pieces of so many bytes. */
const PIECE_BYTES = 8_000_000;

const identifier = (name: string): string => `"${name.replaceAll('"', '""')}"`;
const literal = (text: string): string => `'${text.replaceAll("'", "''")}'`;

/** Imports every table of a file into immutable DuckDB files, each beside its receipt. Runs in a child of its own. */
export async function importFile(
  request: Extract<Request, {op: "import"}>,
  send: Tell = () => undefined,
): Promise<ImportedTable[]> {
  const {path, scratch} = request;
  const instance = await DuckDBInstance.create(":memory:", {
    temp_directory: scratch,
    memory_limit: `${request.memoryMb}MB`,
    autoinstall_known_extensions: "false",
    autoload_known_extensions: "false",
  });
  const connection = await instance.connect();
  await connection.run("SET enable_progress_bar = true");
  await connection.run("SET enable_progress_bar_print = false");
  const {tell, stop} = reporting(send, () => shareDone(connection));
  try {
    const {loaded, bytes, entries} = await loadAll(request, connection, tell);
    const again = loaded.length === 1 ? loaded[0]!.again : undefined;
    const all = async (tables: Loaded[]): Promise<ImportedTable[]> => {
      tables[0]?.entries.push(...entries);
      const names = datasetNames(request, tables);
      const written: ImportedTable[] = [];
      for (const [index, one] of tables.entries()) {
        tell({stage: "typing", item: names[index]!, done: index, of: tables.length, unit: "tables"});
        written.push(
          await write(
            {...one, name: names[index]!},
            index,
            tables.length,
            bytes,
            request,
            connection,
            scratch,
          ),
        );
      }
      return written;
    };
    if (!again) return await publish(await all(loaded), request);
    const written = await all(loaded).catch(async (error: unknown) => {
      if (error instanceof Error && /out of memory|allocation fail|disk|interrupt/i.test(error.message))
        throw error;
      await connection.run("DETACH DATABASE IF EXISTS target");
      const careful = await again();
      const {member} = loaded[0]!;
      return all(member === undefined ? careful : careful.map((one) => ({...one, member})));
    });
    return await publish(written, request);
  } catch (error) {
    throw readable(error, path);
  } finally {
    stop();
    connection.closeSync();
    instance.closeSync();
  }
}

/** How much of the statement that runs is done, where DuckDB can tell. */
function shareDone({progress}: DuckDBConnection): {done: number; of: number} | undefined {
  return progress.percentage > 0 ? {done: Math.round(progress.percentage), of: 100} : undefined;
}

interface Everything {
  loaded: Loaded[];
  bytes: number;
  /** What is said of the whole: what was left out. */
  entries: ReceiptEntry[];
}

async function loadAll(
  request: Extract<Request, {op: "import"}>,
  connection: DuckDBConnection,
  tell: Tell,
): Promise<Everything> {
  const {path, scratch, members, database} = request;
  if (database) {
    const loaded = await loadServer(database, request, connection, tell);
    return {loaded, bytes: 0, entries: []};
  }
  const sizes = await Promise.all((members ?? [{path}]).map(async (one) => (await stat(one.path)).size));
  const bytes = sizes.reduce((sum, size) => sum + size, 0);
  const gathering: Gathering = {
    connection,
    scratch,
    choices: request.choices,
    budget: {packed: bytes, unpacked: 0, members: 0, shown: path},
    tell,
    load: (kind, file, own) => load(kind, file, own, connection, request, tell),
    loaded: [],
    skipped: [],
  };
  if (members)
    for (const [index, {path: file, member}] of members.entries()) {
      tell({stage: "reading", item: member, done: index, of: members.length, unit: "tables"});
      await gatherMember({name: member, path: file, bytes: sizes[index]!, temporary: false}, 0, gathering);
    }
  else await gather(path, "", 0, gathering);
  if (gathering.loaded.length === 0) throw noTables(path, gathering);
  const loaded = await unite(gathering.loaded, request.choices, connection);
  return {loaded, bytes, entries: skippedEntries(gathering.skipped)};
}

async function loadServer(
  url: DatabaseUrl,
  request: Extract<Request, {op: "import"}>,
  connection: DuckDBConnection,
  tell: Tell,
): Promise<Loaded[]> {
  if (url.system === "postgres") {
    const {loadPostgres} = await import("./sources/load_postgres.ts");
    return loadPostgres(url, request.hash, connection, request.choices, tell);
  }
  const {loadMysql} = await import("./sources/load_mysql.ts");
  return loadMysql(url, request.hash, connection, request.choices, tell);
}

function noTables(path: string, {skipped}: Gathering): TabletalkError {
  const told = skipped
    .filter(({why}) => why !== "hidden")
    .slice(0, 3)
    .map(({name, why}) => `${name}: ${why}`);
  return new TabletalkError(
    "bad_file",
    `${path} holds no table that can be read${told.length > 0 ? ` (${told.join("; ")})` : ""}.`,
    skipped.some(({why}) => why === "not asked for")
      ? `Choose among what it holds: ${skipped
          .slice(0, 10)
          .map(({name}) => name)
          .join(", ")}.`
      : "Put CSV, TSV, JSON, Parquet or XLSX files in it.",
  );
}

async function load(
  kind: TableKind | "sqlite" | "duckdb",
  path: string,
  scratch: string,
  connection: DuckDBConnection,
  request: Extract<Request, {op: "import"}>,
  tell: Tell,
): Promise<Loaded[]> {
  if (kind === "workbook") return loadWorkbook(path, request.choices, connection);
  if (kind === "parquet") return [await loadParquet(path, connection)];
  if (kind === "json") return loadJson(path, scratch, connection);
  if (kind === "sqlite") {
    const {loadSqlite} = await import("./sources/load_sqlite.ts");
    return loadSqlite(path, scratch, connection, request.choices, tell);
  }
  if (kind === "duckdb") {
    const {loadDuckdb} = await import("./sources/load_duckdb.ts");
    const files = [request.path, ...(request.members ?? []).map((member) => member.path)];
    return loadDuckdb(path, connection, request.choices, {files, folder: request.scratch});
  }
  return loadCsv(path, scratch, connection, request.choices);
}

/**
 * Rows of a group, so that several fill one of the pieces in which DuckDB reads a text. A piece of one group and a
 * remainder makes the checkpoint merge them all: the whole table is written twice.
 */
function rowGroup(lineBytes: number): number {
  const rows = PIECE_BYTES / Math.max(1, lineBytes) / 3.1;
  return 2048 * Math.max(4, Math.min(60, Math.floor(rows / 2048)));
}

async function write(
  loaded: Loaded & {name: string},
  index: number,
  of: number,
  bytes: number,
  request: Extract<Request, {op: "import"}>,
  connection: DuckDBConnection,
  scratch: string,
): Promise<ImportedTable> {
  const place = loaded.member ?? loaded.sheet ?? "";
  const hash =
    loaded.contentHash ??
    (of === 1
      ? request.hash
      : createHash("sha256").update(`${request.hash}:${index}:${place}`).digest("hex"));
  const temporary = join(scratch, `${hash}.duckdb`);
  const width = (
    await connection.runAndReadAll(`SELECT count(*) FROM (DESCRIBE ${identifier(loaded.table)})`)
  ).getRows()[0]?.[0];
  const layout = [
    ...(Number(width) > WIDE ? ["BLOCK_SIZE 16384"] : []),
    ...(loaded.lineBytes === undefined ? [] : [`ROW_GROUP_SIZE ${rowGroup(loaded.lineBytes)}`]),
  ];
  const blocks = layout.length > 0 ? ` (${layout.join(", ")})` : "";
  const fresh = async (): Promise<void> => {
    await connection.run("DETACH DATABASE IF EXISTS target");
    await rm(temporary, {force: true});
    await connection.run(`ATTACH ${literal(temporary)} AS target${blocks}`);
  };
  let units = new Map<string, string>();
  if (loaded.typed) {
    const {select, report} = await keepTypes(loaded.table, connection);
    await fresh();
    await connection.run(`CREATE TABLE target.main.data AS ${select}`);
    await report("target.main.data", loaded.entries);
  } else {
    const {choices} = request;
    ({units} = await writeTyped(loaded.table, connection, {choices, entries: loaded.entries, fresh}));
  }
  loaded.entries.push(...(await addMadeDate("target.main.data", connection)));
  for (const [name, unit] of units)
    await connection.run(`COMMENT ON COLUMN target.main.data.${identifier(name)} IS ${literal(unit)}`);
  const reader = await connection.runAndReadAll("SELECT * FROM target.main.data LIMIT 0");
  const columns = reader.columnNames().map((name, at) => {
    const unit = units.get(name);
    return {name, type: columnType(reader.columnType(at)), ...(unit !== undefined && {unit})};
  });
  const rows = Number(
    (await connection.runAndReadAll("SELECT count(*) FROM target.main.data")).getRows()[0]?.[0],
  );
  await loaded.verify?.("target.main.data");
  await connection.run("DETACH target");
  await connection.run(`DROP ${loaded.streamed ? "VIEW" : "TABLE"} ${identifier(loaded.table)}`);
  if (rows === 0) loaded.entries.push({kind: "rows", message: "There is a header but there are no rows."});
  const receipt: Receipt = {
    source: {
      path: request.path,
      bytes,
      format: loaded.format,
      ...(loaded.member !== undefined && {member: loaded.member}),
      ...(loaded.sheet && {sheet: loaded.sheet}),
      ...(loaded.range && {range: loaded.range}),
      ...(loaded.encoding && {encoding: loaded.encoding}),
      ...(request.origin && {origin: request.origin}),
    },
    rows,
    columns,
    entries: loaded.entries,
    ...(Object.keys(request.choices).length > 0 && {choices: request.choices}),
  };
  const {name, sheet, file, alone, label} = loaded;
  await writeFile(join(scratch, `${hash}.json`), JSON.stringify({name, sheet, file, alone, label, receipt}));
  return {name, hash, path: join(request.folder, `${hash}.duckdb`), receipt};
}

/** Moves what was written to where it stays, all at the end: an import that is stopped leaves nothing there. */
async function publish(
  tables: ImportedTable[],
  {folder, scratch}: Extract<Request, {op: "import"}>,
): Promise<ImportedTable[]> {
  for (const {hash, path} of tables) {
    await rename(join(scratch, `${hash}.duckdb`), path).catch(async (error: unknown) => {
      // Another process made the same version first and has it open (a system that locks open files).
      if (!(await stat(path).catch(() => undefined))) throw error;
    });
    await rename(join(scratch, `${hash}.json`), join(folder, `${hash}.json`));
  }
  return tables;
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
