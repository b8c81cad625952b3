import type {DatePart} from "../../tools/condition.ts";
import type {Measure, TimeUnit} from "../../tools/measure.ts";
import {cell, columnName, named, say} from "./bound_text.ts";
import type {AnalysisQuestion, FindingDraft, Results} from "./question.ts";
import type {Scope, Subjects} from "./subjects.ts";
import {effectIn, isShaky} from "./test_figures.ts";

const DAY = 86_400_000;
/** The parts of the calendar that a measure can repeat with, and how many days of data it takes to see it. */
const REPEATS: readonly {
  part: DatePart;
  unit: TimeUnit;
  said: string;
  days: [least: number, most: number];
}[] = [
  {part: "month", unit: "month", said: "month of the year", days: [3 * 365 - 5, 40 * 365]},
  {part: "weekday", unit: "day", said: "day of the week", days: [28, 3 * 365]},
];

/**
 * Whether a measure repeats with the calendar: each period is one value, and the values of the same part of the year or the
 * week are compared with the others. Pieces of periods at the ends are left out.
 */
export function calendarQuestion(
  subjects: Subjects,
  main: {measure: Measure; said: string; columns: string[]},
): AnalysisQuestion | undefined {
  const {time} = subjects;
  if (!time || time.column.type === "integer") return undefined;
  const first = instantOf(subjects.scope.period?.from ?? time.column.min);
  const last = instantOf(subjects.scope.period?.to ?? time.column.max);
  const days = (last - first) / DAY;
  const repeats = REPEATS.find((one) => days >= one.days[0] && days <= one.days[1]);
  // A value a month has no days of the week.
  if (!repeats || (repeats.unit === "day" && time.column.distinct < 0.5 * days)) return undefined;
  const {part, unit, said} = repeats;
  const period = wholePeriods(subjects.scope, time.column.name, first, last, unit);
  const periods = {
    table: subjects.scope.table,
    ...(subjects.scope.where && {where: subjects.scope.where}),
    period,
    measures: [{...main.measure, name: "value"}],
    groups: [{name: "period", of: {column: time.column.name}, unit}],
    includeMissing: false,
  };
  const by = {name: said, of: {column: "period"}, part};
  return {
    theme: "time",
    asks: `Does ${main.said.charAt(0).toLowerCase()}${main.said.slice(1)} repeat with the ${said}?`,
    plan: {
      steps: [
        {id: "periods", tool: "aggregate", input: periods},
        {
          id: "test",
          tool: "run_statistics",
          input: {
            method: "group_test",
            table: {$step: "periods"},
            column: {
              name: main.measure.name === "value" ? "amount" : main.measure.name,
              of: {column: "value"},
            },
            group: by,
          },
        },
        {
          id: "figures",
          tool: "aggregate",
          input: {
            table: {$step: "periods"},
            measures: [
              {
                name: "mean",
                fn: "avg",
                of: {column: "value"},
                ...(main.measure.unit && {unit: main.measure.unit}),
              },
              {name: "periods", fn: "count", of: {column: "value"}},
            ],
            groups: [by],
            order: [{by: said, direction: "asc"}],
            includeMissing: false,
          },
        },
      ],
      headline: "test",
    },
    priority: 7,
    read: (results) => readCalendar(results, main, {part, said, unit}),
  };
}

function readCalendar(
  results: Results,
  main: {said: string; columns: string[]},
  {part, said, unit}: {part: DatePart; said: string; unit: TimeUnit},
): FindingDraft[] {
  const [test, figures] = [results.artifact("test"), results.artifact("figures")];
  const found = test && effectIn(test);
  if (!test || !figures || !found || figures.table.rows.length < 3) return [];
  const at = figures.table.columns.findIndex(({name}) => name === "mean");
  const order = [...figures.table.rows.keys()].sort(
    (a, b) => Number(figures.table.rows[b]![at]) - Number(figures.table.rows[a]![at]),
  );
  const [top, bottom] = [order[0]!, order.at(-1)!];
  const place = (row: number) => cell(results, "figures", row, said, {part});
  const value = (row: number) => cell(results, "figures", row, "mean", {digits: 3});
  const measureUnit = figures.units.mean;
  return [
    {
      headline: say`${named(results, "test", main.said)} by ${unit} repeats with the ${said}: highest in ${place(top)} (mean ${value(top)}), lowest in ${place(bottom)} (${value(bottom)}).`,
      detail: say`The ${said} accounts for ${cell(results, "test", found.row, "value", {unit: "%", digits: 2})} of the variation between ${unit}s (interval ${cell(results, "test", found.row, "low", {unit: "%", digits: 2})} to ${cell(results, "test", found.row, "high", {unit: "%", digits: 2})}).`,
      test: {step: "test", entry: test.title, effect: found.effect, ...isShaky(test)},
      about: [...main.columns, "season"],
      weight: 0.75,
      chart: {
        step: "figures",
        spec: {
          kind: "bar",
          x: said,
          y: "mean",
          sort: "given",
          allCategories: true,
          title: `${columnName(main.said)} is highest in ${place(top).text}`,
          subtitle: `Mean of each ${said}`,
          xTitle: said,
          yTitle: `mean of a ${unit}`,
          ...(measureUnit && {yUnit: measureUnit}),
        },
      },
    },
  ];
}

function instantOf(value: unknown): number {
  return Date.parse(String(value).slice(0, 10));
}

/** The stretch of whole periods between two days: what begins or ends in the middle of one is left out. */
function wholePeriods(
  scope: Scope,
  column: string,
  first: number,
  last: number,
  unit: TimeUnit,
): NonNullable<Scope["period"]> {
  if (unit !== "month") return scope.period ?? {column};
  const [start, end] = [new Date(first), new Date(last + (scope.period?.to ? 0 : DAY))];
  const from =
    start.getUTCDate() === 1 ? start : new Date(Date.UTC(start.getUTCFullYear(), start.getUTCMonth() + 1, 1));
  const to = new Date(Date.UTC(end.getUTCFullYear(), end.getUTCMonth(), 1));
  const day = (date: Date): string => date.toISOString().slice(0, 10);
  return {column, from: day(from), to: day(to)};
}
