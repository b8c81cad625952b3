import type {TimeUnit} from "../../tools/measure.ts";
import {addDays, coverOf, sayDays, shift, startOf} from "./period_calendar.ts";
import type {ComparisonPhrase, PeriodContext, Stretch} from "./period_phrase.ts";
import {anchorOf, lastUnits, stretchOf} from "./period_relative.ts";
import {readStretch} from "./period_stretch.ts";
import {readAny, type TimeToken} from "./period_tokens.ts";

/** A comparison as it was said, before the question's own period is known. */
export interface ReadComparison {
  next: number;
  comparison: ComparisonPhrase["comparison"];
  unit?: TimeUnit;
  percent: boolean;
  certain: boolean;
  /** The stretch named after "vs". */
  against?: Stretch;
  /** "growth": a step from each to the next, or from the one before. */
  growth: boolean;
}

const STEPS = new Map<string, TimeUnit>(
  (["year", "quarter", "month", "week", "day"] as const).flatMap((unit) => [
    [`${unit} over ${unit}`, unit],
    [`${unit} on ${unit}`, unit],
    [`${unit} to ${unit}`, unit],
    [`${unit[0]}o${unit[0]}`, unit],
    [`${unit[0]} / ${unit[0]}`, unit],
  ]),
);

const GROWTH = new Map<string, boolean>([
  ["growth", true],
  ["growth rate", true],
  ["growth rates", true],
  ["rate of growth", true],
  ["percent change", true],
  ["percentage change", true],
  ["% change", true],
  ["rate of change", true],
  ["percent growth", true],
  ["percentage growth", true],
  ["grow", false],
  ["grew", false],
  ["grown", false],
  ["growing", false],
]);

const AGAINST = new Map<string, true>(
  [
    "vs",
    "vs .",
    "versus",
    "compared to",
    "compared with",
    "compare to",
    "compare with",
    "in comparison to",
    "in comparison with",
    "against",
    "relative to",
    "than",
    "than in",
    "from",
    "over",
    "and",
  ].map((word) => [word, true]),
);

const SAME = new Map<string, true>(
  ["period", "month", "quarter", "time", "week", "day", "days", "months"].flatMap((unit) =>
    [
      "last year",
      "of last year",
      "in last year",
      "the previous year",
      "of the previous year",
      "in the previous year",
      "the year before",
      "a year ago",
      "a year earlier",
      "the prior year",
      "of the prior year",
      "previous year",
      "prior year",
      "one year ago",
      "one year earlier",
    ].map((year): [string, true] => [`same ${unit} ${year}`, true]),
  ),
);

const YEAR_EARLIER = new Map<string, true>(
  ["a year ago", "a year earlier", "a year before", "one year ago", "one year earlier"].map((said) => [
    said,
    true,
  ]),
);

const EARLIER = new Map<string, TimeUnit | "period">(
  (["year", "quarter", "month", "week", "day", "period"] as const).flatMap((unit) => [
    [`last ${unit}`, unit],
    [`previous ${unit}`, unit],
    [`prior ${unit}`, unit],
    [`preceding ${unit}`, unit],
    [`${unit} before`, unit],
    [`${unit} earlier`, unit],
    [`one before`, "period"],
    [`previous one`, "period"],
    [`preceding one`, "period"],
  ]),
);

/** Words that say a change is meant, so that "from 2012 to 2015" and "between" name its two ends. */
const CHANGE = new Set(
  "compare compared comparing comparison difference differ differs vs versus change changed changes grow grew grown growth increase increased decrease decreased rise rises rose risen fall falls fallen fell drop dropped decline declined improve improved worsen worsened".split(
    " ",
  ),
);

/** Whether the question sets things against each other or speaks of their change. */
export function speaksOfChange(tokens: readonly TimeToken[]): boolean {
  return tokens.some((token) => CHANGE.has(token.lower));
}

/** Reads a comparison in time from token `at` on. */
export function readComparison(
  tokens: readonly TimeToken[],
  at: number,
  context: PeriodContext,
): ReadComparison | undefined {
  const step = readAny(tokens, at, STEPS);
  if (step) {
    const growth = readAny(tokens, step.next, GROWTH);
    return {
      next: growth?.next ?? step.next,
      comparison: "each_step",
      unit: step.value,
      percent: true,
      certain: true,
      growth: false,
    };
  }
  const grown = readAny(tokens, at, GROWTH);
  if (grown)
    return {next: grown.next, comparison: "each_step", percent: true, certain: grown.value, growth: true};
  const prefix = readAny(tokens, at, AGAINST);
  const start = passThe(tokens, prefix?.next ?? at);
  const base = {percent: false, certain: true, growth: false};
  const same = readAny(tokens, start, SAME);
  if (same) return {...base, next: same.next, comparison: "same_period_last_year"};
  if (!prefix) return undefined;
  const word = tokens[at]!.lower;
  if (["from", "over", "and"].includes(word)) {
    const changed =
      word === "from" &&
      tokens
        .slice(0, at)
        .some((token) => CHANGE.has(token.lower) || token.lower === "up" || token.lower === "down");
    if (!changed) return undefined;
  }
  const year = readAny(tokens, start, YEAR_EARLIER);
  if (year) return {...base, next: year.next, comparison: "same_period_last_year"};
  const earlier = readAny(tokens, start, EARLIER);
  if (earlier) {
    const unit = earlier.value === "period" ? {} : {unit: earlier.value};
    return {...base, next: earlier.next, comparison: "previous_period", ...unit};
  }
  if (word === "from" || word === "over" || (word === "than" && tokens[prefix.next - 1]?.lower === "than"))
    return undefined;
  const named = readStretch(tokens, start, context);
  if (named?.kind !== "period" || !named.stretch.from || !named.stretch.to) return undefined;
  return {
    ...base,
    next: named.next,
    comparison: "previous_period",
    unit: named.stretch.unit,
    against: named.stretch,
  };
}

