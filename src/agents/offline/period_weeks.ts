import {addDays, coverOf, dayOf, partsOf, sayDays, weekdayOf} from "./period_calendar.ts";
import type {PeriodContext, Stretch} from "./period_phrase.ts";
import {yearNumber} from "./period_points.ts";
import {stretchOf} from "./period_relative.ts";
import type {TimeToken} from "./period_tokens.ts";

/** "week 12 of 2016", "2016 week 12", "wk 12": a week of the ISO calendar; without a year, of the last year that the data has it in. */
export function readWeek(
  tokens: readonly TimeToken[],
  at: number,
  context: PeriodContext,
): {next: number; stretch: Stretch} | undefined {
  const lead = ["in", "for", "during", "of", "the"].includes(tokens[at]?.lower ?? "") ? at + 1 : at;
  const before = yearNumber(tokens[lead]);
  const start = before === undefined ? lead : lead + 1;
  if (!["week", "wk"].includes(tokens[start]?.lower ?? "")) return undefined;
  const number = Number(/^\d{1,2}$/.exec(tokens[start + 1]?.lower ?? "")?.[0] ?? Number.NaN);
  if (!(number >= 1 && number <= 53)) return undefined;
  let next = start + 2;
  let year = before;
  if (year === undefined) {
    const joined = ["of", "in", ",", "/"].includes(tokens[next]?.lower ?? "") ? next + 1 : next;
    year = yearNumber(tokens[joined]);
    if (year !== undefined) next = joined + 1;
  }
  const from = year === undefined ? latestInData(number, context) : mondayOf(year, number);
  if (from === undefined) return undefined;
  const to = addDays(from, 7);
  const note = `week ${number} of ${partsOf(addDays(from, 3)).year}${year === undefined ? ", the last in the data" : ""}`;
  const stretch = stretchOf(
    context,
    {from, to, unit: "week"},
    year === undefined ? "data" : "none",
    `${sayDays(from, to)} (${note})`,
  );
  return {next, stretch};
}

/** The Monday of an ISO week: week 1 has the year's first Thursday. */
function mondayOf(year: number, week: number): string | undefined {
  const fourth = dayOf(year, 1, 4);
  const monday = addDays(fourth, 1 - weekdayOf(fourth) + 7 * (week - 1));
  return partsOf(addDays(monday, 3)).year === year ? monday : undefined;
}

function latestInData(week: number, context: PeriodContext): string | undefined {
  const cover = coverOf(context.dateColumns[0]);
  if (!cover) return undefined;
  const last = partsOf(cover.last).year;
  return [last, last - 1]
    .map((year) => mondayOf(year, week))
    .find((monday) => monday !== undefined && monday <= cover.last);
}
