import {createHash} from "node:crypto";
import {promisify} from "node:util";
import {gunzip} from "node:zlib";
import {TabletalkError} from "../../errors.ts";
import type {FileStore} from "../files/file_store.ts";
import {type Migration, migrationsFolder, readMigrations} from "../migrations.ts";
import {FORMAT, MANIFEST, type Manifest, manifestSchema, type Row, readRow, SEAL} from "./format.ts";
import {checkHomePath, putHomeFile} from "./home_files.ts";
import type {Filling, StorePlace} from "./tables.ts";
import {cutOff, notOurs, readTar, type TarEntry, type TarReader} from "./tar.ts";

const gunzipped = promisify(gunzip);
/** So many rows are put at once. */
const AT_ONCE = 200;

export interface RestoreOptions {
  store: StorePlace;
  home: string;
  files: FileStore;
  signal?: AbortSignal;
  onProgress?: (what: string) => void;
}

/** What was restored. */
export interface Restored {
  tables: number;
  rows: number;
  files: number;
  /** When the backup was made: ISO 8601. */
  createdAt: string;
  /** How many migrations were applied to bring it up to date. */
  migrated: number;
  missing: string[];
}

/**
 * Restores a backup into an empty state. The whole file is checked before anything is written; files are put first, then the tables in
 * one transaction, in the shape that they had, then the migrations that came since.
 * @throws TabletalkError bad_file for a file that is no backup, is cut off or was changed; conflict where the state is not
 * empty; store_failed where the backup is of a newer version
 */
export async function restoreBackup(path: string, options: RestoreOptions): Promise<Restored> {
  await using tar = await readTar(path);
  const {manifest, entries} = await checkBackup(tar, path, options.signal);
  const known = readMigrations(migrationsFolder(options.store.dialect));
  checkVersion(manifest, known, options.store.dialect);
  const filling = await fillingOf(options.store, known, manifest.migrations.length);
  try {
    checkColumns(manifest, filling);
    await putFiles(tar, entries, manifest, options);
    for (const table of manifest.tables) {
      options.onProgress?.(table.name);
      for (const part of table.parts) {
        options.signal?.throwIfAborted();
        await putPart(tar, entries.get(part.entry)!, {table, part, filling, home: options.home});
      }
    }
    await filling.finish((counts) => {
      for (const {name, rows} of manifest.tables) if (counts.get(name) !== rows) throw cutOff(path);
    });
  } catch (error) {
    await filling.abandon();
    throw error;
  }
  return {
    tables: manifest.tables.length,
    rows: manifest.tables.reduce((sum, table) => sum + table.rows, 0),
    files: manifest.home.length + new Set(manifest.files.map(({hash}) => hash)).size,
    createdAt: manifest.createdAt,
    migrated: known.length - manifest.migrations.length,
    missing: manifest.missing,
  };
}

/** Reads the whole file once: every entry is there, and is what the manifest says. */
async function checkBackup(
  tar: TarReader,
  path: string,
  signal?: AbortSignal,
): Promise<{manifest: Manifest; entries: Map<string, TarEntry>}> {
  const entries = new Map(tar.entries.map((entry) => [entry.name, entry]));
  const [own, seal] = [entries.get(MANIFEST), entries.get(SEAL)];
  if (!own || !seal || entries.size !== tar.entries.length) throw notOurs(path);
  if (own.size > 1 << 30 || seal.size !== 64) throw cutOff(path);
  const text = await tar.whole(own);
  if (createHash("sha256").update(text).digest("hex") !== (await tar.whole(seal)).toString())
    throw cutOff(path);
  const manifest = manifestIn(text, path);
  const expected = new Map<string, string>();
  for (const {parts} of manifest.tables) for (const {entry, sha256} of parts) expected.set(entry, sha256);
  for (const {path: file, sha256} of manifest.home) {
    checkHomePath(file);
    expected.set(`home/${file}`, sha256);
  }
  for (const {hash} of manifest.files) expected.set(`files/${hash}`, hash);
  if (expected.size + 2 !== entries.size) throw cutOff(path);
  for (const [name, sha256] of expected) {
    signal?.throwIfAborted();
    const entry = entries.get(name);
    if (!entry || (await hashOf(tar, entry)) !== sha256) throw cutOff(path);
  }
  return {manifest, entries};
}

