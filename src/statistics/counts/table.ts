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

/** The table without rows and columns that are empty. */
export function withoutEmpty(table: readonly (readonly number[])[]): number[][] {
  const {rows, columns} = margins(table);
  return table.filter((_, at) => rows[at]! > 0).map((row) => row.filter((_, at) => columns[at]! > 0));
}
