import type {CellRef, PlanOutput, Show} from "../../../planning/outputs.ts";
import type {Condition} from "../../../tools/condition.ts";
import {bindList} from "./bind_list.ts";
import {modelCell} from "./bind_model.ts";
import {strongestCell} from "./bind_strongest.ts";
import {correlationTest, testFor} from "./bind_test.ts";
import {
  type Binding,
  columnFor,
  computed,
  figureCell,
  isFlag,
  type OutputWords,
  outliersOf,
  Unclear,
  whereOf,
  wordsOf,
} from "./binding.ts";
import type {Asked} from "./format.ts";
import {modelColumns} from "./model_columns.ts";
import {allAre} from "./scene.ts";

/** Decimals of a figure that no one asked to round. */
const DEFAULT_DECIMALS = 2;

/** Binds an output to one figure, a list or pairs. */
export function bindFigure(asked: Asked, output: OutputWords, binding: Binding): PlanOutput {
  if (asked.shape !== "one")
    return bindList(asked, output, binding, (part, whole) =>
      bindFigure(part, wordsOf({...part, description: whole.description}, binding), binding),
    );
  if (asked.text) throw new Unclear(`I can't tell which name “${asked.name}” is.`, [asked.name]);
  const {cell, whole, percent, counts, negate} = cellFor(asked, output, binding);
  if (counts)
    return {
      name: asked.name,
      said: asked.name.replaceAll("_", " "),
      cells: [cell],
      show: {kind: "row_count"},
    };
  const show: Show = {
    kind: "number",
    ...(whole ? (asked.integer ? {decimals: 0} : {}) : {decimals: asked.decimals ?? DEFAULT_DECIMALS}),
    percent: percent ?? false,
    abs: false,
    negate: negate ?? false,
    said: asked.prose ?? false,
  };
  return {name: asked.name, said: asked.name.replaceAll("_", " "), cells: [cell], show};
}

