import {dayOf, MONTH_NAMES, partsOf, shift} from "./period_calendar.ts";
import type {PeriodContext, Stretch} from "./period_phrase.ts";
import {monthWord} from "./period_points.ts";
import {stretchOf} from "./period_relative.ts";
import {readAny, type TimeToken} from "./period_tokens.ts";

/** A fiscal year, and the other twelve months that it may be where nobody says when it starts. */
export interface FiscalFound {
  next: number;
  stretch: Stretch;
  others: Stretch[];
}

const FISCAL = new Map<string, true>(
  ["fy", "fiscal year", "fiscal", "financial year", "tax year", "fiscal yr", "financial yr"].map((word) => [
    word,
    true,
  ]),
);
const STARTS = new Map<string, true>(
  [
    "starting",
    "starting in",
    "starts in",
    "that starts in",
    "which starts in",
    "beginning",
    "beginning in",
    "from",
    "starting on",
    "starting from",
  ].map((word) => [word, true]),
);
/** Months in which fiscal years usually start. */
const USUAL = [1, 4, 7, 10];

/**
 * "FY24", "fiscal year 2023", "financial year 2023/24", with "starting in April" after it or later in the question. A fiscal year
 * is named after the year that it ends in, or by some after the one it starts in: what is not said is left to choose.
 */
export function readFiscal(
  tokens: readonly TimeToken[],
  at: number,
  context: PeriodContext,
): FiscalFound | undefined {
  const lead = ["in", "for", "during", "of", "the"].includes(tokens[at]?.lower ?? "") ? at + 1 : at;
  const named = nameAt(tokens, lead);
  if (!named) return undefined;
  const start = startSaid(tokens, named.next);
  if (start && start.at > named.next + 1) return undefined;
  const {year, next} = named;
  const from = (first: number, month: number): Stretch =>
    stretchFrom(
      context,
      first,
      month,
      named.both ? `${year - 1}/${String(year % 100).padStart(2, "0")}` : String(year),
    );
  const months = start ? [start.month] : USUAL.filter((month) => month > 1 || !named.both);
  const all = months.flatMap((month) =>
    month === 1
      ? [from(year, 1)]
      : named.both || !start
        ? [from(year - 1, month)]
        : [from(year - 1, month), from(year, month)],
  );
  const inData = all.filter(({outside}) => !outside);
  const [stretch, ...others] = inData.length > 0 ? inData : all;
  return stretch && {next: start ? start.next : next, stretch, others};
}

function nameAt(
  tokens: readonly TimeToken[],
  at: number,
): {next: number; year: number; both: boolean} | undefined {
  const joined = /^fy'?(\d{2}|\d{4})$/.exec(tokens[at]?.lower ?? "");
  const words = joined ? undefined : readAny(tokens, at, FISCAL);
  const first = joined?.[1] ?? (words && yearDigits(tokens[words.next]));
  if (first === undefined) return undefined;
  const next = joined ? at + 1 : words!.next + 1;
  const [mark, second] = [tokens[next], tokens[next + 1]];
  const year = fullYear(first);
  const end = mark && ["/", "-"].includes(mark.text) ? yearDigits(second) : undefined;
  if (end !== undefined && fullYear(end) === year + 1) return {next: next + 2, year: year + 1, both: true};
  return {next, year, both: false};
}

const yearDigits = (token: TimeToken | undefined): string | undefined =>
  /^'?(\d{4}|\d{2})$/.exec(token?.lower ?? "")?.[1];

const fullYear = (digits: string): number => (digits.length === 4 ? Number(digits) : 2000 + Number(digits));

function startSaid(
  tokens: readonly TimeToken[],
  from: number,
): {month: number; at: number; next: number} | undefined {
  for (let at = from; at < tokens.length; at++) {
    const starts = readAny(tokens, at, STARTS);
    const month = starts && monthWord(tokens[starts.next]);
    if (!starts || !month) continue;
    const next = starts.next + 1;
    return {month: month.month, at, next: tokens[next]?.text === ")" ? next + 1 : next};
  }
  return undefined;
}

function stretchFrom(context: PeriodContext, year: number, month: number, name: string): Stretch {
  const from = dayOf(year, month);
  const to = shift(from, "year", 1);
  const last = partsOf(shift(to, "month", -1));
  const said = `FY${name} as ${MONTH_NAMES[month - 1]} ${year} to ${MONTH_NAMES[last.month - 1]} ${last.year}`;
  return stretchOf(context, {from, to, unit: "year"}, "none", said);
}
