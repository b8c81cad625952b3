import {createHash, randomUUID} from "node:crypto";
import {createReadStream} from "node:fs";
import {mkdir, readFile, rename, rm, stat, writeFile} from "node:fs/promises";
import {basename, join, resolve} from "node:path";
import {TabletalkError} from "../errors.ts";
import type {ImportedTable} from "./child/protocol.ts";
import type {ImportChoices} from "./choices.ts";
import {isOwnLog} from "./closed_folders.ts";
import type {Dataset, Receipt} from "./dataset.ts";
import type {Engine, ImportOptions, Made, MakeRequest, Session} from "./engine.ts";
import {locateSource, type Source} from "./locate_source.ts";
import {bareName, datasetNames, type NamedAfter, tableName} from "./names.ts";
import {EngineProcess} from "./process.ts";
import {makeScratch, removeStale} from "./scratch.ts";
import {type Bounds, openSession} from "./session.ts";
import {type SourceOrigin, sourceOriginSchema} from "./source_origin.ts";

/** Changes whenever the importer would make another table of the same bytes. */
const IMPORTER_VERSION = "7";
const IMPORT_MS = 10 * 60_000;
/** Progress is told from the first second on, ten times a second. */
const FIRST_MS = 1_000;
const EVERY_MS = 100;

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

  const make = async (datasets: readonly Dataset[], request: MakeRequest, bounds: Bounds): Promise<Made> => {
    const {makeHash, makeReceipt, madeBefore} = await import("./make.ts");
    const zone = options.timeZone ?? "UTC";
    const hash = makeHash(datasets, request, zone);
    const made = await madeBefore(folder, request.name, hash);
    const limits = {timeMs: bounds.timeMs, rows: bounds.rows};
    if (made) {
      const session = await openPrivate([made]);
      try {
        const table = `"${made.name.replaceAll('"', '""')}"`;
        const first = await session.query(`SELECT * FROM ${table}`, {
          limits,
          ...(bounds.signal && {signal: bounds.signal}),
        });
        return {dataset: made, first};
      } finally {
        await session.close();
      }
    }
    const scratch = await makeScratch(folder, "import");
    const child = take();
    try {
      const {path, receipt, first} = await child.call<"make">(
        {
          op: "make",
          name: request.name,
          sql: request.sql,
          datasets: datasets.map(({name, version}) => ({name, path: version.path})),
          ...(request.values && {values: request.values}),
          folder,
          scratch,
          memoryMb: Math.floor(memoryMb / 2),
          threads: options.threads ?? 2,
          timeZone: zone,
          ...limits,
          hash,
          receipt: makeReceipt(datasets),
        },
        {timeMs: bounds.timeMs, ...(bounds.signal && {signal: bounds.signal}), disposable: true},
      );
      const {rows, columns} = receipt;
      return {dataset: {name: request.name, version: {hash, path, rows, columns, receipt}}, first};
    } finally {
      child.kill();
      await rm(scratch, {recursive: true, force: true, maxRetries: 5});
    }
  };
  const owned = new Set<Session>();
  const sessionOver = (datasets: readonly Dataset[], onClose: () => void): Promise<Session> =>
    openSession(datasets, {
      process: take(),
      folder,
      memoryMb,
      threads: options.threads ?? 2,
      timeZone: options.timeZone ?? "UTC",
      onClose,
      make,
      open: openPrivate,
    });
  const openPrivate = async (datasets: readonly Dataset[]): Promise<Session> => {
    mustDiffer(datasets);
    const session: Session = await sessionOver(datasets, () => owned.delete(session));
    owned.add(session);
    return session;
  };

  return {
    async importFile(path, importing = {}) {
      const source = await locateSource(path, importing.closed);
      await clean();
      prepare();
      const {hash, sha256} = await hashOf(source, importing);
      const before = source.kind === "database" ? undefined : await known(folder, hash, importing, source);
      if (before) return withDigest(before, sha256);
      const scratch = await makeScratch(folder, "import");
      const child = take();
      try {
        const made = importNow(child, {folder, source, hash, scratch, memoryMb}, importing);
        prepare();
        return withDigest(await made, sha256);
      } finally {
        child.kill();
        await rm(scratch, {recursive: true, force: true, maxRetries: 5});
      }
    },
    async append(before, after, appending = {}) {
      await clean();
      const {appendedBefore, appendHash, appendReceipt} = await import("./append.ts");
      const hash = appendHash(before, after, appending);
      const made = await appendedBefore(folder, before.name, hash);
      if (made) return made;
      const scratch = await makeScratch(folder, "import");
      const child = take();
      try {
        const {path, receipt} = await child.call<"append">(
          {
            op: "append",
            name: before.name,
            before: {path: before.version.path},
            after: {path: after.version.path},
            renamed: appending.renamed ?? {},
            skipKnown: appending.skipKnown ?? false,
            folder,
            scratch,
            memoryMb: Math.floor(memoryMb / 2),
            hash,
            receipt: appendReceipt(before, after),
          },
          {timeMs: IMPORT_MS, ...(appending.signal && {signal: appending.signal}), disposable: true},
        );
        const {rows, columns} = receipt;
        return {name: before.name, version: {hash, path, rows, columns, receipt}};
      } finally {
        child.kill();
        await rm(scratch, {recursive: true, force: true, maxRetries: 5});
      }
    },
    async writeParquet(version, to, {timeMs, signal}) {
      await clean();
      const scratch = await makeScratch(folder, "import");
      const child = take();
      try {
        await child.call<"parquet">(
          {
            op: "parquet",
            path: version.path,
            to,
            scratch,
            memoryMb: Math.floor(memoryMb / 2),
            threads: options.threads ?? 2,
          },
          {timeMs, ...(signal && {signal}), disposable: true},
        );
      } finally {
        child.kill();
        await rm(scratch, {recursive: true, force: true, maxRetries: 5});
      }
    },
    async open(datasets) {
      mustDiffer(datasets);
      const key = datasets.map((dataset) => `${dataset.name}=${dataset.version.hash}`).join("|");
      const warm = sessions.get(key);
      if (warm) return warm;
      const opening = clean().then(() => sessionOver(datasets, () => sessions.delete(key)));
      sessions.set(key, opening);
      opening.catch(() => sessions.delete(key));
      return opening;
    },
    async close() {
      for (const session of await Promise.allSettled(sessions.values()))
        if (session.status === "fulfilled") await session.value.close();
      for (const session of [...owned]) await session.close();
      spare.process?.kill();
      spare.process = undefined;
    },
    async [Symbol.asyncDispose]() {
      await this.close();
    },
  };
}

