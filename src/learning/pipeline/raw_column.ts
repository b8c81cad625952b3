/** A column as it was loaded: numbers (NaN is missing), or text of labels and dates (null is missing). */
export type RawColumn =
  | {name: string; type: "number"; values: Float64Array}
  | {name: string; type: "label" | "date"; values: (string | null)[]};

/** Some rows of raw columns, in the order of the row numbers. */
export function takeRaw(columns: readonly RawColumn[], rows: ArrayLike<number>): RawColumn[] {
  return columns.map((column): RawColumn => {
    if (column.type === "number") {
      const values = new Float64Array(rows.length);
      for (let at = 0; at < values.length; at++) values[at] = column.values[rows[at]!]!;
      return {...column, values};
    }
    return {...column, values: Array.from(rows, (row) => column.values[row] ?? null)};
  });
}

/** Rows of the columns. */
export function rowCount(columns: readonly RawColumn[]): number {
  return columns[0]?.values.length ?? 0;
}
