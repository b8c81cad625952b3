import {formatNumber} from "../../charts/format.ts";
import type {ColumnProfile} from "../../data/profile.ts";
import type {Cell} from "../../data/table.ts";
import {formatDate} from "../../planning/format_value.ts";

/** A count with its thing: "1 row", "3,201 rows". */
export function count(number: number, thing: string): string {
  const many = thing.endsWith("y") ? `${thing.slice(0, -1)}ies` : `${thing}s`;
  return `${number.toLocaleString("en")} ${number === 1 ? thing : many}`;
}

/** A share as a reader likes it: "0 %", "< 0.1 %", "4.2 %", "63 %", "> 99.9 %". */
export function percent(part: number, of: number): string {
  if (of === 0 || part === 0) return "0 %";
  const share = (100 * part) / of;
  if (share < 0.1) return "< 0.1 %";
  if (share >= 99.95 && part < of) return "> 99.9 %";
  return share < 9.95 && share % 1 !== 0 ? `${share.toFixed(1)} %` : `${Math.round(share)} %`;
}

/** Names in a list, the last ones counted: "a, b, c and 4 more". */
export function list(names: readonly string[], most = 4): string {
  if (names.length <= 1) return names[0] ?? "";
  const shown = names.length <= most ? names.slice(0, -1) : names.slice(0, most);
  const rest = names.length <= most ? names.at(-1) : `${(names.length - most).toLocaleString("en")} more`;
  return `${shown.join(", ")} and ${rest}`;
}

/** A value of a column, short: years plain, dates in words, numbers with their unit, texts cut. */
export function value(cell: Cell, column: Pick<ColumnProfile, "role" | "type" | "unit">, long = 40): string {
  if (cell === null) return "missing";
  if (typeof cell === "number") {
    if (column.role === "date" || column.role === "identifier" || column.role === "geography")
      return Number.isInteger(cell) ? String(cell) : String(Number(cell.toPrecision(6)));
    return formatNumber(cell, column.unit);
  }
  const text = String(cell);
  const date = column.type === "date" || column.type === "timestamp" ? dateText(text) : undefined;
  return date ?? quoted(cut(text, long));
}

const quoted = (text: string): string => (text === "" || /^\s|\s$/.test(text) ? `“${text}”` : text);

/** A text without what does not fit, the cut shown. */
export function cut(text: string, long: number): string {
  const signs = [...text];
  return signs.length <= long ? text : `${signs.slice(0, long - 1).join("")}…`;
}

/** "14 Jun 2024" for a date, with the time where it is not midnight. */
export function dateText(text: string): string | undefined {
  const whole = formatDate(text.slice(0, 10));
  if (!whole) return undefined;
  const [day, month, year] = whole.split(" ");
  const time = text.slice(11, 16);
  return `${day} ${month!.slice(0, 3)} ${year}${time && time !== "00:00" ? ` ${time}` : ""}`;
}
