import type {Computation, Preparation} from "../../../planning/operations.ts";
import type {CellRef} from "../../../planning/outputs.ts";
import type {FigureName} from "../../../statistics/descriptive/figures.ts";
import type {Condition, Expression} from "../../../tools/condition.ts";
import {nameWords} from "../tokens.ts";
import type {RowCondition} from "./conditions.ts";
import {type Wanted, wantedOf} from "./figure_words.ts";
import {type Asked, wordsOfName} from "./format.ts";
import {columnsOf} from "./made_columns.ts";
import {columnsIn, sentencesIn} from "./marked_text.ts";
import {
  allAre,
  columnsInWords,
  isGrouping,
  isNumeric,
  type ProcedureScene,
  profileOf,
  valuesInWords,
} from "./scene.ts";
import {asVariant} from "./variants.ts";

/** An output that cannot be bound surely. */
export class Unclear extends Error {
  readonly unplaced: string[];
  constructor(message: string, unplaced: string[] = []) {
    super(message);
    this.unplaced = unplaced;
  }
}

/** The computations that the outputs bound so far need. */
export interface Binding {
  scene: ProcedureScene;
  computations: {operation: Computation; when: "before" | "after"}[];
  /** Filters that hold for everything: values that the text names and no output sets apart. */
  filters: Preparation[];
  dropsOutliers: Preparation | undefined;
  assumptions: string[];
  /** Conditions that one output alone has used. */
  spent: Set<RowCondition>;
}

/** The words of an output, and what they name. */
export interface OutputWords {
  words: string[];
  /** Lower-case words of name, placeholder and description. */
  sources: string[];
  wanted: Wanted | undefined;
  /** Columns to compute on that its words name. */
  columns: string[];
  /** Values that set its rows apart. */
  values: {column: string; value: string | number | boolean}[];
  /** The named range of a number that its rows are of. */
  category: Condition | undefined;
  when: "before" | "after";
  among: "outliers" | "others" | undefined;
}

export function createBinding(scene: ProcedureScene): Binding {
  return {
    scene,
    computations: [],
    filters: valueFilters(scene),
    dropsOutliers: undefined,
    assumptions: [],
    spent: new Set(),
  };
}

/** Values that are named once and no group: "published by ABC News" is a filter; two values of one column are groups. */
function valueFilters(scene: ProcedureScene): Preparation[] {
  return [...scene.values].flatMap(([column, values]): Preparation[] => {
    if (scene.groups.includes(column) || values.length !== 1) return [];
    const [value] = values;
    return [{do: "filter", condition: {op: "=", of: {column}, value: value!}, said: `${column} is ${value}`}];
  });
}

/** Words of where in a procedure a figure is taken: they name no column. */
const PLACES = new Set(
  "before after pre post left remaining removed removal new original raw scaled normalized standardized transformed filled imputed test train result value number".split(
    " ",
  ),
);

