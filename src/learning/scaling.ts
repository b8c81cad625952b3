import {meanOf} from "../statistics/sums.ts";

/** What standardising learnt from the training rows; a column without spread is only shifted. */
export interface Scaling {
  means: number[];
  scales: number[];
}

/** Means and population sd of columns, as scikit-learn's `StandardScaler`. */
export function fitScaling(columns: readonly Float64Array[]): Scaling {
  const means = columns.map((column) => meanOf(column));
  const scales = columns.map((column, at) => {
    const mean = means[at]!;
    let squares = 0;
    for (let row = 0; row < column.length; row++) squares += (column[row]! - mean) ** 2;
    const sd = Math.sqrt(squares / column.length);
    return sd > 10 * Number.EPSILON * Math.abs(mean) ? sd : 1;
  });
  return {means, scales};
}

export function scale(columns: readonly Float64Array[], {means, scales}: Scaling): Float64Array[] {
  return columns.map((column, at) => {
    const made = new Float64Array(column.length);
    for (let row = 0; row < made.length; row++) made[row] = (column[row]! - means[at]!) / scales[at]!;
    return made;
  });
}
