import type {ColumnProfile, TableProfile} from "../data/profile.ts";
import {TabletalkError} from "../errors.ts";
import type {Reading} from "./reading.ts";

/**
 * Why a reading can find nothing: its period, or a year that it asks for, lies outside the data. An empty answer would look like
 * a finding; undefined where the data covers some of it.
 */
export function outsideOfData(
  reading: Reading,
  profiles: readonly TableProfile[],
): TabletalkError | undefined {
  const table = profiles.find((one) => one.table === reading.table);
  const of = (name: string): ColumnProfile | undefined =>
    table?.columns.find((column) => column.name === name);
  const {period} = reading;
  const date = period && of(period.column);
  if (period && date && isDay(date.min) && isDay(date.max)) {
    const [first, last] = [date.min.slice(0, 10), date.max.slice(0, 10)];
    if ((period.to !== undefined && period.to <= first) || (period.from !== undefined && period.from > last))
      return nothing(period.said, period.column, first, last);
  }
  for (const {condition} of reading.filters) {
    if (condition.op !== "=" || !("column" in condition.of) || typeof condition.value !== "number") continue;
    const column = of(condition.of.column);
    if (column?.role !== "date" || typeof column.min !== "number" || typeof column.max !== "number") continue;
    if (condition.value < column.min || condition.value > column.max)
      return nothing(String(condition.value), column.name, String(column.min), String(column.max));
  }
  return undefined;
}

const isDay = (value: unknown): value is string =>
  typeof value === "string" && /^\d{4}-\d\d-\d\d/.test(value);

const nothing = (when: string, column: string, first: string, last: string): TabletalkError =>
  new TabletalkError(
    "refused",
    `There is no data of that time (${when}): ${column} goes from ${first} to ${last}.`,
    "Ask about a time within it.",
  );
