import {TabletalkError} from "../../errors.ts";
import {NO_HOOKS, type WorkHooks} from "../../statistics/work_hooks.ts";
import {fitRidge, predictLinear} from "../linear/least_squares.ts";
import {meanOfPresent} from "./knn_imputation.ts";

/** What iterative imputation did. */
export interface IterativeImputation {
  columns: Float64Array[];
  rounds: number;
  /** Whether the last round changed values by less than the tolerance. */
  converged: boolean;
}

/**
 * Fills missing values (NaN) of each column by least squares on the others, in turn, those that miss least first, until
 * a round changes little. Starts from the means. Columns that determine one another get a ridge of a millionth of their
 * squares. Agrees with scikit-learn's `IterativeImputer(estimator=LinearRegression())`.
 * @throws TabletalkError bad_plan for one column, a column without a value, or fewer rows than columns
 */
export function imputeIteratively(
  columns: readonly Float64Array[],
  options: {rounds?: number; tolerance?: number} = {},
  hooks: WorkHooks = NO_HOOKS,
): IterativeImputation {
  const {rounds = 10, tolerance = 1e-3} = options;
  if (columns.length < 2)
    throw new TabletalkError(
      "bad_plan",
      "Iterative filling needs a second column to learn from.",
      "Name more columns of numbers.",
    );
  const present = columns.map((column) => places(column, false));
  const missing = columns.map((column) => places(column, true));
  for (const [at, rows] of present.entries())
    if (rows.length <= columns.length && missing[at]!.length > 0)
      throw new TabletalkError(
        "bad_plan",
        `Column ${at + 1} has ${rows.length} values: too few to learn it from ${columns.length - 1} others.`,
        "Fill it by its median, or name fewer columns.",
      );
  const made = columns.map((column) => {
    const middle = meanOfPresent(column);
    return column.map((one) => (Number.isNaN(one) ? middle : one));
  });
  let largest = 0;
  for (const column of columns)
    for (const one of column) if (Math.abs(one) > largest) largest = Math.abs(one);
  const order = columns
    .map((_, at) => at)
    .filter((at) => missing[at]!.length > 0)
    .sort((a, b) => missing[a]!.length - missing[b]!.length || a - b);
  for (let round = 1; round <= rounds; round++) {
    let moved = 0;
    for (const at of order) {
      hooks.checkpoint();
      hooks.progress(round / rounds);
      const others = made.filter((_, other) => other !== at);
      const x = others.map((column) => take(column, present[at]!));
      const model = regress(x, take(columns[at]!, present[at]!));
      const guess = predictLinear(
        model,
        others.map((column) => take(column, missing[at]!)),
      );
      for (const [index, row] of missing[at]!.entries()) {
        moved = Math.max(moved, Math.abs(guess[index]! - made[at]![row]!));
        made[at]![row] = guess[index]!;
      }
    }
    if (moved < tolerance * largest) return {columns: made, rounds: round, converged: true};
  }
  return {columns: made, rounds, converged: order.length === 0};
}

function regress(x: readonly Float64Array[], y: Float64Array) {
  try {
    return fitRidge(x, y, 0);
  } catch (error) {
    if (!(error instanceof TabletalkError) || error.code !== "bad_plan") throw error;
    let squares = 0;
    for (const column of x) for (const value of column) squares += value * value;
    return fitRidge(x, y, Math.max(1e-12, (1e-6 * squares) / x.length));
  }
}

function places(column: Float64Array, missing: boolean): Uint32Array {
  const found: number[] = [];
  for (let row = 0; row < column.length; row++) if (Number.isNaN(column[row]!) === missing) found.push(row);
  return Uint32Array.from(found);
}

function take(column: Float64Array, rows: Uint32Array): Float64Array {
  return Float64Array.from(rows, (row) => column[row]!);
}
