import type {PlanOutput} from "../../../planning/outputs.ts";
import type {FigureName} from "../../../statistics/descriptive/figures.ts";
import {extremeStep, shownLabel} from "./bind_extreme.ts";
import {strongestCell} from "./bind_strongest.ts";
import {
  type Binding,
  columnFor,
  computed,
  type OutputWords,
  outlierRule,
  outliersOf,
  Unclear,
} from "./binding.ts";
import type {Asked} from "./format.ts";
import {labelFor} from "./labels.ts";
import {take} from "./marked_text.ts";
import {columnsInWords} from "./scene.ts";

/** Binds an output that is a list or a dictionary. */
export function bindList(
  asked: Asked,
  output: OutputWords,
  binding: Binding,
  bindPart: (part: Asked, whole: Asked) => PlanOutput,
): PlanOutput {
  const {scene} = binding;
  const said = output.sources.join(" ");
  const base = {name: asked.name, said: asked.name.replaceAll("_", " ")};
  if (asked.shape === "list" && /\bpair\b|\bvariables?\b/.test(said)) {
    const x = strongestCell(output, binding, "x");
    const y = strongestCell(output, binding, "y");
    if (x && y) return {...base, cells: [x, y], show: {kind: "list", separator: ", ", sorted: false}};
  }
  if (/\bmissing|\bnull|\bnan\b/.test(said)) {
    const textOnly = /\bobject\b|\bstring\b/.test(scene.whole);
    const columns = scene.profile.columns
      .filter((one) => !textOnly || one.type === "text")
      .map((one) => one.name);
    if (columns.length === 0) throw new Unclear("There is no such column.");
    const step = computed(binding, {do: "missing", columns});
    if (asked.shape === "pairs") {
      const order = columns;
      return {
        ...base,
        cells: order.flatMap((column) => [{step, column: "missing", match: {column}, row: 0}]),
        show: {kind: "named_cells", names: order},
      };
    }
    return {
      ...base,
      cells: [
        {step, column: "column", row: 0},
        {step, column: "missing", row: 0},
      ],
      show: {kind: "list", separator: ", ", sorted: true, atLeast: 0},
    };
  }
  if (asked.shape === "pairs") return pairs(asked, output, binding, base);
  if (scene.outliers && /\boutlier/.test(`${said} ${asked.name}`))
    return outlierList(asked, output, binding, base);
  const top =
    /\b(?:top|first|bottom|last)\s+(\d+|two|three|four|five|ten)\b|\b(\d+|two|three|four|five|ten)\s+(?:[a-z]+\s+)?(?:with the )?(?:highest|lowest|largest|smallest|most|best)\b/.exec(
      scene.whole,
    );
  if (top) return topList(asked, output, binding, base, top);
  const parts = asked.placeholder.split(/\s*,\s*/);
  if (parts.length < 2 || parts.some((part) => !/^["']?[A-Za-z]\w*["']?$/.test(part)))
    throw new Unclear(`I can't list “${asked.name}” yet.`, [asked.name]);
  const bound = parts.map((part) =>
    bindPart({...asked, name: part.replace(/["']/g, ""), placeholder: "", shape: "one"}, asked),
  );
  const decimals = asked.decimals ?? 2;
  if (new Set(bound.map((one) => JSON.stringify(one.cells))).size < bound.length)
    throw new Unclear(`I can't tell the parts of “${asked.name}” apart.`, [asked.name]);
  return {
    ...base,
    cells: bound.flatMap((one) => one.cells),
    show: {kind: "list", separator: ", ", sorted: false, decimals},
  };
}

const COUNTED: Record<string, number> = {two: 2, three: 3, four: 4, five: 5, ten: 10};

/** "the top 3 regions by total units": the labels of the first groups or rows. */
function topList(
  asked: Asked,
  output: OutputWords,
  binding: Binding,
  base: {name: string; said: string},
  top: RegExpExecArray,
): PlanOutput {
  const {scene} = binding;
  const spoken = top[1] ?? top[2] ?? "";
  const limit = COUNTED[spoken] ?? Number(spoken);
  take(scene.text, new RegExp(top[0].replace(/[.*+?^${}()|[\]\\]/g, "\\$&")), () => true);
  const label = labelFor(asked, output, binding);
  const low = /\b(?:bottom|last|lowest|smallest)\b/.test(top[0]);
  const found =
    label === undefined
      ? undefined
      : extremeStep(label, low ? "asc" : "desc", {...output, columns: []}, binding, limit);
  if (label === undefined || shownLabel(label).kind !== "text" || label.names || !found)
    throw new Unclear(`I can't list “${asked.name}” yet.`, [asked.name]);
  return {
    ...base,
    cells: [{step: found.step, column: label.name, row: 0}],
    show: {kind: "list", separator: ", ", sorted: false, limit},
  };
}

/** The values that are outliers, or what their rows are called. */
function outlierList(
  asked: Asked,
  output: OutputWords,
  binding: Binding,
  base: {name: string; said: string},
): PlanOutput {
  const {scene} = binding;
  const column = outliersOf(binding) ?? columnFor({...output, columns: output.columns.slice(0, 1)}, binding);
  const labels = scene.profile.columns.map((one) => one.name).filter((one) => one !== column);
  const words = output.words.filter((word) => !/^outliers?$/.test(word));
  const named = columnsInWords(words, labels, scene.lexicon).columns;
  const ids = words.some((word) => /^ids?$/.test(word)) ? scene.profile.keys : [];
  const mentioned = labels.filter(
    (one) => asked.description.includes(one) || asked.placeholder.includes(one),
  );
  const label =
    named.length === 1
      ? named[0]!
      : ids.length === 1
        ? ids[0]!
        : /\bids?\b/.test(words.join(" "))
          ? mentioned[0]
          : column;
  if (label === undefined)
    throw new Unclear(`“${output.words.join(" ")}” does not say which column to list.`);
  const rule = outlierRule(binding, column);
  const step = computed(binding, {
    do: "rows",
    columns: [...new Set([label, column])],
    order: [{by: label, direction: "asc"}],
    outliers: {...rule, keep: "outliers"},
  });
  return {
    ...base,
    cells: [{step, column: label, row: 0}],
    show: {kind: "list", separator: ", ", sorted: false},
  };
}

/** A figure of each group: {'month_1': 7.17, ...}. */
function pairs(
  asked: Asked,
  output: OutputWords,
  binding: Binding,
  base: {name: string; said: string},
): PlanOutput {
  const {scene} = binding;
  const date = /\bmonth(?:ly|s)?\b/.test(`${output.words.join(" ")} ${scene.whole}`)
    ? scene.profile.columns.find(
        (one) =>
          (one.type === "date" || one.type === "timestamp") &&
          (scene.profile.columns.filter((other) => other.type === "date" || other.type === "timestamp")
            .length === 1 ||
            scene.sure.has(one.name)),
      )
    : undefined;
  const group = scene.groups[0];
  const wanted = output.wanted?.kind === "figure" ? output.wanted.figure : undefined;
  if (!wanted || (group === undefined && !date))
    throw new Unclear(`I can't tell what “${asked.name}” is.`, [asked.name]);
  const column = columnFor({...output, columns: output.columns.filter((one) => one !== date?.name)}, binding);
  const key = date ? "month" : group!;
  const prefix = /\{\s*['"]?([A-Za-z]+_)\d/.exec(asked.placeholder)?.[1] ?? "";
  const of = date ? {column: date.name} : {column: group!};
  const step = computed(binding, {
    do: "figures",
    figures: [{name: `${wanted} of ${column}`, figure: wanted as FigureName, of: {column}}],
    groups: [{name: key, of, ...(date && {part: "month" as const})}],
  });
  return {
    ...base,
    cells: [
      {step, column: key, row: 0},
      {step, column: `${wanted} of ${column}`, row: 0},
    ],
    show: {kind: "pairs", prefix, decimals: asked.decimals ?? 2},
  };
}