export function wordsOf(asked: Asked, binding: Binding): OutputWords {
  const {scene} = binding;
  const {lexicon} = scene;
  const name = wordsOfName(asked.name);
  const placeholder = wordsOfName(asked.placeholder);
  const description = asked.description
    .toLowerCase()
    .replace(/"[^"]*"/g, " ")
    .replace(
      /\b(?:is|are|should be|be)\s+(?:an?|the)?\s*(?:\w+[- ])?(?:number|integer|float|string|value)s?\b/g,
      " ",
    )
    .replace(/\brounded[^.]*|\bbetween -?\d[^.]*?and -?\d+/g, " ");
  const sources = [
    name.join(" "),
    placeholder
      .join(" ")
      .replace(/\b(?:number|value|n)\b/g, " ")
      .trim(),
    description,
  ];
  const mentioned = columnsIn(scene.whole, scene.text);
  const groupable = [...new Set([...scene.groups, ...scene.values.keys(), ...mentioned])]
    .map((one) => profileOf(one, scene))
    .filter((one) => one !== undefined && isGrouping(one, scene.profile.rows))
    .map((one) => one!);
  const numericNames = [
    ...new Set([
      ...scene.made.map((one) => one.name),
      ...scene.focus,
      ...mentioned.filter((one) => isNumeric(one, scene)),
    ]),
  ];
  const own = columnsInWords(name, numericNames);
  const exact = new Set(own.columns);
  const candidates = groupable.filter(
    (one) =>
      !exact.has(one.name) ||
      !scene.focus.includes(one.name) ||
      scene.groups.includes(one.name) ||
      isFlag(one.name, scene),
  );
  const unread = name.filter((_, at) => !own.used.has(at)).join(" ");
  const first = wantedOf(unread) ?? wantedOf(name.join(" "));
  let wanted = first?.wanted;
  if (
    !wanted &&
    /^(?:[tfwuh]|chi|chi 2)$/.test(name.join(" ")) &&
    (scene.methods.group ?? scene.methods.normality ?? scene.methods.spread)
  )
    wanted = {kind: "statistic"};
  for (const source of sources.slice(1)) wanted ??= wantedOf(source)?.wanted;
  const relates =
    wanted?.kind === "r" ||
    wanted?.kind === "coefficient" ||
    (wanted?.kind === "p" && scene.methods.model !== undefined);
  const pair = scene.focus.filter((one) => !isFlag(one, scene)).length === 2;
  const values = valuesInWords(
    name,
    relates
      ? candidates.filter(
          (one) =>
            one.type === "text" || scene.groups.includes(one.name) || (isFlag(one.name, scene) && pair),
        )
      : candidates,
    [...scene.groups, ...scene.values.keys()],
    lexicon,
  );
  const isFree = (one: string): boolean => !values.conditions.some((value) => value.column === one);
  // "before" may be a place in the procedure, or part of a column's name where nothing is prepared.
  const places = scene.preparations.length > 0 || scene.outliers !== undefined || scene.conditions.length > 0;
  const masked = name
    .filter((word, at) => !values.used.has(at) && !own.used.has(at) && !(places && PLACES.has(word)))
    .join(" ");
  const loose = (wantedOf(masked)?.rest ?? masked).split(" ").filter(Boolean);
  const fuzzy = columnsInWords(loose, numericNames, lexicon).columns;
  let columns = (
    own.columns.length > 0 && !relates ? own.columns : [...new Set([...own.columns, ...fuzzy])]
  ).filter(isFree);
  if (columns.length === 0) {
    const there = columnsInWords(placeholder, numericNames).columns;
    const rest = (wantedOf(placeholder.join(" "))?.rest ?? placeholder.join(" ")).split(" ").filter(Boolean);
    columns = (there.length > 0 ? there : columnsInWords(rest, numericNames, lexicon).columns).filter(isFree);
  }
  const year = yearIn(name, scene);
  // "in 2022 and in 2023" sets the outputs' rows apart, and is no filter of all.
  if (year)
    for (const one of scene.conditions)
      if (one.condition.op === "=" && "part" in one.condition.of) binding.spent.add(one);
  const category =
    year ??
    scene.categories?.all.find(({label}) => ` ${name.join(" ")} `.includes(` ${nameWords(label).join(" ")} `))
      ?.condition;
  const when = /\b(?:before|original|raw|initial|prior|pre)\b/.test(name.join(" ")) ? "before" : "after";
  const among =
    /\b(?:without|excluding|after removing|no|non) outliers?\b|\boutliers? (?:removed|excluded)\b/.test(
      name.join(" "),
    )
      ? "others"
      : /\boutliers?\b/.test(name.join(" ")) || /\boutliers\b/.test(placeholder.join(" "))
        ? "outliers"
        : undefined;
  return {words: name, sources, wanted, columns, values: values.conditions, category, when, among};
}