/** The cell of what is wanted; `whole` where it is a count. */
export function cellFor(
  asked: Asked,
  output: OutputWords,
  binding: Binding,
): {cell: CellRef; whole?: boolean; percent?: boolean; counts?: boolean; negate?: boolean} {
  const {scene} = binding;
  const {methods} = scene;
  const {wanted, when} = output;
  const where = whereOf(output);
  const outlier = output.among && scene.outliers ? output.among : undefined;
  const ask = (
    figure: Parameters<typeof figureCell>[1]["figure"],
    column: string | undefined,
    more = {},
  ): CellRef => figureCell(binding, {figure, column, where, when, ...more});
  if (!wanted && where && /\b(?:how many|how often|count|number of)\b/.test(scene.whole))
    return {cell: ask("rows", undefined), whole: true};
  if (!wanted) throw new Unclear(`I can't tell what “${asked.name}” is.`, [asked.name]);
  switch (wanted.kind) {
    case "figure": {
      const column = columnFor(output, binding);
      const figure =
        methods.population && wanted.figure === "sd"
          ? "sd_population"
          : methods.population && wanted.figure === "variance"
            ? "variance_population"
            : methods.biased && wanted.figure === "skewness"
              ? "skewness_population"
              : methods.biased && wanted.figure === "kurtosis"
                ? "kurtosis_population"
                : wanted.figure;
      const among = outlier ?? (scene.outliers?.removes && when === "after" ? "others" : undefined);
      return {
        cell: ask(figure, column, {
          q: wanted.q,
          k: wanted.k,
          among,
          ...(among && {outliersOf: outliersOf(binding) ?? column}),
        }),
        whole: figure === "within",
      };
    }
    case "outliers": {
      const column =
        output.columns.length === 1
          ? output.columns[0]!
          : (outliersOf(binding) ?? columnFor(output, binding));
      return {cell: ask("rows", undefined, {among: "outliers", outliersOf: column}), whole: true};
    }
    case "rows": {
      if (scene.having) return groupsKept(anyColumn(output, binding), scene.having, where, binding);
      if (scene.outliers) {
        const left = /\b(?:left|remain\w*|after|without|removed)\b/.test(output.sources.join(" "));
        const among = left ? "others" : outlier;
        if (among)
          return {
            cell: ask("rows", undefined, {
              among,
              outliersOf: outliersOf(binding) ?? columnFor(output, binding),
            }),
            whole: true,
          };
      }
      return {cell: ask("rows", undefined), whole: true};
    }
    case "first": {
      const column = columnFor(output, binding);
      const step = computed(
        binding,
        {do: "rows", columns: [column], order: [], limit: 1, ...(where && {where})},
        when,
      );
      return {cell: {step, column, row: 0}};
    }
    case "share": {
      const flags = output.values.filter(({column}) => isFlag(column, scene));
      const others = output.values.filter(({column}) => !isFlag(column, scene));
      const among = flags.length > 0 && others.length > 0 ? allAre(others) : undefined;
      const part = among ? allAre(flags) : (where ?? partOf(binding));
      // What the share is of is no filter of all rows as well.
      for (const one of scene.conditions)
        if (output.values.some(({column}) => column === one.column)) binding.spent.add(one);
      const ofOthers = (one: (typeof binding.filters)[number]): boolean =>
        !(
          one.do === "filter" &&
          output.values.some(({column}) => JSON.stringify(one.condition).includes(JSON.stringify(column)))
        );
      binding.filters = binding.filters.filter(ofOthers);
      if (!part)
        throw new Unclear(`“${asked.name}” is a share of something that I can't tell.`, [asked.name]);
      const name = `share of rows`;
      const step = computed(
        binding,
        {
          do: "aggregate",
          measures: [{name, fn: "count", where: part, over: {fn: "count"}}],
          ...(among && {where: among}),
          groups: [],
          order: [],
          having: [],
        },
        when,
      );
      return {
        cell: {step, column: name, row: 0},
        percent:
          /\bpercent|%|\bpct\b/.test(
            `${asked.name.replaceAll("_", " ")} ${asked.placeholder} ${asked.description} ${saidPercent(scene.whole)}`,
          ) && isPercent(asked),
      };
    }
    case "unique":
    case "missing": {
      const column = anyColumn(output, binding);
      if (wanted.kind === "unique" && scene.having) return groupsKept(column, scene.having, where, binding);
      const fn = wanted.kind === "unique" ? "count_distinct" : wanted.share ? "null_share" : "null_count";
      const name = `${fn} of ${column}`;
      const step = computed(
        binding,
        {
          do: "aggregate",
          measures: [{name, fn, of: {column}}],
          groups: [],
          order: [],
          having: [],
          ...(where && {where}),
        },
        when,
      );
      return {
        cell: {step, column: name, row: 0},
        whole: fn !== "null_share",
        percent: fn === "null_share" && isPercent(asked),
      };
    }
    case "p":
      return {cell: testFor(output, binding).p};
    case "df":
    case "cramers_v": {
      const {p, kind} = testFor(output, binding);
      const figure = wanted.kind === "df" ? "df" : "Cramér's V";
      if (
        (wanted.kind === "df" && kind === "correlation") ||
        (wanted.kind === "cramers_v" && kind !== "contingency")
      )
        throw new Unclear(`I can't compute “${asked.name}” yet.`, [asked.name]);
      return {
        cell: {...p, column: "value", match: {figure}},
        whole: wanted.kind === "df" && kind === "contingency",
      };
    }
    case "statistic": {
      const {statistic, negate} = testFor(output, binding);
      if (negate === undefined && !asked.prose)
        throw new Unclear("The statistic depends on which group comes first, and the text does not say.");
      return {cell: statistic, negate: negate ?? false};
    }
    case "r": {
      const whole =
        /\bwhich (?:one|column|variable|feature)\b[^.\n]*\b(?:strongest|most strongly|highest)\b/.exec(
          scene.whole,
        )?.[0] ?? "";
      const strongest = strongestCell(
        {...output, sources: [...output.sources, output.columns.length < 2 ? whole : ""]},
        binding,
        "r",
      );
      return {cell: strongest ?? correlationTest(output, binding).r!};
    }
    case "coefficient":
      if (methods.model && !methods.correlates)
        return {cell: {...termCell(output, binding), column: "estimate"}};
      if (methods.correlates) return {cell: correlationTest(output, binding).r!};
      throw new Unclear(`I can't tell what “${asked.name}” is.`, [asked.name]);
    case "intercept":
      return {
        cell: {step: regressionStep(binding), column: "estimate", match: {term: "(intercept)"}, row: 0},
      };
    case "r2":
    case "rmse":
    case "mse":
    case "mae":
    case "accuracy":
    case "f1":
      return {cell: modelCell(wanted.kind, binding)};
    default:
      throw new Unclear(`I can't compute “${asked.name}” yet.`, [asked.name]);
  }
}

