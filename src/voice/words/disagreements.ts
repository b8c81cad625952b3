import type {Answer} from "../../channels/channel.ts";
import type {Cell} from "../../data/table.ts";
import {type ShownNumber, scanNumbers} from "../../planning/scan_numbers.ts";
import {verifyDraft} from "../../planning/verify.ts";

const FIGURES = 3;
const HEDGE = /\babout\s*$/i;
const BELOW = /\bbelow\s*$/i;

/**
 * The numbers and dates of a caption that the answer does not hold: each has to be one of its cells, values or texts, within the
 * rounding that is said ("about 115,000" is right for 115,177, "115,000" is not).
 */
export function disagreements(caption: string, answer: Answer): string[] {
  const said = scanNumbers(caption).filter(({kind}) => kind !== "word" && kind !== "ordinal");
  if (said.length === 0) return [];
  const known = knownNumbers(answer);
  const unknown = said.filter((number) => !isKnown(number, caption, known)).map(({text}) => text);
  return unknown.length > 0 ? unknown : misplaced(caption, answer);
}

/** What is said of a screen is no claim about the data. */
const SCREEN = / ?The [^.]{1,60} on your screen\.$/;

/** In larger tables looking for the place of a number takes longer than a voice should wait. */
const MOST_CELLS = 5000;

/** Numbers that are there, but of something else than the caption says: the same check that a written answer passes. */
function misplaced(
  caption: string,
  {artifacts, plan, parts, citations, choices, declined}: Answer,
): string[] {
  if (!plan || parts || citations || choices.length > 0 || declined) return [];
  const tables = new Map(Object.entries(artifacts));
  const cells = [...tables.values()].reduce(
    (sum, {table}) => sum + table.rows.length * table.columns.length,
    0,
  );
  if (cells > MOST_CELLS) return [];
  const {unboundAt} = verifyDraft({text: caption.replace(SCREEN, ""), values: []}, tables, {
    ...(plan.reading && {reading: plan.reading}),
    ...(plan.outputs && {outputs: plan.outputs}),
  });
  return unboundAt
    .filter(({text, start}) => /\d/.test(text) && !BELOW.test(caption.slice(0, start)))
    .map(({text}) => text);
}

const FELL =
  /\b(?:(?:fell|falls?|fallen|falling|drops?|dropped|dropping|decreased?|decreasing|declined?|down|shrank|lost|lower|reduced)(?: by)?|(?:drop|fall|decrease|decline) of)(?: about)?\s*$/i;
const FELL_AFTER = /^ (?:less|lower|fewer|down)\b/i;

/** A number with the sign that the words beside it give it: "fell by 5" is -5. */
function signedBy({value, start, end}: ShownNumber, text: string): number {
  const isFall =
    FELL.test(text.slice(Math.max(0, start - 40), start)) || FELL_AFTER.test(text.slice(end, end + 8));
  return isFall ? -Math.abs(value) : value;
}

interface Known {
  values: number[];
  dates: Set<string>;
}

function isKnown(number: ShownNumber, caption: string, {values, dates}: Known): boolean {
  if (number.date) return dates.has(`${number.date.from} ${number.date.to}`);
  const before = caption.slice(0, number.start);
  const size = Math.abs(number.value);
  if (BELOW.test(before)) return values.some((value) => Math.abs(value) < size);
  const decimals = /\.(\d+)/.exec(number.text)?.[1]?.length ?? 0;
  const scale = /trillion|billion|million/i.test(number.text) || decimals > 0 ? number.tolerance : 0;
  const least = size === 0 ? 0 : 0.5 * 10 ** (Math.floor(Math.log10(size)) - FIGURES + 1);
  const slack = (HEDGE.test(before) ? Math.max(least, scale) : scale) + 1e-9 * size;
  const said = signedBy(number, caption);
  const isMatch = (value: number) => Math.abs(value - said) <= slack;
  return values.some((value) => isMatch(value) || (number.kind === "percent" && isMatch(value * 100)));
}

function knownNumbers(answer: Answer): Known {
  const values: number[] = [];
  const dates = new Set<string>();
  const readText = (text: string) => {
    for (const number of scanNumbers(text)) {
      if (number.date) dates.add(`${number.date.from} ${number.date.to}`);
      else if (Number.isFinite(number.value)) values.push(signedBy(number, text));
    }
  };
  const readCell = (cell: Cell | undefined) => {
    if (typeof cell === "number") values.push(cell);
    else if (typeof cell === "string" && /\d/.test(cell) && cell.length < 200) readText(cell);
  };
  for (const part of [answer, ...(answer.parts ?? [])]) {
    readText(part.answer);
    for (const text of [part.reading, part.question, part.declined?.reason, part.plan?.reading?.period?.said])
      if (text !== undefined) readText(text);
    const period = part.plan?.reading?.period;
    if (period?.from && period.to) dates.add(`${period.from} ${period.to}`);
    for (const text of [...(part.suggestions ?? []), ...(part.declined?.suggestions ?? [])]) readText(text);
    for (const {name, value} of part.values) {
      readText(name);
      readCell(value);
    }
    for (const {said, values: own} of part.choices) {
      readText(said);
      for (const {value} of own) readCell(value);
    }
    for (const {datasets} of part.imported ?? [])
      for (const {rows, columns, name} of datasets) {
        values.push(rows, columns);
        readText(name);
      }
    for (const {number} of part.citations ?? []) values.push(number);
    for (const {table, title} of Object.values(part.artifacts)) {
      values.push(table.rows.length);
      readText(title);
    }
    readHeadline(part, readCell);
  }
  values.push(answer.parts?.length ?? 0, answer.choices.length, answer.imported?.length ?? 0);
  return {values, dates};
}

/** Rows beyond these are not told one by one. */
const MOST_ROWS = 200;

function readHeadline({plan, artifacts}: Answer, read: (cell: Cell) => void): void {
  const headline = plan && artifacts[plan.headline];
  for (const row of headline?.table.rows.slice(0, MOST_ROWS) ?? []) for (const cell of row) read(cell);
}
