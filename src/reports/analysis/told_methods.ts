import {plainName} from "./bound_text.ts";
import type {AnalysisState} from "./run_questions.ts";
import type {Subjects} from "./subjects.ts";

/** What every analysis takes for granted, and this one. */
export function assumptionsOf({time, target, natural}: Subjects): string[] {
  return [
    ...(target && !natural
      ? [
          `${plainName(target.name)} was looked at most closely because it is the table's main number or outcome; name another to have that one looked at.`,
        ]
      : []),
    "Each row is taken to be one thing, measured once, and the rows to be independent of one another.",
    "The rows are taken to stand for what they are of: nothing here says how they were collected.",
    ...(time ? [`Time is taken from ${plainName(time.column.name)}, by ${time.unit}.`] : []),
  ];
}

/** How it was done: how sure each word is, which tests, who chose the questions, what could not be computed. */
export function methodsOf({state, guide}: {state: AnalysisState; guide?: string}, dropped: number): string[] {
  const failed = state.asked.flatMap(({failed: own}) => own).length;
  return [
    `${state.asked.length} questions were asked in ${new Set(state.asked.map(({wave}) => wave)).size} rounds (${state.spent.steps} steps); each is an executed plan with its SQL, its table and a recipe that computes it again.`,
    "Strong: p below 0.01 after Holm's correction for every comparison of this analysis, and an effect that is at least of medium size and surely not tiny. Moderate: below 0.05 by Holm, and an effect whose interval leaves out none at all. Weak: below 0.05 by Benjamini and Hochberg. Descriptive: nothing was tested.",
    "Intervals are 95 %. Tests are chosen by the data: Welch's where groups are large enough, ranks where they are small and not normal; Spearman's correlation; chi squared or Fisher's exact test.",
    "What goes together need not cause one another: nothing here was an experiment.",
    ...(guide
      ? [
          `Questions after the first round were chosen by ${guide} from the findings; what it wrote was checked against the cells.`,
        ]
      : []),
    ...(failed > 0
      ? [
          `${failed} ${failed === 1 ? "step" : "steps"} could not be computed on this data and ${failed === 1 ? "was" : "were"} left out.`,
        ]
      : []),
    ...(dropped > 0
      ? [
          `${dropped} ${dropped === 1 ? "finding was" : "findings were"} left out, because a number in it could not be bound to its cell.`,
        ]
      : []),
  ];
}
