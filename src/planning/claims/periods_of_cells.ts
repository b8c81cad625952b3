import type {Cell} from "../../data/table.ts";
import {scanNumbers} from "../scan_numbers.ts";

/** Days that a cell covers, [from, to); those without a year are counted in the year 0000. */
export interface CellPeriod {
  from: string;
  to: string;
}

const MONTHS = "january february march april may june july august september october november december".split(
  " ",
);
const WEEKDAYS = "monday tuesday wednesday thursday friday saturday sunday".split(" ");

/** The period that a cell of a key names: a date, "2016-06", "2017-Q4", a year, a month's name or its number in a column of months. */
export function periodOf(cell: Cell, column: string): CellPeriod | undefined {
  if (typeof cell === "number") {
    if (!Number.isInteger(cell)) return undefined;
    if (cell >= 1000 && cell <= 2999 && !/id$|code|zip|rank/i.test(column))
      return {from: `${cell}-01-01`, to: `${cell + 1}-01-01`};
    if (/month/i.test(column) && cell >= 1 && cell <= 12) return ordinal("month", cell);
    if (/quarter/i.test(column) && cell >= 1 && cell <= 4) return ordinal("quarter", cell);
    if (/week|day|hour/i.test(column) && cell >= 0 && cell <= 366) return ordinal("step", cell);
    return undefined;
  }
  if (typeof cell !== "string") return undefined;
  const text = cell.trim().toLowerCase();
  if (/^[12]\d{3}$/.test(text)) return {from: `${text}-01-01`, to: `${Number(text) + 1}-01-01`};
  const month = MONTHS.findIndex((name) => name === text || name.slice(0, 3) === text);
  if (month >= 0) return ordinal("month", month + 1);
  const weekday = WEEKDAYS.findIndex((name) => name === text || name.slice(0, 3) === text);
  if (weekday >= 0) return ordinal("step", weekday + 1);
  if (/^q[1-4]$/.test(text)) return ordinal("quarter", Number(text[1]));
  if (!/\d/.test(text) || text.length > 30) return undefined;
  const [date] = scanNumbers(cell.slice(0, 19));
  if (!date?.date || date.start !== 0 || date.end < Math.min(cell.length, 19)) return undefined;
  // A moment is told from others of its day by its clock.
  const clock = /[ T](\d{2}:\d{2}(?::\d{2})?)/.exec(cell)?.[1];
  return {
    from: clock && !/^00:00/.test(clock) ? `${date.date.from} ${clock}` : date.date.from,
    to: date.date.to,
  };
}

/** The months that a name in a text may stand for: "August" is 8. */
export function monthNumberOf(name: string): number {
  return MONTHS.findIndex((month) => month.slice(0, 3) === name.slice(0, 3).toLowerCase()) + 1;
}

function ordinal(kind: "month" | "quarter" | "step", place: number): CellPeriod {
  const at = (value: number) => `0000-${kind}-${String(value).padStart(3, "0")}`;
  return {from: at(place), to: at(place + 1)};
}
