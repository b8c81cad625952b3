import {createHash} from "node:crypto";
import {createReadStream} from "node:fs";
import {basename} from "node:path";
import {TabletalkError} from "../errors.ts";
import {indexVectors, type NewChunk} from "../store/chunks.ts";
import type {StoredCollection} from "../store/collections.ts";
import {addChunks, failDocument, publishDocument, stageDocument} from "../store/document_versions.ts";
import {documentAt, type NewDocument} from "../store/documents.ts";
import {type ReadDocument, readDocument} from "./loaders/read_document.ts";
import {pipelineVersion, readPipeline} from "./pipeline.ts";
import {embedderFor, type KnowledgeSetting} from "./setting.ts";
import type {Passage} from "./split.ts";

/** A document to take in. */
export interface IncomingDocument {
  /** The file that holds it. */
  path: string;
  /** What it is known by: a path, an address, a name. The same again is a newer version. */
  location: string;
  /** What it is called; default: the last part of its location. */
  name?: string;
  mediaType?: string;
  /** The source that it came from. */
  source?: string;
  createdBy: string;
}

export interface IngestOptions {
  signal?: AbortSignal;
  onProgress?: (share: number, doing: "reading" | "indexing") => void;
}

/** What became of a document. */
export interface Ingested {
  state: "unchanged" | "indexed";
  document: string;
  title: string;
  passages: number;
  pages?: number;
  notes: string[];
}

/** Passages that are embedded and kept at a time: an interruption loses no more. */
const BATCH = 32;

/**
 * Takes a document in: reads it in a process of its own, cuts it, embeds the passages and keeps them; only then is it searched, and
 * the version before it no longer. One that did not change costs nothing; one that was interrupted goes on where it was.
 * @throws TabletalkError bad_file, time_limit, memory_limit (noted with the document), aborted, conflict, model_failed
 */
export async function ingestDocument(
  setting: KnowledgeSetting,
  collection: StoredCollection,
  incoming: IncomingDocument,
  options: IngestOptions = {},
): Promise<Ingested> {
  const {store, workspace} = setting;
  const {signal, onProgress} = options;
  const pipeline = readPipeline(collection.pipeline);
  const name = incoming.name ?? basename(incoming.location);
  const document: NewDocument = {
    collection: collection.id,
    ...(incoming.source !== undefined && {source: incoming.source}),
    location: incoming.location.replaceAll(/\s+/g, " "),
    title: name,
    mediaType: incoming.mediaType ?? "",
    hash: await hashOf(incoming.path, name, signal),
    pipeline: pipelineVersion(pipeline),
    createdBy: incoming.createdBy,
  };
  const known = await documentAt(store, workspace, document.collection, document.location);
  if (known?.state === "ready" && known.hash === document.hash && known.pipeline === document.pipeline)
    return {state: "unchanged", document: known.id, title: known.title, passages: 0, notes: []};

  const read = await readDocument(incoming.path, {
    name,
    splitter: pipeline.splitter,
    text: false,
    timeMs: pipeline.loader.timeMs,
    memoryMb: pipeline.loader.memoryMb,
    ...(incoming.mediaType && {mediaType: incoming.mediaType}),
    ...(signal && {signal}),
    onProgress: (share) => onProgress?.(share * 0.5, "reading"),
  }).catch(async (error: unknown) => {
    if (error instanceof TabletalkError && error.code !== "aborted")
      await failDocument(store, workspace, document, `${error.message} ${error.next}`);
    throw error;
  });
  const title = titleOf(read, name);
  const embedder = await embedderFor(pipeline.embedder, setting);
  await indexVectors(store, embedder.dimensions);
  const staged = await stageDocument(store, workspace, document);
  const into = {id: staged.id, collection: collection.id, embedder: embedder.id};
  const {passages} = read;
  for (let at = staged.done; at < passages.length; at += BATCH) {
    signal?.throwIfAborted();
    const batch = passages.slice(at, at + BATCH);
    const headings = batch.map((passage) => headingOf(title, passage));
    const texts = batch.map(({text}, index) => `${headings[index]}\n${text}`);
    const vectors = await embedder.embed(texts, signal);
    const chunks = batch.map(
      ({text, start, end, page}, index): NewChunk => ({
        position: at + index,
        heading: headings[index]!,
        ...(page !== undefined && {page}),
        start,
        end,
        text,
        vector: vectors[index]!,
      }),
    );
    await addChunks(store, workspace, into, chunks);
    onProgress?.(0.5 + (0.5 * Math.min(passages.length, at + BATCH)) / passages.length, "indexing");
    await new Promise(setImmediate);
  }
  const pages = read.document.pages.length;
  const facts = {title, characters: read.characters, ...(pages > 0 && {pages})};
  const id = await publishDocument(store, workspace, staged.id, facts);
  return {
    state: "indexed",
    document: id,
    title,
    passages: passages.length,
    ...(pages > 0 && {pages}),
    notes: read.document.notes,
  };
}

/** What the document calls itself, else its only highest heading, else its file's name. */
function titleOf({document}: ReadDocument, name: string): string {
  if (document.title) return document.title;
  const highest = Math.min(...document.headings.map(({level}) => level));
  const [first, second] = document.headings.filter(({level}) => level === highest);
  return first && !second && first.start < 400 ? first.title : name;
}

/** The titles above a passage, the document's first. */
function headingOf(title: string, {headings}: Passage): string {
  return (headings[0] === title ? headings : [title, ...headings]).join(" > ").slice(0, 500);
}

/** Of a file's bytes. @throws TabletalkError bad_file where there is none */
async function hashOf(path: string, name: string, signal: AbortSignal | undefined): Promise<string> {
  const hash = createHash("sha256");
  try {
    for await (const part of createReadStream(path, signal ? {signal} : {})) hash.update(part as Buffer);
  } catch (error) {
    if (signal?.aborted) throw error;
    throw new TabletalkError("bad_file", `There is no file ${name}.`, "Check its path.", {cause: error});
  }
  return hash.digest("hex");
}
