/** The size of rows that were pasted from a spreadsheet. */
export interface PastedRows {
  rows: number;
  columns: number;
}

/** Whether lines are a block copied from a spreadsheet: at least two, parted by tabs into the same number of cells. */
export function pastedRows(lines: readonly string[]): PastedRows | undefined {
  const filled = lines.filter((line) => line.trim() !== "");
  const widths = filled.map((line) => line.split("\t").length);
  const columns = Math.max(0, ...widths);
  const even = widths.filter((width) => width === columns).length;
  if (filled.length < 2 || columns < 2 || even < filled.length * 0.8) return undefined;
  return {rows: filled.length - 1, columns};
}
