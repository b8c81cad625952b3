import type {CellRef} from "../../../planning/outputs.ts";
import {type Binding, computed, type OutputWords, Unclear} from "./binding.ts";
import {columnsIn} from "./marked_text.ts";

/** The strongest of the pairs that the text correlates, where an output asks for it. */
export function strongestCell(
  output: OutputWords,
  binding: Binding,
  column: "r" | "x" | "y" | "p",
): CellRef | undefined {
  const {scene} = binding;
  const said = `${output.sources.join(" ")} `;
  const extreme = /\b(strongest|strongly|highest|largest|most|weakest|lowest|max\w*)\b/.exec(said)?.[1];
  if (!extreme || !(scene.methods.correlates || scene.methods.coefficient)) return undefined;
  const positive =
    (/\bpositiv/.test(said) && !/\bnegativ/.test(said)) ||
    /\b(?:strongest|highest) positive\b/.test(scene.whole);
  const negative =
    /\bnegativ/.test(output.words.join(" ")) ||
    (!positive && /\b(?:strongest|highest) negative\b/.test(scene.whole));
  const how = negative ? "min" : positive ? "max" : "max_abs";
  if (/weakest|lowest/.test(extreme))
    throw new Unclear("The weakest correlation is not among what I compute.");
  const {columns, one} = correlatedColumns(binding);
  const step = computed(binding, {
    do: "correlation",
    columns,
    coefficient: scene.methods.coefficient ?? "pearson",
  });
  return {step, column, row: 0, pick: {by: "r", how}, ...(one && {match: {x: columns[0]!}})};
}

/** All numbers against one, or the pairs of those named. */
function correlatedColumns(binding: Binding): {columns: string[]; one: boolean} {
  const {scene} = binding;
  const numbers = scene.profile.columns
    .filter(({type}) => type === "integer" || type === "number")
    .map(({name}) => name);
  const sure = scene.focus.filter((one) => scene.sure.has(one) || scene.made.some(({name}) => name === one));
  const focus = sure.length > 0 ? sure : scene.focus;
  if (focus.length === 1)
    return {columns: [focus[0]!, ...numbers.filter((one) => one !== focus[0])], one: true};
  const target = /\bcorrelat\w*\b[^.\n⟨]{0,40}\b(?:with|to)\b[^.\n⟨]{0,20}(⟨c\d+⟩)/.exec(scene.whole)?.[1];
  const [against] = target ? columnsIn(target, scene.text) : [];
  if (focus.length > 2 && against !== undefined && focus.includes(against))
    return {columns: [against, ...focus.filter((one) => one !== against)], one: true};
  if (focus.length > 2) return {columns: focus, one: false};
  if (focus.length === 0) return {columns: numbers, one: false};
  throw new Unclear("The text does not say surely which columns are correlated.");
}
