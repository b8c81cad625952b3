import type {Cell} from "../data/table.ts";
import type {Artifact} from "../tools/tool.ts";
import type {ShownNumber} from "./scan_numbers.ts";

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
const MONTH_ORDER =
  "January February March April May June July August September October November December".split(" ");

/** Every whole cell value that the text names, the longest where several overlap, in order. */
export function findMentions(
  text: string,
  artifacts: ReadonlyMap<string, Artifact>,
  numbers: readonly ShownNumber[],
): Mention[] {
  const found: Mention[] = [];
  for (const [step, artifact] of artifacts) {
    artifact.table.columns.forEach((column, index) => {
      const cells = artifact.table.rows.map((row) => row[index] ?? null);
      const places = (spans: readonly Span[]) => {
        for (const {start, end, rows} of spans) found.push({start, end, step, column: column.name, rows});
      };
      if (column.type === "date" || column.type === "timestamp") places(dateSpans(text, cells, numbers));
      else if (column.type === "integer" || column.type === "number")
        places(classSpans(column.name, cells, text));
      else places(valueSpans(text, cells));
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
    for (const span of wholeMatches(text, value)) spans.push({...span, rows});
  }
  return spans;
}

/** A date names the row whose period begins with it, else the rows within it; a month alone, the rows in such a month. */
function dateSpans(text: string, cells: readonly Cell[], numbers: readonly ShownNumber[]): Span[] {
  const days = cells.map((cell) => (typeof cell === "string" ? cell.slice(0, 10) : ""));
  const rowsWhere = (test: (day: string) => boolean) =>
    new Set(days.flatMap((day, row) => (day && test(day) ? [row] : [])));
  const spans: Span[] = [];
  for (const {start, end, date, kind, value} of numbers) {
    const isYear =
      kind === "plain" && Number.isInteger(value) && value >= 1000 && value <= 2999 && end - start === 4;
    if (!date && !isYear) continue;
    const begins = date?.from ?? `${value}-01-01`;
    const ends = date?.to ?? `${value + 1}-01-01`;
    const exact = rowsWhere((day) => day === begins);
    const rows = exact.size > 0 && date ? exact : rowsWhere((day) => day >= begins && day < ends);
    if (rows.size > 0) spans.push({start, end, rows});
  }
  for (const match of text.matchAll(MONTH_NAMES)) {
    const [start, end] = [match.index, match.index + match[0].length];
    if (numbers.some((one) => one.start < end && start < one.end)) continue;
    const month = String(MONTH_ORDER.indexOf(match[1]!) + 1).padStart(2, "0");
    const rows = rowsWhere((day) => day.slice(5, 7) === month);
    if (rows.size > 0) spans.push({start, end, rows});
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
