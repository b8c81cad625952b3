import type {ColumnProfile} from "../../data/profile.ts";
import {cell, named, say} from "./bound_text.ts";
import type {AnalysisQuestion, FindingDraft, Results} from "./question.ts";
import {byColumn, ofColumn, sourceOf} from "./steps.ts";
import {columnOfTarget, isFlag, type Subjects} from "./subjects.ts";

/** From here on the mean says little of what is usual. */
const SKEWED = 1;
const MOST_SHAPES = 3;
const MUCH_OUTSIDE = 0.01;

/** What is usual: the middle, the spread and the far ends of the main numbers, and how rows fall into groups. */
export function shapeQuestions(subjects: Subjects): AnalysisQuestion[] {
  const {target} = subjects;
  const first = target?.kind === "number" ? [target.column] : [];
  const numbers = [...first, ...subjects.measures.filter((column) => !isFlag(column))].slice(0, MOST_SHAPES);
  return [
    ...numbers.map((column, at) => numberQuestion(subjects, column, 8 - at)),
    ...(target && target.kind !== "number" ? [labelQuestion(subjects, columnOfTarget(target), 9)] : []),
    ...(target?.kind === "number" || !target
      ? subjects.categories.slice(0, 1).map((column) => labelQuestion(subjects, column, 4))
      : []),
  ];
}

function numberQuestion(subjects: Subjects, {name}: ColumnProfile, priority: number): AnalysisQuestion {
  const source = sourceOf(subjects.scope);
  return {
    theme: "shape",
    asks: `What is usual for ${name}, and how far do values lie from it?`,
    plan: {
      steps: [
        {
          id: "summary",
          tool: "run_statistics",
          input: {method: "describe", ...source, columns: [ofColumn(name)]},
        },
        {id: "bins", tool: "run_statistics", input: {method: "histogram", ...source, column: ofColumn(name)}},
        {id: "box", tool: "run_statistics", input: {method: "box", ...source, column: ofColumn(name)}},
      ],
      headline: "summary",
    },
    priority,
    read: (results) => [...readShape(results, name), ...readOutside(results, name)],
  };
}

function readShape(results: Results, name: string): FindingDraft[] {
  const summary = results.artifact("summary");
  if (!summary || summary.table.rows.length === 0) return [];
  const at = (column: string) => cell(results, "summary", 0, column);
  const place = summary.table.columns.findIndex((column) => column.name === "skewness");
  const skewness = Number(summary.table.rows[0]?.[place] ?? 0);
  const bins = results.artifact("bins");
  const unit = bins?.units[name];
  const column = named(results, "summary", name);
  const tail = skewness > 0 ? "a few large values pull the mean up" : "a few small values pull the mean down";
  const skewed = Math.abs(skewness) >= SKEWED;
  const headline = skewed
    ? say`${column} is usually near ${at("median")}, but ${tail} to ${at("mean")}.`
    : say`${column} is usually near ${at("median")}: half of the rows lie between ${at("q1")} and ${at("q3")}.`;
  return [
    {
      headline,
      detail: say`It runs from ${at("min")} to ${at("max")}${skewed ? say`, with half of the rows between ${at("q1")} and ${at("q3")}` : say``}.`,
      about: [name],
      weight: skewed ? 0.4 : 0.2,
      ...(bins &&
        bins.table.rows.length > 2 && {
          chart: {
            step: "bins",
            spec: {
              kind: "histogram" as const,
              x: name,
              y: "count",
              binWidth: Number(bins.table.rows[0]?.[1]) - Number(bins.table.rows[0]?.[0]),
              title: skewed
                ? `${column.text}: most values are ${skewness > 0 ? "small, a few are large" : "large, a few are small"}`
                : `${column.text}: where the values lie`,
              xTitle: column.text,
              yTitle: "rows",
              ...(unit && {xUnit: unit}),
            },
          },
        }),
    },
  ];
}

function readOutside(results: Results, name: string): FindingDraft[] {
  const row = results.artifact("box")?.table.rows[0];
  const columns = results.artifact("box")?.table.columns.map((column) => column.name) ?? [];
  const value = (column: string): number => Number(row?.[columns.indexOf(column)] ?? 0);
  const [outside, n] = [value("outliers"), value("n")];
  if (!row || n === 0 || outside === 0) return [];
  const at = (column: string) => cell(results, "box", 0, column);
  const isHigh = value("max") > value("upper_fence");
  const isLow = value("min") < value("lower_fence");
  const where =
    isHigh && isLow
      ? say`below ${at("lower_fence")} or above ${at("upper_fence")}`
      : isHigh
        ? say`above ${at("upper_fence")}`
        : say`below ${at("lower_fence")}`;
  const far = isHigh ? at("max") : at("min");
  return [
    {
      headline: say`${named(results, "box", name)} lies far out, ${where}, in ${at("outliers")} of ${at("n")} rows; the furthest is ${far}.`,
      detail: say`Far out means beyond the box by more than one and a half times its width; that is a reason to look, and no proof of a fault.`,
      about: ["far values", name],
      weight: outside / n >= MUCH_OUTSIDE ? 0.15 : 0.1,
      minor: outside / n < MUCH_OUTSIDE,
    },
  ];
}

function labelQuestion(subjects: Subjects, {name}: ColumnProfile, priority: number): AnalysisQuestion {
  return {
    theme: "shape",
    asks: `How do the rows fall into ${name}?`,
    plan: {
      steps: [
        {
          id: "shares",
          tool: "aggregate",
          input: {
            ...sourceOf(subjects.scope),
            measures: [{name: "rows", fn: "count"}],
            groups: [byColumn(name)],
            windows: [{name: "share of rows", of: "rows", fn: "share"}],
            order: [{by: "rows", direction: "desc"}],
            includeMissing: false,
            limit: 20,
          },
        },
      ],
      headline: "shares",
    },
    priority,
    read: (results) => readShares(results, name),
  };
}

function readShares(results: Results, name: string): FindingDraft[] {
  const table = results.artifact("shares")?.table;
  if (!table || table.rows.length < 2) return [];
  const last = table.rows.length - 1;
  const at = (row: number) =>
    say`${cell(results, "shares", row, name)} (${cell(results, "shares", row, "share of rows")})`;
  const column = named(results, "shares", name);
  return [
    {
      headline: say`The most frequent ${column} is ${at(0)}, the ${last === 1 ? "other" : "least frequent"} ${at(last)}.`,
      about: [name],
      weight: 0.2,
      minor: true,
      ...(table.rows.length > 2 && {
        chart: {
          step: "shares",
          spec: {
            kind: "bar" as const,
            x: name,
            y: "rows",
            horizontal: true,
            title: `Rows by ${column.text}: ${cell(results, "shares", 0, name).text} is the most frequent`,
            xTitle: column.text,
            yTitle: "rows",
            additive: true,
          },
        },
      }),
    },
  ];
}
