import {normalTwoSided} from "../distributions/normal.ts";
import {tiedRanks} from "../ranks/tied_ranks.ts";

/** Do two samples with one centre spread alike? Ansari and Bradley (1960), normal approximation with ties. */
export function ansariBradley(first: Float64Array, second: Float64Array): {ab: number; z: number; p: number} {
  const [n, m] = [first.length, second.length];
  const total = n + m;
  const {ranks, ties} = tiedRanks([...first, ...second]);
  const scores = ranks.map((rank) => Math.min(rank, total - rank + 1));
  let ab = 0;
  for (let row = 0; row < n; row++) ab += scores[row]!;
  const even = total % 2 === 0;
  const mean = even ? (n * (total + 2)) / 4 : (n * (total + 1) ** 2) / (4 * total);
  let variance: number;
  if (ties > 0) {
    const squares = scores.reduce((sum, score) => sum + score ** 2, 0);
    variance = even
      ? (n * m * (16 * squares - total * (total + 2) ** 2)) / (16 * total * (total - 1))
      : (n * m * (16 * total * squares - (total + 1) ** 4)) / (16 * total ** 2 * (total - 1));
  } else {
    variance = even
      ? (n * m * (total + 2) * (total - 2)) / (48 * (total - 1))
      : (n * m * (total + 1) * (3 + total ** 2)) / (48 * total ** 2);
  }
  const z = (ab - mean) / Math.sqrt(variance);
  return {ab, z, p: normalTwoSided(z)};
}

/** Do two samples with one centre spread alike? Mood (1954), with ties as Mielke (1967). Agrees with scipy's `mood`. */
export function moodScale(first: Float64Array, second: Float64Array): {z: number; p: number} {
  const [n, m] = [first.length, second.length];
  const total = n + m;
  const mean = (n * (total ** 2 - 1)) / 12;
  let variance = (n * m * (total + 1) * (total + 2) * (total - 2)) / 180;
  const values = [...first, ...second];
  const counts = new Map<number, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  const distinct = [...counts.keys()].sort((a, b) => a - b);
  let statistic = 0;
  let below = 0;
  let tied = 0;
  for (const value of distinct) {
    const size = counts.get(value)!;
    const own = first.reduce((count, one) => count + (one === value ? 1 : 0), 0);
    let squares = 0;
    for (let rank = below + 1; rank <= below + size; rank++) squares += (rank - (total + 1) / 2) ** 2;
    statistic += own * (squares / size);
    tied += size * (size ** 2 - 1) * (size ** 2 - 4 + 15 * (total - size - 2 * below) ** 2);
    below += size;
  }
  variance -= ((n * m) / (180 * total * (total - 1))) * tied;
  const z = (statistic - mean) / Math.sqrt(variance);
  return {z, p: normalTwoSided(z)};
}
