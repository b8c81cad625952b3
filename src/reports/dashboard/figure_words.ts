import {formatNumber} from "../../charts/format.ts";
import type {Cell} from "../../data/table.ts";
import type {TimeUnit} from "../../tools/measure.ts";

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** A period by its first moment: "Oct 2024", "Q3 2024", "week of 7 Oct 2024", "2024". */
export function sayPeriod(start: string | number, unit: TimeUnit): string {
  const part = /^(\d{4})-(\d{2})-(\d{2})(?:[ T](\d{2}))?/.exec(String(start));
  if (!part) return String(start);
  const [, year, month, day, hour] = part;
  const name = MONTHS[Number(month) - 1] ?? month!;
  switch (unit) {
    case "year":
      return year!;
    case "quarter":
      return `Q${Math.ceil(Number(month) / 3)} ${year}`;
    case "month":
      return `${name} ${year}`;
    case "week":
      return `the week of ${Number(day)} ${name} ${year}`;
    case "hour":
      return `${Number(day)} ${name} ${year}, ${hour ?? "00"}:00`;
    default:
      return `${Number(day)} ${name} ${year}`;
  }
}

/** A measure's value in a period. */
export interface Point {
  period: string | number;
  value: number | null;
}

/** What a key figure shows. `now` and `before` are places in the list of periods. */
export interface FigureWords {
  value: string;
  comparison?: {text: string; change: "up" | "down" | "same"; now: number; before: number; numbers: Shown[]};
  good?: boolean;
}

/** A number in a text, and what it is: of the last period, of the one before, the change between them, or a period's name. */
export interface Shown {
  text: string;
  of: "now" | "before" | "both" | "period" | "earlier";
}

/** A value on a card: "$1.24M", "12.3%", "missing" where there is none. */
export const sayValue = (value: Cell, unit: string | undefined): string =>
  typeof value === "number" ? formatNumber(value, unit, true) : value === null ? "–" : String(value);

/**
 * A key figure and how its last whole period compares with the one before. Nothing is compared where there is no time, or
 * where fewer than two whole periods have a value.
 */
export function figureWords(
  total: Cell,
  unit: string | undefined,
  points: readonly Point[],
  time: {unit: TimeUnit; against?: "before" | "year" | undefined} | undefined,
  partial: ReadonlySet<string | number>,
  {name, goodIs}: {name: string; goodIs?: "up" | "down" | undefined},
): FigureWords {
  const value = sayValue(total, unit);
  const whole = points
    .map((point, at) => ({...point, at}))
    .filter(({period, value: own}) => own !== null && !partial.has(period));
  const now = whole.at(-1);
  const before = time?.against === "year" ? yearBefore(whole, now?.period) : whole.at(-2);
  if (!time || !now || !before) return {value};
  const [a, b] = [now.value!, before.value!];
  const [period, earlier] = [sayPeriod(now.period, time.unit), sayPeriod(before.period, time.unit)];
  const shown = sayValue(a, unit);
  const change = a > b ? "up" : a < b ? "down" : "same";
  const good = change === "same" || goodIs === undefined ? undefined : change === goodIs;
  const told = saidChange(a, b, unit, earlier, SCALES.test(`${name} ${unit ?? ""}`));
  const comparison = {
    text: `${capital(period)}: ${shown}, ${told.text}`,
    change,
    now: now.at,
    before: before.at,
    numbers: [
      {text: capital(period), of: "period" as const},
      {text: shown, of: "now" as const},
      ...told.numbers,
      {text: earlier, of: "earlier" as const},
    ],
  } as const;
  return {
    value,
    comparison: {...comparison, numbers: [...comparison.numbers]},
    ...(good !== undefined && {good}),
  };
}

/** The period a year before another; of weeks, 52 of them. */
function yearBefore<Of extends Point>(
  points: readonly Of[],
  period: string | number | undefined,
): Of | undefined {
  if (typeof period !== "string") return undefined;
  const wanted = Date.parse(`${Number(period.slice(0, 4)) - 1}${period.slice(4, 10)}T00:00:00Z`);
  return points.find(
    (point) =>
      typeof point.period === "string" &&
      Math.abs(Date.parse(`${point.period.slice(0, 10)}T00:00:00Z`) - wanted) < 4 * 86_400_000,
  );
}

/** Numbers whose nought is where somebody put it: no share of one is a change. */
const SCALES = /°[CF]$|temperature/i;

function saidChange(
  now: number,
  before: number,
  unit: string | undefined,
  earlier: string,
  isScale: boolean,
): {text: string; numbers: Shown[]} {
  if (now === before) return {text: `as in ${earlier}`, numbers: []};
  const way = now > before ? "up" : "down";
  const was: Shown = {text: sayValue(before, unit), of: "before"};
  if (unit === "%" || unit === "percent") {
    const points = Math.abs(now - before) * (unit === "%" ? 100 : 1);
    const said = `${Number(points.toFixed(points < 1 ? 2 : 1))}`;
    return {
      text: `${way} ${said} points from ${was.text} in ${earlier}`,
      numbers: [{text: said, of: "both"}, was],
    };
  }
  if (before <= 0 || now < 0 || isScale)
    return {text: `${way} from ${was.text} in ${earlier}`, numbers: [was]};
  const share = Math.abs(now / before - 1) * 100;
  if (share < 0.05) return {text: `almost as in ${earlier}`, numbers: []};
  if (share >= 1000) return {text: `${way} from ${was.text} in ${earlier}`, numbers: [was]};
  const said = `${share >= 10 ? Math.round(share) : Number(share.toFixed(1))}%`;
  return {text: `${way} ${said} on ${earlier}`, numbers: [{text: said, of: "both"}]};
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