function mustDiffer(datasets: readonly Dataset[]): void {
  const names = datasets.map((dataset) => dataset.name.toLowerCase());
  if (new Set(names).size === names.length) return;
  throw new TabletalkError(
    "bad_use",
    "Two datasets have the same name.",
    "Import one of them under another name.",
  );
}

/**
 * Of the bytes, of what is decided otherwise, and of what else the importer goes by: an ending, the members' names. What
 * a database holds is hashed as it is read.
 */
async function hashOf(source: Source, options: ImportOptions): Promise<{hash: string; sha256?: string}> {
  const hash = createHash("sha256").update(`tabletalk import ${IMPORTER_VERSION} `);
  if (options.origin) hash.update(placeOf(options.origin));
  if (source.kind === "database") return {hash: hash.update(sorted(options.choices ?? {})).digest("hex")};
  const content = createHash("sha256");
  const files = source.kind === "folder" ? source.members : await withLog(source.path);
  for (const {path, member} of files) {
    const {size} = await stat(path);
    const json = /\.(nd|geo)?jsonl?$/i.test(path) ? "json" : "";
    hash.update(`${member ? JSON.stringify(member) : ""}${size} ${json} `);
  }
  hash.update(sorted(options.choices ?? {}));
  let [done, of, next] = [0, 0, Date.now() + FIRST_MS];
  for (const {path} of files) of += (await stat(path)).size;
  for (const {path} of files)
    for await (const chunk of createReadStream(path, {highWaterMark: 1 << 20})) {
      if (options.signal?.aborted)
        throw new TabletalkError("aborted", "The import was stopped.", "Start it again when you like.");
      content.update(chunk as Buffer);
      done += (chunk as Buffer).length;
      if (Date.now() < next) continue;
      next = Date.now() + EVERY_MS;
      options.onProgress?.({stage: "reading", item: basename(path), done, of, unit: "bytes"});
    }
  const sha256 = content.digest("hex");
  return {hash: hash.update(sha256).digest("hex"), sha256};
}

