import type {PlanOutput} from "../../../planning/outputs.ts";
import {nameWords} from "../tokens.ts";
import {strongestCell} from "./bind_figure.ts";
import {type Binding, computed, type OutputWords, Unclear} from "./binding.ts";
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
  const extreme = EXTREME.exec(words)?.[1] ?? EXTREME.exec(scene.whole.replace(/\bmin-?\s?max\b/g, " "))?.[1];
  if (!extreme || asked.shape !== "one") return undefined;
  const label = labelFor(asked, output, binding);
  if (!label) return undefined;
  void all;
  const direction = LOW.test(extreme) ? ("asc" as const) : ("desc" as const);
  const focus = scene.focus.filter((one) => one !== label);
  const sure = focus.filter((one) => scene.sure.has(one));
  const own = output.columns.filter((one) => one !== label);
  const column =
    own.length === 1 ? own[0] : sure.length === 1 ? sure[0] : focus.length === 1 ? focus[0] : undefined;
  if (column === undefined)
    throw new Unclear(`“${words}” needs a column of numbers, and the text does not say surely which.`);
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
      limit: 1,
    });
    return {...base, cells: [{step, column: label, row: 0}], show: {kind: "text"}};
  }
  const name = `${figure} of ${column}`;
  const step = computed(binding, {
    do: "figures",
    figures: [{name, figure, of: {column}}],
    groups: [{name: label, of: {column: label}}],
    order: {by: name, direction},
  });
  return {...base, cells: [{step, column: label, row: 0}], show: {kind: "text"}};
}

/** The column of labels or dates that an output's own words name. */
function labelFor(asked: Asked, output: OutputWords, binding: Binding): string | undefined {
  const {scene} = binding;
  const labels = scene.profile.columns.filter((one) => !isNumeric(one.name, scene)).map((one) => one.name);
  const mentioned = columnsIn(scene.whole, scene.text).filter((one) => labels.includes(one));
  const numbers = new Set(output.columns.flatMap((one) => nameWords(one)));
  const words = output.words.filter((word) => !numbers.has(word) && !EXTREME.test(word));
  const inName = columnsInWords(words, labels, scene.lexicon).columns;
  const inPlaceholder = columnsInWords(nameWords(asked.placeholder), labels, scene.lexicon).columns;
  const found = [...new Set([...inName, ...inPlaceholder])];
  const best = found.filter((one) => mentioned.includes(one));
  if (best.length === 1) return best[0];
  if (found.length === 1) return found[0];
  return undefined;
}
