import {looksLikeHeader, looksLikeUnits} from "../text/header.ts";
import {type Area, filledIn, type Grid, textsOf} from "./grid.ts";

/** So many rows below a header are compared with it. */
const BELOW = 60;
/** A header stands within the first rows of its area. */
const WITHIN = 30;

export interface FoundHeader {
  /** Rows that hold the names, from the top; none where there is no header. */
  rows: number[];
  /** The row of units under the names. */
  units?: number;
  /** Lines above the header: titles and facts about the table. */
  titles: number[];
  names: string[];
}

/** The names of an area's columns, and what stands above them. */
export function findHeader(grid: Grid, area: Area): FoundHeader {
  const width = area.right - area.left + 1;
  const need = width <= 2 ? width : Math.max(2, Math.ceil(width * 0.6));
  const last = Math.min(area.bottom, area.top + WITHIN);
  let start = area.top;
  // Names of groups fill less than half of their row: such a row counts where the next holds names.
  while (start < last && filledIn(grid, start, area) < need && !isGroupRow(grid, start, area)) start++;
  if (filledIn(grid, start, area) < Math.min(need, 2) && width > 1) start = area.top;
  const titles = range(area.top, start - 1).filter((row) => filledIn(grid, row, area) > 0);
  const rest = (from: number): string[][] =>
    range(from, Math.min(area.bottom, from + BELOW)).map((row) => textsOf(grid, row, area));
  const first = textsOf(grid, start, area);
  const kinds = first.map((_, at) => grid.kind(start, area.left + at));
  const typed = kinds.some((kind) => kind === "number" || kind === "boolean" || kind === "date");
  const header = typed ? datesAsNames(grid, start, area) : looksLikeHeader(first, rest(start + 1));
  if (!header) return {rows: [], titles, names: first.map(() => "")};
  const rows = [start];
  if (isGroupRow(grid, start, area)) rows.push(start + 1);
  const below = rows.at(-1)! + 1;
  const units =
    below < area.bottom && looksLikeUnits(textsOf(grid, below, area), rest(below + 1)) ? below : undefined;
  return {
    rows,
    titles,
    names: joinNames(
      rows.map((row) => textsOf(grid, row, area)),
      units === undefined ? undefined : textsOf(grid, units, area),
    ),
    ...(units !== undefined && {units}),
  };
}

/** Months or years as names of columns over numbers. */
function datesAsNames(grid: Grid, row: number, area: Area): boolean {
  const cells = range(area.left, area.right).filter((column) => grid.text(row, column) !== "");
  const values = cells.filter((column) => grid.kind(row, column) !== "text");
  if (values.length === 0 || values.length === cells.length || row >= area.bottom) return false;
  const years = values.every(
    (column) => grid.kind(row, column) === "date" || /^(19|20)\d\d$/.test(grid.text(row, column)),
  );
  return (
    years &&
    new Set(values.map((column) => grid.text(row, column))).size === values.length &&
    values.every((column) => grid.kind(row + 1, column) !== "date")
  );
}

/** Names of groups above names of columns: texts only, gaps that the row below fills, and values below that. */
function isGroupRow(grid: Grid, row: number, area: Area): boolean {
  if (row + 2 > area.bottom) return false;
  const [first, second] = [textsOf(grid, row, area), textsOf(grid, row + 1, area)];
  const filled = first.filter((cell) => cell !== "").length;
  // One cell at the left is a title, not a group.
  if (filled === 0 || filled === first.length || (filled === 1 && first[0] !== "")) return false;
  const texts = (at: number): boolean =>
    range(area.left, area.right).every((column) => (grid.kind(at, column) ?? "text") === "text");
  if (!texts(row) || !texts(row + 1)) return false;
  // Every gap has a name below it, and is the continuation of a group to its left.
  const gaps = first.flatMap((cell, at) => (cell === "" ? [at] : []));
  const named = gaps.filter((at) => second[at] !== "");
  if (named.length < gaps.length || named.length === 0) return false;
  const groups = named.filter((at) => at > 0 && first.slice(0, at).some((cell) => cell !== ""));
  if (groups.length < named.length) return false;
  const rest = range(row + 2, Math.min(area.bottom, row + 2 + BELOW)).map((at) => textsOf(grid, at, area));
  const values = range(row + 2, Math.min(area.bottom, row + 12)).some((at) =>
    range(area.left, area.right).some((column) => grid.kind(at, column) === "number"),
  );
  return values && looksLikeHeader(second, rest);
}

/** The names in each column joined from the top; a group's name goes on to the right where the row below has names. */
export function joinNames(rows: readonly (readonly string[])[], units?: readonly string[]): string[] {
  const width = Math.max(...rows.map((row) => row.length));
  const names = Array.from({length: width}, () => "");
  for (const [index, row] of rows.entries()) {
    let group = "";
    for (let at = 0; at < width; at++) {
      const cell = (row[at] ?? "").trim();
      if (cell !== "") group = cell;
      const below = rows.slice(index + 1).some((other) => (other[at] ?? "").trim() !== "");
      const part = cell !== "" ? cell : index < rows.length - 1 && below ? group : "";
      if (part !== "" && names[at] !== part) names[at] = `${names[at]} ${part}`.trim();
    }
  }
  return names.map((name, at) => {
    const unit = (units?.[at] ?? "").trim().replace(/^[([]|[)\]]$/g, "");
    return unit === "" || unit === "-" || name.includes(unit) ? name : `${name} (${unit})`;
  });
}

export const range = (from: number, to: number): number[] =>
  Array.from({length: Math.max(0, to - from + 1)}, (_, at) => from + at);
