import type {Cell} from "../data/table.ts";
import type {Artifact} from "../tools/tool.ts";
import {namePartsOf} from "./claims/column_units.ts";
import {monthNumberOf, periodOf} from "./claims/periods_of_cells.ts";
import {spellingsOf} from "./claims/spellings.ts";
import {viewOf} from "./claims/table_view.ts";
import {type ShownNumber, scanNumbers} from "./scan_numbers.ts";

/** A place in a text that names cells of an artifact: a value ("Toy Story 2"), a date, a class ("Pclass 3"). */
export interface Mention {
  start: number;
  end: number;
  step: string;
  column: string;
  /** Rows that hold the value. */
  rows: ReadonlySet<number>;
}

const MONTH_NAMES =
  /(?<![\w-])(January|February|March|April|May|June|July|August|September|October|November|December)(?![\w-])/g;
/** Every whole cell value that the text names, the longest where several overlap, in order. */
export function findMentions(
  text: string,
  artifacts: ReadonlyMap<string, Artifact>,
  numbers: readonly ShownNumber[],
): Mention[] {
  const found: Mention[] = [];
  for (const [step, artifact] of artifacts) {
    const view = viewOf(step, artifact);
    const keys = new Set(view.keys.map((key) => key.name));
    const time = view.time?.column.name;
    artifact.table.columns.forEach((column, index) => {
      const cells = artifact.table.rows.map((row) => row[index] ?? null);
      const places = (spans: readonly Span[]) => {
        for (const {start, end, rows} of spans) found.push({start, end, step, column: column.name, rows});
      };
      const isKey = keys.has(column.name);
      const isTime = column.type === "date" || column.type === "timestamp" || time === column.name;
      if (isTime) places(dateSpans(text, cells, numbers, column.name));
      if (column.type === "integer" || column.type === "number") {
        if (isKey || view.measures.length > 1) places(classSpans(column.name, cells, text));
        if (isKey && !isTime) places(countedSpans(column.name, cells, text));
      } else if (column.type !== "date" && column.type !== "timestamp") {
        places(valueSpans(text, cells));
        places(lackSpans(column.name, cells, text));
      }
    });
  }
  const longest = found.filter(
    (one) =>
      !found.some(
        (other) => other.start <= one.start && other.end >= one.end && lengthOf(other) > lengthOf(one),
      ),
  );
  return longest.sort((a, b) => a.start - b.start);
}

/** Where a text holds a name as a whole: no letter or digit touches it. Case counts for names of up to 3 letters. */
export function wholeMatches(text: string, name: string): {start: number; end: number}[] {
  if (name.trim() === "") return [];
  const exact = name.length <= 3;
  const [hay, needle] = exact ? [text, name] : [text.toLowerCase(), name.toLowerCase()];
  const spans: {start: number; end: number}[] = [];
  for (let at = hay.indexOf(needle); at >= 0; at = hay.indexOf(needle, at + 1)) {
    const end = at + needle.length;
    const touches = (a: string | undefined, b: string | undefined) =>
      a !== undefined && b !== undefined && isWord(a) && isWord(b);
    const isPart = /\d[.,]$/.test(hay.slice(0, at)) || /^[.,]\d/.test(hay.slice(end));
    if (isPart && /^[\d.,-]+$/.test(needle)) continue;
    if (!touches(hay[at - 1], hay[at]) && !touches(hay[end - 1], hay[end])) spans.push({start: at, end});
  }
  return spans;
}

interface Span {
  start: number;
  end: number;
  rows: ReadonlySet<number>;
}

function valueSpans(text: string, cells: readonly Cell[]): Span[] {
  const spans: Span[] = [];
  for (const [value, rows] of rowsByValue(cells)) {
    for (const spelling of spellingsOf(value))
      for (const span of wholeMatches(text, spelling)) spans.push({...span, rows});
  }
  return spans;
}

/** "no damage": the rows of "None" in a column of damages. */
function lackSpans(column: string, cells: readonly Cell[], text: string): Span[] {
  const rows = new Set(cells.flatMap((cell, row) => (/^(?:none|no)$/i.test(String(cell)) ? [row] : [])));
  const [name] = namePartsOf(column).slice(-1);
  if (rows.size === 0 || name === undefined) return [];
  return [`no ${name}`, `without ${name}`, `not ${name}`, `un${name}`].flatMap((one) =>
    wholeMatches(text, one).map((span) => ({...span, rows})),
  );
}

