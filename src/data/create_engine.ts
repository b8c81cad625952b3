import {createHash, randomUUID} from "node:crypto";
import {createReadStream} from "node:fs";
import {mkdir, readFile, rename, rm, stat, writeFile} from "node:fs/promises";
import {basename, join, resolve} from "node:path";
import {TabletalkError} from "../errors.ts";
import type {ImportChoices} from "./choices.ts";
import type {Dataset, Receipt} from "./dataset.ts";
import type {Engine, ImportOptions, Session} from "./engine.ts";
import {tableName} from "./names.ts";
import {EngineProcess} from "./process.ts";
import {makeScratch, removeStale} from "./scratch.ts";
import {openSession} from "./session.ts";

/** Changes whenever the importer would make another table of the same bytes. */
const IMPORTER_VERSION = "2";
const IMPORT_MS = 10 * 60_000;

export interface EngineOptions {
  /** Where dataset versions live: one DuckDB file each, with its receipt and profile beside it. */
  folder: string;
  /** The most memory that a child process may take, in MiB. Default 3,072. */
  memoryMb?: number;
  /** Default 2. */
  threads?: number;
  /** Default UTC. */
  timeZone?: string;
}

/** Opens the engine: imports and sessions, each in a limited child process. Nothing starts before it is needed. */
export function createEngine(options: EngineOptions): Engine {
  const folder = resolve(options.folder);
  const memoryMb = options.memoryMb ?? 3072;
  const sessions = new Map<string, Promise<Session>>();
  let cleaned: Promise<void> | undefined;
  const clean = (): Promise<void> => {
    cleaned ??= mkdir(folder, {recursive: true, mode: 0o700}).then(() => removeStale(folder));
    return cleaned;
  };
  const spare = {process: undefined as EngineProcess | undefined};
  const take = (): EngineProcess => {
    const process = spare.process ?? new EngineProcess(memoryMb);
    spare.process = undefined;
    process.start();
    return process;
  };
  const prepare = (): void => {
    if (spare.process) return;
    spare.process = new EngineProcess(memoryMb);
    spare.process.start();
  };

  return {
    async importFile(path, importing = {}) {
      const file = resolve(path);
      const bytes = await checkFile(file, path);
      await clean();
      prepare();
      const hash = await hashOf(file, bytes, importing);
      const before = await known(folder, hash, importing, file);
      if (before) return before;
      const scratch = await makeScratch(folder, "import");
      const child = take();
      try {
        const made = importNow(child, {folder, file, hash, scratch, memoryMb}, importing);
        prepare();
        return await made;
      } finally {
        child.kill();
        await rm(scratch, {recursive: true, force: true, maxRetries: 3});
      }
    },
    async open(datasets) {
      const names = datasets.map((dataset) => dataset.name.toLowerCase());
      if (new Set(names).size < names.length)
        throw new TabletalkError(
          "bad_use",
          "Two datasets have the same name.",
          "Import one of them under another name.",
        );
      const key = datasets.map((dataset) => `${dataset.name}=${dataset.version.hash}`).join("|");
      const warm = sessions.get(key);
      if (warm) return warm;
      const opening = clean().then(() =>
        openSession(datasets, {
          process: take(),
          folder,
          memoryMb,
          threads: options.threads ?? 2,
          timeZone: options.timeZone ?? "UTC",
          onClose: () => sessions.delete(key),
        }),
      );
      sessions.set(key, opening);
      opening.catch(() => sessions.delete(key));
      return opening;
    },
    async close() {
      for (const session of await Promise.allSettled(sessions.values()))
        if (session.status === "fulfilled") await session.value.close();
      spare.process?.kill();
      spare.process = undefined;
    },
    async [Symbol.asyncDispose]() {
      await this.close();
    },
  };
}

