import type {CellRef, PlanOutput} from "../../../planning/outputs.ts";
import type {Condition} from "../../../tools/condition.ts";
import {
  type Binding,
  columnFor,
  computed,
  figureCell,
  type OutputWords,
  outlierRule,
  outliersOf,
  Unclear,
} from "./binding.ts";
import type {Asked} from "./format.ts";
import {take} from "./marked_text.ts";

/**
 * Binds how many rows or values a step touches ("rows removed", "imputed"), how complete the rows are, and the bounds beyond which
 * values are outliers; undefined where an output asks for none of them.
 */
export function bindCount(asked: Asked, output: OutputWords, binding: Binding): PlanOutput | undefined {
  if (asked.shape !== "one" || asked.text) return undefined;
  const base = {name: asked.name, said: asked.name.replaceAll("_", " ")};
  const bound = boundOf(output, binding);
  if (bound)
    return {
      ...base,
      cells: bound.cells,
      show: {kind: "combined", weights: bound.weights, times: 1, decimals: asked.decimals ?? 2},
    };
  const cells = rowsGone(output, binding);
  if (cells) return {...base, cells, show: {kind: "combined", weights: [1, -1], times: 1, decimals: 0}};
  const cell = filledCell(output, binding) ?? completeCell(output, binding);
  return (
    cell && {
      ...base,
      cells: [cell],
      show: {
        kind: "number",
        decimals: 0,
        percent: false,
        abs: false,
        negate: false,
        said: asked.prose ?? false,
      },
    }
  );
}

/** "lower_bound": the quartile less k IQR, or the mean less k sd. */
function boundOf(output: OutputWords, binding: Binding): {cells: CellRef[]; weights: number[]} | undefined {
  const {scene} = binding;
  const words = output.words.join(" ");
  const side = /\b(?:lower|low) (?:bound|limit|fence|threshold|whisker)\b/.test(words)
    ? -1
    : /\b(?:upper|high) (?:bound|limit|fence|threshold|whisker)\b/.test(words)
      ? 1
      : undefined;
  if (side === undefined || !scene.outliers) return undefined;
  const column =
    output.columns.length === 1 ? output.columns[0]! : (outliersOf(binding) ?? columnFor(output, binding));
  const {rule, k, population} = outlierRule(binding, column);
  const figure = (name: Parameters<typeof figureCell>[1]["figure"], q?: number): CellRef =>
    figureCell(binding, {figure: name, column, where: undefined, q, when: output.when});
  if (rule === "iqr") {
    const cells = [figure("quantile", 0.25), figure("quantile", 0.75)];
    return {cells, weights: side < 0 ? [1 + k, -k] : [-k, 1 + k]};
  }
  if (rule === "z")
    return {cells: [figure("mean"), figure(population ? "sd_population" : "sd")], weights: [1, side * k]};
  throw new Unclear("The bounds of a modified z-score are not among what I compute.");
}

/** The rows before and after duplicates or incomplete rows are dropped. */
function rowsGone(output: OutputWords, binding: Binding): CellRef[] | undefined {
  const {scene} = binding;
  const words = output.words.join(" ");
  if (!/\b(?:removed|dropped|deleted|discarded|duplicates?|duplicated|lost)\b/.test(words) || scene.outliers)
    return undefined;
  if (output.wanted && output.wanted.kind !== "rows") return undefined;
  const drops = scene.preparations.filter(({operation}) =>
    ["deduplicate", "drop_missing"].includes(operation.do),
  );
  if (drops.length === 0) return undefined;
  if (drops.length > 1) throw new Unclear(`“${words}” may be of either of two steps that drop rows.`);
  take(
    scene.text,
    /\b(?:how many|number of) (?:[a-z]+ ){0,3}(?:are |were |get |is |was )?(?:removed|dropped|deleted|discarded)\b|\bduplicates? (?:rows )?if [^.;\n]*|\bhow many duplicates?\b[^.;,?\n]*/,
    () => true,
  );
  const rows = (when: "before" | "after"): CellRef =>
    figureCell(binding, {figure: "rows", column: undefined, where: undefined, when});
  return [rows("before"), rows("after")];
}

/** How many values a filling puts in. */
function filledCell(output: OutputWords, binding: Binding): CellRef | undefined {
  const {scene} = binding;
  const words = output.words.join(" ");
  if (!/\b(?:imputed|filled|substituted)\b/.test(words)) return undefined;
  if (output.wanted && !["rows", "missing"].includes(output.wanted.kind)) return undefined;
  const filled = scene.preparations.flatMap(({operation}) => (operation.do === "fill" ? [operation] : []));
  const columns = filled.flatMap((one) => one.columns);
  const named = output.columns.filter((one) => columns.includes(one));
  const [column] = named.length === 1 ? named : columns.length === 1 ? columns : [];
  if (column === undefined) return undefined;
  return countOf({op: "is_null", of: {column}}, binding);
}

/** "rows with at least one missing value", "complete rows". */
function completeCell(output: OutputWords, binding: Binding): CellRef | undefined {
  const {scene} = binding;
  const words = output.words.join(" ");
  const said = `${words} ${output.sources[1] ?? ""}`;
  const isMissing = (column: string): Condition => ({op: "is_null", of: {column}});
  const names = scene.profile.columns.map((one) => one.name);
  const anyMissing = /\b(?:at least one|any|one or more)\b[^.\n]{0,30}\b(?:missing|empty|null|nan)\b/.test(
    scene.whole,
  );
  if (
    /\b(?:rows?|records?|incomplete)\b/.test(words) &&
    /\b(?:missing|incomplete|nulls?|nan)\b/.test(words) &&
    anyMissing
  )
    return countOf({op: "or", args: names.map(isMissing)}, binding);
  const left =
    /\b(?:complete|left|remaining|remain|kept)\b/.test(said) && /\b(?:rows?|records?|complete)\b/.test(words);
  const drops = scene.preparations.some(({operation}) => operation.do === "drop_missing");
  if (left && anyMissing && !drops && !scene.outliers && scene.conditions.length === 0)
    return countOf(
      {op: "and", args: names.map((column): Condition => ({op: "is_not_null", of: {column}}))},
      binding,
    );
  return undefined;
}

function countOf(where: Condition, binding: Binding): CellRef {
  const step = computed(
    binding,
    {do: "figures", figures: [{name: "rows", figure: "rows"}], where, groups: []},
    "before",
  );
  return {step, column: "rows", row: 0};
}
