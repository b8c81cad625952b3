import type {Measure} from "../../tools/measure.ts";
import {cell, named, plainName, rowCount, say} from "./bound_text.ts";
import type {AnalysisQuestion, FindingDraft, Results} from "./question.ts";
import {sourceOf} from "./steps.ts";
import {isFlag, type Subjects, summedUp, type Target} from "./subjects.ts";
import {figureRow, isShaky} from "./test_figures.ts";
import {calendarQuestion} from "./time_calendar.ts";
import {changeQuestion} from "./time_change.ts";

/** What is followed over time: the target, else the main number, else how many rows there are. */
export function followed(subjects: Subjects): {measure: Measure; said: string; columns: string[]} {
  const {target, measures} = subjects;
  const ofTarget = target && measureOf(target);
  if (ofTarget) return {...ofTarget, columns: [target.name]};
  const first = measures.find((column) => !isFlag(column));
  if (first) return {...sayMeasure(summedUp(first), first.name), columns: [first.name]};
  return {measure: {name: "rows", fn: "count"}, said: "The number of rows", columns: ["rows"]};
}

function measureOf(target: Target): {measure: Measure; said: string} | undefined {
  if (target.kind === "label") return undefined;
  if (target.kind === "number") return sayMeasure(summedUp(target.column), target.name);
  const over = {fn: "count" as const, of: {column: target.of.name}};
  return {
    measure: {name: "share", fn: "count", where: target.condition, over, unit: "%"},
    said: `The share where ${target.name.includes(" is ") ? target.name : `${target.name} is yes`}`,
  };
}

const sayMeasure = (measure: Measure, name: string): {measure: Measure; said: string} => ({
  measure,
  said: `${measure.fn === "sum" ? "The total of" : "The mean of"} ${name}`,
});

/** How the followed measure moves: its trend, what repeats, when it changed, which periods are unlike their time. */
export function timeQuestions(subjects: Subjects, asOf: Date): AnalysisQuestion[] {
  const {time} = subjects;
  if (!time) return [];
  const main = followed(subjects);
  const found = [seriesQuestion(subjects, main, 8)];
  const calendar = calendarQuestion(subjects, main);
  if (calendar) found.push(calendar);
  const change = changeQuestion(subjects, main, asOf);
  if (change) found.push(change);
  if (main.measure.fn !== "count" || main.measure.over) {
    const rows = {
      measure: {name: "rows", fn: "count"} as Measure,
      said: "The number of rows",
      columns: ["rows"],
    };
    // A row a day says no more than how long a month is.
    const isLog =
      subjects.profile.rows > 4 * time.periods && time.column.distinct < 0.9 * subjects.profile.rows;
    if (isLog) found.push(seriesQuestion(subjects, rows, 3));
  }
  return found;
}

type Followed = ReturnType<typeof followed>;

function seriesQuestion(subjects: Subjects, main: Followed, priority: number): AnalysisQuestion {
  const {column, unit} = subjects.time!;
  const series = {
    ...sourceOf(subjects.scope),
    time: {of: {column: column.name}, unit},
    measure: main.measure,
  };
  return {
    theme: "time",
    asks: `How does ${lower(main.said)} move by ${unit}?`,
    plan: {
      steps: [
        {
          id: "series",
          tool: "aggregate",
          input: {
            ...sourceOf(subjects.scope),
            measures: [{...main.measure, name: "value"}],
            groups: [{name: "period", of: {column: column.name}, unit}],
            order: [{by: "period", direction: "asc"}],
            includeMissing: false,
          },
        },
        {id: "trend", tool: "run_statistics", input: {method: "trend", ...series}},
        {id: "odd", tool: "run_statistics", input: {method: "time_anomalies", ...series}},
      ],
      headline: "series",
    },
    priority,
    read: (results) => readSeries(results, subjects, main),
  };
}

