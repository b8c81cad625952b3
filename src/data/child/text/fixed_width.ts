import type {Dialect} from "./records.ts";

const RULER = /^[-=_+|\s]*[-=_]{2,}[-=_+|\s]*$/;
const NUMERIC = /^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i;

/** A line that only draws a line under the names. */
export const isRuler = (line: string): boolean => RULER.test(line) && /[-=_]{2,} +[-=_]{2,}/.test(line);

export interface Spaced extends Pick<Dialect, "delimiter" | "cuts"> {
  width: number;
  /** A line drawn under the names says so. */
  sure: boolean;
}

const GROUPED = /^\+?\(?\d{1,4}\)?( \d{2,4}){2,7}$/;

/**
 * Where the columns of text without delimiters begin: under a ruler line as it draws them, else at the places that are
 * blank in every line, else where words stand at runs of spaces; nothing where lines are prose.
 */
export function fixedWidth(lines: readonly string[]): Spaced | undefined {
  const ruler = lines.slice(0, 30).find(isRuler);
  if (ruler) {
    const cuts = [...ruler.matchAll(/[-=_]+/g)].map((match) => match.index);
    if (cuts.length > 1)
      return {delimiter: "fixed", cuts: [0, ...cuts.slice(1)], width: cuts.length, sure: true};
  }
  const rows = lines.filter((line) => line.trim() !== "").slice(0, 200);
  if (rows.length < 3) return undefined;
  // Groups of digits and nothing else are written numbers: of telephones, accounts, cards.
  if (rows.filter((row) => GROUPED.test(row.trim())).length > 0.9 * rows.length) return undefined;
  const body = commonest(rows.map((line) => line.trim().split(/ {2,}|\t+/).length));
  if (body.value > 1 && body.share > 0.9) return {delimiter: "spaces", width: body.value, sure: false};
  const cuts = blankPlaces(rows);
  if (cuts.length > 1) return {delimiter: "fixed", cuts, width: cuts.length, sure: false};
  const words = rows.map((line) => line.trim().split(/\s+/));
  const even = commonest(words.map((row) => row.length));
  const table = words.filter((row) => row.length === even.value);
  const numbers = table.flat().filter((cell) => NUMERIC.test(cell)).length;
  return even.value > 1 && even.share > 0.8 && numbers > 0.4 * table.length * even.value
    ? {delimiter: "blank", width: even.value, sure: false}
    : undefined;
}

function commonest(values: readonly number[]): {value: number; share: number} {
  const times = new Map<number, number>();
  for (const value of values) times.set(value, (times.get(value) ?? 0) + 1);
  const [value, count] = [...times].toSorted((a, b) => b[1] - a[1])[0] ?? [0, 0];
  return {value, share: count / (values.length || 1)};
}

/** The beginnings of columns: after gaps of two and more places that are blank in nearly all lines. */
function blankPlaces(rows: readonly string[]): number[] {
  const length = commonest(rows.map((row) => row.trimEnd().length));
  const width = Math.max(...rows.map((row) => row.length));
  if (width > 2000 || length.value === 0) return [];
  const filled = new Array<number>(width).fill(0);
  for (const row of rows) for (let at = 0; at < row.length; at++) if (row[at] !== " ") filled[at]!++;
  const cuts: number[] = [];
  let gap = 2;
  for (let at = 0; at < width; at++) {
    if (filled[at]! <= 0.01 * rows.length) {
      gap++;
      continue;
    }
    if (gap >= 2) cuts.push(at);
    gap = 0;
  }
  if (cuts[0] !== undefined) cuts[0] = 0;
  const cells = rows.map(
    (row) => cuts.filter((cut, at) => row.slice(cut, cuts[at + 1]).trim() !== "").length,
  );
  return cells.filter((count) => count >= cuts.length * 0.6).length > 0.8 * rows.length ? cuts : [];
}
