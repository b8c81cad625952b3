import {TabletalkError} from "../../errors.ts";
import {NO_HOOKS, type WorkHooks} from "../../statistics/work_hooks.ts";
import {rowMajor} from "../features.ts";

export type Linkage = "ward" | "average" | "complete" | "single";

/** A merge of two clusters: rows are numbered first, then merges in order. */
export interface Merge {
  left: number;
  right: number;
  distance: number;
  size: number;
}

const MOST_ROWS = 10_000;

/**
 * Agglomerative clustering by the chain of nearest neighbours (Müllner 2011) with the updates of Lance and Williams. Memory
 * grows with the square of the rows: at most 10,000.
 * @throws TabletalkError refused for more rows
 */
export function mergeTree(
  columns: readonly Float64Array[],
  linkage: Linkage = "ward",
  hooks: WorkHooks = NO_HOOKS,
): Merge[] {
  const {values, width, rows: n} = rowMajor(columns);
  if (n > MOST_ROWS)
    throw new TabletalkError(
      "refused",
      `${n} rows are too many for hierarchical clustering; it takes at most ${MOST_ROWS}.`,
      "Take a sample, or use k-means.",
    );
  const place = (i: number, j: number): number => (i < j ? (j * (j - 1)) / 2 + i : (i * (i - 1)) / 2 + j);
  const distances = new Float64Array((n * (n - 1)) / 2);
  for (let i = 0; i < n; i++) {
    if (i % 100 === 0) hooks.checkpoint();
    for (let j = 0; j < i; j++) {
      let square = 0;
      for (let at = 0; at < width; at++) square += (values[i * width + at]! - values[j * width + at]!) ** 2;
      distances[place(i, j)] = linkage === "ward" ? square : Math.sqrt(square);
    }
  }
  const sizes = new Float64Array(n).fill(1);
  const active = Uint8Array.from({length: n}, () => 1);
  const merges: {a: number; b: number; distance: number}[] = [];
  const chain: number[] = [];
  while (merges.length < n - 1) {
    if (chain.length === 0) chain.push(active.indexOf(1));
    for (;;) {
      const last = chain.at(-1)!;
      const before = chain.at(-2);
      let near = before ?? -1;
      let least = before === undefined ? Infinity : distances[place(last, before)]!;
      for (let other = 0; other < n; other++) {
        if (!active[other] || other === last) continue;
        const distance = distances[place(last, other)]!;
        if (distance < least) {
          least = distance;
          near = other;
        }
      }
      if (near === before) break;
      chain.push(near);
    }
    hooks.progress(merges.length / n);
    hooks.checkpoint();
    const [b, a] = [chain.pop()!, chain.pop()!];
    const between = distances[place(a, b)]!;
    merges.push({a, b, distance: between});
    active[a] = 0;
    const [na, nb] = [sizes[a]!, sizes[b]!];
    for (let other = 0; other < n; other++) {
      if (!active[other] || other === b) continue;
      const [da, db] = [distances[place(a, other)]!, distances[place(b, other)]!];
      const no = sizes[other]!;
      distances[place(b, other)] =
        linkage === "ward"
          ? ((na + no) * da + (nb + no) * db - no * between) / (na + nb + no)
          : linkage === "average"
            ? (na * da + nb * db) / (na + nb)
            : linkage === "complete"
              ? Math.max(da, db)
              : Math.min(da, db);
    }
    sizes[b] = na + nb;
  }
  return ordered(merges, n, linkage);
}

/** The rows' clusters when the tree is cut into k; numbered by their first row. */
export function cutTree(merges: readonly Merge[], k: number): Uint32Array {
  const n = merges.length + 1;
  const root = Uint32Array.from({length: 2 * n - 1}, (_, at) => at);
  const find = (node: number): number => {
    let at = node;
    while (root[at] !== at) at = root[at]!;
    return at;
  };
  for (const [at, {left, right}] of merges.slice(0, n - k).entries()) {
    root[find(left)] = n + at;
    root[find(right)] = n + at;
  }
  const numbers = new Map<number, number>();
  return Uint32Array.from({length: n}, (_, row) => {
    const own = find(row);
    const known = numbers.get(own) ?? numbers.size;
    numbers.set(own, known);
    return known;
  });
}

/** Merges by distance, with clusters numbered as they arise. */
function ordered(
  merges: readonly {a: number; b: number; distance: number}[],
  n: number,
  linkage: Linkage,
): Merge[] {
  const sorted = [...merges].sort((x, y) => x.distance - y.distance);
  const label = Uint32Array.from({length: n}, (_, at) => at);
  const parent = Uint32Array.from({length: n}, (_, at) => at);
  const size = new Uint32Array(n).fill(1);
  const find = (row: number): number => {
    let at = row;
    while (parent[at] !== at) at = parent[at]!;
    parent[row] = at;
    return at;
  };
  return sorted.map(({a, b, distance}, at) => {
    const [x, y] = [find(a), find(b)];
    const merged = {
      left: Math.min(label[x]!, label[y]!),
      right: Math.max(label[x]!, label[y]!),
      distance: linkage === "ward" ? Math.sqrt(distance) : distance,
      size: size[x]! + size[y]!,
    };
    parent[x] = y;
    size[y] = merged.size;
    label[y] = n + at;
    return merged;
  });
}
