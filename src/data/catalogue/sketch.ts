import {z} from "zod";

/** Values compare only with values of their kind: 3 and 3.0 are the same, "3" is another. */
export const valueKindSchema = z.enum(["number", "text", "time"]);
export type ValueKind = z.infer<typeof valueKindSchema>;

/**
 * A sample of the different hashes of a set: all that lie below `below`, of `HASH_SPACE`. What two sets share is estimated
 * from what lies below the smaller bound of both (a theta sketch). Where `below` is `HASH_SPACE` it is the whole set.
 */
export interface Sample {
  below: number;
  /** Ascending. */
  hashes: Float64Array;
}

/** The kept form of a sample: six bytes a hash, in base64. */
export const storedSampleSchema = z.object({below: z.number(), hashes: z.string()});

export const storedSketchSchema = z.object({
  rows: z.number().int(),
  /** Of all rows in any order, whatever the columns are called; absent of very wide tables. */
  content: z.string().optional(),
  /** Of the rows' hashes; absent of very wide tables. */
  sample: storedSampleSchema.optional(),
  columns: z.array(
    z.object({
      name: z.string(),
      kind: valueKindSchema,
      distinct: z.number().int(),
      sample: storedSampleSchema,
    }),
  ),
});
export type StoredSketch = z.infer<typeof storedSketchSchema>;

export interface ColumnSketch {
  name: string;
  kind: ValueKind;
  /** How many different values there are; of very long tables about. */
  distinct: number;
  sample: Sample;
}

/** What tells whether two tables share rows or values, without the values. */
export interface TableSketch {
  rows: number;
  content?: string;
  sample?: Sample;
  columns: ColumnSketch[];
}

/** Hashes are whole numbers from 0 to below this: 48 bits of DuckDB's 64. */
export const HASH_SPACE = 2 ** 48;
const BYTES = 6;

/** A sample in its kept form. The hashes may come in any order. */
export function storeSample(below: number, hashes: readonly number[]): z.infer<typeof storedSampleSchema> {
  const sorted = Float64Array.from(hashes).sort();
  const bytes = Buffer.alloc(sorted.length * BYTES);
  for (const [at, hash] of sorted.entries()) bytes.writeUIntBE(hash, at * BYTES, BYTES);
  return {below, hashes: bytes.toString("base64")};
}

function readSample(stored: z.infer<typeof storedSampleSchema>): Sample {
  const bytes = Buffer.from(stored.hashes, "base64");
  const hashes = new Float64Array(Math.floor(bytes.length / BYTES));
  for (let at = 0; at < hashes.length; at++) hashes[at] = bytes.readUIntBE(at * BYTES, BYTES);
  return {below: stored.below, hashes};
}

/** A kept sketch, ready to be compared. */
export function readSketch(stored: StoredSketch): TableSketch {
  return {
    rows: stored.rows,
    ...(stored.content !== undefined && {content: stored.content}),
    ...(stored.sample && {sample: readSample(stored.sample)}),
    columns: stored.columns.map((column) => ({...column, sample: readSample(column.sample)})),
  };
}

/** How much two sets share, from 0 to 1. `seen`: of how many hashes of each side that is known. */
export interface Shared {
  /** The share of the first that is in the second, and the other way round. */
  first: number;
  second: number;
  /** Of all that either has. */
  jaccard: number;
  seen: {first: number; second: number};
  /** Both were compared whole, so that nothing is estimated. */
  exact: boolean;
}

/** Estimates what two sets share. With nothing seen of a side its share is 0. */
export function sharedOf(one: Sample, other: Sample): Shared {
  const below = Math.min(one.below, other.below);
  const [first, second] = [countBelow(one.hashes, below), countBelow(other.hashes, below)];
  let [a, b, both] = [0, 0, 0];
  while (a < first && b < second) {
    const [left, right] = [one.hashes[a]!, other.hashes[b]!];
    if (left === right) both++;
    if (left <= right) a++;
    if (right <= left) b++;
  }
  const share = (of: number): number => (of === 0 ? 0 : both / of);
  return {
    first: share(first),
    second: share(second),
    jaccard: share(first + second - both),
    seen: {first, second},
    exact: below === HASH_SPACE,
  };
}

function countBelow(sorted: Float64Array, bound: number): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle]! < bound) low = middle + 1;
    else high = middle;
  }
  return low;
}