const passThe = (tokens: readonly TimeToken[], at: number): number =>
  tokens[at]?.lower === "the" ? at + 1 : at;

/** A comparison with its stretches: those of the question's period, of its grain, or of the latest complete unit. */
export function settleComparison(
  read: ReadComparison,
  context: PeriodContext,
  main: Stretch | undefined,
  grain: TimeUnit | undefined,
  chooseUnit: () => TimeUnit,
): Pick<ComparisonPhrase, "comparison" | "unit" | "of" | "against" | "said"> {
  const closed = main?.from && main.to ? (main as Stretch & {from: string; to: string}) : undefined;
  if (read.against)
    return {
      comparison: read.comparison,
      unit: read.unit,
      against: read.against,
      said: `against ${read.against.said}`,
    };
  if (read.comparison === "each_step") {
    const single = closed && !read.unit && !grain && shift(closed.from, closed.unit, 1) === closed.to;
    if (read.growth && single)
      return {comparison: "previous_period", unit: closed.unit, ...before(context, closed, closed.unit)};
    const unit = read.unit ?? grain ?? (read.growth && closed ? stepUnit(closed) : undefined) ?? chooseUnit();
    return {comparison: "each_step", unit, said: `change from each ${unit} to the next`};
  }
  if (read.comparison === "same_period_last_year") {
    const of = closed ?? lastUnitsOrToDate(context, "month").of;
    const {against, said} = before(context, of, "year");
    return {comparison: "same_period_last_year", unit: "year", against, said, ...(!closed && {of})};
  }
  const unit = read.unit;
  if (!closed) {
    const both = lastUnitsOrToDate(context, unit ?? grain ?? "year");
    return {comparison: "previous_period", unit: both.of.unit, ...both, said: `against ${both.against.said}`};
  }
  if (unit === "year" && closed.unit !== "year") {
    return {comparison: "same_period_last_year", unit, ...before(context, closed, "year")};
  }
  return {
    comparison: "previous_period",
    unit: unit ?? closed.unit,
    ...before(context, closed, unit ?? closed.unit),
  };
}

/** Growth over "the last 5 years" goes by years; over one long stretch of days, by the unit that suits it. */
function stepUnit(stretch: Stretch): TimeUnit | undefined {
  return stretch.unit === "day" ? undefined : stretch.unit;
}

/** A stretch moved back by a unit (or by its own length); one that is not over yet is met with as many days. */
function before(
  context: PeriodContext,
  of: Stretch & {from: string; to: string},
  unit: TimeUnit,
): {against: Stretch; said: string} {
  const cover = coverOf(context.dateColumns[0]);
  const end = of.anchor === "today" ? context.asOf : cover?.last;
  const running = end !== undefined && of.to > addDays(end, 1) && of.from <= end;
  const units = unit === of.unit ? countUnits(of, unit) : 1;
  const from = shift(of.from, unit, -units);
  const to = running ? shift(addDays(end, 1), unit, -units) : shift(of.to, unit, -units);
  const said = sayDays(from, to);
  const note = running ? ` (as many days as ${sayDays(of.from, of.to)} has so far)` : "";
  return {
    against: stretchOf(context, {from, to, unit: of.unit}, of.anchor, `${said}${note}`),
    said: `against ${said}${note}`,
  };
}

function countUnits(of: {from: string; to: string}, unit: TimeUnit): number {
  let count = 1;
  while (count < 1000 && shift(of.from, unit, count) < of.to) count++;
  return count;
}

/** Counted from today: this unit to date and the same days of the one before; from the data: its last two full units. */
function lastUnitsOrToDate(
  context: PeriodContext,
  unit: TimeUnit,
): {of: Stretch & {from: string; to: string}; against: Stretch} {
  const anchor = anchorOf(context, unit);
  if (anchor.kind === "data") {
    const of = lastUnits(context, unit, 1) as Stretch & {from: string; to: string};
    return {of, against: before(context, of, unit).against};
  }
  const from = startOf(anchor.day, unit);
  const to = addDays(anchor.day, 1);
  const of = stretchOf(
    context,
    {from, to, unit},
    "today",
    `${sayDays(from, to, true)} (this ${unit} to date)`,
  );
  const [earlier, until] = [shift(from, unit, -1), shift(to, unit, -1)];
  const against = stretchOf(
    context,
    {from: earlier, to: until, unit},
    "today",
    `${sayDays(earlier, until, true)} (the same days of last ${unit})`,
  );
  return {of: {...of, from, to}, against};
}
