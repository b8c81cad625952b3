import type {ColumnProfile} from "../../data/profile.ts";
import {cell, columnName, named, say} from "./bound_text.ts";
import {targetColumn} from "./drivers.ts";
import type {AnalysisQuestion, FindingDraft, FindingTest, Results, Theme} from "./question.ts";
import {byColumn, flaggedSource, groupCount, LEAST_IN_GROUP, sourceOf, withoutSmallGroups} from "./steps.ts";
import {columnOfTarget, type Subjects} from "./subjects.ts";
import {effectIn, isShaky} from "./test_figures.ts";

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
      test: {step: "test", entry: test.title, effect: found.effect, ...isShaky(test)},
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
          title: `Highest for ${columnName(category)} ${group(0).text}`,
          subtitle: `Share of rows where ${columnName(saidFlag(target))}, by ${columnName(category)}`,
          xTitle: columnName(category),
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
      test: {step: "test", entry: test.title, effect: found.effect, ...isShaky(test)} satisfies FindingTest,
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
          title: `${columnName(one)} and ${columnName(other)} go together`,
          subtitle: `Rows of each ${columnName(other)} by ${columnName(one)}`,
          xTitle: columnName(other),
          yTitle: "share of rows",
          additive: true,
        },
      },
    },
  ];
}
