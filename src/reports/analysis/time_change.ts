import type {Condition} from "../../tools/condition.ts";
import type {Measure} from "../../tools/measure.ts";
import {cell, named, say} from "./bound_text.ts";
import type {AnalysisQuestion, FindingDraft, Results} from "./question.ts";
import {byColumn, sourceOf} from "./steps.ts";
import type {Subjects} from "./subjects.ts";

const STEP = "change";
const MOST_DIMENSIONS = 5;

/**
 * What changed from the year before the last whole one to that one, and where: for data of two whole calendar years or more
 * with categories to look into.
 */
export function changeQuestion(
  subjects: Subjects,
  main: {measure: Measure; said: string; columns: string[]},
  asOf: Date,
): AnalysisQuestion | undefined {
  const {time, categories, scope} = subjects;
  const dimensions = categories.filter(({distinct}) => distinct <= 40).slice(0, MOST_DIMENSIONS);
  const years =
    time && !scope.period ? wholeYears(time.column.min, earlier(time.column.max, asOf)) : undefined;
  if (!time || !years || dimensions.length === 0 || time.column.type === "integer") return undefined;
  const of = {column: time.column.name};
  const year = (number: number): Condition => ({
    op: "range",
    of,
    from: `${number}-01-01`,
    to: `${number + 1}-01-01`,
  });
  return {
    theme: "time",
    asks: `What changed from ${years.before} to ${years.after}, and where?`,
    plan: {
      steps: [
        {
          id: STEP,
          tool: "run_statistics",
          input: {
            method: "explain_change",
            ...sourceOf(scope),
            measure: main.measure,
            before: year(years.before),
            after: year(years.after),
            dimensions: dimensions.map(({name}) => byColumn(name)),
          },
        },
      ],
      headline: STEP,
    },
    priority: 6,
    read: (results) => readChange(results, main, years),
    // Every member of every dimension is tested; those of the row "(all others)" are not among the rows.
    hiddenTests: (results) => {
      const shown = (results.artifact(STEP)?.table.rows ?? []).filter(
        ([, , , , , , , , p]) => p !== null,
      ).length;
      return Math.max(0, dimensions.reduce((sum, {distinct}) => sum + distinct, 0) - shown);
    },
  };
}

function readChange(
  results: Results,
  main: {said: string; columns: string[]},
  {before, after}: {before: number; after: number},
): FindingDraft[] {
  const artifact = results.artifact(STEP);
  const [all, ...members] = artifact?.table.rows ?? [];
  if (!artifact || !all) return [];
  const change = Number(all[4]);
  if (!(Math.abs(change) > 0)) return [];
  const at = (row: number, column: string, size = false) =>
    cell(results, STEP, row, column, {digits: 4, size});
  const rises = change > 0;
  const largest = members
    .map((member, index) => ({member, row: index + 1}))
    .filter(
      ({member}) =>
        member[1] !== "(all others)" && Number(member[4]) * change > 0 && Number(member[8] ?? 1) < 0.05,
    )
    .sort((a, b) => Math.abs(Number(b.member[4])) - Math.abs(Number(a.member[4])))[0];
  return [
    {
      headline: say`${named(results, STEP, main.said)} ${rises ? "rose" : "fell"} from ${at(0, "before")} in ${named(results, STEP, String(before))} to ${at(0, "after")} in ${named(results, STEP, String(after))}.`,
      detail: largest
        ? say`The part that changed most unlike the rest is ${cell(results, STEP, largest.row, "dimension")} ${cell(results, STEP, largest.row, "member")}: it adds ${at(largest.row, "contribution")} to the change, going from ${at(largest.row, "before")} to ${at(largest.row, "after")}.`
        : say`It is spread over all groups: none changed unlike the others by more than chance.`,
      about: [...main.columns, "last year"],
      weight: 0.55,
      ...(largest && {table: {step: STEP, title: "Where the change lies", rows: 12}}),
    },
  ];
}

/** The last two calendar years that the data covers from the first month to the last. */
function wholeYears(min: unknown, max: unknown): {before: number; after: number} | undefined {
  const [first, last] = [new Date(String(min).slice(0, 10)), new Date(String(max).slice(0, 10))];
  if (Number.isNaN(first.getTime()) || Number.isNaN(last.getTime())) return undefined;
  const after =
    last.getUTCMonth() === 11 && last.getUTCDate() >= 28 ? last.getUTCFullYear() : last.getUTCFullYear() - 1;
  const begins =
    first.getUTCMonth() === 0 && first.getUTCDate() <= 4
      ? first.getUTCFullYear()
      : first.getUTCFullYear() + 1;
  return after - 1 >= begins ? {before: after - 1, after} : undefined;
}

/** A date that has not come yet ends nothing. */
function earlier(max: unknown, asOf: Date): string {
  const days = [String(max).slice(0, 10), asOf.toISOString().slice(0, 10)];
  return days.sort()[0]!;
}
