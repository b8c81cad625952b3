import {fixedWidth} from "./fixed_width.ts";
import {type Dialect, RecordReader, type TextRecord} from "./records.ts";

export interface FoundDialect extends Dialect {
  /** The delimiter is written in the file's first line, as spreadsheets do ("sep=;"). */
  declared: boolean;
  /** Another delimiter fits nearly as well. */
  rival?: string;
  /** Nothing separates columns: each line is one cell. */
  single: boolean;
  /** Sentences rather than rows. */
  prose: boolean;
}

const DELIMITERS = [",", "\t", ";", "|", "^", ":", "\u0001", "~"] as const;
/** How readily a sign is taken for a delimiter: one that is common inside of cells must fit better. */
const WEIGHT: Record<string, number> = {
  ",": 1,
  "\t": 1.02,
  ";": 1,
  "|": 0.98,
  "^": 0.9,
  ":": 0.5,
  "\u0001": 1.02,
  "~": 0.6,
};
const NUMBER =
  /^[-+(]?[$€£¥]?\s?[-+]?(\d+|\d{1,3}([.,' \u00a0\u202f’]\d{3})+)([.,]\d+)?(e[-+]?\d+)?\s?[%€$)]?-?$/i;
const DATE =
  /^\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}([ T]\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?)?(Z|[-+]\d{2}:?\d{2})?$|^\d{1,2}:\d{2}(:\d{2})?$/;
const WORDS = /^[\p{L}\p{M}\p{N}\s.'’&()/_#@+*!?%°"-]*$/u;
const ROWS = 300;

/** What `sep=;` in the first line says, which spreadsheets write and obey. */
export const declaredDelimiter = (line: string | undefined): string | undefined =>
  /^\ufeff?"?sep=(.)"?\s*$/i.exec(line ?? "")?.[1];

/**
 * Finds how the cells of a text are kept apart: the delimiter that gives the most even rows of the likeliest cells
 * (after van den Burg, Nazabal and Sutton, "Wrangling messy CSV files", 2019), or the places where columns of fixed width
 * begin. `lines` are the first of the file.
 */
export function findDialect(
  lines: readonly string[],
  chosen: {delimiter?: string | undefined; quote?: string | undefined},
): FoundDialect {
  const declared = chosen.delimiter ? undefined : declaredDelimiter(lines[0]);
  const body = lines.slice(declared ? 1 : 0);
  const filled = body.filter((line) => line.trim() !== "" && !/^\s*(#|\/\/|--\s)/.test(line));
  const sample = filled.length > 0 ? filled : body;
  const quote = chosen.quote ?? likelyQuote(sample);
  const escaped = likelyEscape(sample, quote);
  const known = chosen.delimiter ?? declared;
  if (known)
    return {
      delimiter: known,
      quote,
      escape: escaped,
      declared: declared !== undefined,
      single: false,
      prose: false,
    };
  const ranked = DELIMITERS.filter((delimiter) => sample.some((line) => line.includes(delimiter)))
    .map((delimiter) => ({delimiter, ...fitOf(sample, {delimiter, quote, escape: escaped})}))
    .sort((a, b) => b.score - a.score);
  const best = ranked[0];
  const spaced = fixedWidth(sample);
  if (spaced && (spaced.sure || !best || best.even < 0.6 || best.width < spaced.width))
    return {
      delimiter: spaced.delimiter,
      ...(spaced.cuts && {cuts: spaced.cuts}),
      quote: "",
      escape: "",
      declared: false,
      single: false,
      prose: false,
    };
  const prose = isProse(sample, best?.even ?? 0);
  if (best && best.even > 0.6 && best.width > 1) {
    const rival = ranked[1];
    return {
      delimiter: best.delimiter,
      quote,
      escape: escaped,
      declared: false,
      single: false,
      prose,
      ...(rival && rival.width > 1 && rival.score > 0.9 * best.score && {rival: rival.delimiter}),
    };
  }
  if (best && best.width > 1 && best.even > 0.3)
    return {delimiter: best.delimiter, quote, escape: escaped, declared: false, single: false, prose};
  return {
    delimiter:
      best?.delimiter === "," || !best ? "," : (ranked.find(({width}) => width === 1)?.delimiter ?? ","),
    quote,
    escape: escaped,
    declared: false,
    single: true,
    prose,
  };
}

/** Long lines of words that hold no even number of delimiters, or that end as sentences do. */
function isProse(lines: readonly string[], even: number): boolean {
  if (lines.length < 4) return false;
  const words = lines.map((line) => line.split(/\s+/).filter((word) => /\p{L}{2,}/u.test(word)).length);
  if (words.toSorted((a, b) => a - b)[Math.floor(words.length / 2)]! < 6) return false;
  const sentences = lines.filter((line) => /^\p{Lu}.*[.!?]$/u.test(line.trim())).length;
  const joined = lines.join("\n");
  const tight = joined.match(/[,;|\t:]\S/g)?.length ?? 0;
  return even < 0.9 || (sentences > 0.7 * lines.length && tight === 0 && !joined.includes('"'));
}

interface Fit {
  score: number;
  /** The share of rows that have the commonest number of cells. */
  even: number;
  /** The commonest number of cells of rows. */
  width: number;
}

function fitOf(lines: readonly string[], dialect: Dialect): Fit {
  const records = recordsOf(lines, dialect, true).slice(0, ROWS);
  const widths = new Map<number, number>();
  let known = 0;
  let cells = 0;
  for (const {cells: row} of records) {
    widths.set(row.length, (widths.get(row.length) ?? 0) + 1);
    for (const cell of row.slice(0, 100)) {
      cells++;
      if (likelyCell(cell.trim())) known++;
    }
  }
  const many = [...widths].filter(([width]) => width > 1);
  const [width, times] = many.toSorted((a, b) => b[1] - a[1] || b[0] - a[0])[0] ?? [1, records.length];
  const pattern =
    [...widths].reduce((sum, [cells, rows]) => sum + (rows * Math.max(0.001, cells - 1)) / cells, 0) /
    widths.size;
  return {
    score: ((pattern * known) / (cells || 1)) * (WEIGHT[dialect.delimiter] ?? 1),
    even: times / (records.length || 1),
    width,
  };
}

const likelyCell = (cell: string): boolean =>
  cell === "" || NUMBER.test(cell) || DATE.test(cell) || (cell.length < 200 && WORDS.test(cell));

/**
 * All records of a sample. Quotes are first taken at their word; the width that most records then have tells those that
 * were never closed. Where the lines are not the whole text, a record that they break off is left out.
 */
export function recordsOf(lines: readonly string[], dialect: Dialect, whole = false): TextRecord[] {
  const trusting = new RecordReader(dialect, Number.POSITIVE_INFINITY).read(lines, whole);
  const width = usualWidth(trusting);
  return width > 1 ? new RecordReader(dialect, width).read(lines, whole) : trusting;
}

/** The number of cells that most records have; of two that are as common, the greater. */
export function usualWidth(records: readonly TextRecord[]): number {
  const widths = new Map<number, number>();
  for (const {cells, blank} of records)
    if (!blank) widths.set(cells.length, (widths.get(cells.length) ?? 0) + 1);
  return [...widths].toSorted((a, b) => b[1] - a[1] || b[0] - a[0])[0]?.[0] ?? 1;
}

/** A single quote is one only where cells begin and end with it and no double quote does. */
function likelyQuote(lines: readonly string[]): string {
  const text = lines.slice(0, ROWS).join("\n");
  const double = text.match(/(^|[,;\t|^:])\s*"/gm)?.length ?? 0;
  const single = text.match(/(^|[,;\t|^])'[^'\n]*'(?=$|[,;\t|^])/gm)?.length ?? 0;
  return double === 0 && single > 0.5 * Math.min(lines.length, ROWS) ? "'" : '"';
}

function likelyEscape(lines: readonly string[], quote: string): string {
  const text = lines.slice(0, ROWS).join("\n");
  const slashed = text.split(`\\${quote}`).length - text.split(`\\${quote},`).length;
  return slashed > 0 && !new RegExp(`[^,;\\t|\\\\]${quote}${quote}[^,;\\t|]`).test(text) ? "\\" : quote;
}
