import {DatabaseSync, type SQLInputValue} from "node:sqlite";
import {sql} from "kysely";
import type {ChunkScope} from "../chunks.ts";
import {vectorBytes} from "../chunks.ts";
import type {Store} from "../store.ts";

/** A passage by its number, and how close it is. */
export interface NumberedHit {
  number: number;
  score: number;
}

/** Passages that hold some of the words, by BM25; words of headings count double. */
export async function wordHits(
  store: Store,
  workspace: string,
  words: readonly string[],
  {collections, limit}: ChunkScope,
): Promise<NumberedHit[]> {
  const query = words.map((word) => `"${word.replaceAll('"', "")}"`).join(" OR ");
  const {rows} = await sql<NumberedHit>`
    SELECT chunks.number AS number, -bm25(chunks_text, 2.0, 1.0) AS score
    FROM chunks_text
    JOIN chunks ON chunks.number = chunks_text.rowid
    JOIN documents ON documents.workspace = chunks.workspace AND documents.id = chunks.document
    WHERE chunks_text MATCH ${query} AND chunks.workspace = ${workspace} AND documents.state = 'ready'
      ${collections ? sql`AND chunks.collection IN (${sql.join(["", ...collections])})` : sql``}
    ORDER BY score DESC, number
    LIMIT ${limit}
  `.execute(store.db);
  return rows;
}

/** Rows that one statement looks at: some milliseconds of work, then others may go on. */
const STRETCH = 4_000;

/**
 * Passages by the angle between vectors, exactly: every vector is looked at, by sqlite-vec where the platform has it, else here; in
 * stretches, so that others may work between them, on a connection of its own that can only read.
 */
export async function vectorHits(
  store: Store,
  workspace: string,
  embedder: string,
  vector: Float32Array,
  {collections, limit}: ChunkScope,
  load: (database: DatabaseSync) => Promise<boolean> = loadVectors,
): Promise<NumberedHit[]> {
  const {rows} = await sql<{file: string}>`SELECT file FROM pragma_database_list WHERE name = 'main'`.execute(
    store.db,
  );
  const reader = new DatabaseSync(rows[0]!.file, {readOnly: true, allowExtension: true, timeout: 15_000});
  try {
    const native = await load(reader);
    const among = collections
      ? `AND chunks.collection IN (${["", ...collections].map(() => "?").join()})`
      : "";
    const from = `FROM chunks
      JOIN documents ON documents.workspace = chunks.workspace AND documents.id = chunks.document
      WHERE chunks.number > ? AND chunks.number <= ? AND chunks.workspace = ? AND chunks.embedder = ?
        AND length(chunks.embedding) = ? AND documents.state = 'ready' ${among}`;
    const wanted = vectorBytes(vector);
    const select = native
      ? `SELECT chunks.number AS number, 1 - vec_distance_cosine(chunks.embedding, ?) AS score ${from} ORDER BY score DESC LIMIT ${limit}`
      : `SELECT chunks.number AS number, chunks.embedding AS embedding ${from}`;
    const statement = reader.prepare(select);
    const {first, last} = reader
      .prepare("SELECT min(number) AS first, max(number) AS last FROM chunks WHERE workspace = ?")
      .get(workspace) as {first: number | null; last: number | null};
    let best: NumberedHit[] = [];
    for (let at = (first ?? 0) - 1; last !== null && at < last; at += STRETCH) {
      const values: SQLInputValue[] = [at, at + STRETCH, workspace, embedder, wanted.byteLength];
      if (native) values.unshift(wanted);
      if (collections) values.push("", ...collections);
      const found = statement.all(...values);
      const hits = native
        ? (found as unknown as NumberedHit[])
        : found.map(({number, embedding}) => ({
            number: Number(number),
            score: cosine(embedding as Uint8Array, vector),
          }));
      best = [...best, ...hits].sort((a, b) => b.score - a.score || a.number - b.number).slice(0, limit);
      await new Promise(setImmediate);
    }
    return best;
  } finally {
    reader.close();
  }
}

/** Whether sqlite-vec could be loaded: its package has no binary for some platforms. */
async function loadVectors(database: DatabaseSync): Promise<boolean> {
  try {
    const {getLoadablePath} = await import("sqlite-vec");
    database.loadExtension(getLoadablePath());
    return true;
  } catch {
    return false;
  } finally {
    database.enableLoadExtension(false);
  }
}

function cosine(bytes: Uint8Array, vector: Float32Array): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let [both, own, other] = [0, 0, 0];
  for (let at = 0; at < vector.length; at++) {
    const [a, b] = [view.getFloat32(at * 4, true), vector[at]!];
    both += a * b;
    own += a * a;
    other += b * b;
  }
  return own === 0 || other === 0 ? 0 : both / Math.sqrt(own * other);
}
