/** How far apart dates are: what one of them stands for. */
export type Grain = "year" | "quarter" | "month" | "day" | "time";

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const DAY = /^(\d{4})-(\d{2})-(\d{2})/;

/** What dates (`YYYY-MM-DD[ HH:MM:SS]`) stand for: first days of months are months, first days of years are years. */
export function grainOf(dates: readonly string[]): Grain {
  const parts = dates.map((date) => DAY.exec(date));
  if (parts.some((part) => !part)) return "day";
  if (dates.some((date) => date.length > 10 && !/[ T]00:00(:00(\.0+)?)?$/.test(date))) return "time";
  if (parts.some((part) => part![3] !== "01") || dates.length < 2) return "day";
  if (parts.every((part) => part![2] === "01")) return "year";
  const quarters = parts.length > 2 && parts.every((part) => Number(part![2]) % 3 === 1);
  return quarters ? "quarter" : "month";
}

/** A date as a reader would say it: "2024", "Q2 2024", "May 2024", "5 May 2024". */
export function sayDate(date: string, grain: Grain): string {
  const part = DAY.exec(date);
  if (!part) return date;
  const [, year, month, day] = part;
  if (grain === "year") return year!;
  if (grain === "quarter") return `Q${Math.ceil(Number(month) / 3)} ${year}`;
  const said = `${MONTHS[Number(month) - 1]} ${year}`;
  if (grain === "month") return said;
  const days = `${Number(day)} ${said}`;
  return grain === "time" ? `${days} ${date.slice(11, 16)}` : days;
}

/** The step from one date to the next: so many months or days. */
export interface Step {
  unit: "month" | "day";
  by: number;
}

/**
 * The step that most neighbours of sorted, distinct dates are apart; absent where there is none, or where all that is
 * missing are weekends.
 */
export function stepOf(dates: readonly string[], grain: Grain): Step | undefined {
  if (dates.length < 3 || grain === "time") return undefined;
  const unit = grain === "day" ? "day" : "month";
  const at = dates.map((date) => placeOf(date, unit));
  const gaps = at.slice(1).map((one, before) => one - at[before]!);
  const counts = new Map<number, number>();
  for (const gap of gaps) counts.set(gap, (counts.get(gap) ?? 0) + 1);
  const [by, times] = [...counts].sort((a, b) => b[1] - a[1] || a[0] - b[0])[0]!;
  if (by <= 0 || times < gaps.length / 2 || gaps.some((gap) => gap % by !== 0)) return undefined;
  return unit === "day" && by === 1 && Math.max(...gaps) <= 4 ? undefined : {unit, by};
}

/** The date one step later, written like it. */
export function stepOn(date: string, step: Step): string {
  const [year, month, day] = DAY.exec(date)!.slice(1).map(Number) as [number, number, number];
  const next =
    step.unit === "month"
      ? new Date(Date.UTC(year, month - 1 + step.by, day))
      : new Date(Date.UTC(year, month - 1, day + step.by));
  return `${next.toISOString().slice(0, 10)}${date.slice(10)}`;
}

function placeOf(date: string, unit: "month" | "day"): number {
  const [year, month, day] = DAY.exec(date)!.slice(1).map(Number) as [number, number, number];
  return unit === "month" ? year * 12 + month : Math.round(Date.UTC(year, month - 1, day) / 86_400_000);
}

const ORDINAL = [
  ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"],
  ["mon", "tue", "wed", "thu", "fri", "sat", "sun"],
];

/** Whether labels carry an order of their own: months, weekdays, quarters, bins such as "10-20", "2024-05". */
export function areOrdinal(labels: readonly string[]): boolean {
  if (labels.length < 2) return false;
  if (
    ORDINAL.some((names) =>
      labels.every((one) => names.includes(one.slice(0, 3).toLowerCase()) && /^[a-z]+\.?$/i.test(one)),
    )
  )
    return true;
  const patterns = [
    /^q[1-4]\b/i,
    /^\d{4}-(\d{2}|q[1-4]|w\d{2})$/i,
    /^[[(]?-?[\d.,]+\s*(-|–|to|,)\s*-?[\d.,]+[\])]?$/,
  ];
  return patterns.some((pattern) => labels.every((one) => pattern.test(one)));
}
