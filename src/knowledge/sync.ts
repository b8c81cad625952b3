import {readdir, realpath, stat} from "node:fs/promises";
import {extname, join, relative, sep} from "node:path";
import {z} from "zod";
import {TabletalkError} from "../errors.ts";
import type {Reach} from "../models/reach.ts";
import {collectionNamed} from "../store/collections.ts";
import {documentAt, documentsOf, removeDocument} from "../store/documents.ts";
import {addSource, noteSync, type StoredSource, sourceById} from "../store/knowledge_sources.ts";
import {fetchDocument} from "./fetch_document.ts";
import {type IngestOptions, ingestDocument} from "./ingest.ts";
import {DOCUMENT_ENDINGS} from "./loaders/load.ts";
import {pipelineVersion, readPipeline} from "./pipeline.ts";
import type {KnowledgeSetting} from "./setting.ts";

/** Where sources may lead. */
export interface SourceSetting extends KnowledgeSetting {
  /** Which addresses may be called. Default: those of the internet alone. */
  reach?: Reach;
  /** The folders that sources may lie in; absent: any, as in a person's own terminal. */
  sourceFolders?: readonly string[];
}

/** What is remembered of a document from one synchronization to the next: what tells that it did not change. */
const knownSchema = z.record(
  z.string(),
  z.object({
    size: z.number().optional(),
    changed: z.number().optional(),
    etag: z.string().optional(),
    lastModified: z.string().optional(),
  }),
);
type Known = z.infer<typeof knownSchema>;

/** What a synchronization did. */
export interface Synced {
  added: number;
  unchanged: number;
  removed: number;
  failed: {location: string; why: string}[];
}

const MOST_FILES = 20_000;

/**
 * Declares a source of a collection: a folder, or the address of a document, perhaps with a schedule.
 * @returns its id
 * @throws TabletalkError bad_use, refused
 */
export async function declareSource(
  setting: SourceSetting,
  source: {collection: string; location: string; cron?: string; createdBy: string},
): Promise<string> {
  const {store, workspace} = setting;
  const {id: collection} = await collectionNamed(store, workspace, source.collection);
  const kind = /^https?:\/\//i.test(source.location) ? "url" : "folder";
  if (kind === "folder") await checkFolder(source.location, setting);
  else {
    const {checkAddress} = await import("../models/reach.ts");
    checkAddress(source.location, setting.reach ?? "public");
  }
  if (source.cron !== undefined) await checkCron(source.cron);
  return addSource(store, workspace, {...source, collection, kind});
}

/**
 * Brings a collection up to date with a source: new and changed documents are indexed, unchanged ones are neither read nor fetched,
 * those that are gone are removed. A document that cannot be read is told; the others go on.
 * @throws TabletalkError not_found, aborted; what makes the whole source unreachable (noted with it)
 */
export async function syncSource(
  setting: SourceSetting,
  id: string,
  options: IngestOptions = {},
): Promise<Synced> {
  const {store, workspace} = setting;
  const source = await sourceById(store, workspace, id);
  if (!source)
    throw new TabletalkError(
      "not_found",
      `There is no source ${id}.`,
      "`tabletalk documents list` names them.",
    );
  await noteSync(store, workspace, id, "running");
  try {
    const known = knownSchema.safeParse(source.found ? JSON.parse(source.found) : {}).data ?? {};
    const [synced, found] =
      source.kind === "folder"
        ? await syncFolder(setting, source, known, options)
        : await syncAddress(setting, source, known, options);
    const error = synced.failed.length > 0 ? sayFailed(synced.failed) : undefined;
    const told = {found: JSON.stringify(found), ...(error !== undefined && {error})};
    await noteSync(store, workspace, id, "ready", told);
    return synced;
  } catch (error) {
    const said = error instanceof TabletalkError ? `${error.message} ${error.next}` : String(error);
    await noteSync(store, workspace, id, "failed", {error: said});
    throw error;
  }
}

async function syncFolder(
  setting: SourceSetting,
  source: StoredSource,
  known: Known,
  options: IngestOptions,
): Promise<[Synced, Known]> {
  const {store, workspace} = setting;
  const root = await checkFolder(source.location, setting);
  const collection = await collectionNamed(store, workspace, source.collection);
  const version = pipelineVersion(readPipeline(collection.pipeline));
  const synced: Synced = {added: 0, unchanged: 0, removed: 0, failed: []};
  const found: Known = {};
  for (const path of await filesIn(root)) {
    options.signal?.throwIfAborted();
    const location = `${source.location}${sep}${relative(root, path)}`;
    const facts = await stat(path).catch(() => undefined);
    if (!facts) continue;
    const now = {size: facts.size, changed: facts.mtimeMs};
    const before = known[location];
    const there = await documentAt(store, workspace, collection.id, location);
    const isSame = before?.size === now.size && before.changed === now.changed;
    if (isSame && there && (there.state === "failed" || there.pipeline === version)) {
      synced.unchanged++;
      found[location] = now;
      continue;
    }
    await takeIn(setting, source, {path, location}, options, synced);
    found[location] = now;
  }
  const gone = (await documentsOf(store, workspace, {source: source.id})).filter(
    ({location}) => !(location in found),
  );
  for (const {id} of gone) if (await removeDocument(store, workspace, id)) synced.removed++;
  return [synced, found];
}

