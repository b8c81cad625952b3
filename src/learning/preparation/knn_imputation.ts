import {TabletalkError} from "../../errors.ts";
import {NO_HOOKS, type WorkHooks} from "../../statistics/work_hooks.ts";

/** More comparisons of two numbers than this are refused: minutes of work. */
const MOST = 2e10;

/**
 * Fills missing values (NaN) by the mean of the k nearest rows that have them; near by the columns that both rows have,
 * scaled up for those that they lack. A row that shares no column with another takes the column's mean. Of equally near
 * rows the earlier counts. Agrees with scikit-learn's `KNNImputer` (uniform weights, nan_euclidean).
 * @throws TabletalkError bad_plan for a column without a value; refused for more work than can be waited for
 */
export function imputeNearest(
  columns: readonly Float64Array[],
  k = 5,
  hooks: WorkHooks = NO_HOOKS,
): Float64Array[] {
  const rows = columns[0]?.length ?? 0;
  const width = columns.length;
  const missing = columns.map((column) => column.map((one) => (Number.isNaN(one) ? 1 : 0)));
  for (const [at, flags] of missing.entries())
    if (flags.every((one) => one === 1))
      throw new TabletalkError("bad_plan", `Column ${at + 1} has no value at all.`, "Leave that column out.");
  const lacking: number[] = [];
  for (let row = 0; row < rows; row++) if (missing.some((flags) => flags[row] === 1)) lacking.push(row);
  if (lacking.length * rows * width > MOST)
    throw new TabletalkError(
      "refused",
      `${lacking.length} rows with missing values, each to be compared with ${rows} rows, are too many.`,
      "Fill by the median or by groups, or take a sample first.",
    );
  const means = columns.map(meanOfPresent);
  const made = columns.map((column) => Float64Array.from(column));
  const far = new Float64Array(rows);
  for (const [done, row] of lacking.entries()) {
    if (done % 16 === 0) {
      hooks.checkpoint();
      hooks.progress(done / lacking.length);
    }
    distances(columns, row, far);
    for (const [at, column] of columns.entries())
      if (missing[at]![row] === 1) made[at]![row] = nearestMean(column, far, row, k) ?? means[at]!;
  }
  return made;
}

/** Squared distances of a row to all; NaN to one that it shares no column with. */
function distances(columns: readonly Float64Array[], row: number, far: Float64Array): void {
  far.fill(0);
  const shared = new Uint32Array(far.length);
  for (const column of columns) {
    const own = column[row]!;
    if (Number.isNaN(own)) continue;
    for (let other = 0; other < far.length; other++) {
      const away = column[other]! - own;
      if (Number.isNaN(away)) continue;
      far[other]! += away * away;
      shared[other]!++;
    }
  }
  for (let other = 0; other < far.length; other++)
    far[other] = shared[other] === 0 ? Number.NaN : (far[other]! * columns.length) / shared[other]!;
}

function nearestMean(column: Float64Array, far: Float64Array, row: number, k: number): number | undefined {
  const nearest: {row: number; far: number}[] = [];
  for (let other = 0; other < column.length; other++) {
    const distance = far[other]!;
    if (other === row || Number.isNaN(distance) || Number.isNaN(column[other]!)) continue;
    if (nearest.length === k && distance >= nearest.at(-1)!.far) continue;
    let place = nearest.length;
    while (place > 0 && nearest[place - 1]!.far > distance) place--;
    nearest.splice(place, 0, {row: other, far: distance});
    if (nearest.length > k) nearest.pop();
  }
  if (nearest.length === 0) return undefined;
  return nearest.reduce((sum, one) => sum + column[one.row]!, 0) / nearest.length;
}

/** The mean of the values that are there. */
export function meanOfPresent(column: Float64Array): number {
  let [sum, count] = [0, 0];
  for (const value of column)
    if (!Number.isNaN(value)) {
      sum += value;
      count++;
    }
  return sum / count;
}
