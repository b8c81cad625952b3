import type {Period} from "../planning/reading.ts";
import {addMonths, yearBefore} from "./day_words.ts";
import type {Parameter} from "./document.ts";
import type {ParameterClock} from "./parameters.ts";
import {dayOn} from "./schedule/times.ts";

/** A value with placeholders in it, and the parameters that they stand for. */
export interface Parametrised<Value> {
  value: Value;
  parameters: Record<string, Parameter>;
}

interface Stretch {
  from?: string;
  to?: string;
}

/**
 * Puts a parameter in the place of the period of an answer, wherever its days stand: a whole month becomes `{{month}}`, the one
 * before it or a year before it a part of that; another stretch becomes `{{from}}` and `{{to}}`. What was said of the last month or
 * the last days has words as its default, and so moves along.
 */
export function datesAsParameters<Value>(
  value: Value,
  period: Period | undefined,
  clock: ParameterClock,
): Parametrised<Value> {
  const stretch = period ?? onlyStretch(value);
  if (!stretch || (stretch.from === undefined && stretch.to === undefined)) return {value, parameters: {}};
  const today = dayOn(clock.timeZone, clock.asOf);
  const isRelative = period !== undefined && period.anchor !== "none";
  const month = monthOf(stretch);
  if (month !== undefined) {
    const said = [...(period ? [period.said] : []), ...sayingsOf(month)];
    return {
      value: replaced(value, said, "{{month}}", (one) => {
        const other = monthOf(one);
        const part = other === undefined ? undefined : partTo(month, other);
        if (part === undefined) return undefined;
        return {from: `{{month${part}.first}}`, to: `{{month${part}.after}}`};
      }),
      parameters: {month: {type: "month", default: monthWords(month, period, today)}},
    };
  }
  const parameters: Record<string, Parameter> = {};
  for (const side of ["from", "to"] as const) {
    const day = stretch[side];
    if (day !== undefined)
      parameters[side] = {
        type: "date",
        default: isRelative && period?.anchor === "today" ? dayWords(day, today) : day,
      };
  }
  return {
    value: replaced(value, period ? [period.said] : [], saidOf(stretch), (one) =>
      one.from === stretch.from && one.to === stretch.to
        ? {...(one.from !== undefined && {from: "{{from}}"}), ...(one.to !== undefined && {to: "{{to}}"})}
        : undefined,
    ),
    parameters,
  };
}

/** The one stretch of days of a plan that tells no period; undefined where there are several. */
function onlyStretch(value: unknown): Stretch | undefined {
  const found = new Map<string, Stretch>();
  const visit = (one: unknown): void => {
    if (Array.isArray(one)) {
      one.forEach(visit);
      return;
    }
    if (one === null || typeof one !== "object") return;
    const stretch = stretchOf(one as Record<string, unknown>);
    if (stretch) found.set(JSON.stringify(stretch), stretch);
    Object.values(one).forEach(visit);
  };
  visit(value);
  return found.size === 1 ? [...found.values()][0] : undefined;
}

function stretchOf({from, to}: Record<string, unknown>): Stretch | undefined {
  const [first, after] = [from, to].map((one) =>
    typeof one === "string" && /^\d{4}-\d{2}-\d{2}$/.test(one) ? one : undefined,
  );
  if (first === undefined && after === undefined) return undefined;
  return {...(first !== undefined && {from: first}), ...(after !== undefined && {to: after})};
}

/** The month that a stretch is the whole of. */
function monthOf({from, to}: Stretch): string | undefined {
  if (!from?.endsWith("-01") || !to?.endsWith("-01")) return undefined;
  const month = from.slice(0, 7);
  return addMonths(month, 1) === to.slice(0, 7) ? month : undefined;
}

function partTo(month: string, other: string): string | undefined {
  if (other === month) return "";
  if (other === addMonths(month, -1)) return ".before";
  return other === yearBefore(month) ? ".year_before" : undefined;
}

function monthWords(month: string, period: Period | undefined, today: string): string {
  if (period?.anchor !== "today") return "last month";
  const now = today.slice(0, 7);
  const back =
    Number(now.slice(0, 4)) * 12 +
    Number(now.slice(5)) -
    Number(month.slice(0, 4)) * 12 -
    Number(month.slice(5));
  if (back === 0) return "this month";
  return back === 1 || back < 0 ? "last month" : `${back} months ago`;
}

function dayWords(day: string, today: string): string {
  const years = Number(day.slice(0, 4)) - Number(today.slice(0, 4));
  if (day.endsWith("-01-01") && Math.abs(years) <= 1)
    return `start of ${years === 0 ? "this" : years < 0 ? "last" : "next"} year`;
  const back = Math.round((Date.parse(today) - Date.parse(day)) / 86_400_000);
  if (back === 0) return "today";
  if (back === -1) return "tomorrow";
  return back > 0 ? `${back} days ago` : day;
}

/** How a month is said in titles. */
function sayingsOf(month: string): string[] {
  const day = new Date(`${month}-01T00:00:00Z`);
  return (["long", "short"] as const).map((length) =>
    new Intl.DateTimeFormat("en", {month: length, year: "numeric", timeZone: "UTC"}).format(day),
  );
}

function saidOf({from, to}: Stretch): string {
  return [from === undefined ? "" : "from {{from}}", to === undefined ? "" : "to before {{to}}"]
    .filter((one) => one !== "")
    .join(" ");
}

/** Fields that are read by people alone: what the period is called there may be another word tomorrow. */
const SAYING: ReadonlySet<string> = new Set([
  ...["title", "subtitle", "said", "purpose", "xTitle", "yTitle", "assumptions"],
]);

/** A value with its stretches replaced, at any depth, and in what is said the sayings of the period. */
function replaced<Value>(
  value: Value,
  said: readonly string[],
  placeholder: string,
  stretch: (one: Stretch) => Record<string, string> | undefined,
): Value {
  const sayings = said
    .filter((saying) => saying !== "")
    .map((saying) => new RegExp(`(?<![\\p{L}\\p{N}_])${escaped(saying)}(?![\\p{L}\\p{N}_])`, "gu"));
  const visit = (one: unknown, key: string): unknown => {
    if (typeof one === "string")
      return SAYING.has(key) ? sayings.reduce((text, saying) => text.replace(saying, placeholder), one) : one;
    if (Array.isArray(one)) return one.map((inner) => visit(inner, key));
    if (one === null || typeof one !== "object") return one;
    const fields = one as Record<string, unknown>;
    const days = stretchOf(fields);
    const put = days && stretch(days);
    return Object.fromEntries(
      Object.entries(fields).map(([name, inner]) => [name, put?.[name] ?? visit(inner, name)]),
    );
  };
  return visit(value, "") as Value;
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/]/g, "\\$&");
}
