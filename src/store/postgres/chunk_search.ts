import {sql} from "kysely";
import {type ChunkScope, vectorText} from "../chunks.ts";
import {inTransaction, type Store} from "../store.ts";

/** A passage by its number, and how close it is. */
export interface NumberedHit {
  number: number;
  score: number;
}

/** What HNSW can index: as vector up to 2,000 places, as half-precision vector up to 4,000. */
const MOST_FULL = 2_000;
const MOST_HALF = 4_000;

const within = (collections: readonly string[] | undefined) =>
  collections ? sql`AND chunks.collection IN (${sql.join(["", ...collections])})` : sql``;

/** Passages that hold some of the words; each word counts by how rare it is in the workspace. */
export async function wordHits(
  store: Store,
  workspace: string,
  words: readonly string[],
  {collections, limit}: ChunkScope,
): Promise<NumberedHit[]> {
  const {rows} = await sql<NumberedHit>`
    WITH asked AS (
      SELECT DISTINCT plainto_tsquery('english', word) AS query
      FROM unnest(ARRAY[${sql.join(words)}]::text[]) AS word
    ), counted AS (
      SELECT query, (
        SELECT count(*) FROM chunks WHERE chunks.workspace = ${workspace} AND chunks.words @@ asked.query
      ) AS found
      FROM asked WHERE numnode(query) > 0
    ), whole AS (
      SELECT count(*) AS passages FROM chunks WHERE workspace = ${workspace}
    )
    SELECT chunks.number AS number,
      sum(ln(1 + (whole.passages - counted.found + 0.5) / (counted.found + 0.5)) * ts_rank(chunks.words, counted.query, 1)) AS score
    FROM counted
    CROSS JOIN whole
    JOIN chunks ON chunks.workspace = ${workspace} AND chunks.words @@ counted.query
    JOIN documents ON documents.workspace = chunks.workspace AND documents.id = chunks.document AND documents.state = 'ready'
    WHERE true ${within(collections)}
    GROUP BY chunks.number
    ORDER BY score DESC, number
    LIMIT ${limit}
  `.execute(store.db);
  return rows.map(({number, score}) => ({number: Number(number), score: Number(score)}));
}

/** Passages by the angle between vectors, through the HNSW index of their size where there is one. */
export async function vectorHits(
  store: Store,
  workspace: string,
  embedder: string,
  vector: Float32Array,
  {collections, limit}: ChunkScope,
): Promise<NumberedHit[]> {
  const type = typeFor(vector.length);
  return inTransaction(store, async ({db}) => {
    // Without it an index that every workspace shares could find too few of this one.
    const {rows: versions} = await sql<{ok: boolean}>`
      SELECT string_to_array(extversion, '.')::int[] >= ARRAY[0, 8] AS ok FROM pg_extension WHERE extname = 'vector'
    `.execute(db);
    if (versions[0]?.ok)
      await sql`SELECT set_config('hnsw.iterative_scan', 'strict_order', true), set_config('hnsw.ef_search', '100', true)`.execute(
        db,
      );
    const distance = sql`chunks.embedding::${type} <=> ${vectorText(vector)}::${type}`;
    const {rows} = await sql<NumberedHit>`
      SELECT chunks.number AS number, 1 - (${distance}) AS score
      FROM chunks
      JOIN documents ON documents.workspace = chunks.workspace AND documents.id = chunks.document
      WHERE chunks.workspace = ${workspace} AND chunks.embedder = ${embedder} AND documents.state = 'ready'
        AND vector_dims(chunks.embedding) = ${sql.raw(String(vector.length))} ${within(collections)}
      ORDER BY ${distance}
      LIMIT ${limit}
    `.execute(db);
    return rows.map(({number, score}) => ({number: Number(number), score: Number(score)}));
  });
}

/** Makes the HNSW index for vectors of a size, once; larger ones than it can hold are searched exactly. */
export async function indexVectors(store: Store, dimensions: number): Promise<void> {
  if (dimensions > MOST_HALF) return;
  const type = typeFor(dimensions);
  const kind = sql.raw(dimensions > MOST_FULL ? "halfvec_cosine_ops" : "vector_cosine_ops");
  const size = sql.raw(String(Math.trunc(dimensions)));
  await sql`
    CREATE INDEX IF NOT EXISTS chunks_by_vector_${size} ON chunks
    USING hnsw ((embedding::${type}) ${kind}) WHERE vector_dims(embedding) = ${size}
  `.execute(store.db);
}

const typeFor = (dimensions: number) => {
  const name = dimensions > MOST_FULL && dimensions <= MOST_HALF ? "halfvec" : "vector";
  return sql.raw(`${name}(${Math.trunc(dimensions)})`);
};
