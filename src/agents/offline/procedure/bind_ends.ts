import type {CellRef, PlanOutput} from "../../../planning/outputs.ts";
import {type Binding, columnFor, computed, type OutputWords, Unclear, whereOf} from "./binding.ts";
import type {Asked} from "./format.ts";
import {dateColumn} from "./labels.ts";

const FIRST = /\b(?:first|earliest|initial|opening|starting)\b/;
const LAST = /\b(?:last|latest|final|closing|ending|most recent)\b/;

/** Binds the value at the first or the last date, and the change from the one to the other; undefined where neither is asked for. */
export function bindEnds(asked: Asked, output: OutputWords, binding: Binding): PlanOutput | undefined {
  if (asked.shape !== "one" || asked.text || asked.choices.length >= 2) return undefined;
  const {scene} = binding;
  const words = output.words.join(" ");
  if (/\b(?:quartile|decile|group|half|class|name|year|month|mean|median|sd|std)\b/.test(words))
    return undefined;
  if (output.wanted && !["share", "first"].includes(output.wanted.kind)) return undefined;
  const by = dateColumn(scene);
  const first = FIRST.test(words);
  const last = LAST.test(words);
  const moves = /\b(?:change|difference|increase|growth)\b/.test(words) && saysChange(scene.whole);
  if (by === undefined || (!first && !last && !moves)) return undefined;
  if (
    !/\b(?:first|last|earliest|latest|initial|final|start|end|beginning)\b[^.\n]{0,30}\b(?:dates?|days?|months?|years?|weeks?|quarters?|period|data|series|observation|entry)\b|⟨c\d+⟩/.test(
      scene.whole,
    )
  )
    return undefined;
  const column = columnFor({...output, columns: output.columns.filter((one) => one !== by)}, binding);
  const where = whereOf(output);
  const at = (direction: "asc" | "desc"): CellRef => ({
    step: computed(binding, {
      do: "rows",
      columns: [...new Set([by, column])],
      ...(where && {where}),
      order: [{by, direction}],
      limit: 1,
    }),
    column,
    row: 0,
  });
  const base = {name: asked.name, said: asked.name.replaceAll("_", " ")};
  const decimals = asked.decimals ?? (asked.integer ? 0 : 2);
  if (moves && !first && !last)
    return {
      ...base,
      cells: [at("desc"), at("asc")],
      show: {kind: "combined", weights: [1, -1], times: 1, decimals},
    };
  if (first === last) throw new Unclear(`“${words}” may be at either end.`);
  return {
    ...base,
    cells: [at(first ? "asc" : "desc")],
    show: {kind: "number", decimals, percent: false, abs: false, negate: false, said: asked.prose ?? false},
  };
}

const saysChange = (text: string): boolean =>
  /\b(?:last|latest|final)(?: [a-z]+)? (?:value )?minus (?:the )?(?:first|earliest|initial)\b|\bfrom (?:the )?(?:first|earliest) (?:[a-z]+ )?to (?:the )?(?:last|latest)\b/.test(
    text,
  );
