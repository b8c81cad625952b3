import type {CellRef, Clause, PlanOutput} from "../../../planning/outputs.ts";
import {modelCell} from "./bind_model.ts";
import {strongestCell} from "./bind_strongest.ts";
import {correlationTest, testFor} from "./bind_test.ts";
import {type Binding, columnFor, figureCell, type OutputWords, Unclear, whereOf} from "./binding.ts";
import {choiceOf, type DecidingFigure, type DecisionRule, decisionsOf, isNegative} from "./decisions.ts";
import type {Asked} from "./format.ts";

interface Mapped {
  rule: DecisionRule;
  say: string;
}

/** Binds an output that is one of listed texts: by the text's rules, else by what its test decides at alpha. */
export function bindDecision(asked: Asked, output: OutputWords, binding: Binding): PlanOutput {
  const {scene} = binding;
  const {choices} = asked;
  const base = {name: asked.name, said: asked.name.replaceAll("_", " ")};
  const rejects = scene.methods.normality ? ("negative" as const) : ("positive" as const);
  const own = ownRules(asked);
  const mapped = [
    ...own.rules,
    ...(own.rules.some((rule) => choiceOf(rule.consequence, choices, rejects) !== undefined)
      ? []
      : scene.rules),
  ].flatMap((rule): Mapped[] => {
    const say = choiceOf(rule.consequence, choices, rejects);
    return say === undefined ? [] : [{rule, say}];
  });
  const cells: CellRef[] = [];
  const place = (cell: CellRef): number => {
    const at = cells.findIndex((one) => JSON.stringify(one) === JSON.stringify(cell));
    return at >= 0 ? at : cells.push(cell) - 1;
  };
  const known = new Map<DecidingFigure, number>();
  const cellOf = (figure: DecidingFigure): number => {
    const at = known.get(figure) ?? place(decidingCell(figure, output, binding));
    known.set(figure, at);
    return at;
  };
  const sign = signOf(choices);
  if (
    sign &&
    (mapped.length === 0 || sign.none === undefined) &&
    !scene.rules.some(
      (rule) =>
        rule.all.some((clause) => clause.figure === "p") &&
        choiceOf(rule.consequence, choices, rejects) !== undefined,
    )
  ) {
    const cell = signCell(output, binding);
    const rules = [
      {all: [{cell: 0, abs: false, op: ">" as const, value: 0}], say: sign.positive},
      {all: [{cell: 0, abs: false, op: "<" as const, value: 0}], say: sign.negative},
    ];
    return {
      ...base,
      cells: [cell],
      show: {kind: "choice", rules, ...(sign.none !== undefined && {otherwise: sign.none})},
    };
  }
  if (mapped.length > 0) {
    const rules = mapped.map(({rule, say}) => ({
      all: rule.all.map(
        (clause): Clause => ({
          cell: cellOf(clause.figure),
          abs: clause.abs,
          op: clause.op,
          value: clause.value ?? scene.methods.alpha,
        }),
      ),
      say,
    }));
    const said = new Set(rules.map((one) => one.say));
    const clash = rules.find((one) =>
      rules.some((other) => other.say !== one.say && JSON.stringify(other.all) === JSON.stringify(one.all)),
    );
    if (clash) throw new Unclear(`The rules for “${asked.name}” contradict one another.`);
    if (
      new Set(rules.map((one) => JSON.stringify(one.all))).size > 1 &&
      said.size === 1 &&
      rules.every((one) => one.all.length === 1)
    )
      throw new Unclear(`The rules for “${asked.name}” all give “${rules[0]!.say}”.`);
    const left = choices.filter((one) => !said.has(one));
    // A third choice that the text speaks of has a rule of its own, which was not read.
    const unread =
      left[0] !== sign?.none &&
      choices.length > 2 &&
      left.length === 1 &&
      !scene.otherwise &&
      scene.whole.includes(left[0]!.toLowerCase());
    if (unread) throw new Unclear(`I can't read when “${asked.name}” is ${left[0]}.`, [left[0]!]);
    const otherwise =
      (scene.otherwise && choiceOf(scene.otherwise, choices, rejects)) ??
      (left.length === 1 ? left[0] : undefined);
    if (otherwise === undefined && said.size < 2)
      throw new Unclear(`The text does not say when “${asked.name}” is which of ${choices.join(", ")}.`);
    return {...base, cells, show: {kind: "choice", rules, ...(otherwise !== undefined && {otherwise})}};
  }
  const negative = choices.filter(isNegative);
  const positive = choices.filter((one) => !isNegative(one));
  if (negative.length !== 1 || positive.length !== 1)
    throw new Unclear(`The text does not say when “${asked.name}” is which of ${choices.join(", ")}.`);
  if (scene.outliers && /\boutlier/.test(output.sources.join(" "))) {
    const column = columnFor(output, binding);
    const cell = figureCell(binding, {
      figure: "rows",
      column: undefined,
      where: whereOf(output),
      among: "outliers",
      outliersOf: column,
    });
    return {
      ...base,
      cells: [cell],
      show: {
        kind: "choice",
        rules: [{all: [{cell: 0, abs: false, op: ">", value: 0}], say: positive[0]!}],
        otherwise: negative[0]!,
      },
    };
  }
  const test = testFor(output, binding);
  const below = namesNull(output, test.kind) ? negative[0]! : positive[0]!;
  const other = below === negative[0] ? positive[0]! : negative[0]!;
  binding.assumptions.push(`${asked.name.replaceAll("_", " ")} is decided at alpha ${scene.methods.alpha}`);
  return {
    ...base,
    cells: [test.p],
    show: {
      kind: "choice",
      rules: [{all: [{cell: 0, abs: false, op: "<", value: scene.methods.alpha}], say: below}],
      otherwise: other,
    },
  };
}