/** "mean_rating_2019" where the text groups by year: the rows of that year. */
function yearIn(words: readonly string[], scene: ProcedureScene): Condition | undefined {
  const year = words.find((word) => /^(?:19|20)\d\d$/.test(word));
  if (
    year === undefined ||
    !(/\byears?\b|\byearly\b|\bannual/.test(scene.whole) || scene.whole.includes(year))
  )
    return undefined;
  const dates = scene.profile.columns.filter(({type}) => type === "date" || type === "timestamp");
  const years = scene.profile.columns.filter((one) => /^years?$/i.test(one.name));
  if (years.length === 1) return {op: "=", of: {column: years[0]!.name}, value: Number(year)};
  if (dates.length !== 1) return undefined;
  return {op: "=", of: {part: "year", of: {column: dates[0]!.name}}, value: Number(year)};
}

/** A yes/no in numbers. */
export function isFlag(name: string, scene: ProcedureScene): boolean {
  const column = profileOf(name, scene);
  return (
    column?.type === "boolean" ||
    (column?.type === "integer" && column.distinct === 2 && column.min === 0 && column.max === 1)
  );
}

/** The one column to compute on: what the output names, else the only one that the text leaves. */
export function columnFor(output: OutputWords, binding: Binding, want = "a column of numbers"): string {
  return asVariant(plainColumn(output, binding, want), output, binding.scene.variant);
}

function plainColumn(output: OutputWords, binding: Binding, want: string): string {
  const {scene} = binding;
  if (output.columns.length === 1) return output.columns[0]!;
  const [unnamed] = scene.made;
  if (output.columns.length > 1 && unnamed && scene.made.length === 1) {
    const operands = columnsOf(unnamed.of);
    if (output.columns.every((one) => operands.includes(one))) return unnamed.name;
  }
  if (output.columns.length > 1) {
    const sure = output.columns.filter((one) => scene.focus.includes(one));
    if (sure.length === 1) return sure[0]!;
    throw new Unclear(`“${output.words.join(" ")}” names several columns: ${output.columns.join(", ")}.`);
  }
  const [only] = focusOf(binding, 1);
  if (only !== undefined) return only;
  // What is only filled or encoded on the way is not what is asked of.
  const handled = new Set(
    scene.preparations.flatMap(({operation}) =>
      "columns" in operation ? operation.columns : "column" in operation ? [operation.column] : [],
    ),
  );
  const rest = scene.focus.filter((one) => !handled.has(one));
  const sure = rest.filter((one) => scene.sure.has(one));
  if (sure.length === 1) return sure[0]!;
  const exact = rest.filter((one) => scene.exact.has(one));
  if (exact.length === 1) return exact[0]!;
  if (rest.length === 1) return rest[0]!;
  const beside = besideFigure(output, binding);
  if (beside !== undefined) return beside;
  throw new Unclear(`“${output.words.join(" ")}” needs ${want}, and the text does not say which one.`);
}

/** The one column of numbers in the sentences that name the figure: "... log1p to ⟨a⟩ and compare its skewness". */
function besideFigure(output: OutputWords, {scene}: Binding): string | undefined {
  const figure =
    output.wanted?.kind === "figure" ? output.wanted.figure.replace("_population", "") : undefined;
  const stem = figure && {sd: "standard deviation|std", mean: "mean|average"}[figure];
  if (figure === undefined) return undefined;
  const word = new RegExp(`\\b(?:${stem ?? figure})`);
  const columns = new Set(
    sentencesIn(scene.whole)
      .filter(({text}) => word.test(text))
      .flatMap(({text}) => columnsIn(text, scene.text).filter((one) => scene.focus.includes(one))),
  );
  const [only] = columns;
  return columns.size === 1 ? only : undefined;
}

/** So many columns of the text's focus; none where there are more or fewer. Made columns first, then the sure names. */
export function focusOf(binding: Binding, many: number): string[] {
  const {scene} = binding;
  const made = scene.made.map((one) => one.name);
  const sure = scene.focus.filter((one) => scene.sure.has(one) || made.includes(one));
  const all = scene.focus;
  if (many === 1 && made.length === 1) return made;
  if (sure.length === many) return sure;
  const exact = all.filter((one) => scene.exact.has(one) || made.includes(one));
  if (exact.length === many) return exact;
  if (sure.length < many && all.length === many) return all;
  const plain = sure.filter((one) => !isFlag(one, scene));
  if (plain.length === many) return plain;
  return [];
}