function readSeries(results: Results, subjects: Subjects, main: Followed): FindingDraft[] {
  const series = results.artifact("series");
  if (!series || series.table.rows.length < 4) return [];
  const {unit} = subjects.time!;
  const trend = results.artifact("trend");
  const tau = trend && figureRow(trend, /^Kendall's tau$/);
  const slope = trend && figureRow(trend, /^Sen's slope/);
  const rises = slope !== undefined && Number(trend?.table.rows[slope]?.[1]) > 0;
  const partial = (trend?.provenance.notes ?? []).some((note) => /^The last .* is left out/.test(note));
  const about = [...main.columns, "time"];
  const what = say`${said(results, main.said)} by ${unit}`;
  const inWords = say`${said(results, lower(main.said))} by ${unit}`;
  const measureUnit = series.units.value;
  const chart = (title: string): FindingDraft["chart"] => ({
    step: "series",
    spec: {
      kind: "line",
      x: "period",
      y: "value",
      title,
      subtitle: `${plainName(main.said)} by ${unit}`,
      xTitle: unit,
      yTitle: plainName(main.said.replace(/^The /, "")),
      ...(measureUnit && {yUnit: measureUnit}),
      ...(partial && {partialLast: true}),
    },
  });
  const ends = extremes(series.table.rows, partial);
  const at = (row: number) =>
    say`${cell(results, "series", row, "period", {timeUnit: unit, plain: true})} (${cell(results, "series", row, "value", {digits: 4})})`;
  const range = say`the highest ${unit} is ${at(ends.top)}, the lowest ${at(ends.bottom)}`;
  const caveat = partial
    ? say`The last ${unit} is not complete in the data: it is drawn, and left out of every comparison.`
    : undefined;
  const odd = readOdd(results, main, unit);
  if (trend && tau !== undefined && slope !== undefined) {
    const bounds = [trend.table.rows[slope]?.[2], trend.table.rows[slope]?.[3]].map(Number);
    const step = (column: string) =>
      cell(results, "trend", slope, column, {size: true, ...(measureUnit && {unit: measureUnit})});
    const sure = bounds[0]! > 0 || bounds[1]! < 0;
    return [
      {
        headline: say`${what} ${rises ? "rises" : "falls"} over the whole time, by about ${step("value")} a ${unit}.`,
        detail: say`${sure ? say`The slope lies between ${bounds[0]! > 0 ? step("low") : step("high")} and ${bounds[0]! > 0 ? step("high") : step("low")} a ${unit} (interval); ` : say``}${range}.`,
        test: {
          step: "trend",
          entry: trend.title,
          effect: {kind: "tau", value: Number(trend.table.rows[tau]?.[1])},
          ...isShaky(trend),
        },
        about: [...about, "trend"],
        weight: 0.7,
        chart: chart(`${plainName(main.said)} ${rises ? "rises" : "falls"} over time`),
        ...(caveat && {caveat}),
      },
      {
        headline: say`For ${inWords}, ${range}.`,
        about,
        weight: 0.3,
        minor: true,
        chart: chart(
          `${plainName(main.said)}: highest in ${cell(results, "series", ends.top, "period", {timeUnit: unit, plain: true}).text}`,
        ),
        ...(caveat && {caveat}),
      },
      ...odd,
    ];
  }
  return [
    {
      headline: say`For ${inWords}, ${range}.`,
      about,
      weight: 0.3,
      chart: chart(plainName(main.said)),
      ...(caveat && {caveat}),
    },
    ...odd,
  ];
}

/** The rows of the highest and the lowest value, the last one left out where it is only a piece. */
function extremes(rows: readonly (readonly unknown[])[], partial: boolean): {top: number; bottom: number} {
  const places = [...rows.keys()]
    .slice(0, partial ? -1 : undefined)
    .filter((row) => typeof rows[row]![1] === "number");
  const value = (row: number): number => Number(rows[row]![1]);
  return {
    top: places.reduce((best, row) => (value(row) > value(best) ? row : best), places[0] ?? 0),
    bottom: places.reduce((best, row) => (value(row) < value(best) ? row : best), places[0] ?? 0),
  };
}

function readOdd(
  results: Results,
  main: Followed,
  unit: NonNullable<Subjects["time"]>["unit"],
): FindingDraft[] {
  const odd = results.artifact("odd");
  const row = odd?.table.rows[0];
  const periods = results.artifact("series")?.table.rows.length ?? 0;
  if (!odd || !row || odd.table.rows.length > 0.1 * periods + 1) return [];
  const at = (column: string) => cell(results, "odd", 0, column, {digits: 4});
  const single = odd.table.rows.length === 1;
  return [
    {
      headline: say`${said(results, main.said)} was unlike its time in ${single ? say`one ${unit}` : say`${rowCount(results, "odd")} ${unit}s`}: the furthest is ${cell(results, "odd", 0, "period", {timeUnit: unit, plain: true})}, with ${at("actual")} where about ${at("expected")} was to be expected.`,
      about: [...main.columns, "odd periods"],
      weight: 0.45,
      ...(single ? {} : {table: {step: "odd", title: `Unusual ${unit}s`, rows: 10}}),
    },
  ];
}

const said = (results: Results, words: string) => named(results, "series", words);
const lower = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1);
