import type {CellRef} from "../../../planning/outputs.ts";
import {type Binding, columnFor, computed, isFlag, type OutputWords, Unclear, whereOf} from "./binding.ts";
import {groupingOf} from "./grouping.ts";
import type {Methods} from "./methods.ts";
import {modelColumns} from "./model_columns.ts";
import {pairFor} from "./pair_of_columns.ts";
import {isGrouping, profileOf} from "./scene.ts";

/** A test that was run, and where its figures stand. */
export interface TestCells {
  kind: "normality" | "groups" | "correlation" | "regression" | "spread" | "contingency";
  p: CellRef;
  statistic: CellRef;
  /** Its sign is the other way round: the text names the groups in the other order. Undefined: the text names no order. */
  negate: boolean | undefined;
  r?: CellRef;
}

/** The test that an output's p, statistic or decision is of: by its words, else the only one that the text names. */
export function testFor(output: OutputWords, binding: Binding): TestCells {
  const {methods} = binding.scene;
  const said = output.sources.join(" ");
  const kinds: TestCells["kind"][] = [];
  if (methods.normality) kinds.push("normality");
  if (methods.group === "contingency") kinds.push("contingency");
  else if (methods.group) kinds.push("groups");
  if (methods.spread) kinds.push("spread");
  if (methods.correlates || methods.coefficient) kinds.push("correlation");
  if (methods.model && !methods.splits) kinds.push("regression");
  const byWords: [TestCells["kind"], RegExp][] = [
    ["normality", /\bnormal\w*|\bshapiro|\banderson|\bjarque|\bks\b/],
    ["spread", /\blevene|\bhomogene|\bvarianc\w+ (?:equal|test)|\bbartlett/],
    ["groups", /\bt[ _]?test|\banova|\bkruskal|\bmann|\bdifferen\w+|\bt[ _]stat/],
    ["contingency", /\bchi\b|\bassociat|\bindependen/],
    ["correlation", /\bcorrel\w*|\bcorr\b|\blinear|\brelationship/],
    ["regression", /\bregress|\bcoef/],
  ];
  const named = byWords
    .filter(([kind, pattern]) => kinds.includes(kind) && pattern.test(said))
    .map(([kind]) => kind);
  const kind =
    kinds.length === 1
      ? kinds[0]
      : named.length === 1
        ? named[0]
        : named.includes("groups") && kinds.includes("groups")
          ? "groups"
          : undefined;
  if (!kind)
    throw new Unclear(
      kinds.length === 0
        ? `No test is named for “${output.words.join(" ")}”.`
        : `“${output.words.join(" ")}” may be of several tests.`,
    );
  return kind === "normality"
    ? normalityTest(output, binding)
    : kind === "correlation"
      ? correlationTest(output, binding)
      : kind === "regression"
        ? regressionTest(output, binding)
        : kind === "contingency"
          ? contingencyTest(binding)
          : groupTest(output, binding, kind);
}

export function normalityTest(output: OutputWords, binding: Binding): TestCells {
  const {methods} = binding.scene;
  const column = columnFor(output, binding);
  const test = methods.normality ?? "shapiro";
  const step = computed(
    binding,
    {
      do: "normality",
      column,
      test: test === "ks" ? "lilliefors" : test,
      alpha: methods.alpha,
      ...withWhere(output),
    },
    output.when,
  );
  return {
    kind: "normality",
    p: {step, column: "p", row: 0},
    statistic: {step, column: "statistic", row: 0},
    negate: false,
  };
}

const withWhere = (output: OutputWords) => {
  const where = whereOf(output);
  return where ? {where} : {};
};

export function correlationTest(output: OutputWords, binding: Binding): TestCells {
  const columns = pairFor(output, binding);
  const step = computed(
    binding,
    {
      do: "correlation",
      columns,
      coefficient: binding.scene.methods.coefficient ?? "pearson",
      ...withWhere(output),
    },
    output.when,
  );
  return {
    kind: "correlation",
    p: {step, column: "p", row: 0},
    r: {step, column: "r", row: 0},
    statistic: {step, column: "r", row: 0},
    negate: false,
  };
}

