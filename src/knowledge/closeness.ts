import {type Words, wordsWithVectors} from "./embedders/word_vectors.ts";
import {tellingWords} from "./embedders/words_of.ts";

/** Two words of this many equal first letters, and few others, are forms of one word. */
const STEM = 4;
const ENDING = 3;
/** Of a longer question the first words count. */
const MOST_WORDS = 40;
/** How close forms of one word are. */
const SAME_STEM = 0.95;

/**
 * How much of what a question says a text says, too: 0 to 1. Each telling word of the question counts by how rare it is, times the
 * square of its closeness to the nearest word of the text: the same word, a form of it, or one of like meaning.
 */
export type Closeness = (text: string) => number;

/** Prepares a question to be held against texts. */
export async function closenessTo(question: string): Promise<Closeness> {
  const words = await wordsWithVectors();
  const asked = [...new Set(tellingWords(question))].slice(0, MOST_WORDS).map((word) => ({
    word,
    weight: weightOf(word, words),
    vector: vectorOf(word, words),
  }));
  const whole = asked.reduce((sum, {weight}) => sum + weight, 0);
  return (text) => {
    if (whole === 0) return 0;
    const said = new Set(tellingWords(text));
    let sum = 0;
    for (const {word, weight, vector} of asked) {
      let best = said.has(word) ? 1 : 0;
      if (best < 1)
        for (const other of said) {
          if (isSameStem(word, other)) {
            best = SAME_STEM;
            break;
          }
          if (vector) best = Math.max(best, cosine(vector, other, words));
        }
      sum += weight * best * best;
    }
    return sum / whole;
  };
}

function isSameStem(one: string, other: string): boolean {
  const [shorter, longer] = one.length < other.length ? [one, other] : [other, one];
  if (shorter.length < STEM || /\d/.test(one)) return false;
  let same = 0;
  while (same < shorter.length && one[same] === other[same]) same++;
  return same >= Math.max(STEM, longer.length - ENDING);
}

function weightOf(word: string, {at, weights}: Words): number {
  const found = at.get(word);
  return found === undefined ? 1 : weights[found]!;
}

function vectorOf(word: string, {at, bytes, scales, dimensions}: Words): Float32Array | undefined {
  const found = at.get(word);
  if (found === undefined) return undefined;
  return Float32Array.from(
    bytes.subarray(found * dimensions, (found + 1) * dimensions),
    (place) => place * scales[found]!,
  );
}

/** The vectors of words have length 1. */
function cosine(vector: Float32Array, word: string, {at, bytes, scales, dimensions}: Words): number {
  const found = at.get(word);
  if (found === undefined) return 0;
  let sum = 0;
  const start = found * dimensions;
  for (let place = 0; place < dimensions; place++) sum += vector[place]! * bytes[start + place]!;
  return sum * scales[found]!;
}
