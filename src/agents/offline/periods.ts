import type {TimeUnit} from "../../tools/measure.ts";
import {sayDays} from "./period_calendar.ts";
import {type ReadComparison, readComparison, settleComparison, speaksOfChange} from "./period_comparison.ts";
import {readFiscal} from "./period_fiscal.ts";
import {type Found, sayRecurring} from "./period_found.ts";
import {type Grain, readGrain, unitForSpan} from "./period_grain.ts";
import type {
  ComparisonPhrase,
  GrainPhrase,
  PeriodContext,
  PeriodPhrase,
  RecurringPhrase,
  Stretch,
  StretchPhrase,
} from "./period_phrase.ts";
import {readRelative, stretchOf} from "./period_relative.ts";
import {readStretch} from "./period_stretch.ts";
import {type TimeToken, timeTokens} from "./period_tokens.ts";
import {readWeek} from "./period_weeks.ts";

const BEFORE_RELATIVE = new Set([
  "in",
  "during",
  "over",
  "for",
  "within",
  "of",
  "from",
  "on",
  "throughout",
  "across",
  "only",
  "just",
]);

type Read =
  | Found
  | {kind: "grain"; next: number; grain: Grain; certain: boolean; chosen: boolean}
  | (ReadComparison & {kind: "comparison"});

type Placed = Read & {start: number; end: number; text: string};

/**
 * Finds every phrase of time in a question, with its span in characters and what it means: stretches ("in 2019", "last
 * month"), parts of the calendar that repeat ("on Mondays"), what to group time by ("by month", "over time"), and
 * comparisons ("vs last year", "growth").
 *
 * Relative phrases count from today when the data reaches into the current unit or to yesterday; otherwise from the
 * data's last day (`anchor: "data"`). "last" units are complete: counted from the data, the last full month is the one
 * that its last day ends, else the one before. "between 2010 and 2012" and "until" hold both ends; "after 2015" starts
 * with 2016. A date without a year is the only one that the data touches, else it repeats every year. A bare number of
 * four digits is a year only from 1500 to 2200, among words of time or within the data's years, and never beside a unit,
 * a currency or a comparison of amounts; `certain` is false where another reading stays possible. Phrases do not overlap
 * and come in the question's order.
 *
 * @param context today, and the date columns: the first is what relative phrases are counted in.
 */
export function findPeriods(text: string, context: PeriodContext): PeriodPhrase[] {
  const tokens = timeTokens(text);
  const placed: Placed[] = [];
  for (let at = 0; at < tokens.length; ) {
    const read = longest(tokens, at, context);
    if (!read) {
      at++;
      continue;
    }
    const [start, end] = [tokens[at]!.start, tokens[read.next - 1]!.end];
    placed.push({...read, start, end, text: text.slice(start, end)});
    at = read.next;
  }
  return settle(pairEnds(mergeLists(placed, text, tokens), tokens, context), context);
}

/** The calendar day of a moment in a time zone, YYYY-MM-DD. */
export function dayIn(moment: Date, timeZone: string): string {
  return new Intl.DateTimeFormat("en-CA", {
    timeZone,
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
  }).format(moment);
}

function longest(tokens: readonly TimeToken[], at: number, context: PeriodContext): Read | undefined {
  const skipped = BEFORE_RELATIVE.has(tokens[at]!.lower) ? at + 1 : at;
  const relative = readRelative(tokens, skipped, context);
  const comparison = readComparison(tokens, at, context);
  const grain = readGrain(tokens, at, context);
  const fiscal = context.alternatives ? readFiscal(tokens, at, context) : undefined;
  const week = readWeek(tokens, at, context);
  const candidates: (Read | undefined)[] = [
    fiscal && {...fiscal, kind: "period", certain: true},
    week && {...week, kind: "period", certain: true},
    comparison && {...comparison, kind: "comparison"},
    readStretch(tokens, at, context),
    relative && {...relative, kind: "period"},
    grain && {...grain, kind: "grain"},
  ];
  return candidates.reduce((best, one) => (one && one.next > (best?.next ?? 0) ? one : best), undefined);
}

/** "2019, 2020 and 2021" is one stretch; "Saturdays and Sundays" one repeating part. Not where years are compared. */
function mergeLists(placed: readonly Placed[], text: string, tokens: readonly TimeToken[]): Placed[] {
  const compared = speaksOfChange(tokens);
  const merged: Placed[] = [];
  for (const one of placed) {
    const last = merged.at(-1);
    const joined = last && /^(\s*,)?\s*(and|or|&)?\s*$/i.test(text.slice(last.end, one.start));
    const both = joined ? mergePair(last, one, compared) : undefined;
    if (both) {
      merged[merged.length - 1] = {
        ...both,
        start: last!.start,
        end: one.end,
        text: text.slice(last!.start, one.end),
      } as Placed;
    } else merged.push(one);
  }
  return merged;
}