function manifestIn(text: Buffer, path: string): Manifest {
  let json: unknown;
  try {
    json = JSON.parse(text.toString());
  } catch {
    throw cutOff(path);
  }
  const {format} = (json ?? {}) as {format?: unknown};
  if (typeof format === "number" && format > FORMAT)
    throw new TabletalkError(
      "store_failed",
      `The backup is of format ${format}; this Tabletalk reads format ${FORMAT}. Nothing was restored.`,
      "Update Tabletalk.",
    );
  const parsed = manifestSchema.safeParse(json);
  if (!parsed.success) throw cutOff(path);
  return parsed.data;
}

async function hashOf(tar: TarReader, entry: TarEntry): Promise<string> {
  const sha256 = createHash("sha256");
  for await (const chunk of tar.bytes(entry)) sha256.update(chunk);
  return sha256.digest("hex");
}

/** The migrations of both databases have the same names; their texts differ. */
function checkVersion(manifest: Manifest, known: readonly Migration[], dialect: Manifest["dialect"]): void {
  for (const [index, one] of manifest.migrations.entries()) {
    const own = known[index];
    if (!own)
      throw new TabletalkError(
        "store_failed",
        `The backup was made by a newer Tabletalk (it has "${one.name}", which this one does not know). Nothing was restored.`,
        "Update Tabletalk.",
      );
    const isOther = dialect === manifest.dialect && own.checksum !== one.checksum;
    if (own.number !== one.number || own.name !== one.name || isOther)
      throw new TabletalkError(
        "store_failed",
        `The backup was made by another Tabletalk: its migration ${one.name} is not the one that this one knows.`,
        "Install the Tabletalk that made the backup.",
      );
  }
}

/** Every table is one of the state's, with its columns. */
function checkColumns({tables}: Manifest, {columns}: Filling): void {
  const names = new Set(tables.map(({name}) => name));
  const isSame =
    names.size === tables.length &&
    tables.length === columns.size &&
    tables.every(({name, columns: own}) => {
      const known = columns.get(name);
      return known && own.length === known.length && own.every((one) => known.includes(one));
    });
  if (!isSame)
    throw new TabletalkError(
      "bad_file",
      "The tables of the backup are not those of its version. Nothing was restored.",
      "Take a backup that `tabletalk backup` made.",
    );
}

async function fillingOf(place: StorePlace, known: readonly Migration[], count: number): Promise<Filling> {
  if (place.dialect === "sqlite") {
    const {fillSqlite} = await import("./sqlite_tables.ts");
    return fillSqlite(place.path, known, count);
  }
  const {fillPostgres} = await import("./postgres_tables.ts");
  return fillPostgres(place.url, known, count);
}

/** Files lie by their hashes: put twice, they are there once. */
async function putFiles(
  tar: TarReader,
  entries: ReadonlyMap<string, TarEntry>,
  {home, files}: Manifest,
  options: RestoreOptions,
): Promise<void> {
  for (const file of home) {
    options.signal?.throwIfAborted();
    options.onProgress?.(file.path);
    await putHomeFile(options.home, file, tar.bytes(entries.get(`home/${file.path}`)!));
  }
  for (const {workspace, hash} of files) {
    options.signal?.throwIfAborted();
    if (await options.files.has(workspace, hash)) continue;
    options.onProgress?.(hash);
    await options.files.put(workspace, {stream: tar.bytes(entries.get(`files/${hash}`)!)});
  }
}

interface Part {
  table: Manifest["tables"][number];
  part: Manifest["tables"][number]["parts"][number];
  filling: Filling;
  home: string;
}

async function putPart(tar: TarReader, entry: TarEntry, {table, part, filling, home}: Part): Promise<void> {
  const text = await gunzipped(await tar.whole(entry), {maxOutputLength: part.bytes + 1}).catch(() => {
    throw cutOff(entry.name);
  });
  let some: Row[] = [];
  let rows = 0;
  for (const line of linesOf(text)) {
    some.push(readRow(line, table.name, table.columns, home));
    rows += 1;
    if (some.length < AT_ONCE) continue;
    await filling.insert(table.name, some);
    some = [];
  }
  if (some.length > 0) await filling.insert(table.name, some);
  if (rows !== part.rows || text.length !== part.bytes) throw cutOff(entry.name);
}

function* linesOf(text: Buffer): Iterable<string> {
  for (let at = 0; at < text.length; ) {
    const found = text.indexOf(10, at);
    const end = found < 0 ? text.length : found;
    yield text.toString("utf8", at, end);
    at = end + 1;
  }
}
