/** Sums of a table of counts, row by row. */
export function margins(table: readonly (readonly number[])[]): {
  rows: number[];
  columns: number[];
  n: number;
} {
  const rows = table.map((row) => row.reduce((sum, count) => sum + count, 0));
  const columns = table[0]!.map((_, at) => table.reduce((sum, row) => sum + row[at]!, 0));
  return {rows, columns, n: rows.reduce((sum, count) => sum + count, 0)};
}
