import type {ColumnProfile} from "../../data/profile.ts";
import {cell, columnName, named, say} from "./bound_text.ts";
import type {AnalysisQuestion, FindingDraft, Results, Theme} from "./question.ts";
import {byColumn, groupCount, LEAST_IN_GROUP, ofColumn, sourceOf, withoutSmallGroups} from "./steps.ts";
import {isFlag, type Subjects} from "./subjects.ts";
import {effectIn, figureRow, isShaky} from "./test_figures.ts";

/** Whether a number differs between the groups of a category: its test, and the figures of each group. */
export function groupQuestion(
  subjects: Subjects,
  column: ColumnProfile,
  category: ColumnProfile,
  {theme = "groups" as Theme, priority = 5} = {},
): AnalysisQuestion | undefined {
  if (groupCount(subjects, category.name) < 2 || column.name === category.name) return undefined;
  const source = withoutSmallGroups(sourceOf(subjects.scope), subjects, category.name);
  const of = {column: column.name};
  return {
    theme,
    asks: `Does ${column.name} differ by ${category.name}?`,
    plan: {
      steps: [
        {
          id: "test",
          tool: "run_statistics",
          input: {
            method: "group_test",
            ...source,
            column: ofColumn(column.name),
            group: byColumn(category.name),
          },
        },
        {
          id: "figures",
          tool: "aggregate",
          input: {
            ...source,
            measures: [
              {name: "mean", fn: "avg", of},
              {name: "median", fn: "median", of},
              {name: "rows", fn: "count", of},
            ],
            groups: [byColumn(category.name)],
            having: [{by: "rows", op: ">=", value: LEAST_IN_GROUP}],
            order: [{by: "mean", direction: "desc"}],
            includeMissing: false,
          },
        },
      ],
      headline: "test",
    },
    priority,
    read: (results) => readGroups(results, column, category),
  };
}

function readGroups(
  results: Results,
  {name: column}: ColumnProfile,
  {name: category}: ColumnProfile,
): FindingDraft[] {
  const test = results.artifact("test");
  const figures = results.artifact("figures");
  if (!test || !figures || figures.table.rows.length < 2) return [];
  const found = effectIn(test);
  if (!found) return [];
  const byRank = /Mann-Whitney|Kruskal|Kolmogorov/.test(test.provenance.notes.join(" "));
  const middle = byRank ? "median" : "mean";
  const at = figures.table.columns.findIndex(({name}) => name === middle);
  const rows = [...figures.table.rows.keys()].sort(
    (a, b) => Number(figures.table.rows[b]![at]) - Number(figures.table.rows[a]![at]),
  );
  const [top, bottom] = [rows[0]!, rows.at(-1)!];
  const group = (row: number) => cell(results, "figures", row, category);
  const value = (row: number) => cell(results, "figures", row, middle, {digits: 4});
  const two = rows.length === 2;
  const counts = say`${group(top)} has ${cell(results, "figures", top, "rows")} rows with a value, ${group(bottom)} ${cell(results, "figures", bottom, "rows")}`;
  const difference = figureRow(test, /^difference of means/);
  const amount = named(results, "test", column);
  const detail =
    difference === undefined
      ? say`${sayEffect(results, found, columnName(category))} ${counts}.`
      : say`The ${middle}s are ${cell(results, "test", difference, "value", {size: true, ...unitOf(figures.units.mean)})} apart${betweenEnds(results, test, difference, figures.units.mean)}. ${counts}.`;
  const unit = figures.units[middle];
  return [
    {
      headline: two
        ? say`${amount} is higher where ${named(results, "test", category)} is ${group(top)} (${middle} ${value(top)}) than where it is ${group(bottom)} (${value(bottom)}).`
        : say`${amount} differs by ${named(results, "test", category)}: the ${middle} is highest for ${group(top)} (${value(top)}) and lowest for ${group(bottom)} (${value(bottom)}).`,
      detail,
      test: {step: "test", entry: test.title, effect: found.effect, ...isShaky(test)},
      about: [column, category],
      weight: 0.6,
      chart: {
        step: "figures",
        spec: {
          kind: "bar",
          x: category,
          y: middle,
          horizontal: rows.length > 5,
          sort: "descending",
          title: `${amount.text} is highest for ${group(top).text}`,
          subtitle: `${middle === "mean" ? "Mean" : "Median"} of ${amount.text} by ${columnName(category)}`,
          xTitle: columnName(category),
          yTitle: `${middle} of ${amount.text}`,
          ...(unit && {yUnit: unit}),
        },
      },
    },
  ];
}

const unitOf = (unit: string | undefined): {unit?: string} => (unit === undefined ? {} : {unit});

function betweenEnds(
  results: Results,
  test: NonNullable<ReturnType<Results["artifact"]>>,
  row: number,
  unit?: string,
) {
  const [low, high] = ["low", "high"].map((name) =>
    Number(test.table.rows[row]?.[test.table.columns.findIndex((column) => column.name === name)]),
  );
  if (!Number.isFinite(low) || !Number.isFinite(high)) return say``;
  const value = (name: string) => cell(results, "test", row, name, {size: true, ...unitOf(unit)});
  // Said as a size: the ends change places where the difference is below nothing.
  return high! < 0
    ? say` (interval ${value("high")} to ${value("low")})`
    : low! > 0
      ? say` (interval ${value("low")} to ${value("high")})`
      : say``;
}

function sayEffect(
  results: Results,
  {effect, row, name}: NonNullable<ReturnType<typeof effectIn>>,
  category: string,
) {
  const share = {unit: "%", digits: 2};
  const value = (which: string, format = {}) => cell(results, "test", row, which, format);
  if (effect.kind === "eta_squared")
    return say`${category} accounts for ${value("value", share)} of the variation${name.startsWith("epsilon") ? " in ranks" : ""} (interval ${value("low", share)} to ${value("high", share)}).`;
  if (effect.kind === "superiority")
    return say`The ${name} is ${value("value", share)} (interval ${value("low", share)} to ${value("high", share)}).`;
  return say``;
}

/** The group tests of other numbers than the target, the main ones first. */
export function otherGroupQuestions(subjects: Subjects, most: number): AnalysisQuestion[] {
  const numbers = subjects.measures.filter((column) => !isFlag(column)).slice(0, 3);
  const found: AnalysisQuestion[] = [];
  for (const category of subjects.categories.filter(({distinct}) => distinct <= 20).slice(0, 3))
    for (const column of numbers) {
      const question = groupQuestion(subjects, column, category, {priority: 3});
      if (question && found.length < most) found.push(question);
    }
  return found;
}
