import type {PlanOutput} from "../../../planning/outputs.ts";
import {nameWords} from "../tokens.ts";
import {strongestCell} from "./bind_strongest.ts";
import {type Binding, computed, type OutputWords, Unclear, wordsOf} from "./binding.ts";
import type {Asked} from "./format.ts";
import {columnsIn} from "./marked_text.ts";
import {columnsInWords, isNumeric, profileOf} from "./scene.ts";

const EXTREME =
  /\b(highest|lowest|most|least|max(?:imum)?|min(?:imum)?|top|best|worst|largest|smallest|greatest|fewest)\b/;
const LOW = /^(?:lowest|least|min|minimum|worst|smallest|fewest)$/;

/** Binds an output that names the row, the group or the column at an extreme; undefined where it asks for none. */
export function bindExtreme(
  asked: Asked,
  output: OutputWords,
  binding: Binding,
  all: readonly Asked[],
): PlanOutput | undefined {
  const {scene} = binding;
  const words = output.words.join(" ");
  const base = {name: asked.name, said: asked.name.replaceAll("_", " ")};
  const said = `${words} . ${output.sources[1] ?? ""} . ${output.sources[2] ?? ""}`;
  if (
    asked.shape === "one" &&
    /\b(?:variable|column|feature|factor)\b/.test(said) &&
    (scene.methods.correlates || scene.methods.coefficient)
  ) {
    const cell = strongestCell(
      {...output, sources: [...output.sources, /\b(?:strongest|highest)\b/.exec(scene.whole)?.[0] ?? ""]},
      binding,
      "y",
    );
    if (cell) return {...base, cells: [cell], show: {kind: "text"}};
  }
  const extreme =
    EXTREME.exec(words)?.[1] ??
    EXTREME.exec(scene.whole.replace(/\bmin-?\s?max\b|\bat (?:least|most)\b/g, " "))?.[1];
  if (!extreme || asked.shape !== "one") return undefined;
  const own = labelFor(asked, output, binding);
  const label = own ?? (EXTREME.test(words) ? companionLabel(asked, all, binding) : undefined);
  if (!label) return undefined;
  const direction = LOW.test(extreme) ? ("asc" as const) : ("desc" as const);
  const found = extremeStep(label, direction, output, binding);
  if (!found) {
    if (own)
      throw new Unclear(`“${words}” needs a column of numbers, and the text does not say surely which.`);
    return undefined;
  }
  if (own) return {...base, cells: [{step: found.step, column: label, row: 0}], show: {kind: "text"}};
  const wanted = output.wanted?.kind === "figure" ? output.wanted.figure : output.wanted?.kind;
  const fits =
    found.figure === "rows"
      ? wanted === undefined || wanted === "rows" || wanted === "max" || wanted === "min"
      : wanted === found.figure ||
        ((wanted === "max" || wanted === "min" || wanted === undefined) && found.figure !== "sum");
  if (!fits) return undefined;
  const whole = found.figure === "rows";
  return {
    ...base,
    cells: [{step: found.step, column: found.column, row: 0}],
    show: {
      kind: "number",
      ...(!whole && {decimals: asked.decimals ?? 2}),
      percent: false,
      abs: false,
      negate: false,
      said: asked.prose ?? false,
    },
  };
}

/** The label that another output of the same text asks for: this one is its number. */
function companionLabel(asked: Asked, all: readonly Asked[], binding: Binding): string | undefined {
  const labels = all
    .filter((one) => one !== asked && one.shape === "one" && one.choices.length < 2)
    .flatMap((one) => labelFor(one, wordsOf(one, binding), binding) ?? []);
  return new Set(labels).size === 1 ? labels[0] : undefined;
}

/** The groups or rows in the order of what the text asks the extreme of. */
export function extremeStep(
  label: string,
  direction: "asc" | "desc",
  output: OutputWords,
  binding: Binding,
  limit = 1,
): {step: string; column: string; figure: string} | undefined {
  const {scene} = binding;
  const focus = scene.focus.filter((one) => one !== label);
  const sure = focus.filter((one) => scene.sure.has(one));
  const own = output.columns.filter((one) => one !== label);
  const column =
    own.length === 1 ? own[0] : sure.length === 1 ? sure[0] : focus.length === 1 ? focus[0] : undefined;
  const counts = /\bmost (?:common|frequent)|\b(?:occur|appear)\w* (?:the )?most\b|\bmost often\b/.test(
    `${output.words.join(" ")} ${scene.whole}`,
  );
  if (counts || (column === undefined && focus.length === 0)) {
    const step = computed(binding, {
      do: "aggregate",
      measures: [{name: "rows", fn: "count"}],
      groups: [{name: label, of: {column: label}}],
      order: [{by: "rows", direction}],
      having: [],
    });
    return {step, column: "rows", figure: "rows"};
  }
  if (column === undefined) return undefined;
  const profile = profileOf(label, scene);
  const isKey = profile !== undefined && profile.distinct >= scene.profile.rows - profile.nulls;
  const figure = /\b(?:average|mean|avg)\b/.test(scene.whole)
    ? "mean"
    : /\b(?:total|sum)\b/.test(scene.whole)
      ? "sum"
      : /\bmedian\b/.test(scene.whole)
        ? "median"
        : "max";
  if (isKey || figure === "max") {
    const step = computed(binding, {
      do: "rows",
      columns: [label, column],
      where: {op: "is_not_null", of: {column}},
      order: [{by: column, direction}],
      limit,
    });
    return {step, column, figure: direction === "asc" ? "min" : "max"};
  }
  const name = `${figure} of ${column}`;
  const step = computed(binding, {
    do: "figures",
    figures: [{name, figure, of: {column}}],
    groups: [{name: label, of: {column: label}}],
    order: {by: name, direction},
  });
  return {step, column: name, figure};
}

/** The column of labels or dates that an output's own words name. */
export function labelFor(asked: Asked, output: OutputWords, binding: Binding): string | undefined {
  const {scene} = binding;
  const labels = scene.profile.columns
    .filter((one) => !isNumeric(one.name, scene) || scene.groups.includes(one.name))
    .map((one) => one.name);
  const mentioned = columnsIn(scene.whole, scene.text).filter((one) => labels.includes(one));
  const numbers = new Set(
    output.columns.filter((one) => !labels.includes(one)).flatMap((one) => nameWords(one)),
  );
  const words = output.words.filter((word) => !numbers.has(word) && !EXTREME.test(word));
  const inName = columnsInWords(words, labels, scene.lexicon).columns;
  const inPlaceholder = columnsInWords(nameWords(asked.placeholder), labels, scene.lexicon).columns;
  const found = [...new Set([...inName, ...inPlaceholder])];
  const best = found.filter((one) => mentioned.includes(one));
  if (best.length === 1) return best[0];
  if (found.length === 1) return found[0];
  return undefined;
}
