import type {Session} from "../../data/engine.ts";
import type {ColumnProfile, TableProfile} from "../../data/profile.ts";
import {nameParts} from "../../data/roles.ts";
import type {TimeUnit} from "../../tools/measure.ts";
import {periodEnd} from "../../tools/period_end.ts";
import {quotedName} from "./facts.ts";
import type {Time} from "./spec.ts";

const DAY_MS = 86_400_000;
const UNITS: readonly TimeUnit[] = ["hour", "day", "week", "month", "quarter", "year"];
/** How many days a period has, about. */
const DAYS: Readonly<Record<TimeUnit, number>> = {
  hour: 1 / 24,
  day: 1,
  week: 7,
  month: 30.4,
  quarter: 91.3,
  year: 365.25,
};
/** As many points as a line shows well. */
const MOST_PERIODS = 62;
const LEAST_PERIODS = 3;

/** The column that things happen along, and periods that suit how long it is; undefined where nothing has a time. */
export async function chooseTime(
  session: Session,
  profile: TableProfile,
  signal?: AbortSignal,
): Promise<Time | undefined> {
  const dates = profile.columns
    .filter(
      (column) =>
        column.role === "date" && column.distinct >= LEAST_PERIODS && column.nulls < profile.rows * 0.4,
    )
    .sort((a, b) => likely(b, profile) - likely(a, profile));
  for (const column of dates) {
    if (column.type === "integer" || column.type === "number")
      return {column: column.name, years: true, unit: "year", onePerPeriod: true};
    if (column.type !== "date" && column.type !== "timestamp") continue;
    const time = await cut(session, profile, column, signal);
    if (time) return time;
  }
  return undefined;
}

/** What happened before when something was born or ends is no course of time. */
function likely(column: ColumnProfile, {rows}: TableProfile): number {
  const words = nameParts(column.name);
  const other = words.some((word) =>
    /^(?:birth|born|dob|due|expir\w*|end|ended|updated|modified|shipped|ship|closed)$/.test(word),
  );
  const first = words.some((word) =>
    /^(?:date|day|time|timestamp|order|ordered|created|month|year|start|started)$/.test(word),
  );
  return (first ? 1 : 0) - (other ? 1 : 0) - column.nulls / Math.max(1, rows);
}

async function cut(
  session: Session,
  profile: TableProfile,
  column: ColumnProfile,
  signal?: AbortSignal,
): Promise<Time | undefined> {
  const counted = UNITS.map((unit) => `count(DISTINCT date_trunc('${unit}', moment))`).join(", ");
  const dates = `SELECT DISTINCT ${quotedName(column.name)} AS moment FROM ${quotedName(profile.table)}`;
  const sql = `SELECT ${counted}, count(moment) FROM (${dates}) AS dates`;
  const {rows} = await session.query(sql, signal ? {signal} : {});
  const counts = (rows[0] ?? []).map(Number);
  const days = (timeOf(column.max) - timeOf(column.min)) / DAY_MS;
  const usable = UNITS.map((unit, place) => ({unit, count: counts[place]!, span: days / DAYS[unit]})).filter(
    ({unit, count, span}) =>
      count >= LEAST_PERIODS && (unit !== "hour" || column.type === "timestamp") && count >= span * 0.3,
  );
  // Fifteen days of months are two months: the finest that a line still shows, unless a coarser one has a year's worth.
  const few = usable.filter(({span, count}) => Math.max(span, count) <= MOST_PERIODS);
  const chosen = few.find(({unit, count}) => unit === "month" && count >= 6) ?? few[0] ?? usable.at(-1);
  if (!chosen) return undefined;
  return {
    column: column.name,
    unit: chosen.unit,
    ...(chosen.count === counts.at(-1) && {onePerPeriod: true}),
  };
}

const timeOf = (cell: unknown): number =>
  Date.parse(`${String(cell).slice(0, 10)}T${String(cell).slice(11, 19) || "00:00:00"}Z`);

/** What is known of the dates of the rows in view. */
export interface Reach {
  first: string | number | null;
  last: string | number | null;
  /** Different dates among them, about. */
  distinct: number;
}

/**
 * Whether the first and the last period are there whole: the data goes to their ends, as far as its dates are apart, and
 * the last one is over by `asOf`.
 */
export function wholeEnds(
  time: Time,
  periods: readonly string[],
  reach: Reach,
  asOf: Date,
): {first: boolean; last: boolean} {
  const [first, last] = [periods[0], periods.at(-1)];
  if (first === undefined || last === undefined) return {first: true, last: true};
  if (time.years) return {first: true, last: Number(last) < asOf.getUTCFullYear()};
  const over = periodEnd(last, time.unit) <= asOf.getTime();
  if (time.onePerPeriod) return {first: true, last: over};
  const [from, to] = [timeOf(reach.first), timeOf(reach.last)];
  const apart = (to - from) / Math.max(1, reach.distinct - 1);
  const slack = Math.min(
    Math.max(time.unit === "hour" ? 0 : DAY_MS, apart * 3),
    DAYS[time.unit] * DAY_MS * 0.25,
  );
  return {
    first: from - timeOf(first) < Math.max(slack, time.unit === "day" ? DAY_MS : 0),
    last:
      over &&
      (time.unit === "day"
        ? true
        : periodEnd(last, time.unit) - to <= slack + DAY_MS * (time.unit === "hour" ? 0 : 0.999)),
  };
}
