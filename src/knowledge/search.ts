import {TabletalkError} from "../errors.ts";
import {type ChunkHit, searchVectors, searchWords} from "../store/chunks.ts";
import {collectionNamed, collectionsOf, type StoredCollection} from "../store/collections.ts";
import {closenessTo} from "./closeness.ts";
import {tellingWords, wordsOf} from "./embedders/words_of.ts";
import {type EmbedderChoice, type Pipeline, readPipeline} from "./pipeline.ts";
import {embedderFor, type KnowledgeSetting} from "./setting.ts";

/** A passage that may answer a question. */
export interface FoundPassage extends Omit<ChunkHit, "score"> {
  /** How much of what the question says the passage says, 0 to 1. */
  closeness: number;
}

/** What a search found, the likeliest first, and what went wrong on the way. */
export interface Found {
  passages: FoundPassage[];
  notes: string[];
}

export interface SearchOptions {
  /** Names or ids; absent: every collection of the workspace. */
  collections?: readonly string[];
  /** Default 5. */
  limit?: number;
  signal?: AbortSignal;
}

/** The constant of reciprocal rank fusion (Cormack, Clarke and Büttcher 2009). */
const FUSION = 60;
/** How deep each list is read. */
const DEPTH = 50;
const MOST_WORDS = 24;
/** How much the closeness of words counts beside each of the two searches. */
const CLOSENESS = 2;

/**
 * Finds the passages that are likeliest to answer a question: by words and by vectors, joined with how close the passages' words are
 * to the question's, by reciprocal rank fusion.
 * Where a provider cannot be reached the words alone are searched, and a note says so.
 * @throws TabletalkError not_found for a collection that is not there; model_failed where nothing else can be searched; aborted
 */
export async function searchKnowledge(
  setting: KnowledgeSetting,
  question: string,
  options: SearchOptions = {},
): Promise<Found> {
  const {store, workspace} = setting;
  const {limit = 5, signal} = options;
  const among = options.collections
    ? await Promise.all(options.collections.map((name) => collectionNamed(store, workspace, name)))
    : await collectionsOf(store, workspace);
  const lists: ChunkHit[][] = [];
  const notes: string[] = [];
  const byWords = idsOf(among, ({store: {search}}) => search !== "vectors");
  const asked = wordsAsked(question);
  if (byWords.length > 0)
    lists.push(await searchWords(store, workspace, asked, {collections: byWords, limit: DEPTH}));
  for (const [choice, collections] of byEmbedder(among)) {
    try {
      const embedder = await embedderFor(choice, setting);
      const [vector] = await embedder.embed([question], signal);
      lists.push(await searchVectors(store, workspace, embedder.id, vector!, {collections, limit: DEPTH}));
    } catch (error) {
      if (!(error instanceof TabletalkError) || error.code !== "model_failed" || byWords.length === 0)
        throw error;
      notes.push(`Searched by words alone: ${error.message}`);
    }
  }
  const close = await closenessTo(question);
  const found = new Map<string, FoundPassage>();
  for (const {score, ...hit} of lists.flat()) {
    if (found.has(hit.chunk)) continue;
    found.set(hit.chunk, {...hit, closeness: close(`${hit.heading}\n${hit.text}`)});
    if (found.size % 8 === 0) await new Promise(setImmediate);
    signal?.throwIfAborted();
  }
  const closest = [...found.values()].sort((a, b) => b.closeness - a.closeness);
  const ranked = fused([...lists.map((list) => ({list, weight: 1})), {list: closest, weight: CLOSENESS}]);
  const passages = withoutRepeats(ranked.map((chunk) => found.get(chunk)!)).slice(0, limit);
  return {passages, notes};
}

/** Ids of passages, the best first: each list gives weight / (60 + rank) to those on it. */
export function fused(lists: readonly {list: readonly {chunk: string}[]; weight: number}[]): string[] {
  const scores = new Map<string, number>();
  for (const {list, weight} of lists)
    for (const [rank, {chunk}] of list.entries())
      scores.set(chunk, (scores.get(chunk) ?? 0) + weight / (FUSION + rank + 1));
  return [...scores].sort((a, b) => b[1] - a[1]).map(([chunk]) => chunk);
}

/** The words that a question is searched by; all of them where none tells anything. */
function wordsAsked(question: string): string[] {
  const telling = [...new Set(tellingWords(question))];
  return (telling.length > 0 ? telling : [...new Set(wordsOf(question))]).slice(0, MOST_WORDS);
}

function idsOf(among: readonly StoredCollection[], wanted: (pipeline: Pipeline) => boolean): string[] {
  return among.filter(({pipeline}) => wanted(readPipeline(pipeline))).map(({id}) => id);
}

/** The collections that vectors are searched in, by what made them. */
function byEmbedder(among: readonly StoredCollection[]): [EmbedderChoice, string[]][] {
  const groups = new Map<string, [EmbedderChoice, string[]]>();
  for (const {id, pipeline} of among) {
    const {embedder, store} = readPipeline(pipeline);
    if (store.search === "words") continue;
    const key = JSON.stringify(embedder);
    groups.set(key, [embedder, [...(groups.get(key)?.[1] ?? []), id]]);
  }
  return [...groups.values()];
}

/** Passages overlap: of two that are mostly the same text, the better stays. */
function withoutRepeats(passages: readonly FoundPassage[]): FoundPassage[] {
  const kept: FoundPassage[] = [];
  for (const one of passages) {
    const shared = (other: FoundPassage): number =>
      other.document === one.document ? Math.min(one.end, other.end) - Math.max(one.start, other.start) : 0;
    if (!kept.some((other) => shared(other) > (one.end - one.start) / 2)) kept.push(one);
  }
  return kept;
}
