/** Turns texts into vectors: texts of like meaning get vectors of a small angle. */
export interface Embedder {
  /** Names what made the vectors: those of another id cannot be compared with them. */
  readonly id: string;
  readonly dimensions: number;
  /**
   * One vector of length 1 (or of zeros, where a text says nothing) for each text, in order.
   * @throws TabletalkError aborted, model_failed
   */
  embed(texts: readonly string[], signal?: AbortSignal): Promise<Float32Array[]>;
}

/** Scales a vector to length 1, in place; one of zeros stays. */
export function normalized(vector: Float32Array): Float32Array {
  let sum = 0;
  for (const value of vector) sum += value * value;
  if (sum === 0) return vector;
  const scale = 1 / Math.sqrt(sum);
  for (let at = 0; at < vector.length; at++) vector[at]! *= scale;
  return vector;
}

/** Texts done between two looks at what else waits: some milliseconds of work. */
const BATCH = 8;

/** Embeds by a plain function, batch by batch, letting others run between them. */
export async function embedInBatches(
  texts: readonly string[],
  one: (text: string) => Float32Array,
  signal?: AbortSignal,
): Promise<Float32Array[]> {
  const found: Float32Array[] = [];
  for (let at = 0; at < texts.length; at += BATCH) {
    if (at > 0) await new Promise(setImmediate);
    signal?.throwIfAborted();
    for (const text of texts.slice(at, at + BATCH)) found.push(one(text));
  }
  return found;
}
