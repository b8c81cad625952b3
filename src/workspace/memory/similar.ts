import {wordLikeness} from "../../agents/hosted/similar_questions.ts";
import type {Embedder} from "../../knowledge/embedders/embedder.ts";
import {questionVectors, saveQuestionVectors} from "../../store/question_vectors.ts";
import type {Store} from "../../store/store.ts";

/** From here on, two questions are taken to ask about the same: measured in `docs/memory.md`. 1: the same words. */
export const ALIKE = 0.5;
/** So many questions without a vector get one when something is looked for; the others when it is looked for again. */
const EMBEDDED_AT_ONCE = 64;

export interface SimilarOptions {
  /** Without one, questions are compared by their words alone. */
  embedder?: Embedder | undefined;
  signal?: AbortSignal | undefined;
}

/**
 * How alike a question is to each of some others, 0 to 1: the mean of the cosine of their words (stemmed, the rare ones
 * weighing more) and of that of their vectors, where there are vectors. Vectors are kept, by turn.
 */
export async function likenessOf(
  store: Pick<Store, "db">,
  workspace: string,
  question: string,
  others: readonly {turn: string; question: string}[],
  {embedder, signal}: SimilarOptions = {},
): Promise<number[]> {
  const words = wordLikeness(
    question,
    others.map((one) => one.question),
  );
  if (!embedder || others.length === 0) return words;
  const vectors = await vectorsOf(store, workspace, others, embedder, signal);
  const [asked] = await embedder.embed([question], signal);
  return others.map(({turn}, at) => {
    const vector = vectors.get(turn);
    const byWords = words[at] ?? 0;
    return vector && asked ? (byWords + Math.max(0, cosine(asked, vector))) / 2 : byWords;
  });
}

async function vectorsOf(
  store: Pick<Store, "db">,
  workspace: string,
  asked: readonly {turn: string; question: string}[],
  embedder: Embedder,
  signal: AbortSignal | undefined,
): Promise<Map<string, Float32Array>> {
  const turns = [...new Set(asked.map(({turn}) => turn))];
  // The questions of one message share a turn: its vector is of the first.
  const firsts = turns.flatMap((turn) => asked.find((one) => one.turn === turn) ?? []);
  const found = await questionVectors(store, workspace, embedder.id, turns);
  const lacking = firsts.filter(({turn}) => !found.has(turn)).slice(0, EMBEDDED_AT_ONCE);
  if (lacking.length === 0) return found;
  const made = await embedder.embed(
    lacking.map((one) => one.question),
    signal,
  );
  const fresh = lacking.flatMap(({turn}, at) => (made[at] ? [{turn, vector: made[at]}] : []));
  await saveQuestionVectors(store, workspace, embedder.id, fresh);
  for (const {turn, vector} of fresh) found.set(turn, vector);
  return found;
}

/** Exact, of vectors of length 1 or of any; 0 where one says nothing. */
export function cosine(a: Float32Array, b: Float32Array): number {
  if (a.length !== b.length) return 0;
  let [dot, left, right] = [0, 0, 0];
  for (let at = 0; at < a.length; at++) {
    dot += a[at]! * b[at]!;
    left += a[at]! ** 2;
    right += b[at]! ** 2;
  }
  return left === 0 || right === 0 ? 0 : dot / Math.sqrt(left * right);
}
