import type {Cell} from "../data/table.ts";
import type {DatePart} from "../tools/condition.ts";
import type {TimeUnit} from "../tools/measure.ts";

/** What is known of a value besides itself. */
export interface ValueFormat {
  /** "$" and its like stand before, "%" is a fraction shown times 100, "percent" is in percent already, others stand after with a space. */
  unit?: string;
  /** The period that a date names by its first day. */
  timeUnit?: TimeUnit;
  /** The repeating part of a date that a number is: month 5 is May. */
  part?: DatePart;
  /** Whole numbers that name things (years, identifiers) take no thousands separators. */
  plain?: boolean;
}

export const CURRENCY_SIGNS = ["$", "€", "£", "¥", "₹", "₩", "₽", "US$", "A$", "C$", "CHF", "R$"];

const MONTHS = [
  "January",
  "February",
  "March",
  "April",
  "May",
  "June",
  "July",
  "August",
  "September",
  "October",
  "November",
  "December",
];
const WEEKDAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

/**
 * A cell as prose and tables show it: "1,234", "$1,234.50", "12.3 %", "0.01234", "May 2024", "week of 6 May 2024",
 * "missing". Whole numbers are exact; others keep at least 4 significant digits.
 */
export function formatValue(value: Cell, format: ValueFormat = {}): string {
  if (value === null) return "missing";
  if (typeof value === "boolean") return value ? "true" : "false";
  if (typeof value === "string") return formatDate(value, format.timeUnit) ?? value;
  if (format.part) return formatPart(value, format.part);
  if (format.plain && Number.isInteger(value)) return String(value);
  return formatNumber(value, format.unit);
}

/** A number with its unit: see `formatValue`. */
export function formatNumber(value: number, unit?: string): string {
  if (!Number.isFinite(value)) return "missing";
  if (unit === "%") return `${digits(Number((value * 100).toPrecision(15)), 3)} %`;
  if (unit === "percent") return `${digits(value, 3)} %`;
  if (unit !== undefined && CURRENCY_SIGNS.includes(unit)) {
    const shown = money(Math.abs(value));
    const sign = value < 0 && /[1-9]/.test(shown) ? "-" : "";
    return `${sign}${unit}${unit.length > 2 ? " " : ""}${shown}`;
  }
  const shown = digits(value, 4);
  return unit ? `${shown} ${unit}` : shown;
}

/** `YYYY-MM-DD` or a timestamp in words, by the period that it names; undefined when the text is no date. */
export function formatDate(text: string, timeUnit?: TimeUnit): string | undefined {
  const match = /^(\d{4})-(\d{2})-(\d{2})(?:[ T](\d{2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?)?$/.exec(text);
  if (!match) return undefined;
  const [, year, month, day, hour, minute, second] = match;
  const monthName = MONTHS[Number(month) - 1];
  if (!monthName || Number(day) < 1 || Number(day) > 31) return undefined;
  const date = `${Number(day)} ${monthName} ${year}`;
  switch (timeUnit) {
    case "year":
      return year;
    case "quarter":
      return `Q${Math.floor((Number(month) - 1) / 3) + 1} ${year}`;
    case "month":
      return `${monthName} ${year}`;
    case "week":
      return `week of ${date}`;
    case "day":
      return date;
    case "hour":
      return `${date} ${hour ?? "00"}:00`;
    default:
      break;
  }
  if (hour === undefined || (hour === "00" && minute === "00" && (second ?? "00") === "00")) return date;
  return `${date} ${hour}:${minute}${second && second !== "00" ? `:${second}` : ""}`;
}

function formatPart(value: number, part: DatePart): string {
  switch (part) {
    case "month":
      return MONTHS[value - 1] ?? String(value);
    case "weekday":
      return WEEKDAYS[value - 1] ?? String(value);
    case "quarter":
      return `Q${value}`;
    case "hour":
      return `${String(value).padStart(2, "0")}:00`;
    case "week":
      return `week ${value}`;
    default:
      return String(value);
  }
}

function money(value: number): string {
  if (Number.isInteger(value)) return grouped(value, 0);
  if (value > 0 && value < 0.01) return digits(value, 2);
  return value >= 1_000_000 ? grouped(value, 0) : grouped(value, 2, 2);
}

/** At least so many significant digits, the whole part in full, no trailing zeros. */
function digits(value: number, significant: number): string {
  const size = Math.abs(value);
  if (Number.isInteger(value) && size < 1e21) return grouped(value, 0);
  if (size >= 1e15 || size < 1e-4) return trimmed(value.toExponential(significant - 1));
  const whole = Math.floor(Math.log10(size)) + 1;
  return grouped(value, Math.max(0, Math.min(20, significant - whole)));
}

function grouped(value: number, most: number, least = 0): string {
  const shown = value.toLocaleString("en-US", {maximumFractionDigits: most, minimumFractionDigits: least});
  return shown === "-0" ? "0" : shown;
}

function trimmed(exponential: string): string {
  return exponential.replace(/\.?0+e/, "e").replace("e+", "e");
}