async function syncAddress(
  setting: SourceSetting,
  source: StoredSource,
  known: Known,
  options: IngestOptions,
): Promise<[Synced, Known]> {
  const {store, workspace, reach} = setting;
  const {location} = source;
  const collection = await collectionNamed(store, workspace, source.collection);
  const there = await documentAt(store, workspace, collection.id, location);
  const isCurrent = there?.pipeline === pipelineVersion(readPipeline(collection.pipeline));
  const {etag, lastModified} = known[location] ?? {};
  const fresh = {...(etag !== undefined && {etag}), ...(lastModified !== undefined && {lastModified})};
  const synced: Synced = {added: 0, unchanged: 0, removed: 0, failed: []};
  const fetched = await fetchDocument(location, {
    ...(reach && {reach}),
    ...(isCurrent && {known: fresh}),
    ...(options.signal && {signal: options.signal}),
  });
  if (!fetched) return [{...synced, unchanged: 1}, known];
  try {
    const {path, mediaType, freshness} = fetched;
    const {pathname, host} = new URL(location);
    const name = pathname.split("/").at(-1) || host;
    await takeIn(setting, source, {path, location, name, mediaType}, options, synced);
    return [synced, {[location]: freshness}];
  } finally {
    await fetched.forget();
  }
}

async function takeIn(
  setting: SourceSetting,
  source: StoredSource,
  file: {path: string; location: string; name?: string; mediaType?: string},
  options: IngestOptions,
  synced: Synced,
): Promise<void> {
  const collection = await collectionNamed(setting.store, setting.workspace, source.collection);
  const incoming = {...file, source: source.id, createdBy: source.createdBy};
  try {
    const {state} = await ingestDocument(setting, collection, incoming, options);
    if (state === "indexed") synced.added++;
    else synced.unchanged++;
  } catch (error) {
    if (
      !(error instanceof TabletalkError) ||
      ["aborted", "model_failed", "limit_reached"].includes(error.code)
    )
      throw error;
    synced.failed.push({location: file.location, why: error.message});
  }
}

/** The documents of a folder and the folders in it, by path; hidden ones and links that lead elsewhere are passed over. */
async function filesIn(root: string): Promise<string[]> {
  const found: string[] = [];
  const open = [root];
  for (let folder = open.pop(); folder !== undefined; folder = open.pop()) {
    for (const entry of await readdir(folder, {withFileTypes: true})) {
      const path = join(folder, entry.name);
      if (entry.name.startsWith(".") || entry.name === "node_modules") continue;
      if (entry.isDirectory()) open.push(path);
      else if (entry.isFile() && DOCUMENT_ENDINGS.includes(extname(entry.name).toLowerCase()))
        found.push(path);
      if (found.length > MOST_FILES)
        throw new TabletalkError(
          "bad_use",
          `The folder ${root} holds more than ${MOST_FILES} documents.`,
          "Name smaller folders, one source each.",
        );
    }
  }
  return found.sort();
}

/** The folder's real path. @throws TabletalkError bad_use where it is none, or may not be read */
async function checkFolder(folder: string, {sourceFolders}: SourceSetting): Promise<string> {
  const real = await realpath(folder).catch(() => undefined);
  if (real === undefined || !(await stat(real)).isDirectory())
    throw new TabletalkError("bad_use", `There is no folder ${folder}.`, "Check its path.");
  if (!sourceFolders) return real;
  const roots = await Promise.all(sourceFolders.map((one) => realpath(one).catch(() => one)));
  if (roots.some((root) => real === root || real.startsWith(root + sep))) return real;
  throw new TabletalkError(
    "refused",
    `Documents may not be read from ${folder} here.`,
    "Ask who runs this service which folders sources may lie in.",
  );
}

async function checkCron(cron: string): Promise<void> {
  const {CronPattern} = await import("croner");
  try {
    new CronPattern(cron);
  } catch {
    throw new TabletalkError(
      "bad_use",
      `"${cron}" is no schedule.`,
      "Write it as cron does: 0 6 * * * is every day at six.",
    );
  }
}

function sayFailed(failed: Synced["failed"]): string {
  const told = failed.slice(0, 3).map(({why}) => why);
  return `${failed.length} could not be read: ${told.join(" ")}${failed.length > 3 ? " …" : ""}`;
}
