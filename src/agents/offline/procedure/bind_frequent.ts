import type {PlanOutput} from "../../../planning/outputs.ts";
import {type Binding, computed, type OutputWords, Unclear} from "./binding.ts";
import type {Asked} from "./format.ts";
import {EXTREME, type Label} from "./labels.ts";
import {sentencesIn} from "./marked_text.ts";
import {type ProcedureScene, profileOf} from "./scene.ts";

const FREQUENT =
  /\b(?:most|least) (?:common|frequent|often)|\b(?:occur|appear)\w* (?:the )?(?:most|least)\b|\bmost often\b|\bmodal\b|\bhighest (?:frequency|number of (?:rows|records|entries|occurrences))\b/;

/** Whether the extreme that an output is at is of how often something stands there. */
export const isFrequency = (output: OutputWords, scene: ProcedureScene): boolean =>
  FREQUENT.test(`${output.words.join(" ")} ${scene.whole}`);

/**
 * Whether a number stands beside the label of another output, without saying so itself: "which month has the highest mean, and what
 * is that mean?", "the most frequent cause and its count".
 */
export function companionFits(output: OutputWords, binding: Binding): boolean {
  const {scene} = binding;
  const words = output.words.join(" ");
  const isTotal = output.wanted?.kind === "figure" && output.wanted.figure === "sum";
  if (/\btotal\b/.test(words) && !isTotal) return false;
  if (/\b(?:overall|all|distinct|unique|remaining|left|removed|missing|before|after)\b/.test(words))
    return false;
  if (output.values.length > 0 && output.wanted?.kind !== undefined) return false;
  const said = scene.whole;
  if (isFrequency(output, scene) || (scene.focus.length === 0 && output.wanted?.kind !== "share"))
    return output.wanted === undefined || output.wanted.kind === "rows" || output.wanted.kind === "share";
  if (output.wanted?.kind !== "figure") return false;
  if (/\boverall (?:mean|average|median|total)\b/.test(said) || asksPlainly(output.wanted.figure, binding))
    throw new Unclear(`“${words}” may be of all rows or of the one group.`);
  return true;
}

/** "Calculate the mean stay. Which ward has the longest one?": the figure is asked for of all rows too. */
function asksPlainly(figure: string, {scene}: Binding): boolean {
  const word = {mean: "mean|average|avg", sum: "total|sum", median: "median"}[figure];
  return (
    word !== undefined &&
    sentencesIn(scene.whole).some(
      ({text}) =>
        new RegExp(
          `\\b(?:calculate|compute|what (?:is|are)|find|report|give|determine)\\b[^.\\n]*\\b(?:${word})\\b`,
        ).test(text) &&
        !EXTREME.test(text) &&
        !/\b(?:each|every|by|per|group\w*|that|this|categor\w+|within|standard deviation \()\b/.test(text),
    )
  );
}

/** The share that the most frequent value has of the rows that have one. */
export function frequentShare(
  asked: Asked,
  base: {name: string; said: string},
  found: {step: string; column: string},
  label: Label,
  binding: Binding,
): PlanOutput {
  const {scene} = binding;
  const nulls = profileOf(label.name, scene)?.nulls ?? 0;
  const leavesOut =
    /\b(?:empty|missing|blank|null|given|known|non-?null|valid|not recorded|available)\b/.test(scene.whole) &&
    !/\b(?:of|by|over|among) (?:the number of )?all (?:the )?rows\b/.test(scene.whole);
  if (nulls > 0 && !leavesOut && !/\ball (?:the )?rows\b/.test(scene.whole))
    throw new Unclear(`“${asked.name}” may be of all rows or of those that have a ${label.name}.`);
  const all = computed(binding, {
    do: "aggregate",
    measures: [
      nulls > 0 && leavesOut ? {name: "all", fn: "count", of: label.of} : {name: "all", fn: "count"},
    ],
    groups: [],
    order: [],
    having: [],
  });
  const fraction = /\bbetween 0 and 1\b|\bfraction\b/.test(`${asked.description} ${asked.name}`);
  return {
    ...base,
    cells: [
      {step: found.step, column: found.column, row: 0},
      {step: all, column: "all", row: 0},
    ],
    show: {kind: "combined", weights: [1], over: 1, times: fraction ? 1 : 100, decimals: asked.decimals ?? 2},
  };
}
