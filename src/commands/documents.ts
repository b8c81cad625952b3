import {stat} from "node:fs/promises";
import {basename, resolve} from "node:path";
import {loadConfig} from "../config.ts";
import {TabletalkError} from "../errors.ts";
import type {Pipeline} from "../knowledge/pipeline.ts";
import type {StoredCollection} from "../store/collections.ts";
import type {StoredDocument} from "../store/documents.ts";
import type {Store} from "../store/store.ts";
import type {CommonFlags} from "./program.ts";
import {createRuntime, WORKSPACE} from "./runtime.ts";

/** The collection of whoever names none. */
const COLLECTION = "documents";

/** `tabletalk documents add`: files, folders and addresses are read, indexed and can be asked about. */
export async function addDocuments(
  locations: readonly string[],
  flags: CommonFlags & {collection?: string; pipeline?: string; every?: string},
): Promise<void> {
  await using runtime = createRuntime(loadConfig(flags));
  const store = await runtime.store();
  const collection = await collectionFor(store, flags);
  const stop = stopOnInterrupt();
  const told: unknown[] = [];
  let failed = 0;
  for (const location of locations) {
    const isAddress = /^https?:\/\//i.test(location);
    const path = isAddress ? location : resolve(location);
    const isFolder = !isAddress && (await stat(path).catch(() => undefined))?.isDirectory();
    try {
      if (isAddress || isFolder) {
        const synced = await addSource(store, collection, path, flags.every, stop.signal);
        told.push({location, ...synced});
        failed += synced.failed.length;
        if (!flags.json) saySynced(location, synced);
      } else {
        const added = await addFile(store, collection, path, stop.signal);
        told.push({location, ...added});
        if (!flags.json) sayAdded(location, added);
      }
    } catch (error) {
      if (!(error instanceof TabletalkError) || locations.length === 1 || stop.signal.aborted) throw error;
      failed++;
      told.push({location, error: error.message});
      process.stderr.write(`${location}: ${error.message} ${error.next}\n`);
    }
  }
  if (flags.json) process.stdout.write(`${JSON.stringify(told, undefined, 2)}\n`);
  if (failed > 0) process.exitCode = 1;
}

async function addFile(store: Store, collection: StoredCollection, path: string, signal: AbortSignal) {
  const [{ingestDocument}, {progressOn}] = await Promise.all([
    import("../knowledge/ingest.ts"),
    import("../channels/terminal/progress.ts"),
  ]);
  const progress = progressOn(process.stderr);
  try {
    return await ingestDocument(
      {store, workspace: WORKSPACE},
      collection,
      {path, location: path, createdBy: WORKSPACE},
      {
        signal,
        onProgress: (share, doing) =>
          progress.say(`${basename(path)}: ${doing} ${Math.round(share * 100)} %  (Ctrl-C stops it)`),
      },
    );
  } finally {
    progress.clear();
  }
}

/** A folder or an address becomes a source, so that `documents sync` brings it up to date. */
async function addSource(
  store: Store,
  collection: StoredCollection,
  location: string,
  cron: string | undefined,
  signal: AbortSignal,
) {
  const [{declareSource, syncSource}, {sourcesOf}] = await Promise.all([
    import("../knowledge/sync.ts"),
    import("../store/knowledge_sources.ts"),
  ]);
  const setting = {store, workspace: WORKSPACE, reach: "private" as const};
  const known = (await sourcesOf(store, WORKSPACE, collection.id)).find((one) => one.location === location);
  const id =
    known?.id ??
    (await declareSource(setting, {
      collection: collection.id,
      location,
      ...(cron !== undefined && {cron}),
      createdBy: WORKSPACE,
    }));
  return syncSource(setting, id, {signal});
}

/** `tabletalk documents sync`: every source is looked at again; what did not change costs nothing. */
export async function syncDocuments(flags: CommonFlags): Promise<void> {
  await using runtime = createRuntime(loadConfig(flags));
  const store = await runtime.store();
  const [{syncSource}, {sourcesOf}] = await Promise.all([
    import("../knowledge/sync.ts"),
    import("../store/knowledge_sources.ts"),
  ]);
  const sources = await sourcesOf(store, WORKSPACE);
  const {signal} = stopOnInterrupt();
  if (sources.length === 0)
    process.stdout.write("There is no source yet: tabletalk documents add FOLDER or ADDRESS makes one.\n");
  for (const {id, location} of sources)
    saySynced(location, await syncSource({store, workspace: WORKSPACE, reach: "private"}, id, {signal}));
}

/** `tabletalk documents list`: what can be asked about, and what could not be read. */
export async function listDocuments(flags: CommonFlags): Promise<void> {
  await using runtime = createRuntime(loadConfig(flags));
  const store = await runtime.store();
  const [{documentsOf}, {collectionsOf}] = await Promise.all([
    import("../store/documents.ts"),
    import("../store/collections.ts"),
  ]);
  const [documents, collections] = await Promise.all([
    documentsOf(store, WORKSPACE),
    collectionsOf(store, WORKSPACE),
  ]);
  const names = new Map(collections.map(({id, name}) => [id, name]));
  const shown = documents.map((one) => ({...one, collection: names.get(one.collection) ?? one.collection}));
  if (flags.json) {
    process.stdout.write(`${JSON.stringify(shown, undefined, 2)}\n`);
    return;
  }
  if (shown.length === 0)
    process.stdout.write("No document is known yet. Add one: tabletalk documents add handbook.pdf\n");
  for (const one of shown) process.stdout.write(`${documentLine(one)}\n`);
}

