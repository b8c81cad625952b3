/** Some rows of columns, in the order of the row numbers. */
export function takeRows(columns: readonly Float64Array[], rows: ArrayLike<number>): Float64Array[] {
  return columns.map((column) => takeValues(column, rows));
}

export function takeValues(column: Float64Array, rows: ArrayLike<number>): Float64Array {
  const made = new Float64Array(rows.length);
  for (let at = 0; at < made.length; at++) made[at] = column[rows[at]!]!;
  return made;
}

/** Columns as rows in one buffer: row by row, `width` values each. */
export function rowMajor(columns: readonly Float64Array[]): {
  values: Float64Array;
  width: number;
  rows: number;
} {
  const width = columns.length;
  const rows = columns[0]?.length ?? 0;
  const values = new Float64Array(rows * width);
  for (const [at, column] of columns.entries())
    for (let row = 0; row < rows; row++) values[row * width + at] = column[row]!;
  return {values, width, rows};
}

/** The class with the highest probability in each row; the first of equals. */
export function likeliest(probabilities: readonly Float64Array[]): Uint32Array {
  const rows = probabilities[0]?.length ?? 0;
  const best = new Uint32Array(rows);
  for (let row = 0; row < rows; row++)
    for (let at = 1; at < probabilities.length; at++)
      if (probabilities[at]![row]! > probabilities[best[row]!]![row]!) best[row] = at;
  return best;
}