/** A date names the row whose period begins with it, else the rows within it; a month alone, the rows in such a month. */
function dateSpans(
  text: string,
  cells: readonly Cell[],
  numbers: readonly ShownNumber[],
  column: string,
): Span[] {
  const periods = cells.map((cell) => periodOf(cell, column));
  const rowsWhere = (test: (day: string, to: string) => boolean) =>
    new Set(
      periods.flatMap((period, row) => (period && test(period.from.slice(0, 10), period.to) ? [row] : [])),
    );
  const spans: Span[] = [];
  for (const {start, end, date, kind, value} of numbers) {
    const isYear =
      kind === "plain" && Number.isInteger(value) && value >= 1000 && value <= 2999 && end - start === 4;
    if (!date && !isYear) continue;
    const begins = date?.from ?? `${value}-01-01`;
    const ends = date?.to ?? `${value + 1}-01-01`;
    const same = rowsWhere((day, to) => day === begins && to === ends);
    const exact = same.size > 0 ? same : rowsWhere((day) => day === begins);
    const rows =
      exact.size > 0 && (date || same.size > 0) ? exact : rowsWhere((day) => day >= begins && day < ends);
    if (rows.size > 0) spans.push({start, end, rows});
  }
  for (const match of text.matchAll(MONTH_NAMES)) {
    const [start, end] = [match.index, match.index + match[0].length];
    if (numbers.some((one) => one.start < end && start < one.end)) continue;
    const month = String(monthNumberOf(match[1]!)).padStart(2, "0");
    const rows = rowsWhere((day) => day.slice(5, 7) === month);
    const byNumber = rowsOfMonth(cells, column, Number(month));
    const all = byNumber.size > 0 ? byNumber : rows;
    if (all.size > 0) spans.push({start, end, rows: all});
  }
  return spans;
}

function rowsOfMonth(cells: readonly Cell[], column: string, month: number): Set<number> {
  const named = `0000-month-${String(month).padStart(3, "0")}`;
  return new Set(cells.flatMap((cell, row) => (periodOf(cell, column)?.from === named ? [row] : [])));
}

/** "8-cylinder", "4 cylinders", "cylinder 6", "class 2": a number beside the name of the key that it is a value of. */
function countedSpans(column: string, cells: readonly Cell[], text: string): Span[] {
  const stem = column.toLowerCase().replaceAll("_", " ").replace(/s$/, "");
  const name = stem.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  const spans: Span[] = [];
  const rows = rowsByValue(cells);
  for (const match of text.matchAll(
    new RegExp(`(?<![\\w-])(?<word>\\p{L}+)[- ]${name}(?:s|es)?\\b`, "giu"),
  )) {
    const [number] = scanNumbers(match.groups!.word!.toLowerCase());
    const found = number?.kind === "word" ? rows.get(String(number.value)) : undefined;
    if (found) spans.push({start: match.index, end: match.index + match[0].length, rows: found});
  }
  for (const pattern of [
    new RegExp(`(?<![\\w.,])(?<value>-?\\d+)(?:-| )${name}(?:s|es)?\\b`, "gi"),
    new RegExp(`\\b${name}s?(?: of | )(?<value>-?\\d+)(?![\\w.,]*\\d)`, "gi"),
  ])
    for (const match of text.matchAll(pattern)) {
      const found = rows.get(match.groups!.value!);
      if (found) spans.push({start: match.index, end: match.index + match[0].length, rows: found});
    }
  return spans;
}

/** A number that names a class stands right after its column's name: "Pclass 3", "cylinders = 8". */
function classSpans(column: string, cells: readonly Cell[], text: string): Span[] {
  const spans: Span[] = [];
  for (const name of wholeMatches(text, column)) {
    const match = /^\s*(?:=|is|of|:)?\s*(-?\d+)(?![\w.,]*\d)/.exec(text.slice(name.end));
    if (!match) continue;
    const rows = rowsByValue(cells).get(match[1]!);
    if (rows) spans.push({start: name.start, end: name.end + match[0].length, rows});
  }
  return spans;
}

function rowsByValue(cells: readonly Cell[]): Map<string, Set<number>> {
  const rows = new Map<string, Set<number>>();
  cells.forEach((cell, row) => {
    if (cell === null) return;
    const key = String(cell);
    const set = rows.get(key);
    if (set) set.add(row);
    else rows.set(key, new Set([row]));
  });
  return rows;
}

function isWord(character: string): boolean {
  return /[\p{L}\p{N}_]/u.test(character);
}

function lengthOf(span: {start: number; end: number}): number {
  return span.end - span.start;
}
