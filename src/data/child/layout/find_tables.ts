import {type Area, type CellKind, filledIn, type Grid, textsOf, trimmed} from "./grid.ts";
import {type FoundHeader, findHeader, range} from "./header_rows.ts";

/** A table found in a grid. */
export interface FoundTable {
  /** With its header, without titles and notes. */
  area: Area;
  header: FoundHeader;
  /** Rows of values, in order; blank rows are not among them. */
  body: number[];
  /** The line that names it, where there is one. */
  title?: string;
  /** Rows below that are text, not values. */
  notes: number[];
  /** Why a person should look. */
  doubts: string[];
}

/** More blocks than this between blank rows are no tables of their own. */
const MOST_BLOCKS = 60;

/**
 * The tables of a grid: stacked with blank rows between, or side by side with a blank column between. Careful: what can be
 * one table stays one.
 */
export function findTables(grid: Grid, within: Area, split = true): FoundTable[] {
  const used = trimmed(grid, within);
  if (!used) return [];
  if (!split) return [describe(grid, used, [])].filter(hasBody);
  return columnsOf(grid, used).flatMap((column) => stacked(grid, column));
}

const hasBody = (table: FoundTable): boolean => table.header.rows.length > 0 || table.body.length > 0;

/** Parts of an area that a blank column parts and that are tables of their own. */
function columnsOf(grid: Grid, area: Area): Area[] {
  const blank: number[] = [];
  for (let column = area.left + 1; column < area.right; column++) {
    let filled = false;
    for (let row = area.top; row <= area.bottom && !filled; row++) filled = !grid.blank(row, column);
    if (!filled) blank.push(column);
  }
  for (const column of blank) {
    const left = trimmed(grid, {...area, right: column - 1});
    const right = trimmed(grid, {...area, left: column + 1});
    if (left && right && areApart(grid, left, right))
      return [...columnsOf(grid, left), ...columnsOf(grid, right)];
  }
  return [area];
}

/** Two parts side by side are two tables where they end or begin in different rows, or repeat their names. */
function areApart(grid: Grid, left: Area, right: Area): boolean {
  const [a, b] = [left, right].map((part) => findHeader(grid, part)) as [FoundHeader, FoundHeader];
  if (a.rows.length === 0 || b.rows.length === 0) return false;
  if (left.right === left.left && right.right === right.left) return false;
  const [first, second] = [a, b].map(({names}) => names.filter((name) => name !== "")) as [
    string[],
    string[],
  ];
  if (first.length === 0 || second.length === 0) return false;
  const repeated = second.filter((name) => first.includes(name)).length;
  if (repeated > 0 && repeated >= Math.min(first.length, second.length) / 2) return true;
  return left.bottom !== right.bottom || a.rows[0] !== b.rows[0];
}

/** Blocks between blank rows, put together where one goes on with the other. */
function stacked(grid: Grid, area: Area): FoundTable[] {
  const blocks = blocksOf(grid, area);
  if (blocks.length > MOST_BLOCKS) return [describe(grid, area, [])].filter(hasBody);
  const tables: {area: Area; titles: number[]}[] = [];
  let pending: number[] = [];
  for (const block of blocks) {
    if (isText(grid, block, area)) {
      pending.push(...range(block.top, block.bottom));
      continue;
    }
    const own = trimmed(grid, block)!;
    const before = tables.at(-1);
    if (before && !beginsAnew(grid, before.area, own, pending.length > 0)) {
      before.area = {
        top: before.area.top,
        bottom: own.bottom,
        left: Math.min(before.area.left, own.left),
        right: Math.max(before.area.right, own.right),
      };
    } else tables.push({area: own, titles: pending});
    pending = [];
  }
  return tables.map(({area: own, titles}) => describe(grid, own, titles)).filter(hasBody);
}

function blocksOf(grid: Grid, area: Area): Area[] {
  const blocks: Area[] = [];
  let top = -1;
  for (let row = area.top; row <= area.bottom + 1; row++) {
    const blank = row > area.bottom || filledIn(grid, row, area) === 0;
    if (blank && top >= 0) {
      blocks.push({...area, top, bottom: row - 1});
      top = -1;
    } else if (!blank && top < 0) top = row;
  }
  return blocks;
}

/** Titles, notes and facts: one cell a row, or "label: value" in a few rows over a wider sheet. */
function isText(grid: Grid, block: Area, area: Area): boolean {
  const counts = range(block.top, block.bottom).map((row) => filledIn(grid, row, area));
  if (counts.every((count) => count === 1)) return area.right > area.left;
  const wide = area.right - area.left + 1 > 3;
  return (
    wide &&
    block.bottom - block.top < 12 &&
    counts.every((count) => count <= 2) &&
    range(block.top, block.bottom).every((row) => {
      const first = textsOf(grid, row, area).find((cell) => cell !== "")!;
      return /[:：]\s*$/.test(first) || filledIn(grid, row, area) === 1;
    })
  );
}

