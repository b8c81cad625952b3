import type {CellRef} from "../../../planning/outputs.ts";
import {
  type Binding,
  columnFor,
  computed,
  focusOf,
  isFlag,
  type OutputWords,
  Unclear,
  whereOf,
} from "./binding.ts";
import type {Methods} from "./methods.ts";
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

/** The two columns of a correlation. */
export function pairFor(output: OutputWords, binding: Binding): [string, string] {
  const {scene} = binding;
  const own = output.columns;
  if (own.length === 2) return [own[0]!, own[1]!];
  if (own.length === 1) {
    const made = scene.made.map((one) => one.name).filter((one) => one !== own[0]);
    const others = scene.focus.filter((one) => one !== own[0]);
    const sure = others.filter((one) => scene.sure.has(one));
    const other =
      others.length === 1 ? others[0] : sure.length === 1 ? sure[0] : made.length === 1 ? made[0] : undefined;
    if (other !== undefined) return [own[0]!, other];
  }
  const pair = pairOf(binding);
  if (pair) return pair;
  throw new Unclear(`“${output.words.join(" ")}” needs two columns, and the text does not say surely which.`);
}

function pairOf(binding: Binding): [string, string] | undefined {
  const {scene} = binding;
  const two = focusOf(binding, 2);
  if (two.length === 2) return [two[0]!, two[1]!];
  const between =
    /\b(?:between|of|for)\s+(?:the\s+)?(?:[\w'-]+\s+){0,4}?(⟨c\d+⟩)(?:\s+of\s+(?:an?|the|each|every|all)\s+⟨c\d+⟩)?[^.\n⟨]{0,50}?\b(?:and|with|&)\b[^.\n⟨]{0,40}?(⟨c\d+⟩)/.exec(
      scene.whole,
    );
  if (!between) return undefined;
  const names = [between[1]!, between[2]!].map((mark) => {
    const mention = scene.text.mentions[Number(mark.replace(/\D/g, ""))];
    return mention?.kind === "column" ? mention.name : undefined;
  });
  const rest = scene.focus.filter((one) => scene.sure.has(one) && !names.includes(one));
  return names[0] !== undefined && names[1] !== undefined && names[0] !== names[1] && rest.length === 0
    ? [names[0], names[1]]
    : undefined;
}

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

/** What the model of the text is of, and from what. */
export function modelColumns(binding: Binding): {target: string; features: string[]} {
  const {scene} = binding;
  const {whole, text} = scene;
  const names = (piece: string | undefined): string[] =>
    piece === undefined
      ? []
      : [...piece.matchAll(/⟨c(\d+)⟩/g)].flatMap(([, at]) => {
          const mention = text.mentions[Number(at)];
          return mention?.kind === "column" ? [mention.name] : [];
        });
  const LIST = "(?:⟨c\\d+⟩(?:[^.;\\n⟨]{0,40})?)+";
  const TARGET = "\\b(?:target|dependent|response|outcome)\\b";
  const target =
    names(new RegExp(`(⟨c\\d+⟩)[^.\\n⟨]{0,20}\\b(?:is|as)\\b[^.\\n⟨]{0,15}${TARGET}`).exec(whole)?.[1])[0] ??
    names(new RegExp(`${TARGET}(?: variable)?[^.\\n⟨]{0,30}(⟨c\\d+⟩)`).exec(whole)?.[1])[0] ??
    names(/\bpredict\w*\s+(?:the\s+)?(?:[\w'-]+\s+){0,7}?\(?(⟨c\d+⟩)/.exec(whole)?.[1])[0];
  const SOURCES = [
    `\\b(?:predictors?|features?|independent|explanatory|input)\\b(?: variables?| features?)?[^.\\n⟨]{0,30}(${LIST})`,
    `(${LIST})(?:are|is|as)\\b[^.\\n⟨]{0,15}\\b(?:predictors?|features?|independent|explanatory)\\b`,
    `\\bpredict\\w*[^.\\n]*?\\b(?:based on|using|from|given|with|by)\\b[^.\\n⟨]{0,40}(${LIST})`,
    `\\bpredict\\w*[^\\n]*?\\b(?:based on|using|from|given|with|by)\\b[^.\\n⟨]{0,40}(${LIST})`,
  ];
  let features: string[] = [];
  for (const pattern of SOURCES) {
    const found = names(new RegExp(pattern).exec(whole)?.[1]).filter((one) => one !== target);
    if (found.length > features.length && features.length === 0) features = found;
  }
  const regressed =
    /\bregress(?:ion)?\b(?:\s+(?:of|for))?\s+(?:the\s+)?(⟨c\d+⟩)[^.\n⟨]{0,20}\b(?:on|against|by|from|with|using)\b[^.\n⟨]{0,20}((?:⟨c\d+⟩[^.;\n⟨]{0,12})+)/.exec(
      whole,
    );
  if (regressed && features.length === 0)
    return {target: names(regressed[1])[0]!, features: [...new Set(names(regressed[2]))]};
  const unique = [...new Set(features)];
  if (target !== undefined && unique.length > 0) return {target, features: unique};
  if (
    target !== undefined &&
    scene.focus.every((one) => one === target) &&
    !/\b(?:based on|using|from|given)\s+(?:the\s+)?⟨/.test(whole)
  )
    return {target, features: []};
  const pair = pairOf(binding);
  if (pair && target === undefined && unique.length === 0) return {target: pair[1], features: [pair[0]]};
  if (pair && target !== undefined && unique.length === 0 && pair.includes(target))
    return {target, features: pair.filter((one) => one !== target)};
  throw new Unclear("The text does not say surely what the model foretells, and from which columns.");
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

/** The column whose values are the groups that a test compares, and which of them. */
export function groupingOf(binding: Binding): {
  group: string;
  only: (string | number | boolean)[] | undefined;
} {
  const {scene} = binding;
  const several = [...scene.values].filter(([, values]) => values.length >= 2);
  if (several.length === 1) return {group: several[0]![0], only: several[0]![1]};
  const named = [...scene.groups];
  const numbered = named.length === 1 ? numbersOf(binding, named[0]!) : undefined;
  if (named.length === 1) return {group: named[0]!, only: numbered};
  const flags = scene.focus.filter((one) => isFlag(one, scene));
  if (flags.length === 1) return {group: flags[0]!, only: undefined};
  const labels = [
    ...new Set(
      scene.text.mentions.flatMap((one) =>
        one.kind === "column" &&
        profileOf(one.name, scene)?.type === "text" &&
        isGrouping(profileOf(one.name, scene), scene.profile.rows)
          ? [one.name]
          : [],
      ),
    ),
  ];
  if (labels.length === 1) return {group: labels[0]!, only: undefined};
  throw new Unclear("The text does not say surely which groups are compared.");
}

const ORDINALS: Record<string, number> = {"1st": 1, "2nd": 2, "3rd": 3, first: 1, second: 2, third: 3};

/** "between the 1st class and 3rd class": two of a numbered column's values. */
function numbersOf(binding: Binding, group: string): number[] | undefined {
  const {scene} = binding;
  const column = profileOf(group, scene);
  if (column?.type !== "integer") return undefined;
  const found = new Set<number>();
  for (const match of scene.whole.matchAll(/\b(1st|2nd|3rd|first|second|third)\b/g))
    found.add(ORDINALS[match[1]!]!);
  const known = new Set(column.top.map(({value}) => value));
  const values = [...found].filter((one) => known.has(one));
  return values.length >= 2 && values.length < column.distinct ? values : undefined;
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
  const step = computed(binding, {do: "contingency", rows: labels[0]!, columns: labels[1]!, correct: true});
  return {
    kind: "contingency",
    p: {step, column: "value", match: {figure: "p"}, row: 0},
    statistic: {step, column: "value", row: 0},
    negate: false,
  };
}
