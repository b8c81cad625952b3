import {NO_HOOKS, type WorkHooks} from "../../statistics/work_hooks.ts";
import {rowMajor} from "../features.ts";

/**
 * Clusters where rows lie densely: DBSCAN, Ester and others (1996). Labels as scikit-learn's: from 0 in the order of the
 * rows, -1 for noise. Columns want to be standardised. Quadratic in rows: at most some ten thousand.
 * @param reach two rows this near are neighbours
 * @param least a row with so many neighbours (itself among them) is a core
 */
export function densityClusters(
  columns: readonly Float64Array[],
  reach: number,
  least: number,
  hooks: WorkHooks = NO_HOOKS,
): Int32Array {
  const {values, width, rows: n} = rowMajor(columns);
  const limit = reach * reach;
  const around = (row: number): number[] => {
    const found: number[] = [];
    for (let other = 0; other < n; other++) {
      let square = 0;
      for (let at = 0; at < width && square <= limit; at++)
        square += (values[row * width + at]! - values[other * width + at]!) ** 2;
      if (square <= limit) found.push(other);
    }
    return found;
  };
  const labels = new Int32Array(n).fill(-1);
  const seen = new Uint8Array(n);
  let clusters = 0;
  for (let row = 0; row < n; row++) {
    if (row % 100 === 0) {
      hooks.checkpoint();
      hooks.progress(row / n);
    }
    if (labels[row] !== -1 || seen[row]) continue;
    const own = around(row);
    if (own.length < least) continue;
    seen[row] = 1;
    labels[row] = clusters;
    const open = own;
    for (let at = 0; at < open.length; at++) {
      const next = open[at]!;
      if (labels[next] === -1) labels[next] = clusters;
      else if (labels[next] !== clusters) continue;
      if (seen[next]) continue;
      seen[next] = 1;
      const more = around(next);
      if (more.length >= least) for (const one of more) if (labels[one] === -1) open.push(one);
    }
    clusters++;
  }
  return labels;
}
