import {cell, named, say} from "./bound_text.ts";
import {targetColumn} from "./drivers.ts";
import type {AnalysisQuestion, FindingDraft, Results} from "./question.ts";
import {saidFlag} from "./shares.ts";
import {byColumn, flaggedSource, ofColumn} from "./steps.ts";
import type {Subjects} from "./subjects.ts";

const STEP = "segments";
const AND = " and ";

/** Which two labels together differ from the rest more than either does alone. */
export function segmentQuestion(
  subjects: Subjects,
  categories: readonly string[],
): AnalysisQuestion | undefined {
  const {target, scope, profile} = subjects;
  if (!target || target.kind === "label" || categories.length < 2) return undefined;
  const {source, before} = flaggedSource(target, scope);
  const least = Math.max(10, Math.ceil(profile.rows / 100));
  return {
    theme: "groups",
    asks: `Where does ${target.name} differ most, two groupings together?`,
    plan: {
      steps: [
        ...before,
        {
          id: STEP,
          tool: "run_statistics",
          input: {
            method: "segments",
            ...source,
            column: ofColumn(targetColumn(subjects)),
            dimensions: categories.map((name) => byColumn(name)),
            least,
          },
        },
      ],
      headline: STEP,
    },
    priority: 4,
    read: (results) => readSegments(results, subjects, categories),
    hiddenTests: (results) => {
      const artifact = results.artifact(STEP);
      const looked = /of (\d+) segments|: (\d+) were looked at/.exec(
        artifact?.provenance.notes.join(" ") ?? "",
      );
      return Math.max(0, Number(looked?.[1] ?? looked?.[2] ?? 0) - (artifact?.table.rows.length ?? 0));
    },
  };
}

function readSegments(results: Results, {target}: Subjects, categories: readonly string[]): FindingDraft[] {
  const artifact = results.artifact(STEP);
  const row = artifact?.table.rows.findIndex(([segment]) => isPair(String(segment), categories)) ?? -1;
  if (!artifact || !target || row < 0) return [];
  const [segment, , , difference, low, high, sds] = artifact.table.rows[row]!;
  const sd = Number(difference) / Number(sds);
  const isFlagged = target.kind === "flag";
  const at = (column: string) => cell(results, STEP, row, column, isFlagged ? {unit: "%"} : {});
  const what = named(results, STEP, isFlagged ? saidFlag(target.name) : target.name);
  return [
    {
      headline: say`${isFlagged ? say`The share where ${what}` : say`The mean of ${what}`} is ${Number(difference) > 0 ? "higher" : "lower"} for ${cell(results, STEP, row, "segment")} together than either tells alone: ${at("mean")}, against ${at("mean of the rest")} for all others.`,
      detail: say`${cell(results, STEP, row, "rows")} rows are of that kind.`,
      test: {
        step: STEP,
        entry: `${artifact.title}: ${String(segment)}`,
        effect: {
          kind: "standardised",
          value: Number(sds),
          ...(Number.isFinite(sd) && sd !== 0 && {low: Number(low) / sd, high: Number(high) / sd}),
        },
      },
      about: [target.name, ...categories.filter((name) => String(segment).includes(name)), "segment"],
      weight: 0.6,
      table: {step: STEP, title: "Groups that differ from the rest", rows: 10},
    },
  ];
}

/** Two labels, not one whose name holds the word. */
function isPair(segment: string, categories: readonly string[]): boolean {
  return (
    segment.split(AND).filter((part) => categories.some((name) => part.startsWith(`${name} `))).length === 2
  );
}