/** What a share is of, where the text sets one condition: it is then no filter of all rows. */
function partOf(binding: Binding): Condition | undefined {
  const {scene} = binding;
  const open = scene.conditions.filter((one) => !binding.spent.has(one));
  if (binding.computations.length > 0 || open.length + binding.filters.length !== 1) return undefined;
  const [condition] = open;
  if (condition) {
    binding.spent.add(condition);
    return condition.condition;
  }
  const filter = binding.filters.pop();
  return filter?.do === "filter" ? filter.condition : undefined;
}

/** How many values of a column have enough rows. */
function groupsKept(
  column: string,
  having: NonNullable<Binding["scene"]["having"]>,
  where: ReturnType<typeof whereOf>,
  binding: Binding,
): ReturnType<typeof cellFor> {
  const step = computed(binding, {
    do: "aggregate",
    measures: [{name: "rows", fn: "count"}],
    groups: [{name: column, of: {column}}],
    order: [],
    having: [{by: "rows", ...having}],
    ...(where && {where}),
  });
  return {cell: {step, column: "rows", row: 0}, whole: true, counts: true};
}

/** "Percent of all rows": how the text wants its shares, where it says so away from the output. */
const saidPercent = (text: string): string =>
  /(?<!\d ?)\b(?:percent|percentages?|in %)/.test(text) && !/\b(?:fraction|between 0 and 1)\b/.test(text)
    ? "percent"
    : "";

const isPercent = (asked: Asked): boolean => !/\bbetween 0 and 1\b|\bfraction\b/.test(asked.description);

/** A column of any type: the one that the output or the text names. */
function anyColumn(output: OutputWords, binding: Binding): string {
  const {scene} = binding;
  if (output.columns.length === 1) return output.columns[0]!;
  const named = [
    ...new Set(scene.text.mentions.flatMap((one) => (one.kind === "column" ? [one.name] : []))),
  ].filter((one) => !scene.conditions.some((condition) => condition.column === one));
  const sure = named.filter((one) => scene.sure.has(one));
  if (sure.length === 1) return sure[0]!;
  if (named.length === 1) return named[0]!;
  throw new Unclear(`“${output.words.join(" ")}” needs a column, and the text does not say surely which.`);
}

function regressionStep(binding: Binding): string {
  const {splits, model} = binding.scene.methods;
  if (splits || (model && model.name !== "linear"))
    throw new Unclear(
      "The coefficients of a model that is fitted to part of the rows are not among what I compute.",
    );
  const {target, features} = modelColumns(binding);
  return computed(binding, {do: "regression", outcome: target, predictors: features, family: "linear"});
}

function termCell(output: OutputWords, binding: Binding): CellRef {
  const {features} = modelColumns(binding);
  const named = output.columns.filter((one) => features.includes(one));
  const term = named.length === 1 ? named[0] : features.length === 1 ? features[0] : undefined;
  if (term === undefined) throw new Unclear(`“${output.words.join(" ")}” does not say of which predictor.`);
  return {step: regressionStep(binding), column: "estimate", match: {term}, row: 0};
}
