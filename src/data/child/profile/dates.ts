import type {DuckDBConnection, DuckDBValue} from "@duckdb/node-api";
import type {ColumnProfile} from "../../profile.ts";
import type {Bins, DateFacts, Grain} from "../../profile_details.ts";
import {countsOf, identifier, literal, rowOf} from "./sql.ts";

type Unit = "hour" | "day" | "week" | "month" | "quarter" | "year";

const MOST = 30;
const DAY_MS = 86_400_000;
const UNITS: readonly Unit[] = ["hour", "day", "week", "month", "quarter", "year"];
const EACH = [1, 2, 5, 10, 20, 25, 50, 100, 200, 250, 500, 1000];

interface Dates {
  histogram?: Bins;
  dates: DateFacts;
  placeholders?: {value: string; count: number}[];
}

/** Range, grain, gaps, weekdays and histogram of a column of dates. Undefined where it holds none. */
export async function dateDetails(
  connection: DuckDBConnection,
  from: string,
  column: ColumnProfile,
  today: string,
): Promise<Dates | undefined> {
  const value = identifier(column.name);
  const finite = `${from} WHERE isfinite(${value})`;
  const span = await spanOf(connection, finite, value, today);
  if (!span) return undefined;
  const grain = grainOf(span);
  const step: Unit = grain === "irregular" ? "day" : grain;
  const gaps = await gapsOf(connection, finite, value, step);
  const [weekdays] =
    step === "day" || step === "hour" ? await countsOf(connection, finite, [`isodow(${value})`]) : [];
  const week = weekdays && Array.from({length: 7}, (_, at) => weekdays.get(at + 1) ?? 0);
  const histogram = await histogramOf(connection, finite, value, span, step);
  const placeholders = await placeholdersOf(connection, finite, value, span);
  return {
    ...(histogram && {histogram}),
    ...(placeholders.length > 0 && {placeholders}),
    dates: {
      grain,
      ...gaps,
      future: {count: span.future, asOf: today},
      ...(week && {weekdays: week}),
      ...(week && {
        workdaysOnly: week[5] === 0 && week[6] === 0 && week.slice(0, 5).every((rows) => rows > 0),
      }),
    },
  };
}

/** Gaps of years that are kept as whole numbers. */
export function yearDetails(column: ColumnProfile, today: string): DateFacts {
  const periods = Number(column.max) - Number(column.min) + 1;
  const future = Number(column.max) > Number(today.slice(0, 4));
  const later = column.top.filter(({value}) => Number(value) > Number(today.slice(0, 4)));
  const count = future ? later.reduce((sum, one) => sum + one.count, 0) : 0;
  return {grain: "year", periods, missing: periods - column.distinct, future: {count, asOf: today}};
}

interface Span {
  days: number;
  low: string;
  high: string;
  future: number;
  midnight: boolean;
  onTheHour: boolean;
  sameOfMonth: boolean;
  lastOfMonth: boolean;
  firstOfQuarter: boolean;
  firstOfYear: boolean;
  weekdays: number;
}

async function spanOf(
  connection: DuckDBConnection,
  finite: string,
  value: string,
  today: string,
): Promise<Span | undefined> {
  const row = await rowOf(
    connection,
    `SELECT count(DISTINCT CAST(${value} AS DATE)), CAST(min(CAST(${value} AS DATE)) AS VARCHAR), CAST(max(CAST(${value} AS DATE)) AS VARCHAR),
      count(*) FILTER (CAST(${value} AS DATE) > DATE ${literal(today)}), bool_and(date_trunc('day', ${value}) = ${value}), bool_and(date_trunc('hour', ${value}) = ${value}),
      count(DISTINCT day(${value})) = 1, bool_and(CAST(${value} AS DATE) = last_day(${value})),
      bool_and(day(${value}) = 1 AND month(${value}) % 3 = 1), bool_and(day(${value}) = 1 AND month(${value}) = 1),
      count(DISTINCT isodow(${value})) FROM ${finite}`,
  );
  const [days, low, high, future, ...rest] = row as DuckDBValue[];
  if (Number(days) === 0 || !/^\d{4}-\d\d-\d\d$/.test(String(low)) || !/^\d{4}-\d\d-\d\d$/.test(String(high)))
    return undefined;
  const [midnight, onTheHour, sameOfMonth, lastOfMonth, firstOfQuarter, firstOfYear] = rest.map(Boolean);
  return {
    days: Number(days),
    low: String(low),
    high: String(high),
    future: Number(future),
    midnight: midnight!,
    onTheHour: onTheHour!,
    sameOfMonth: sameOfMonth!,
    lastOfMonth: lastOfMonth!,
    firstOfQuarter: firstOfQuarter!,
    firstOfYear: firstOfYear!,
    weekdays: Number(rest.at(-1)),
  };
}