function regressionTest(output: OutputWords, binding: Binding): TestCells {
  const {target, features} = modelColumns(binding);
  const step = computed(binding, {
    do: "regression",
    outcome: target,
    predictors: features,
    family: binding.scene.methods.model?.name === "logistic" ? "logistic" : "linear",
  });
  const term =
    output.columns.find((one) => features.includes(one)) ?? (features.length === 1 ? features[0] : undefined);
  if (term === undefined) throw new Unclear(`“${output.words.join(" ")}” does not say of which predictor.`);
  const match = {term};
  return {
    kind: "regression",
    p: {step, column: "p", match, row: 0},
    statistic: {step, column: "statistic", match, row: 0},
    negate: false,
  };
}

function groupTest(output: OutputWords, binding: Binding, kind: "groups" | "spread"): TestCells {
  const {scene} = binding;
  const {methods} = scene;
  if (methods.group === "paired" || methods.group === "signed_rank") return pairedTest(output, binding);
  const {group, only} = groupingOf(binding);
  const columns = output.columns.filter((one) => one !== group);
  const column = columns.length === 1 ? columns[0]! : numberFor(output, binding, group);
  const of = {column: group};
  const where = only ? {op: "in" as const, of, values: only} : undefined;
  const base = {column, group: {name: group, of}, ...(where && {where})};
  const step =
    kind === "spread"
      ? computed(binding, {do: "equal_variances", ...base, test: methods.spread ?? "levene"}, output.when)
      : computed(
          binding,
          {
            do: "group_test",
            ...base,
            test: isGroupTest(methods.group) ? methods.group : "auto",
          },
          output.when,
        );
  return {
    kind: kind === "spread" ? "spread" : "groups",
    p: {step, column: "value", match: {figure: "p"}, row: 0},
    statistic: {step, column: "value", row: 0},
    negate: isReversed(only, methods.group),
  };
}

const isGroupTest = (
  test: Methods["group"],
): test is Exclude<Methods["group"], "contingency" | "paired" | "signed_rank" | undefined> =>
  test !== undefined && !["contingency", "paired", "signed_rank"].includes(test);

function pairedTest(output: OutputWords, binding: Binding): TestCells {
  const [column, second] = pairFor({...output, columns: []}, binding);
  const test = binding.scene.methods.group === "paired" ? "t" : "wilcoxon";
  const step = computed(
    binding,
    {do: "paired_test", column, second, test, ...withWhere(output)},
    output.when,
  );
  return {
    kind: "groups",
    p: {step, column: "value", match: {figure: "p"}, row: 0},
    statistic: {step, column: "value", row: 0},
    negate: test === "t" ? false : undefined,
  };
}

/** Whether the text names two groups in the other order than their values have, which turns a t statistic's sign. */
function isReversed(
  only: readonly (string | number | boolean)[] | undefined,
  test: string | undefined,
): boolean | undefined {
  if (!["student", "welch", "mann_whitney"].includes(test ?? "")) return false;
  const [first, second] = only ?? [];
  if (first === undefined || second === undefined || only!.length !== 2) return undefined;
  const reversed =
    typeof first === "string" && typeof second === "string" ? first > second : Number(first) > Number(second);
  return reversed && test === "mann_whitney" ? undefined : reversed;
}

function numberFor(output: OutputWords, binding: Binding, group: string): string {
  const {scene} = binding;
  const free = scene.focus.filter((one) => one !== group && !isFlag(one, scene));
  const sure = free.filter((one) => scene.sure.has(one));
  const made = scene.made.map((one) => one.name);
  const [only] = made.length === 1 ? made : sure.length === 1 ? sure : free.length === 1 ? free : [];
  if (only === undefined) return columnFor({...output, columns: []}, binding);
  return only;
}

function contingencyTest(binding: Binding): TestCells {
  const {scene} = binding;
  const labels = [
    ...new Set([
      ...scene.text.mentions.flatMap((one) =>
        one.kind === "column" && isGrouping(profileOf(one.name, scene), scene.profile.rows) ? [one.name] : [],
      ),
    ]),
  ];
  if (labels.length !== 2)
    throw new Unclear(
      "A chi-squared test needs two columns of labels, and the text does not say surely which.",
    );
  const step = computed(binding, {
    do: "contingency",
    rows: labels[0]!,
    columns: labels[1]!,
    correct: scene.methods.correct,
  });
  return {
    kind: "contingency",
    p: {step, column: "value", match: {figure: "p"}, row: 0},
    statistic: {step, column: "value", row: 0},
    negate: false,
  };
}
