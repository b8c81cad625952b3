import type {ColumnProfile} from "../../data/profile.ts";
import type {DatePart} from "../../tools/condition.ts";
import type {TimeUnit} from "../../tools/measure.ts";

/** A column that tells time, and the first and last day (or year) in it. */
export interface DateColumn {
  name: string;
  /** `integer_year`: whole numbers such as 1998 that name years. */
  type: "date" | "timestamp" | "integer_year";
  /** YYYY-MM-DD, a timestamp, or YYYY. */
  min: string | null;
  max: string | null;
  /** Each date stands for a whole month or year (all fall on its first day): the last one in the data is then complete. */
  grain?: "month" | "year";
}

export interface PeriodContext {
  /** Today in the user's time zone, YYYY-MM-DD. */
  asOf: string;
  /** The first one is what relative phrases are counted in. */
  dateColumns: readonly DateColumn[];
  /** Whoever asks can choose among several stretches that one phrase may be ("FY24"): phrases may then share a place. */
  alternatives?: boolean;
}

/** A stretch of time, half open [from, to); an end that is absent is open. */
export interface Stretch {
  from?: string;
  to?: string;
  /** Where it is whole years: the first and the last year in it, both inclusive. */
  fromYear?: number;
  toYear?: number;
  /** The calendar unit that it was said in: "last 3 months" is month, "Q2 2021" is quarter, "1990s" is year. */
  unit: TimeUnit;
  /** What relative words were counted from; `none` where the dates were given. */
  anchor: "today" | "data" | "none";
  /** The data does not cover all of it. */
  partial: boolean;
  /** The data covers none of it. */
  outside: boolean;
  /** "1-31 May 2024 (last full month in the data)" */
  said: string;
}

interface Placed {
  /** Characters of the question, [start, end). */
  start: number;
  end: number;
  text: string;
  /** False where it may be something else: a bare 2000, "may", "second". */
  certain: boolean;
}

/** A stretch of time to keep. */
export interface StretchPhrase extends Placed, Stretch {
  kind: "period";
}

/** A part of the calendar that repeats: Mondays, weekends, every January. 1 = Monday, 1 = January. */
export interface RecurringPhrase extends Placed {
  kind: "recurring";
  part: DatePart;
  values: number[];
  said: string;
}

/** What to group time by: a unit that cuts it, or a part that repeats. */
export interface GrainPhrase extends Placed {
  kind: "grain";
  unit?: TimeUnit;
  part?: DatePart;
  /** With `part` year: bins of so many years ("by decade"). */
  width?: number;
  /** "over time": the unit was chosen by the span of the data (or of the period asked for). */
  chosen: boolean;
  said: string;
}

/**
 * A stretch set against an earlier one, or each one against the one before. Where the question names both ("2023 vs
 * 2022"), the later one is a `period` phrase of its own and this one carries `against`. Where it names the earlier one
 * alone ("sales vs last year"), `of` is what that is compared with. Where it names neither, the question's period and its
 * predecessor are meant.
 */
export interface ComparisonPhrase extends Placed {
  kind: "comparison";
  comparison: "previous_period" | "same_period_last_year" | "each_step";
  unit?: TimeUnit;
  /** "growth", "percent change", "yoy": as a fraction of the one before; otherwise both. */
  percent: boolean;
  of?: Stretch;
  against?: Stretch;
  said: string;
}

export type PeriodPhrase = StretchPhrase | RecurringPhrase | GrainPhrase | ComparisonPhrase;

/** A profile's column as a date column; absent when it does not tell time. */
export function dateColumnOf(column: ColumnProfile): DateColumn | undefined {
  const {name, type} = column;
  const min = column.min === null ? null : String(column.min);
  const max = column.max === null ? null : String(column.max);
  if (type === "date" || type === "timestamp") {
    const grain = grainOf(column);
    return {name, type, min, max, ...(grain && {grain})};
  }
  const isYear = (value: string | null): boolean => /^(1[5-9]|2[01])\d\d(\.0+)?$/.test(value ?? "");
  if ((type === "integer" || type === "number") && /year|yr\b/i.test(name) && isYear(min) && isYear(max)) {
    return {name, type: "integer_year", min, max};
  }
  return undefined;
}

function grainOf(column: ColumnProfile): "month" | "year" | undefined {
  const days = column.top.flatMap(({value}) => (typeof value === "string" ? [value] : []));
  if (days.length < 3) return undefined;
  const all = (pattern: RegExp): boolean => days.every((day) => pattern.test(day));
  if (all(/^\d{4}-01-01([ T]00:00:00(\.0+)?)?$/)) return "year";
  if (all(/^\d{4}-\d\d-01([ T]00:00:00(\.0+)?)?$/)) return "month";
  return undefined;
}