/** What makes a published file another version than the same bytes from elsewhere: not when it was fetched. */
const placeOf = (origin: SourceOrigin): string =>
  JSON.stringify(sourceOriginSchema.omit({fetchedAt: true}).parse(origin));

function withDigest(datasets: readonly Dataset[], sha256: string | undefined): Dataset[] {
  if (sha256 === undefined) return [...datasets];
  return datasets.map(({name, version}) => {
    const source = {...version.receipt.source, sha256};
    return {name, version: {...version, receipt: {...version.receipt, source}}};
  });
}

/** A database may keep its newest rows in a file beside it. */
async function withLog(path: string): Promise<{path: string; member?: string}[]> {
  const logs = [`${path}-wal`, `${path}.wal`];
  const there = await Promise.all(logs.map(isOwnLog));
  return [{path}, ...logs.filter((_, at) => there[at]).map((log) => ({path: log, member: "log"}))];
}

const sorted = (choices: ImportChoices): string =>
  JSON.stringify(Object.entries(choices).sort(([a], [b]) => (a < b ? -1 : 1)));

interface Stored extends NamedAfter {
  name: string;
  receipt: Receipt;
}

/** What an earlier import of the same bytes left: its tables by hash, named anew after the file as it is called now. */
async function known(
  folder: string,
  hash: string,
  options: ImportOptions,
  source: Source,
): Promise<Dataset[] | undefined> {
  const list = await readFile(join(folder, `${hash}.tables.json`), "utf8").catch(() => undefined);
  if (!list) return undefined;
  const versions: {stored: Stored; version: Dataset["version"]}[] = [];
  for (const tableHash of JSON.parse(list) as string[]) {
    const path = join(folder, `${tableHash}.duckdb`);
    const text = await readFile(join(folder, `${tableHash}.json`), "utf8").catch(() => undefined);
    if (!text || !(await stat(path).catch(() => undefined))) return undefined;
    const stored = JSON.parse(text) as Stored;
    const receipt = {...stored.receipt, source: {...stored.receipt.source, path: source.path}};
    versions.push({
      stored,
      version: {hash: tableHash, path, rows: receipt.rows, columns: receipt.columns, receipt},
    });
  }
  const names = datasetNames(
    {name: nameOf(source, options), named: options.name !== undefined},
    versions.map(({stored}) => stored),
  );
  return versions.map(({version}, index) => ({name: names[index]!, version}));
}

const nameOf = (source: Source, options: ImportOptions): string =>
  options.name === undefined
    ? bareName(source.kind === "file" ? source.path : source.called)
    : tableName(options.name);

async function importNow(
  child: EngineProcess,
  place: {folder: string; source: Source; hash: string; scratch: string; memoryMb: number},
  options: ImportOptions,
): Promise<Dataset[]> {
  const {folder, source, hash, scratch} = place;
  const request = {
    op: "import" as const,
    path: source.path,
    ...(source.kind === "folder" && {members: source.members}),
    ...(source.kind === "database" && {database: source.url}),
    name: nameOf(source, options),
    named: options.name !== undefined,
    folder,
    scratch,
    memoryMb: Math.floor(place.memoryMb / 2),
    hash,
    choices: options.choices ?? {},
    ...(options.origin && {origin: sourceOriginSchema.parse(options.origin)}),
  };
  const tables = await child
    .call<"import">(request, {
      timeMs: IMPORT_MS,
      ...(options.onProgress && {onProgress: options.onProgress}),
      ...(options.signal && {signal: options.signal}),
      disposable: true,
    })
    .catch((error: unknown) => {
      if (!(error instanceof TabletalkError) || error.code !== "memory_limit") throw error;
      throw new TabletalkError(
        "memory_limit",
        `${source.kind === "file" ? source.path : source.called} needed more memory than an import may take (${place.memoryMb} MiB).`,
        "Import fewer columns or a part of it, or raise the limit with TABLETALK_MEMORY_MB.",
      );
    });
  const list = join(folder, `${hash}.tables.json`);
  if (source.kind === "database") return tables.map(asDataset);
  const draft = `${list}.${randomUUID()}`;
  await writeFile(draft, JSON.stringify(tables.map((table) => table.hash)));
  await rename(draft, list);
  return tables.map(asDataset);
}

const asDataset = ({name, hash, path, receipt}: ImportedTable): Dataset => ({
  name,
  version: {hash, path, rows: receipt.rows, columns: receipt.columns, receipt},
});
