import {sql} from "kysely";
import {type InsideStore, newId, type Store} from "./store.ts";

/** A passage that a search found. */
export interface ChunkHit {
  chunk: string;
  document: string;
  collection: string;
  /** Of the document. */
  title: string;
  location: string;
  /** The titles above the passage, the document's first, with " > " between. */
  heading: string;
  page?: number;
  /** Where it stands in the document's text, in characters. */
  start: number;
  end: number;
  text: string;
  /** Greater is closer; of words and of vectors not to be compared. */
  score: number;
}

/** A passage with its vector, to be kept. */
export interface NewChunk {
  position: number;
  heading: string;
  page?: number;
  start: number;
  end: number;
  text: string;
  vector: Float32Array;
}

/** Where to search, and how many to give. */
export interface ChunkScope {
  /** Ids; absent: every collection. */
  collections?: readonly string[];
  limit: number;
}

const PUT_AT_ONCE = 8;

/** Puts passages into a document, inside the caller's transaction. */
export async function putChunks(
  inside: InsideStore,
  workspace: string,
  into: {document: string; collection: string; embedder: string},
  chunks: readonly NewChunk[],
): Promise<void> {
  for (const {position, heading, page, start, end, text, vector} of chunks) {
    if (position % PUT_AT_ONCE === 0) await rest();
    await inside.db
      .insertInto("chunks")
      .values({
        workspace,
        id: newId(),
        document: into.document,
        collection: into.collection,
        position,
        heading,
        page: page ?? null,
        start_at: start,
        end_at: end,
        text,
        embedder: into.embedder,
        embedding: inside.dialect === "postgres" ? vectorText(vector) : vectorBytes(vector),
      })
      .execute();
  }
}

/** Passages are removed and moved in stretches, so that others may work between them. */
const STRETCH = 40;
const rest = (): Promise<void> => new Promise(setImmediate);

/** Removes the passages of a document. */
export async function dropChunks(
  inside: Pick<Store, "db">,
  workspace: string,
  document: string,
): Promise<void> {
  while (true) {
    const some = inside.db
      .selectFrom("chunks")
      .select("number")
      .where("workspace", "=", workspace)
      .where("document", "=", document)
      .limit(STRETCH);
    const {numDeletedRows} = await inside.db
      .deleteFrom("chunks")
      .where("number", "in", some)
      .executeTakeFirst();
    if (numDeletedRows === 0n) return;
    await rest();
  }
}

/** Gives the passages of one document to another. */
export async function moveChunks(
  inside: Pick<Store, "db">,
  workspace: string,
  from: string,
  to: string,
): Promise<void> {
  while (true) {
    const some = inside.db
      .selectFrom("chunks")
      .select("number")
      .where("workspace", "=", workspace)
      .where("document", "=", from)
      .limit(STRETCH);
    const {numUpdatedRows} = await inside.db
      .updateTable("chunks")
      .set({document: to})
      .where("number", "in", some)
      .executeTakeFirst();
    if (numUpdatedRows === 0n) return;
    await rest();
  }
}

/** As pgvector reads it. */
export const vectorText = (vector: Float32Array): string => `[${vector.join(",")}]`;

/** Little-endian float32, as sqlite-vec reads it. */
export function vectorBytes(vector: Float32Array): Uint8Array {
  return new Uint8Array(vector.buffer.slice(vector.byteOffset, vector.byteOffset + vector.byteLength));
}

/** Passages that hold some of the words (letters and digits alone), those with rare words first. */
export async function searchWords(
  store: Store,
  workspace: string,
  words: readonly string[],
  scope: ChunkScope,
): Promise<ChunkHit[]> {
  if (words.length === 0) return [];
  const {wordHits} =
    store.dialect === "postgres"
      ? await import("./postgres/chunk_search.ts")
      : await import("./sqlite/chunk_search.ts");
  return hitsOf(store, workspace, await wordHits(store, workspace, words, scope));
}

/** Passages whose vectors have the smallest angle to one that the same embedder made. `score` is the angle's cosine. */
export async function searchVectors(
  store: Store,
  workspace: string,
  embedder: string,
  vector: Float32Array,
  scope: ChunkScope,
): Promise<ChunkHit[]> {
  if (vector.every((place) => place === 0)) return [];
  const {vectorHits} =
    store.dialect === "postgres"
      ? await import("./postgres/chunk_search.ts")
      : await import("./sqlite/chunk_search.ts");
  return hitsOf(store, workspace, await vectorHits(store, workspace, embedder, vector, scope));
}

/** Makes searching the vectors of a size fast where the store has an index for it (pgvector's HNSW). */
export async function indexVectors(store: Store, dimensions: number): Promise<void> {
  if (store.dialect !== "postgres") return;
  const {indexVectors: make} = await import("./postgres/chunk_search.ts");
  await make(store, dimensions);
}

/** The passages of a document, in order. */
export async function chunksOf(
  store: Pick<Store, "db">,
  workspace: string,
  document: string,
): Promise<ChunkHit[]> {
  const rows = await store.db
    .selectFrom("chunks")
    .select("number")
    .where("workspace", "=", workspace)
    .where("document", "=", document)
    .orderBy("position")
    .execute();
  return hitsOf(
    store,
    workspace,
    rows.map(({number}) => ({number, score: 0})),
  );
}

async function hitsOf(
  store: Pick<Store, "db">,
  workspace: string,
  found: readonly {number: number; score: number}[],
): Promise<ChunkHit[]> {
  if (found.length === 0) return [];
  const rows = await store.db
    .selectFrom("chunks")
    .innerJoin("documents", (join) =>
      join
        .onRef("documents.workspace", "=", "chunks.workspace")
        .onRef("documents.id", "=", "chunks.document"),
    )
    .select(["chunks.number", "chunks.id", "chunks.document", "chunks.collection", "chunks.heading"])
    .select(["chunks.page", "chunks.start_at", "chunks.end_at", "chunks.text"])
    .select(["documents.title", "documents.location"])
    .where("chunks.workspace", "=", workspace)
    .where("chunks.number", "in", sql<number>`(${sql.join(found.map(({number}) => number))})`)
    .execute();
  const byNumber = new Map(rows.map((row) => [Number(row.number), row]));
  return found.flatMap(({number, score}) => {
    const row = byNumber.get(number);
    if (!row) return [];
    return {
      chunk: row.id,
      document: row.document,
      collection: row.collection,
      title: row.title,
      location: row.location,
      heading: row.heading,
      ...(row.page !== null && {page: row.page}),
      start: row.start_at,
      end: row.end_at,
      text: row.text,
      score,
    };
  });
}
