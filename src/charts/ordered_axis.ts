import type {Table} from "../data/table.ts";
import {columnAt, isNumeric, isTemporal, type Point, sayCell, texts, toNumber} from "./columns.ts";
import {areYears, axisTitle, formatNumber, readable, tickSettings} from "./format.ts";
import {dateAxis, numberAxis, placesAxis, widest} from "./frame.ts";
import {logAxis} from "./log_axis.ts";
import type {Panel} from "./panel.ts";
import {type Grain, grainOf, type Step, sayDate, stepOf, stepOn} from "./periods.ts";
import type {Layout} from "./plotly.ts";
import type {ChartSpec} from "./spec.ts";
import {label} from "./text.ts";
import type {Theme} from "./theme.ts";

/** The axis that lines run along: dates, numbers or labelled places. */
export interface OrderedAxis {
  axis: Layout;
  temporal: boolean;
  /** Where a point stands on the axis; null where it has no place. */
  place(point: Point): string | number | null;
  say(point: Point): string;
  /** The place after this one where the axis has even steps; a line breaks where a step is missing. */
  next(place: string | number): string | number | undefined;
}

/** @throws TabletalkError bad_chart when the table has no such column */
export function orderedAxis(
  spec: ChartSpec,
  table: Table,
  points: readonly Point[],
  theme: Theme,
  inner: number,
  panel?: Panel,
): OrderedAxis {
  const {column, at} = columnAt(table, spec.x);
  const title = axisTitle(spec.xTitle ?? (isTemporal(column) ? "" : readable(spec.x)), spec.xUnit);
  if (isTemporal(column)) {
    const grain = grainOf(panel?.dates ?? texts(table, at));
    const dates = panel?.dates ?? [...new Set(texts(table, at))].sort();
    const step = stepOf(dates, grain);
    return {
      temporal: true,
      axis: dateAxis(
        theme,
        title,
        dateTicks(step ? everyDate(dates, step) : dates, grain, inner, panel !== undefined),
      ),
      next: (place) => (step && typeof place === "string" ? stepOn(place, step) : undefined),
      place: (point) => (typeof point.at === "string" ? point.at : null),
      say: (point) => sayCell(point.at, grain),
    };
  }
  if (isNumeric(column)) {
    const values = points.map((point) => toNumber(point.at)).filter((value) => value !== null);
    const years = areYears(values, spec.x);
    const whole =
      years && new Set(values).size <= 12
        ? {tickmode: "array", tickvals: [...new Set(values)].sort((a, b) => a - b)}
        : {};
    const log = spec.xScale === "log";
    const step = years ? yearStep(values) : undefined;
    return {
      temporal: years,
      next: (place) => (step !== undefined && typeof place === "number" ? place + step : undefined),
      axis: numberAxis(theme, title, {
        ...(years ? {tickformat: "d", ...whole} : tickSettings(values, spec.xUnit)),
        showgrid: false,
        zeroline: false,
        ...(log && logAxis(values, spec.xUnit)),
      }),
      place: (point) => {
        const value = toNumber(point.at);
        return log && value !== null && value <= 0 ? null : value;
      },
      say: (point) => (years ? String(point.at) : formatNumber(toNumber(point.at) ?? 0, spec.xUnit, true)),
    };
  }
  const keys = [...new Set(points.map((point) => String(point.at)))];
  const said = keys.map((key) =>
    label(key === "null" ? "(none)" : key, Math.max(8, Math.floor(inner / keys.length / 7)), 2),
  );
  const every = Math.max(1, Math.ceil((widest(said, 12) + 8) / (inner / keys.length)));
  return {
    temporal: false,
    next: () => undefined,
    axis: placesAxis(theme, title, said, every),
    place: (point) => {
      const place = keys.indexOf(String(point.at));
      return place < 0 ? null : place;
    },
    say: (point) => sayCell(point.at),
  };
}

/** How many years most neighbours are apart, where all are a multiple of it. */
function yearStep(values: readonly number[]): number | undefined {
  const years = [...new Set(values)].sort((a, b) => a - b);
  const gaps = years.slice(1).map((year, before) => year - years[before]!);
  const by = Math.min(...gaps);
  const usual = gaps.filter((gap) => gap === by).length >= gaps.length / 2;
  return gaps.length >= 2 && usual && gaps.every((gap) => gap % by === 0) ? by : undefined;
}

/** The dates, and those that they skip. */
function everyDate(dates: readonly string[], step: Step): string[] {
  const made: string[] = [];
  for (let at = dates[0]!; at <= dates.at(-1)! && made.length < 2000; at = stepOn(at, step)) made.push(at);
  return made;
}

/** Ticks on the very dates when few, else Plotly's own choice, written so that a reader knows the year. */
function dateTicks(
  dates: readonly string[],
  grain: Grain,
  inner: number,
  panel: boolean,
): Record<string, unknown> {
  const said = dates.map((date) => sayDate(date, grain));
  const fits = Math.floor(inner / (widest(said, 12) + 14));
  if (grain !== "time" && grain !== "day" && dates.length > 0 && dates.length <= fits * 5) {
    const every = Math.max(1, Math.ceil(dates.length / fits));
    // A label at the right end of a panel would touch the next panel's first.
    const room = (at: number) =>
      !panel || (1 - at / Math.max(1, dates.length - 1)) * inner > widest(said, 12) / 2 - 4;
    const kept = dates.filter((_, at) => at % every === 0 && room(at));
    return {tickmode: "array", tickvals: kept, ticktext: kept.map((date) => sayDate(date, grain))};
  }
  if (dates.length <= Math.min(fits, 8)) return {tickmode: "array", tickvals: [...dates], ticktext: said};
  return {nticks: Math.min(10, Math.max(3, fits))};
}

/** The order of two places. */
export function comparePlaces(a: string | number | null, b: string | number | null): number {
  if (typeof a === "number" && typeof b === "number") return a - b;
  return String(a) < String(b) ? -1 : String(a) > String(b) ? 1 : 0;
}
