import {rowMajor} from "../features.ts";

function pairs(
  a: ArrayLike<number>,
  b: ArrayLike<number>,
): {cells: number[]; rows: number[]; columns: number[]; n: number} {
  const cells = new Map<string, number>();
  const rows = new Map<number, number>();
  const columns = new Map<number, number>();
  for (let row = 0; row < a.length; row++) {
    const key = `${a[row]},${b[row]}`;
    cells.set(key, (cells.get(key) ?? 0) + 1);
    rows.set(a[row]!, (rows.get(a[row]!) ?? 0) + 1);
    columns.set(b[row]!, (columns.get(b[row]!) ?? 0) + 1);
  }
  return {cells: [...cells.values()], rows: [...rows.values()], columns: [...columns.values()], n: a.length};
}

const choose2 = (counts: readonly number[]): number =>
  counts.reduce((sum, count) => sum + (count * (count - 1)) / 2, 0);

/** How far two groupings agree beyond chance: 1 the same, 0 chance. Hubert and Arabie (1985). */
export function adjustedRand(a: ArrayLike<number>, b: ArrayLike<number>): number {
  const {cells, rows, columns, n} = pairs(a, b);
  const [both, left, right, all] = [choose2(cells), choose2(rows), choose2(columns), (n * (n - 1)) / 2];
  const expected = (left * right) / all;
  const most = (left + right) / 2;
  return most === expected ? 1 : (both - expected) / (most - expected);
}

/** Information that two groupings share, over the mean of their entropies: 0 to 1. */
export function normalisedMutualInformation(a: ArrayLike<number>, b: ArrayLike<number>): number {
  const {cells, rows, columns, n} = pairs(a, b);
  const entropy = (counts: readonly number[]): number =>
    counts.reduce((sum, count) => sum - (count / n) * Math.log(count / n), 0);
  const [left, right, both] = [entropy(rows), entropy(columns), entropy(cells)];
  const mean = (left + right) / 2;
  return mean > 0 ? (left + right - both) / mean : 1;
}

/**
 * How much nearer rows are to their own cluster than to the next, -1 to 1: Rousseeuw (1987), mean over rows. Quadratic in
 * rows: take a sample of at most 5,000.
 */
export function silhouette(columns: readonly Float64Array[], labels: ArrayLike<number>): number {
  const {values, width, rows} = rowMajor(columns);
  const clusters = [...new Set(Array.from(labels))].sort((a, b) => a - b);
  const place = new Map(clusters.map((label, at) => [label, at]));
  const sizes = clusters.map((label) => Array.from(labels).filter((own) => own === label).length);
  let sum = 0;
  for (let row = 0; row < rows; row++) {
    const distances = new Float64Array(clusters.length);
    for (let other = 0; other < rows; other++) {
      let square = 0;
      for (let at = 0; at < width; at++)
        square += (values[row * width + at]! - values[other * width + at]!) ** 2;
      distances[place.get(labels[other]!)!]! += Math.sqrt(square);
    }
    const own = place.get(labels[row]!)!;
    if (sizes[own] === 1) continue;
    const within = distances[own]! / (sizes[own]! - 1);
    let nearest = Infinity;
    for (let at = 0; at < clusters.length; at++)
      if (at !== own) nearest = Math.min(nearest, distances[at]! / sizes[at]!);
    sum += (nearest - within) / Math.max(within, nearest);
  }
  return sum / rows;
}
