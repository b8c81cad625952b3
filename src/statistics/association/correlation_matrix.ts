import {meanOfLarge} from "../large_sums.ts";
import {NO_HOOKS, type WorkHooks} from "../work_hooks.ts";

/** Rows multiplied at a time: a block of every column stays in the cache. */
const BLOCK = 512;

/** Pearson's r of every pair of columns. Complete columns; NaN for one that does not vary. */
export interface CorrelationMatrix {
  /** Row by row, `columns` x `columns`. */
  r: Float64Array;
  columns: number;
  rows: number;
}

/**
 * Pearson's r of all pairs of complete columns of one length in one go: centred on the means first, so that an offset costs no
 * digits, then cross products block by block, nine pairs at a time. Sums of blocks keep the error to that of a block.
 */
export function correlationMatrix(
  columns: readonly Float64Array[],
  hooks: WorkHooks = NO_HOOKS,
): CorrelationMatrix {
  const k = columns.length;
  const n = columns[0]?.length ?? 0;
  const means = Float64Array.from(columns, meanOfLarge);
  const wide = Math.ceil(k / 3) * 3;
  const centred = new Float64Array(wide * BLOCK);
  const sums = new Float64Array(wide * wide);
  for (let from = 0; from < n; from += BLOCK) {
    if (from % (BLOCK * 64) === 0) {
      hooks.checkpoint();
      hooks.progress(from / n, "correlations");
    }
    const size = Math.min(BLOCK, n - from);
    for (let at = 0; at < k; at++) centre(columns[at]!, means[at]!, from, size, centred, at * BLOCK);
    for (let i = 0; i < wide; i += 3)
      for (let j = i; j < wide; j += 3)
        addProducts(centred, i * BLOCK, j * BLOCK, size, sums, i * wide + j, wide);
  }
  const noise = columns.map((_, at) => n * (Math.abs(means[at]!) * 1e-13) ** 2);
  const r = new Float64Array(k * k);
  for (let i = 0; i < k; i++)
    for (let j = i; j < k; j++) {
      const [own, other] = [sums[i * wide + i]!, sums[j * wide + j]!];
      const varies = n > 1 && own > noise[i]! && other > noise[j]!;
      const value = varies ? sums[i * wide + j]! / Math.sqrt(own) / Math.sqrt(other) : Number.NaN;
      r[i * k + j] = i === j && varies ? 1 : Math.max(-1, Math.min(1, value));
      r[j * k + i] = r[i * k + j]!;
    }
  return {r, columns: k, rows: n};
}

function centre(
  from: Float64Array,
  mean: number,
  start: number,
  size: number,
  into: Float64Array,
  at: number,
): void {
  for (let row = 0; row < size; row++) into[at + row] = from[start + row]! - mean;
}

/** Adds the products of three columns (at `i`, one block apart) with three others (at `j`) to nine sums. */
function addProducts(
  block: Float64Array,
  i: number,
  j: number,
  size: number,
  sums: Float64Array,
  place: number,
  stride: number,
): void {
  let ax = 0;
  let ay = 0;
  let az = 0;
  let bx = 0;
  let by = 0;
  let bz = 0;
  let cx = 0;
  let cy = 0;
  let cz = 0;
  for (let row = 0; row < size; row++) {
    const a = block[i + row]!;
    const b = block[i + BLOCK + row]!;
    const c = block[i + 2 * BLOCK + row]!;
    const x = block[j + row]!;
    const y = block[j + BLOCK + row]!;
    const z = block[j + 2 * BLOCK + row]!;
    ax += a * x;
    ay += a * y;
    az += a * z;
    bx += b * x;
    by += b * y;
    bz += b * z;
    cx += c * x;
    cy += c * y;
    cz += c * z;
  }
  const next = place + stride;
  const last = next + stride;
  sums[place]! += ax;
  sums[place + 1]! += ay;
  sums[place + 2]! += az;
  sums[next]! += bx;
  sums[next + 1]! += by;
  sums[next + 2]! += bz;
  sums[last]! += cx;
  sums[last + 1]! += cy;
  sums[last + 2]! += cz;
}
