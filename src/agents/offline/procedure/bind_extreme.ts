import type {CellRef, PlanOutput, Show} from "../../../planning/outputs.ts";
import {companionFits, frequentShare, isFrequency} from "./bind_frequent.ts";
import {strongestCell} from "./bind_strongest.ts";
import {type Binding, computed, type OutputWords, Unclear, wordsOf} from "./binding.ts";
import type {Asked} from "./format.ts";
import {EXTREME, type Label, LOW, labelFor} from "./labels.ts";
import {sentencesIn} from "./marked_text.ts";
import {profileOf} from "./scene.ts";

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
      {
        ...output,
        sources: [...output.sources, /\b(?:strongest|most strongly|highest)\b/.exec(scene.whole)?.[0] ?? ""],
      },
      binding,
      "y",
    );
    if (cell) return {...base, cells: [cell], show: {kind: "text"}};
  }
  if (asked.shape !== "one") return undefined;
  const inText = scene.whole.replace(/\bmin-?\s?max\b|\bat (?:least|most)\b/g, " ");
  const extremes = extremesIn(inText);
  const mine = EXTREME.exec(words)?.[1];
  const extreme = mine ?? extremes[0];
  if (!extreme) return undefined;
  const counts = output.wanted && !asked.text && mine === undefined;
  const named = labelFor(asked, output, binding);
  const own = counts && !named?.part ? undefined : named;
  const direction = LOW.test(extreme) ? ("asc" as const) : ("desc" as const);
  if (own) {
    if (mine === undefined && new Set(extremes.map((one) => LOW.test(one))).size > 1)
      throw new Unclear(`“${words}” may be at either end.`);
    const found = extremeStep(own, direction, output, binding);
    if (!found)
      throw new Unclear(`“${words}” needs a column of numbers, and the text does not say surely which.`);
    return {...base, cells: [{step: found.step, column: own.name, row: 0}], show: shownLabel(own)};
  }
  if (asked.text) return undefined;
  const companion = companionLabel(asked, all, binding);
  if (!companion || (mine === undefined && !companionFits(output, binding))) return undefined;
  const found = extremeStep(companion.label, direction, output, binding);
  if (!found) return undefined;
  const wanted = output.wanted?.kind === "figure" ? output.wanted.figure : output.wanted?.kind;
  if (found.figure === "rows" && wanted === "share")
    return frequentShare(asked, base, found, companion.label, binding);
  const atEnd = wanted === "max" || wanted === "min";
  const fits =
    found.figure === "rows"
      ? wanted === undefined || wanted === "rows" || atEnd
      : wanted === found.figure ||
        ((atEnd || wanted === undefined) && found.figure !== "sum" && mine !== undefined);
  if (!fits) return undefined;
  if (atEnd && (found.figure === "mean" || found.figure === "median" || found.figure === "sum")) {
    // "the smallest mean", and the largest value of all.
    if (extremes.every((one) => LOW.test(one) !== (wanted === "min"))) return undefined;
    if (
      !new RegExp(`\\b(?:${found.figure}|average|avg|total)\\b`).test(said) &&
      !/\boverall\b/.test(scene.whole) &&
      output.columns.length > 0
    )
      throw new Unclear(`“${words}” may be of all rows or of the groups' ${found.figure}.`);
  }
  // "What is the overall maximum?", beside the group that has the largest mean.
  if (atEnd && wanted !== found.figure && (/\boverall\b/.test(said) || saysOverall(wanted, scene.whole)))
    return undefined;
  return {...base, cells: [cellOf(found)], show: shownNumber(asked, found.figure === "rows")};
}

const saysOverall = (wanted: string, text: string): boolean =>
  new RegExp(`\\boverall (?:${wanted === "max" ? "max|high|larg|great" : "min|low|small"})`).test(text);

const cellOf = (found: {step: string; column: string}): CellRef => ({
  ...found,
  row: 0,
  step: found.step,
  column: found.column,
});

/** A label as it is: a number of a month or a day by its name where names are asked for. */
export const shownLabel = (label: Label): Show => ({
  kind: "text",
  ...(label.names && {names: [...label.names]}),
});

const shownNumber = (asked: Asked, whole: boolean): Show => ({
  kind: "number",
  ...(!whole && {decimals: asked.decimals ?? 2}),
  percent: false,
  abs: false,
  negate: false,
  said: asked.prose ?? false,
});

const extremesIn = (text: string): string[] =>
  [...text.matchAll(new RegExp(EXTREME.source, "g"))].map(([, word]) => word!);

/** The label that another output of the same text asks for: this one is its number. */
function companionLabel(
  asked: Asked,
  all: readonly Asked[],
  binding: Binding,
): {label: Label; asked: Asked} | undefined {
  const found = all
    .filter((one) => one !== asked && one.shape === "one" && one.choices.length < 2)
    .flatMap((one) => {
      const label = labelFor(one, wordsOf(one, binding), binding);
      return label ? [{label, asked: one}] : [];
    });
  return new Set(found.map(({label}) => label.name)).size === 1 ? found[0] : undefined;
}

/** The groups or rows in the order of what the text asks the extreme of. */
export function extremeStep(
  label: Label,
  direction: "asc" | "desc",
  output: OutputWords,
  binding: Binding,
  limit = 1,
): {step: string; column: string; figure: string} | undefined {
  const {scene} = binding;
  const group = {name: label.name, of: label.of, ...(label.part && {part: label.part})};
  const focus = scene.focus.filter((one) => one !== label.name);
  const sure = focus.filter((one) => scene.sure.has(one));
  const exact = focus.filter((one) => scene.exact.has(one));
  const made = scene.made.map((one) => one.name);
  const own = output.columns.filter((one) => one !== label.name);
  const [column] = [own, made, sure, exact, focus].find((names) => names.length === 1) ?? [];
  if (isFrequency(output, scene) || (column === undefined && focus.length === 0)) {
    const step = computed(binding, {
      do: "aggregate",
      measures: [{name: "rows", fn: "count"}],
      groups: [group],
      order: [{by: "rows", direction}],
      having: [],
    });
    return {step, column: "rows", figure: "rows"};
  }
  if (column === undefined) return undefined;
  const profile = label.part ? undefined : profileOf(label.name, scene);
  const isKey = profile !== undefined && profile.distinct >= scene.profile.rows - profile.nulls;
  const about = sentencesIn(scene.whole)
    .filter(({text}) => EXTREME.test(text.replace(/\bmin-?\s?max\b|\bat (?:least|most)\b/g, " ")))
    .map(({text}) => text)
    .join(" ");
  const figureIn = (text: string): "mean" | "sum" | "median" | undefined =>
    /\b(?:average|mean|avg)\b/.test(text)
      ? "mean"
      : /\b(?:total|sum)\b/.test(text)
        ? "sum"
        : /\bmedian\b/.test(text)
          ? "median"
          : undefined;
  const figure = figureIn(about) ?? (label.part ? figureIn(scene.whole) : undefined) ?? "max";
  if (label.part && figure === "max") return undefined;
  if (isKey || figure === "max") {
    const step = computed(binding, {
      do: "rows",
      columns: [label.name, column],
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
    groups: [group],
    order: {by: name, direction},
  });
  return {step, column: name, figure};
}
