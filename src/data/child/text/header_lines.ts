import {TabletalkError} from "../../../errors.ts";
import type {ImportChoices} from "../../choices.ts";
import {isValue, looksLikeHeader} from "./header.ts";
import {countFilled, type TextRecord} from "./records.ts";
import type {Sample} from "./sample.ts";

/** So many lines of the head are looked at. */
export const LINES = 2_000;

/**
 * Where the table begins: the first row that is filled as tables are. A fuller row of names further down counts where
 * only facts ("Date: 1 May") or blank lines are between.
 */
export function firstRow(rows: readonly TextRecord[], width: number): number {
  const need = Math.min(width, Math.max(1, Math.ceil(width * 0.6)));
  const start = Math.max(
    0,
    rows.findIndex((row) => row.cells.length >= width - 1 && countFilled(row) >= need),
  );
  // Names of groups fill fewer cells than the names below them.
  if (
    start > 0 &&
    isGroupRow(rows[start - 1]!, rows[start]!, width) &&
    isSecondHeader(rows[start - 1]!.cells, rows[start]!.cells, below(rows, start + 1))
  )
    return start - 1;
  const filled = rows[start] ? countFilled(rows[start]) : 0;
  if (filled >= width) return start;
  for (let at = start + 1; at < Math.min(start + 20, rows.length); at++) {
    const row = rows[at]!;
    const parted = row.line > rows[at - 1]!.line + 1 || rows.slice(start, at).every(isFact);
    if (!parted || countFilled(row) <= filled) continue;
    const rest = below(rows, at + 1);
    if (looksLikeHeader(row.cells, rest)) return at;
  }
  return start;
}

/** Right above the names, as wide as they are, with two groups or more that go on to the right. */
function isGroupRow(row: TextRecord, names: TextRecord, width: number): boolean {
  const {cells} = row;
  if (names.line !== row.line + 1 || cells.length < width - 1) return false;
  const groups = cells.filter(
    (cell, at) => cell.trim() !== "" && at + 1 < width && (cells[at + 1] ?? "").trim() === "",
  );
  return groups.length > 1;
}

const below = (rows: readonly TextRecord[], from: number): string[][] =>
  rows.slice(from).map(({cells}) => cells);

/** A label with a colon, and perhaps what it is. */
const isFact = (row: TextRecord): boolean => {
  const cells = row.cells.map((cell) => cell.trim()).filter((cell) => cell !== "");
  return cells.length <= 2 && /[:：]$/.test(cells[0] ?? "");
};

/** The records that hold the names: those chosen, or what the sample looks like. */
export function headerLines(
  rows: readonly TextRecord[],
  start: number,
  choices: ImportChoices,
  sample: Sample,
): TextRecord[] {
  if (choices.header === "none") return [];
  if (choices.header !== undefined) {
    return [choices.header].flat().map((line) => {
      const row = rows.find((one) => one.line === line);
      if (row) return row;
      throw new TabletalkError(
        "bad_use",
        sample.whole && line > sample.head.length
          ? `The header cannot be in line ${line}: the file has ${sample.head.length} lines.`
          : `Line ${line} cannot be the header: no row begins there${line > LINES ? ` (only the first ${LINES} lines are looked at)` : ""}.`,
        'Name another line, or "none".',
      );
    });
  }
  const first = rows[start];
  if (!first) return [];
  const rest = below(rows, start + 1);
  if (!looksLikeHeader(first.cells, rest)) return [];
  const second = rows[start + 1];
  if (second && isSecondHeader(first.cells, second.cells, rest.slice(1))) return [first, second];
  return [first];
}

/** Names of groups above names of columns: each gap above is filled below, to the right of a group, over values. */
function isSecondHeader(
  first: readonly string[],
  second: readonly string[],
  rest: readonly (readonly string[])[],
): boolean {
  const blank = (cell: string | undefined): boolean => (cell ?? "").trim() === "";
  const gaps = second.flatMap((cell, at) => (blank(first[at]) && !blank(cell) ? [at] : []));
  const unfilled = first.filter(
    (cell, at) => blank(cell) && blank(second[at]) && rest.some((row) => !blank(row[at])),
  );
  if (gaps.length === 0 || unfilled.length > 0 || rest.length === 0) return false;
  if (!gaps.every((at) => first.slice(0, at).some((cell) => !blank(cell)))) return false;
  const values = gaps.some(
    (at) => rest.slice(0, 50).filter((row) => isValue(row[at] ?? "")).length > Math.min(50, rest.length) / 2,
  );
  return values && looksLikeHeader(second, rest);
}

export function joinHeaders(rows: readonly (readonly string[])[], width: number): string[] {
  if (rows.length === 0) return Array.from({length: width}, () => "");
  const names = Array.from({length: width}, () => "");
  for (const [index, row] of rows.entries()) {
    let group = "";
    for (let at = 0; at < width; at++) {
      const cell = (row[at] ?? "").trim();
      if (cell !== "") group = cell;
      const below = rows.slice(index + 1).some((other) => (other[at] ?? "").trim() !== "");
      const part = cell !== "" ? cell : index < rows.length - 1 && below ? group : "";
      if (part !== "" && !names[at]!.endsWith(part)) names[at] = `${names[at]} ${part}`.trim();
    }
  }
  return names;
}
