import {TabletalkError} from "../../../errors.ts";
import {formatDate} from "../../../planning/format_value.ts";
import type {Period} from "../../../planning/reading.ts";

const DAY = /^(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?$/;

/** A period as a person may change it: "2024-01-01 to 2024-03-31"; undefined where it is open at an end. */
export function periodText(period: Period | undefined): string | undefined {
  if (!period?.from || !period.to) return undefined;
  return `${period.from.slice(0, 10)} to ${shifted(period.to.slice(0, 10), -1)}`;
}

/**
 * Reads "2024", "2024-05", "2024-01-01 to 2024-03-31".
 * @throws TabletalkError bad_use for anything else
 */
export function readPeriod(text: string, column: string): Period {
  const [first = "", last = first, more] = text.trim().split(/\s+(?:to|until|-|–)\s+/);
  const from = more === undefined ? dayOf(first, "first") : undefined;
  const end = dayOf(last, "last");
  if (from === undefined || end === undefined || from > end)
    throw new TabletalkError(
      "bad_use",
      "The period could not be read.",
      "Write it as 2024, 2024-05, or 2024-01-01 to 2024-03-31.",
    );
  const said = first === last && first.length < 10 ? first : `${formatDate(from)} to ${formatDate(end)}`;
  return {column, from, to: shifted(end, 1), anchor: "none", partial: false, said};
}

function dayOf(text: string, which: "first" | "last"): string | undefined {
  const [, year, month, day] = DAY.exec(text) ?? [];
  if (year === undefined) return undefined;
  const at = new Date(`${year}-${month ?? "01"}-${day ?? "01"}T00:00:00Z`);
  if (Number.isNaN(at.getTime()) || !at.toISOString().startsWith(text)) return undefined;
  if (which === "last" && day === undefined) {
    if (month === undefined) at.setUTCFullYear(at.getUTCFullYear() + 1);
    else at.setUTCMonth(at.getUTCMonth() + 1);
    at.setUTCDate(at.getUTCDate() - 1);
  }
  return at.toISOString().slice(0, 10);
}

function shifted(day: string, days: number): string {
  const at = new Date(`${day}T00:00:00Z`);
  at.setUTCDate(at.getUTCDate() + days);
  return at.toISOString().slice(0, 10);
}
