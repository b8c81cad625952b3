import type {DatePart} from "../../tools/condition.ts";

/** What a formula calls parts of dates, functions of one value, operations written as calls, and aggregates to compare with. */
export const DATE_PARTS: Readonly<Record<string, DatePart>> = {
  year: "year",
  quarter: "quarter",
  month: "month",
  week: "week",
  day: "day_of_month",
  day_of_month: "day_of_month",
  dayofmonth: "day_of_month",
  hour: "hour",
  weekday: "weekday",
  isodow: "weekday",
};
/** In SQL these number the days from Sunday, 0: what a formula means by them, or by `weekday`, has Sunday as 7. */
export const SQL_WEEKDAYS = ["dayofweek"];
export const WEEKDAYS_BESIDE_SQL = [...SQL_WEEKDAYS, "weekday"];
export const FUNCTIONS = [
  "abs",
  "round",
  "floor",
  "ceil",
  "ln",
  "log10",
  "exp",
  "sqrt",
  "length",
  "lower",
  "upper",
] as const;
export const TWO_SIDED: Readonly<Record<string, "^" | "%">> = {power: "^", pow: "^", mod: "%"};
export const AGGREGATES: Readonly<Record<string, "avg" | "median" | "max" | "min">> = {
  avg: "avg",
  mean: "avg",
  median: "median",
  max: "max",
  min: "min",
};