/** Whether a block is a table of its own and not more rows of the one above. */
function beginsAnew(grid: Grid, before: Area, block: Area, titled: boolean): boolean {
  const header = findHeader(grid, block);
  const first = header.rows[0];
  if (first === undefined) return block.left > before.right || block.right < before.left;
  if (header.titles.length > 0 || titled) return true;
  const above = findHeader(grid, before);
  if (above.names.join("\u0000") === header.names.join("\u0000")) return false;
  if (block.left !== before.left || block.right !== before.right)
    return header.names.filter(Boolean).length > 1;
  // A row of words among rows of words may be a row like the others: it begins a table where it stands over values.
  return range(block.left, block.right).some((column) => {
    const kind = usualKind(grid, before, column);
    return grid.kind(first, column) === "text" && (kind === "number" || kind === "date");
  });
}

function usualKind(grid: Grid, area: Area, column: number): CellKind | undefined {
  const counts = new Map<CellKind, number>();
  for (const row of range(area.top + 1, Math.min(area.bottom, area.top + 40))) {
    const kind = grid.kind(row, column);
    if (kind) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  }
  return [...counts].sort((a, b) => b[1] - a[1])[0]?.[0];
}

/** Labels in one column and what they say in the next, of all kinds: a form, not a table with names above. */
function isForm(grid: Grid, area: Area): boolean {
  const filled = range(area.top, area.bottom).filter((row) => filledIn(grid, row, area) > 0);
  // A title may stand above.
  const rows = filled.slice(
    Math.max(
      0,
      filled.findIndex((row) => !grid.blank(row, area.right)),
    ),
  );
  if (area.right !== area.left + 1 || rows.length < 3 || rows.length > 40) return false;
  const labels = rows.map((row) => grid.text(row, area.left));
  if (labels.some((label, at) => label === "" || grid.kind(rows[at]!, area.left) !== "text")) return false;
  if (new Set(labels).size < labels.length) return false;
  const kinds = new Set(rows.slice(1).map((row) => grid.kind(row, area.right) ?? "blank"));
  kinds.delete("blank");
  return (
    kinds.size > 1 && kinds.has("text") && (kinds.has("number") || kinds.has("date") || kinds.has("boolean"))
  );
}

function describe(grid: Grid, area: Area, above: readonly number[]): FoundTable {
  const form = isForm(grid, area);
  const header = form ? {rows: [], titles: [], names: ["", ""]} : findHeader(grid, area);
  const from = (header.units ?? header.rows.at(-1) ?? area.top + header.titles.length - 1) + 1;
  const width = area.right - area.left + 1;
  let bottom = area.bottom;
  const notes: number[] = [];
  // Text below the values: one cell only, at the left, where rows have more.
  while (bottom > from && width > 1) {
    const count = filledIn(grid, bottom, area);
    if (count > 1 || (count === 1 && !isNote(grid, bottom, area, from))) break;
    if (count === 1) notes.unshift(bottom);
    bottom--;
  }
  const body = range(from, bottom).filter((row) => filledIn(grid, row, area) > 0);
  const lines = [...above, ...header.titles];
  const title = lines
    .map((row) => textsOf(grid, row, area).find((cell) => cell !== ""))
    .find((text) => text !== undefined && text.length <= 80);
  return {
    area: {...area, top: header.rows[0] ?? area.top + header.titles.length, bottom},
    header: {...header, titles: lines},
    body,
    ...(title && {title}),
    notes,
    doubts: form
      ? [
          "This looks like a form, with labels at the left and what they say at the right: each pair is a row.",
        ]
      : [],
  };
}

const NOTE =
  /^\s*([*†‡¹²³]|\(?(notes?|sources?|remarks?|legend|footnotes?|comments?|excl|incl|excludes?|includes?|figures|data|as of|generated|printed|exported|end of|prepared|page|disclaimer|confidential|anmerkung|quelle|hinweis|stand|erstellt|source|remarque|nota|fuente|fonte|bron|opmerking)\b)/iu;

/** A line below the values that is text: after a blank row any, right below the last row only one that reads like a note. */
function isNote(grid: Grid, row: number, area: Area, from: number): boolean {
  const column = range(area.left, area.right).find((at) => grid.text(row, at) !== "")!;
  if (grid.kind(row, column) !== "text") return false;
  const above = range(from, row - 1).slice(-40);
  const counts = above.map((at) => filledIn(grid, at, area));
  if (Math.max(0, ...counts) <= 1) return false;
  if (counts.at(-1) === 0) return true;
  const text = grid.text(row, column);
  const longest = Math.max(0, ...above.map((at) => grid.text(at, column).length));
  return NOTE.test(text) || text.length > Math.max(40, 2.5 * longest);
}
