import type {ColumnProfile} from "../../data/profile.ts";
import {cell, named, plainName, say} from "./bound_text.ts";
import {targetColumn} from "./drivers.ts";
import type {AnalysisQuestion, FindingDraft, FindingTest, Results, Theme} from "./question.ts";
import {
  byColumn,
  flaggedSource,
  groupCount,
  LEAST_IN_GROUP,
  ofColumn,
  sourceOf,
  withoutSmallGroups,
} from "./steps.ts";
import {columnOfTarget, isFlag, type Subjects} from "./subjects.ts";
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
      ? say`${sayEffect(results, found, plainName(category))} ${counts}.`
      : say`The ${middle}s are ${cell(results, "test", difference, "value", {size: true, ...unitOf(figures.units.mean)})} apart${betweenEnds(results, test, difference, figures.units.mean)}. ${counts}.`;
  const unit = figures.units[middle];
  return [
    {
      headline: two
        ? say`${amount} is higher where ${named(results, "test", category)} is ${group(top)} (${middle} ${value(top)}) than where it is ${group(bottom)} (${value(bottom)}).`
        : say`${amount} differs by ${named(results, "test", category)}: the ${middle} is highest for ${group(top)} (${value(top)}) and lowest for ${group(bottom)} (${value(bottom)}).`,
      detail,
      test: {entry: test.title, effect: found.effect, ...isShaky(test)},
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
          subtitle: `${middle === "mean" ? "Mean" : "Median"} of ${amount.text} by ${plainName(category)}`,
          xTitle: plainName(category),
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

/** Whether the share of rows of a yes/no target, or its labels, differ by a category: test and shares. */
export function shareQuestion(
  subjects: Subjects,
  category: ColumnProfile,
  {theme = "drivers" as Theme, priority = 6} = {},
): AnalysisQuestion | undefined {
  const {target} = subjects;
  if (!target || target.kind === "number" || groupCount(subjects, category.name) < 2) return undefined;
  if (target.kind === "label")
    return labelsQuestion(subjects, columnOfTarget(target), category, {theme, priority});
  const flagged = flaggedSource(target, subjects.scope);
  const source = withoutSmallGroups(flagged.source, subjects, category.name);
  const plain = withoutSmallGroups(sourceOf(subjects.scope), subjects, category.name);
  return {
    theme,
    asks: `Does the share where ${target.name} differ by ${category.name}?`,
    plan: {
      steps: [
        ...flagged.before,
        {
          id: "test",
          tool: "run_statistics",
          input: {
            method: "contingency",
            ...source,
            rows: byColumn(category.name),
            columns: byColumn(targetColumn(subjects)),
          },
        },
        {
          id: "figures",
          tool: "aggregate",
          input: {
            ...plain,
            measures: [
              {
                name: "share",
                fn: "count",
                where: target.condition,
                over: {fn: "count", of: {column: target.of.name}},
                unit: "%",
              },
              {name: "rows", fn: "count", of: {column: target.of.name}},
            ],
            groups: [byColumn(category.name)],
            having: [{by: "rows", op: ">=", value: LEAST_IN_GROUP}],
            order: [{by: "share", direction: "desc"}],
            includeMissing: false,
          },
        },
      ],
      headline: "test",
    },
    priority,
    read: (results) => readShares(results, target.name, category.name),
  };
}

function readShares(results: Results, target: string, category: string): FindingDraft[] {
  const [test, figures] = [results.artifact("test"), results.artifact("figures")];
  const found = test && effectIn(test);
  if (!test || !figures || !found || figures.table.rows.length < 2) return [];
  const last = figures.table.rows.length - 1;
  const group = (row: number) => cell(results, "figures", row, category);
  const share = (row: number) => cell(results, "figures", row, "share", {unit: "%", digits: 3});
  return [
    {
      headline: say`The share where ${named(results, "test", saidFlag(target))} is highest for ${named(results, "test", category)} ${group(0)} (${share(0)}) and lowest for ${group(last)} (${share(last)}).`,
      detail: say`${group(0)} has ${cell(results, "figures", 0, "rows")} rows, ${group(last)} ${cell(results, "figures", last, "rows")}. ${sayV(results, found.row)}`,
      test: {entry: test.title, effect: found.effect, ...isShaky(test)},
      about: [target, category],
      weight: 0.7,
      chart: {
        step: "figures",
        spec: {
          kind: "bar",
          x: category,
          y: "share",
          horizontal: last > 4,
          sort: "descending",
          title: `Highest for ${plainName(category)} ${group(0).text}`,
          subtitle: `Share of rows where ${plainName(saidFlag(target))}, by ${plainName(category)}`,
          xTitle: plainName(category),
          yTitle: "share of rows",
          yUnit: "%",
        },
      },
    },
  ];
}

/** "churned" is said as "churned is yes"; "status is cancelled" as it is. */
export const saidFlag = (name: string): string => (/ is /.test(name) ? name : `${name} is yes`);

const sayV = (results: Results, row: number) =>
  say`The association (Cramér's V) is ${cell(results, "test", row, "value", {digits: 2})} (interval ${cell(results, "test", row, "low", {digits: 2})} to ${cell(results, "test", row, "high", {digits: 2})}).`;

/** Whether two categories go together. */
export function labelsQuestion(
  subjects: Subjects,
  one: ColumnProfile,
  other: ColumnProfile,
  {theme = "associations" as Theme, priority = 3} = {},
): AnalysisQuestion | undefined {
  if (groupCount(subjects, one.name) < 2 || groupCount(subjects, other.name) < 2) return undefined;
  const source = withoutSmallGroups(
    withoutSmallGroups(sourceOf(subjects.scope), subjects, one.name),
    subjects,
    other.name,
  );
  return {
    theme,
    asks: `Do ${one.name} and ${other.name} go together?`,
    plan: {
      steps: [
        {
          id: "test",
          tool: "run_statistics",
          input: {method: "contingency", ...source, rows: byColumn(one.name), columns: byColumn(other.name)},
        },
        {
          id: "counts",
          tool: "aggregate",
          input: {
            ...source,
            measures: [{name: "rows", fn: "count"}],
            groups: [byColumn(other.name), byColumn(one.name)],
            windows: [{name: "share", of: "rows", fn: "share", within: [other.name]}],
            order: [{by: "share", direction: "desc"}],
            includeMissing: false,
          },
        },
      ],
      headline: "test",
    },
    priority,
    read: (results) => readLabels(results, one.name, other.name),
  };
}

function readLabels(results: Results, one: string, other: string): FindingDraft[] {
  const [test, counts] = [results.artifact("test"), results.artifact("counts")];
  const found = test && effectIn(test);
  if (!test || !found || !counts || counts.table.rows.length < 2) return [];
  const enough = counts.table.rows.findIndex((row) => Number(row[2]) >= LEAST_IN_GROUP);
  const row = Math.max(0, enough);
  const of = (name: string) => named(results, "test", name);
  return [
    {
      headline: say`${of(one)} and ${of(other)} go together: of the rows where ${of(other)} is ${cell(results, "counts", row, other)}, ${cell(results, "counts", row, "share", {unit: "%", digits: 3})} are ${cell(results, "counts", row, one)}.`,
      detail: sayV(results, found.row),
      test: {entry: test.title, effect: found.effect, ...isShaky(test)} satisfies FindingTest,
      about: [one, other],
      weight: 0.5,
      chart: {
        step: "counts",
        spec: {
          kind: "bar",
          x: other,
          y: "rows",
          series: one,
          arrangement: "stacked_100",
          title: `${plainName(one)} and ${plainName(other)} go together`,
          subtitle: `Rows of each ${plainName(other)} by ${plainName(one)}`,
          xTitle: plainName(other),
          yTitle: "share of rows",
          additive: true,
        },
      },
    },
  ];
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
