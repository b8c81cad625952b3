import {type Embedder, embedInBatches, normalized} from "./embedder.ts";
import {tellingWords} from "./words_of.ts";

const DIMENSIONS = 1024;
const LONGEST_WORD = 40;

/**
 * Words, pairs of words and pieces of words, hashed with a sign to 1024 places (Weinberger et al. 2009), each counted by 1 + ln n.
 * Needs no model and no language; finds what is written alike, not what means alike.
 */
export function hashedEmbedder(): Embedder {
  return {
    id: "hashed/1",
    dimensions: DIMENSIONS,
    embed: (texts, signal) => embedInBatches(texts, hashedVector, signal),
  };
}

function hashedVector(text: string): Float32Array {
  const counts = new Map<string, {count: number; weight: number}>();
  const add = (feature: string, weight: number): void => {
    const known = counts.get(feature);
    if (known) known.count++;
    else counts.set(feature, {count: 1, weight});
  };
  let last: string | undefined;
  for (const whole of tellingWords(text)) {
    const word = whole.slice(0, LONGEST_WORD);
    add(`w${word}`, 1);
    if (last) add(`p${last} ${word}`, 0.5);
    last = word;
    const padded = `^${word}$`;
    const pieces = padded.length - 3;
    const weight = pieces > 0 ? 1 / Math.sqrt(pieces) : 0;
    for (let at = 0; at < pieces; at++) add(`c${padded.slice(at, at + 4)}`, weight);
  }
  const vector = new Float32Array(DIMENSIONS);
  for (const [feature, {count, weight}] of counts) {
    const hash = fnv(feature);
    vector[hash % DIMENSIONS]! += (hash & 0x40000000 ? 1 : -1) * weight * (1 + Math.log(count));
  }
  return normalized(vector);
}

/** FNV-1a with a last mixing, so that high and low bits are of use alike. */
function fnv(text: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  return (hash ^ (hash >>> 13)) >>> 0;
}