/** The conditions of an output's own rows, as one. */
export function whereOf(output: OutputWords): Condition | undefined {
  const all = [allAre(output.values), output.category].filter((one) => one !== undefined);
  return all.length > 1 ? {op: "and", args: all} : all[0];
}

type Unnamed = {[Kind in Computation["do"]]: Omit<Extract<Computation, {do: Kind}>, "id">}[Computation["do"]];

/** A computation, or the same one that an earlier output asked for. */
export function computed(binding: Binding, operation: Unnamed, when: "before" | "after" = "after"): string {
  const key = JSON.stringify(operation);
  const same = binding.computations.find(
    ({operation: {id: _, ...rest}, when: other}) => other === when && JSON.stringify(rest) === key,
  );
  if (same) return same.operation.id;
  const stem =
    operation.do === "figures" || operation.do === "aggregate" || operation.do === "rows"
      ? "answer"
      : operation.do;
  const taken = new Set([
    ...binding.computations.map((one) => one.operation.id),
    binding.scene.profile.table.toLowerCase(),
  ]);
  let id = stem;
  for (let number = 2; taken.has(id); number++) id = `${stem}_${number}`;
  binding.computations.push({operation: {...operation, id} as unknown as Computation, when});
  return id;
}

export interface FigureRequest {
  figure: FigureName | "rows";
  column: string | undefined;
  where: Condition | undefined;
  q?: number | undefined;
  k?: number | undefined;
  among?: "outliers" | "others" | undefined;
  /** Whose outliers, where not the column's own. */
  outliersOf?: string | undefined;
  when?: "before" | "after";
}

/** A figure as a cell, joined to the figures of the same rows. */
export function figureCell(binding: Binding, request: FigureRequest): CellRef {
  const {column, where, among, when = "after"} = request;
  const figure = request.figure;
  const of: Expression | undefined = column === undefined ? undefined : {column};
  const rule = among ? outlierRule(binding, request.outliersOf ?? column) : undefined;
  const outliers = rule && among ? {...rule, keep: among} : undefined;
  const key = JSON.stringify([where, outliers]);
  const known = binding.computations.find(
    (one) =>
      one.when === when &&
      one.operation.do === "figures" &&
      one.operation.groups.length === 0 &&
      JSON.stringify([one.operation.where, one.operation.outliers]) === key,
  )?.operation as Extract<Computation, {do: "figures"}> | undefined;
  const base = `${figure}${column === undefined ? "" : ` of ${column}`}${request.q === undefined ? "" : ` ${request.q}`}`;
  const one = {
    name: base,
    figure,
    ...(of && {of}),
    ...(request.q !== undefined && {q: request.q}),
    ...(request.k !== undefined && {k: request.k}),
  };
  if (known) {
    if (!known.figures.some((other) => other.name === base)) known.figures.push(one);
    return {step: known.id, column: base, row: 0};
  }
  const id = computed(
    binding,
    {do: "figures", figures: [one], ...(where && {where}), groups: [], ...(outliers && {outliers})},
    when,
  );
  return {step: id, column: base, row: 0};
}

/** The text's rule for outliers, of a column. */
export function outlierRule(binding: Binding, column: string | undefined) {
  const talk = binding.scene.outliers;
  if (!talk?.rule || talk.k === undefined)
    throw new Unclear(
      "The text does not say which values count as outliers: by IQR or z-score, and beyond what.",
    );
  if (column === undefined) throw new Unclear("The text does not say of which column the outliers are.");
  return {of: {column}, rule: talk.rule, k: talk.k, population: talk.population, side: talk.side};
}

/** The one column that the text speaks of outliers of. */
export const outliersOf = (binding: Binding): string | undefined => {
  const {scene} = binding;
  const columns = [...new Set(scene.outliers?.columns ?? [])].filter((one) => scene.focus.includes(one));
  return columns.length === 1 ? columns[0] : undefined;
};