const documentLine = ({
  id,
  title,
  collection,
  pages,
  characters,
  state,
  location,
  error,
}: StoredDocument): string =>
  [
    `${title}  (${collection}, ${pages === undefined ? `${characters} characters` : `${pages} pages`}, ${state})`,
    `  ${location}`,
    `  id ${id}`,
    ...(error !== undefined ? [`  ${error}`] : []),
  ].join("\n");

/** `tabletalk documents search`: the documents' own words, with where they stand. */
export async function searchDocuments(
  question: string,
  flags: CommonFlags & {collection?: string; limit?: string},
): Promise<void> {
  await using runtime = createRuntime(loadConfig(flags));
  const store = await runtime.store();
  const setting = {store, workspace: WORKSPACE};
  const scope = flags.collection === undefined ? {} : {collections: [flags.collection]};
  if (flags.limit !== undefined || flags.json) {
    const {searchKnowledge} = await import("../knowledge/search.ts");
    const found = await searchKnowledge(setting, question, {...scope, limit: Number(flags.limit ?? 5) || 5});
    if (flags.json) process.stdout.write(`${JSON.stringify(found, undefined, 2)}\n`);
    else
      for (const {heading, page, location, text, closeness} of found.passages)
        process.stdout.write(
          `${heading}${page === undefined ? "" : `, page ${page}`} (${basename(location)}, closeness ${closeness.toFixed(2)})\n${text}\n\n`,
        );
    return;
  }
  const [{answerFromDocuments}, {sayAnswer}] = await Promise.all([
    import("../knowledge/answer_question.ts"),
    import("../knowledge/say_answer.ts"),
  ]);
  const answer = await answerFromDocuments(setting, question, scope);
  process.stdout.write(`${sayAnswer(answer)}\n`);
  if (answer.citations.length === 0) process.exitCode = 3;
}

/** `tabletalk documents remove`: a document by its id, its path or its title, with its passages. */
export async function removeDocuments(name: string, flags: CommonFlags): Promise<void> {
  await using runtime = createRuntime(loadConfig(flags));
  const store = await runtime.store();
  const [{documentsOf, removeDocument}, {removeSource, sourcesOf}] = await Promise.all([
    import("../store/documents.ts"),
    import("../store/knowledge_sources.ts"),
  ]);
  const all = await documentsOf(store, WORKSPACE);
  const sources = (await sourcesOf(store, WORKSPACE)).filter(
    ({id, location}) => id === name || location === name || location === resolve(name),
  );
  const sourceIds = new Set(sources.map(({id}) => id));
  const named = all.filter(
    ({id, location, title, source}) =>
      [id, location, title].includes(name) ||
      location === resolve(name) ||
      (source !== undefined && sourceIds.has(source)),
  );
  if (named.length === 0 && sources.length === 0)
    throw new TabletalkError(
      "not_found",
      `There is no document ${name}.`,
      "`tabletalk documents list` names them.",
    );
  if (sources.length === 0 && named.length > 1)
    throw new TabletalkError(
      "bad_use",
      `${named.length} documents are called ${name}.`,
      "Give the id of one; `tabletalk documents list` shows it.",
    );
  for (const {id} of named) await removeDocument(store, WORKSPACE, id);
  for (const {id} of sources) await removeSource(store, WORKSPACE, id);
  process.stdout.write(`Removed: ${named.map(({title}) => title).join(", ") || name}.\n`);
}

async function collectionFor(
  store: Store,
  flags: {collection?: string; pipeline?: string},
): Promise<StoredCollection> {
  const [{ensureCollection, setPipeline}, {defaultPipeline, readPipeline}] = await Promise.all([
    import("../store/collections.ts"),
    import("../knowledge/pipeline.ts"),
  ]);
  const declared: Pipeline | undefined =
    flags.pipeline === undefined ? undefined : readPipeline(await declaredIn(flags.pipeline));
  const name = flags.collection ?? COLLECTION;
  const pipeline = declared ?? defaultPipeline();
  const collection = await ensureCollection(store, WORKSPACE, {name, pipeline, createdBy: WORKSPACE});
  if (!declared) return collection;
  await setPipeline(store, WORKSPACE, collection.id, declared);
  return {...collection, pipeline: declared};
}

async function declaredIn(file: string): Promise<unknown> {
  const {readFile} = await import("node:fs/promises");
  try {
    return JSON.parse(await readFile(file, "utf8"));
  } catch (error) {
    throw new TabletalkError(
      "bad_use",
      `${file} holds no pipeline.`,
      "Write it as JSON; docs/knowledge.md shows one.",
      {
        cause: error,
      },
    );
  }
}

function stopOnInterrupt(): AbortController {
  const stop = new AbortController();
  process.once("SIGINT", () =>
    stop.abort(
      new TabletalkError("aborted", "Stopped.", "Start it again when you like: it goes on where it was."),
    ),
  );
  return stop;
}

function sayAdded(
  location: string,
  {
    state,
    title,
    passages,
    pages,
    notes,
  }: {state: string; title: string; passages: number; pages?: number; notes: string[]},
): void {
  const size = `${passages} passage${passages === 1 ? "" : "s"}${pages === undefined ? "" : ` on ${pages} pages`}`;
  const said = state === "unchanged" ? "is unchanged" : `${title}: ${size}`;
  process.stdout.write(
    [
      `${basename(location)} ${state === "unchanged" ? "" : "→ "}${said}`,
      ...notes.map((note) => `  ${note}`),
      "",
    ].join("\n"),
  );
}

function saySynced(
  location: string,
  {
    added,
    unchanged,
    removed,
    failed,
  }: {added: number; unchanged: number; removed: number; failed: {why: string}[]},
): void {
  process.stdout.write(
    [
      `${location}: ${added} indexed, ${unchanged} unchanged, ${removed} removed, ${failed.length} failed`,
      ...failed.map(({why}) => `  ${why}`),
      "",
    ].join("\n"),
  );
}