function mergePair(left: Placed, right: Placed, compared: boolean): Read | undefined {
  if (left.kind === "recurring" && right.kind === "recurring" && left.part === right.part) {
    if (compared) return undefined;
    const values = [...new Set([...left.values, ...right.values])];
    return {...right, values, said: sayRecurring(left.part, values), certain: left.certain || right.certain};
  }
  if (left.kind !== "period" || right.kind !== "period" || compared) return undefined;
  const [a, b] = [left.stretch, right.stretch];
  if (!a.from || !a.to || !b.from || !b.to || a.to !== b.from || a.unit !== b.unit) return undefined;
  const {toYear: _left, ...start} = a;
  const stretch: Stretch = {
    ...start,
    to: b.to,
    ...(a.fromYear !== undefined && b.toYear !== undefined && {toYear: b.toYear}),
    partial: a.partial || b.partial,
    outside: a.outside && b.outside,
    said: sayDays(a.from, b.to),
  };
  return {kind: "period", next: right.next, stretch, certain: left.certain || right.certain};
}

/** "How did it change from 2012 to 2015", "compare 2019 and 2020": the two ends set against each other. */
function pairEnds(placed: readonly Placed[], tokens: readonly TimeToken[], context: PeriodContext): Placed[] {
  if (
    !speaksOfChange(tokens) ||
    placed.some((one) => one.kind === "grain" || (one.kind === "comparison" && !one.growth))
  )
    return [...placed];
  const periods = placed.filter((one) => one.kind === "period");
  const [first, second] = periods;
  if (periods.length === 1 && first?.ends) {
    const [earlier, later] = first.ends;
    const cut = first.start + splitAt(first.text);
    return placed.flatMap((one): Placed[] =>
      one !== first
        ? [one]
        : [
            against(earlier, {...first, end: cut, text: first.text.slice(0, cut - first.start).trimEnd()}),
            {
              ...first,
              start: cut,
              text: first.text.slice(cut - first.start),
              stretch: later,
              ends: undefined,
            },
          ],
    );
  }
  if (
    periods.length !== 2 ||
    !first?.stretch.to ||
    !second?.stretch.to ||
    !first.stretch.from ||
    !second.stretch.from
  )
    return [...placed];
  const earlier = first.stretch.from <= second.stretch.from ? first : second;
  return placed.map((one) =>
    one === earlier
      ? against(stretchOf(context, earlier.stretch, earlier.stretch.anchor, earlier.stretch.said), earlier)
      : one,
  );
}

function splitAt(text: string): number {
  const match = /\s+(and|to|until|till|through|thru|up to)\s+|\s*[-–—]\s*/i.exec(text);
  return match ? match.index + (/^\s*/.exec(match[0])?.[0].length ?? 0) : Math.floor(text.length / 2);
}

function against(stretch: Stretch, at: Pick<Placed, "start" | "end" | "text" | "next" | "certain">): Placed {
  return {
    kind: "comparison",
    comparison: "previous_period",
    unit: stretch.unit,
    percent: false,
    growth: false,
    certain: at.certain,
    against: stretch,
    next: at.next,
    start: at.start,
    end: at.start + at.text.length,
    text: at.text,
  };
}

/** "1955 vs 2005" is the later one against the earlier, whichever is named first. */
function laterFirst(placed: readonly Placed[]): Placed[] {
  const main = placed.find((one) => one.kind === "period");
  const other = placed.find((one) => one.kind === "comparison" && one.against !== undefined);
  if (main?.kind !== "period" || other?.kind !== "comparison" || !other.against) return [...placed];
  const [now, then] = [main.stretch, other.against];
  if (!now.from || !then.from || then.from <= now.from) return [...placed];
  return placed.map((one) =>
    one === main ? {...main, stretch: then} : one === other ? {...other, against: now} : one,
  );
}

function settle(given: readonly Placed[], context: PeriodContext): PeriodPhrase[] {
  const placed = laterFirst(given);
  const main = placed.find((one) => one.kind === "period")?.stretch;
  const chooseUnit = (): TimeUnit => unitForSpan(context, main);
  const grain = placed.find((one) => one.kind === "grain" && one.grain.unit !== undefined && !one.chosen);
  const unit = grain?.kind === "grain" ? grain.grain.unit : undefined;
  const comparisons = placed.filter((one) => one.kind === "comparison");
  const percent = comparisons.some((one) => one.percent);
  const strongest = comparisons.find((one) => !one.growth) ?? comparisons[0];
  return placed.flatMap((one): PeriodPhrase | PeriodPhrase[] => {
    const at = {start: one.start, end: one.end, text: one.text, certain: one.certain};
    if (one.kind === "period")
      return [one.stretch, ...(one.others ?? [])].map(
        (stretch): StretchPhrase => ({kind: "period", ...at, ...stretch}),
      );
    if (one.kind === "recurring") {
      return {
        kind: "recurring",
        ...at,
        part: one.part,
        values: one.values,
        said: one.said,
      } satisfies RecurringPhrase;
    }
    if (one.kind === "comparison") {
      const settled = settleComparison(strongest!, context, main, unit, chooseUnit);
      return {kind: "comparison", ...at, percent, ...settled} satisfies ComparisonPhrase;
    }
    const cut = one.chosen ? {unit: unit ?? chooseUnit()} : one.grain;
    return {kind: "grain", ...at, ...cut, chosen: one.chosen, said: sayGrain(cut)} satisfies GrainPhrase;
  });
}

function sayGrain(grain: Grain): string {
  if (grain.width) return "by decade";
  if (grain.unit) return `by ${grain.unit}`;
  const names: Partial<Record<string, string>> = {
    weekday: "day of the week",
    month: "month of the year",
    quarter: "quarter of the year",
    hour: "hour of the day",
    day_of_month: "day of the month",
  };
  return `by ${names[grain.part ?? ""] ?? grain.part}`;
}