function grainOf(span: Span): Grain {
  if (!span.midnight) return span.onTheHour ? "hour" : "irregular";
  if (span.days < 3) return "day";
  if (span.firstOfYear) return "year";
  if (span.firstOfQuarter) return "quarter";
  if (span.sameOfMonth || span.lastOfMonth) return "month";
  return span.weekdays === 1 ? "week" : "day";
}

/** The running number of the period that a value lies in. */
function placeOf(unit: Unit, value: string): string {
  switch (unit) {
    case "hour":
      return `date_diff('hour', TIMESTAMP '1970-01-01', CAST(${value} AS TIMESTAMP))`;
    case "day":
      return `date_diff('day', DATE '1970-01-01', CAST(${value} AS DATE))`;
    case "week":
      // 5 January 1970 was a Monday.
      return `CAST(floor(date_diff('day', DATE '1970-01-05', CAST(${value} AS DATE)) / 7) AS BIGINT)`;
    case "month":
      return `(year(${value}) * 12 + month(${value}) - 1)`;
    case "quarter":
      return `(year(${value}) * 4 + quarter(${value}) - 1)`;
    case "year":
      return `year(${value})`;
  }
}

/** The first day of a period, by its running number. */
function firstOf(unit: Unit, place: number): string {
  const day = (ms: number): string => new Date(ms).toISOString().slice(0, 10);
  const month = (months: number): string =>
    `${String(Math.floor(months / 12)).padStart(4, "0")}-${String((months % 12) + 1).padStart(2, "0")}-01`;
  switch (unit) {
    case "hour":
      return new Date(place * 3_600_000).toISOString().slice(0, 16).replace("T", " ");
    case "day":
      return day(place * DAY_MS);
    case "week":
      return day((place * 7 + 4) * DAY_MS);
    case "month":
      return month(place);
    case "quarter":
      return month(place * 3);
    case "year":
      return month(place * 12);
  }
}

async function gapsOf(
  connection: DuckDBConnection,
  finite: string,
  value: string,
  unit: Unit,
): Promise<Pick<DateFacts, "periods" | "missing" | "longestGap">> {
  const [found, first, last, gap, at] = (
    await rowOf(
      connection,
      `SELECT count(*), min(p), max(p), max(p - before), arg_max(before, p - before)
       FROM (SELECT p, lag(p) OVER (ORDER BY p) AS before FROM (SELECT DISTINCT ${placeOf(unit, value)} AS p FROM ${finite}))`,
    )
  ).map(Number);
  const periods = last! - first! + 1;
  return {
    periods,
    missing: periods - found!,
    ...(gap! > 1 && {
      longestGap: {from: firstOf(unit, at! + 1), to: firstOf(unit, at! + gap! - 1), periods: gap! - 1},
    }),
  };
}

async function histogramOf(
  connection: DuckDBConnection,
  finite: string,
  value: string,
  span: Span,
  step: Unit,
): Promise<Bins | undefined> {
  const days = (Date.parse(span.high) - Date.parse(span.low)) / DAY_MS + 1;
  const lengths: Record<Unit, number> = {
    hour: 1 / 24,
    day: 1,
    week: 7,
    month: 30.4,
    quarter: 91.3,
    year: 365.2,
  };
  const finest = UNITS.indexOf(step);
  const unit = UNITS.slice(finest).find((one) => days / lengths[one] <= MOST - 1) ?? "year";
  const each = unit === "year" ? EACH.find((one) => days / 365.2 / one <= MOST - 1) : 1;
  if (!each) return undefined;
  const place = placeOf(unit, value);
  const [counts] = await countsOf(connection, finite, [
    each === 1 ? place : `CAST(floor(${place} / ${each}) AS BIGINT)`,
  ]);
  const places = [...counts!.keys()];
  const [first, last] = [Math.min(...places), Math.max(...places)];
  if (last - first >= MOST + 2) return undefined;
  const bins = Array.from({length: last - first + 1}, (_, at) => ({
    from: firstOf(unit, (first + at) * each),
    to: firstOf(unit, (first + at + 1) * each),
    count: counts!.get(first + at) ?? 0,
  }));
  return {bins, below: 0, above: 0, period: {unit, each}};
}

/** The first and last days that systems write for "not known", where all else lies years away. */
async function placeholdersOf(
  connection: DuckDBConnection,
  finite: string,
  value: string,
  span: Span,
): Promise<{value: string; count: number}[]> {
  const suspects = [
    "1900-01-01",
    "1970-01-01",
    "0001-01-01",
    "9999-12-31",
    "2999-12-31",
    "2099-12-31",
  ].filter((one) => one === span.low || one === span.high);
  const found = [];
  for (const day of suspects) {
    const [count, near] = (
      await rowOf(
        connection,
        `SELECT count(*) FILTER (CAST(${value} AS DATE) = DATE ${literal(day)}), count(*) FILTER (CAST(${value} AS DATE) <> DATE ${literal(day)} AND abs(year(${value}) - ${Number(day.slice(0, 4))}) < 10) FROM ${finite}`,
      )
    ).map(Number);
    if (near === 0 && span.days > 1) found.push({value: day, count: count!});
  }
  return found;
}
