import type {ColumnProfile} from "../../../data/profile.ts";
import type {Period} from "../../../planning/reading.ts";
import {MONTH_NAMES} from "../period_calendar.ts";
import {dateColumnOf, type PeriodPhrase} from "../period_phrase.ts";
import {findPeriods} from "../periods.ts";
import type {AskScene} from "./ask_scene.ts";

/** The phrases of time in a text, of one column of dates. */
export function timeSaid(
  {input}: Pick<AskScene, "input">,
  text: string,
  date: ColumnProfile,
): PeriodPhrase[] {
  const column = dateColumnOf(date);
  return findPeriods(text, {
    asOf: input.asOf.toISOString().slice(0, 10),
    dateColumns: column ? [column] : [],
  });
}

/** The one period that a text names; a month without a year is the last such month that the data covers whole. */
export function periodSaid(
  scene: Pick<AskScene, "input">,
  asked: string,
  date: ColumnProfile,
): Period | undefined {
  // "march" alone may be a verb: "in march" is a month.
  const text = asked.replace(/\b(?:why|how come|was|were|did|is|behind) (?=(?:march|may)\b)/i, "in ");
  const found = timeSaid(scene, text, date);
  const stretch = found.find((one) => one.kind === "period" && !(one.unit === "year" && found.some(isMonth)));
  if (stretch?.kind === "period" && stretch.from && stretch.to)
    return {
      column: date.name,
      from: stretch.from,
      to: stretch.to,
      anchor: stretch.anchor,
      partial: stretch.partial,
      said: stretch.said,
    };
  const month = found.find(isMonth);
  if (month?.kind !== "recurring" || month.part !== "month" || month.values.length !== 1) return undefined;
  return lastMonth(month.values[0]!, date);
}

const isMonth = (one: PeriodPhrase): boolean => one.kind === "recurring" && one.part === "month";

/** The last month of this number, 1 to 12, that the data reaches the end of. */
export function lastMonth(month: number, date: ColumnProfile): Period | undefined {
  if (typeof date.max !== "string") return undefined;
  const last = date.max.slice(0, 10);
  const day = (year: number, at: number): string =>
    new Date(Date.UTC(year, at, 1)).toISOString().slice(0, 10);
  const newest = Number(last.slice(0, 4));
  const year = day(newest, month) <= nextDay(last) ? newest : newest - 1;
  const [from, to] = [day(year, month - 1), day(year, month)];
  return {
    column: date.name,
    from,
    to,
    anchor: "data",
    partial: false,
    said: `${MONTH_NAMES[month - 1]} ${year} (the last ${MONTH_NAMES[month - 1]} in the data)`,
  };
}

const nextDay = (day: string): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10);

/** A last day that is all but its month's last: nothing happened on that one. */
function wholeMonth(day: string): string {
  const next = nextDay(day);
  return next.slice(0, 7) === day.slice(0, 7) && nextDay(next).slice(0, 7) !== day.slice(0, 7) ? next : day;
}

/** The year to the data's last day, and the same days of the year before. */
export function yearToDate(date: ColumnProfile): {now: Period; before: Period} | undefined {
  if (typeof date.max !== "string" || typeof date.min !== "string") return undefined;
  const last = wholeMonth(date.max.slice(0, 10));
  const to = nextDay(last);
  const year = Number(last.slice(0, 4));
  const before = `${year - 1}${to.slice(4)}`;
  if (date.min.slice(0, 10) >= before || to.slice(0, 4) !== String(year)) return undefined;
  const day = last.slice(5, 10);
  const period = (from: string, end: string, said: string): Period => ({
    column: date.name,
    from,
    to: end,
    anchor: "data",
    partial: false,
    said,
  });
  return {
    now: period(`${year}-01-01`, to, `1 January to ${sayDay(day)} ${year} (the year to the data's last day)`),
    before: period(`${year - 1}-01-01`, before, `1 January to ${sayDay(day)} ${year - 1} (the same days)`),
  };
}

const sayDay = (monthDay: string): string =>
  `${Number(monthDay.slice(3))} ${MONTH_NAMES[Number(monthDay.slice(0, 2)) - 1]}`;
