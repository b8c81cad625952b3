/** What a cell of a sheet holds. */
export type CellKind = "text" | "number" | "date" | "boolean" | "error";

/** A sheet as rows and columns from 0; a blank cell is "". */
export interface Grid {
  rows: number;
  columns: number;
  text(row: number, column: number): string;
  kind(row: number, column: number): CellKind | undefined;
  /** The same as a text of "", without making the text. */
  blank(row: number, column: number): boolean;
}

/** A part of a grid, ends included. */
export interface Area {
  top: number;
  left: number;
  bottom: number;
  right: number;
}

/** The filled cells of a row within an area. */
export function filledIn(grid: Grid, row: number, {left, right}: Pick<Area, "left" | "right">): number {
  let count = 0;
  for (let column = left; column <= right; column++) if (!grid.blank(row, column)) count++;
  return count;
}

/** The texts of a row within an area. */
export function textsOf(grid: Grid, row: number, {left, right}: Pick<Area, "left" | "right">): string[] {
  return Array.from({length: right - left + 1}, (_, at) => grid.text(row, left + at));
}

/** The area without blank rows and columns at its edges; undefined where all is blank. */
export function trimmed(grid: Grid, area: Area): Area | undefined {
  let {top, left, bottom, right} = area;
  const blankRow = (row: number): boolean => filledIn(grid, row, {left, right}) === 0;
  while (top <= bottom && blankRow(top)) top++;
  while (bottom >= top && blankRow(bottom)) bottom--;
  if (top > bottom) return undefined;
  const blankColumn = (column: number): boolean => {
    for (let row = top; row <= bottom; row++) if (!grid.blank(row, column)) return false;
    return true;
  };
  while (left < right && blankColumn(left)) left++;
  while (right > left && blankColumn(right)) right--;
  return {top, left, bottom, right};
}

/** "B3:F40" of an area, and back. */
export function rangeText({top, left, bottom, right}: Area): string {
  return `${letters(left)}${top + 1}:${letters(right)}${bottom + 1}`;
}

export function rangeArea(range: string): Area {
  const [, a, b, c, d] = /^([A-Za-z]+)(\d+):([A-Za-z]+)(\d+)$/.exec(range)!;
  const [left, right] = [place(a!), place(c!)];
  const [top, bottom] = [Number(b) - 1, Number(d) - 1];
  return {
    top: Math.min(top, bottom),
    bottom: Math.max(top, bottom),
    left: Math.min(left, right),
    right: Math.max(left, right),
  };
}

const place = (name: string): number =>
  [...name.toUpperCase()].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1;

function letters(column: number): string {
  const rest = Math.floor(column / 26);
  return (rest > 0 ? letters(rest - 1) : "") + String.fromCharCode(65 + (column % 26));
}