/** Whether an output's "yes" is the hypothesis that a small p rejects: normal, of equal variance, independent. */
function namesNull(output: OutputWords, kind: string): boolean {
  const words = `${output.words.join(" ")} ${output.sources[1] ?? ""}`;
  if (/\b(?:not|non|un\w+|dependent|differ\w*|signific\w*|reject\w*)\b/.test(words))
    return kind === "normality" && !/\b(?:not|non|reject\w*|signific\w*)\b/.test(words);
  return (
    kind === "normality" ||
    kind === "spread" ||
    /\b(?:independent|independence|equal|same|identical|homogen\w*)\b/.test(words)
  );
}

/** The rules that an output's own description gives: '"yes" if p_value > 0.05 or "no" if p_value <= 0.05'. */
function ownRules(asked: Asked): ReturnType<typeof decisionsOf> {
  const text = asked.description.toLowerCase().replaceAll("\n", " ");
  const pieces = text.replace(/["']\s*(?:,|or|and)+\s*(?=["'])/g, (all) => all.replace(/,|or|and/g, ";"));
  return decisionsOf({marked: pieces, left: pieces.replaceAll(";", ".\n"), mentions: []});
}

/** Choices that are the sign of a figure: positive, negative, and what is said of 0. */
function signOf(
  choices: readonly string[],
): {positive: string; negative: string; none: string | undefined} | undefined {
  const positive = choices.find(
    (one) => /^positive|^right|\bpositive\b/i.test(one) && !/negative/i.test(one),
  );
  const negative = choices.find((one) => /^negative|^left|\bnegative\b/i.test(one) && !/positive/i.test(one));
  const rest = choices.filter((one) => one !== positive && one !== negative);
  if (positive === undefined || negative === undefined || rest.length > 1) return undefined;
  return {positive, negative, none: rest[0]};
}

function signCell(output: OutputWords, binding: Binding): CellRef {
  const {scene} = binding;
  const said = output.sources.join(" ");
  if (/\bskew/.test(said) || (/\bskew/.test(scene.whole) && !scene.methods.correlates))
    return decidingCell("skewness", output, binding);
  const strongest = /\b(?:strongest|highest)\b/.exec(scene.whole)?.[0] ?? "";
  return (
    strongestCell({...output, sources: [...output.sources, strongest]}, binding, "r") ??
    correlationTest(output, binding).r!
  );
}

function decidingCell(figure: DecidingFigure, output: OutputWords, binding: Binding): CellRef {
  const {methods} = binding.scene;
  switch (figure) {
    case "p":
      return testFor(output, binding).p;
    case "statistic":
      return testFor(output, binding).statistic;
    case "r":
      return correlationTest(output, binding).r!;
    case "skewness":
    case "kurtosis":
      return figureCell(binding, {
        figure: methods.biased ? `${figure}_population` : figure,
        column: columnFor(output, binding),
        where: whereOf(output),
        when: output.when,
      });
    case "r2":
    case "accuracy":
      return modelCell(figure, binding);
  }
}