async function checkFile(file: string, given: string): Promise<number> {
  const found = await stat(file).catch(() => undefined);
  if (!found)
    throw new TabletalkError(
      "no_data",
      `There is no file ${given}.`,
      "Check the path; it is taken from the folder you are in.",
    );
  if (found.isDirectory())
    throw new TabletalkError(
      "no_data",
      `${given} is a folder.`,
      "Name a file in it: CSV, TSV, JSON, NDJSON, Parquet or XLSX.",
    );
  if (!found.isFile())
    throw new TabletalkError(
      "no_data",
      `${given} is not a regular file.`,
      "Copy the data into a file first.",
    );
  if (found.size === 0)
    throw new TabletalkError(
      "bad_file",
      `${given} is empty (0 bytes).`,
      "Export it again, or choose another file.",
    );
  return found.size;
}

async function hashOf(file: string, bytes: number, options: ImportOptions): Promise<string> {
  const hash = createHash("sha256").update(
    `tabletalk import ${IMPORTER_VERSION} ${bytes} ${/\.(nd|geo)?jsonl?$/i.test(file) ? "json" : ""} ${sorted(options.choices ?? {})}`,
  );
  for await (const chunk of createReadStream(file, {highWaterMark: 1 << 20})) {
    if (options.signal?.aborted)
      throw new TabletalkError("aborted", "The import was stopped.", "Start it again when you like.");
    hash.update(chunk as Buffer);
  }
  return hash.digest("hex");
}

const sorted = (choices: ImportChoices): string =>
  JSON.stringify(Object.entries(choices).sort(([a], [b]) => (a < b ? -1 : 1)));

interface Stored {
  name: string;
  sheet?: string;
  receipt: Receipt;
}

/** What an earlier import of the same bytes left: its tables by hash, named anew after the file as it is called now. */
async function known(
  folder: string,
  hash: string,
  options: ImportOptions,
  file: string,
): Promise<Dataset[] | undefined> {
  const list = await readFile(join(folder, `${hash}.tables.json`), "utf8").catch(() => undefined);
  if (!list) return undefined;
  const datasets: Dataset[] = [];
  for (const tableHash of JSON.parse(list) as string[]) {
    const path = join(folder, `${tableHash}.duckdb`);
    const text = await readFile(join(folder, `${tableHash}.json`), "utf8").catch(() => undefined);
    if (!text || !(await stat(path).catch(() => undefined))) return undefined;
    const {sheet, receipt} = JSON.parse(text) as Stored;
    const several = (JSON.parse(list) as string[]).length > 1;
    const name = nameOf(file, options);
    datasets.push({
      name: several && sheet ? `${name}_${tableName(sheet)}` : name,
      version: {
        hash: tableHash,
        path,
        rows: receipt.rows,
        columns: receipt.columns,
        receipt: {...receipt, source: {...receipt.source, path: file}},
      },
    });
  }
  return datasets;
}

const nameOf = (file: string, options: ImportOptions): string =>
  tableName(
    options.name ??
      basename(file).replace(/(\.(csv|tsv|txt|tab|json|ndjson|jsonl|parquet|xlsx|xls|xlsm))+$/i, ""),
  );

async function importNow(
  child: EngineProcess,
  place: {folder: string; file: string; hash: string; scratch: string; memoryMb: number},
  options: ImportOptions,
): Promise<Dataset[]> {
  const {folder, file, hash, scratch} = place;
  const request = {
    op: "import" as const,
    path: file,
    name: nameOf(file, options),
    folder,
    scratch,
    memoryMb: Math.floor(place.memoryMb / 2),
    hash,
    choices: options.choices ?? {},
  };
  const tables = await child.call<"import">(request, {
    timeMs: IMPORT_MS,
    ...(options.onProgress && {onProgress: options.onProgress}),
    ...(options.signal && {signal: options.signal}),
  });
  const list = join(folder, `${hash}.tables.json`);
  const draft = `${list}.${randomUUID()}`;
  await writeFile(draft, JSON.stringify(tables.map((table) => table.hash)));
  await rename(draft, list);
  return tables.map(({name, hash: tableHash, path, receipt}) => ({
    name,
    version: {hash: tableHash, path, rows: receipt.rows, columns: receipt.columns, receipt},
  }));
}
