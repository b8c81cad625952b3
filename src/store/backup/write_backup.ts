import {createHash} from "node:crypto";
import {existsSync} from "node:fs";
import {rename, rm} from "node:fs/promises";
import {promisify} from "node:util";
import {gzip} from "node:zlib";
import {TabletalkError} from "../../errors.ts";
import type {FileStore} from "../files/file_store.ts";
import {migrationsFolder, readMigrations} from "../migrations.ts";
import {FORMAT, MANIFEST, type Manifest, type Row, SEAL, writeRow} from "./format.ts";
import {homeFiles, readHomeFile} from "./home_files.ts";
import type {Snapshot, StorePlace} from "./tables.ts";
import {type TarWriter, writeTar} from "./tar.ts";

const gzipped = promisify(gzip);
/** So many characters of rows make a part: what is in memory at once. */
const PART = 4 << 20;

export interface BackupOptions {
  store: StorePlace;
  home: string;
  /** Opened with the place of the files; left out: none are taken. */
  files?: FileStore;
  /** The version of this program. */
  version: string;
  signal?: AbortSignal;
  /** Told what is being written. */
  onProgress?: (what: string) => void;
}

/** What was written. */
export interface BackedUp {
  tables: number;
  rows: number;
  files: number;
  bytes: number;
  /** Hashes of files that the state speaks of and that were not there. */
  missing: string[];
}

/**
 * Writes a state and its files into one new file: the tables as they were at one moment, then files by their hashes, then the
 * manifest.
 * @throws TabletalkError conflict where the file is there; no_data where there is no state
 */
export async function writeBackup(path: string, options: BackupOptions): Promise<BackedUp> {
  if (existsSync(path))
    throw new TabletalkError(
      "conflict",
      `${path} is there already.`,
      "Name another file, or move that one away.",
    );
  const draft = `${path}.partial-${process.pid}`;
  await rm(draft, {force: true});
  let tar: TarWriter | undefined;
  try {
    await using snapshot = await snapshotOf(options.store);
    tar = await writeTar(draft);
    const named = {versions: new Set<string>(), files: new Map<string, {workspace: string; hash: string}>()};
    const tables: Manifest["tables"] = [];
    for (const table of snapshot.tables) {
      options.onProgress?.(table.name);
      const parts = await writeTable(tar, snapshot, table.name, {
        ...options,
        onRow: noteFiles(named, table.name),
      });
      const rows = parts.reduce((sum, part) => sum + part.rows, 0);
      tables.push({name: table.name, columns: [...table.columns], rows, parts});
    }
    const home = await writeHome(tar, named.versions, options);
    const {files, missing} = await writeFiles(tar, [...named.files.values()], options);
    const {dialect, migrations} = snapshot;
    const manifest: Manifest = {
      format: FORMAT,
      tabletalk: options.version,
      dialect,
      createdAt: new Date().toISOString(),
      migrations: migrations.map(({number, name, checksum}) => ({number, name, checksum})),
      tables,
      home,
      files,
      missing,
    };
    const text = Buffer.from(JSON.stringify(manifest));
    await tar.add(MANIFEST, text);
    await tar.add(SEAL, Buffer.from(createHash("sha256").update(text).digest("hex")));
    const bytes = await tar.close();
    tar = undefined;
    await rename(draft, path);
    return {
      tables: tables.length,
      rows: tables.reduce((sum, table) => sum + table.rows, 0),
      files: home.length + new Set(files.map(({hash}) => hash)).size,
      bytes,
      missing,
    };
  } catch (error) {
    await tar?.abandon().catch(() => {});
    await rm(draft, {force: true});
    throw error;
  }
}

async function snapshotOf(place: StorePlace): Promise<Snapshot> {
  const known = readMigrations(migrationsFolder(place.dialect));
  if (place.dialect === "sqlite") {
    const {sqliteSnapshot} = await import("./sqlite_tables.ts");
    return sqliteSnapshot(place.path, known);
  }
  const {postgresSnapshot} = await import("./postgres_tables.ts");
  return postgresSnapshot(place.url, known);
}

async function writeTable(
  tar: TarWriter,
  snapshot: Snapshot,
  table: string,
  {home, signal, onRow}: BackupOptions & {onRow: (row: Row) => void},
): Promise<Manifest["tables"][number]["parts"]> {
  const parts: Manifest["tables"][number]["parts"] = [];
  let lines: string[] = [];
  let length = 0;
  const flush = async () => {
    if (lines.length === 0) return;
    const text = Buffer.from(`${lines.join("\n")}\n`);
    const entry = `tables/${table}/${String(parts.length + 1).padStart(6, "0")}.ndjson.gz`;
    const sha256 = await tar.add(entry, await gzipped(text));
    parts.push({entry, sha256, rows: lines.length, bytes: text.length});
    [lines, length] = [[], 0];
  };
  for await (const some of snapshot.rows(table)) {
    signal?.throwIfAborted();
    for (const row of some) {
      onRow(row);
      const line = writeRow(table, row, home);
      lines.push(line);
      length += line.length;
      if (length >= PART) await flush();
    }
  }
  await flush();
  return parts;
}

/** Notes the versions of datasets and the stored files that rows speak of. */
function noteFiles(
  named: {versions: Set<string>; files: Map<string, {workspace: string; hash: string}>},
  table: string,
): (row: Row) => void {
  const column = table === "files" ? "hash" : table === "version_files" ? "file_hash" : undefined;
  return (row) => {
    if (table === "dataset_versions") named.versions.add(String(row.hash));
    if (column === undefined) return;
    const file = {workspace: String(row.workspace), hash: String(row[column])};
    named.files.set(`${file.hash} ${file.workspace}`, file);
  };
}

async function writeHome(
  tar: TarWriter,
  versions: ReadonlySet<string>,
  {home, signal, onProgress}: BackupOptions,
): Promise<Manifest["home"]> {
  const written: Manifest["home"] = [];
  for (const {path, bytes} of await homeFiles(home, versions)) {
    signal?.throwIfAborted();
    onProgress?.(path);
    written.push({path, bytes, sha256: await tar.addStream(`home/${path}`, bytes, readHomeFile(home, path))});
  }
  return written;
}

async function writeFiles(
  tar: TarWriter,
  named: readonly {workspace: string; hash: string}[],
  {files: store, signal, onProgress}: BackupOptions,
): Promise<Pick<Manifest, "files" | "missing">> {
  const files: Manifest["files"] = [];
  const missing = new Set<string>();
  const done = new Set<string>();
  for (const {workspace, hash} of named) {
    signal?.throwIfAborted();
    const found = await store?.stat(workspace, hash);
    if (!store || !found) {
      missing.add(hash);
      continue;
    }
    if (!done.has(hash)) {
      onProgress?.(hash);
      await tar.addStream(`files/${hash}`, found.bytes, await store.open(workspace, hash));
      done.add(hash);
    }
    files.push({workspace, hash, bytes: found.bytes});
  }
  return {files, missing: [...missing]};
}
