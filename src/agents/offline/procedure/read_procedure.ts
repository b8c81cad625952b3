import type {TableProfile} from "../../../data/profile.ts";
import type {Reading} from "../../../planning/reading.ts";
import {buildLexicon} from "../lexicon.ts";
import {blankDenials, takeAllRows, takeDefinitions} from "./asides.ts";
import {type Bound, bindOutputs} from "./bind_outputs.ts";
import {categoriesOf} from "./categories.ts";
import {changesOf} from "./changes.ts";
import {conditionsOf} from "./conditions.ts";
import {takeConversions} from "./conversions.ts";
import {decisionsOf} from "./decisions.ts";
import {type Asked, splitRequest} from "./format.ts";
import {leftOver, takeHarmless} from "./harmless.ts";
import {columnsOf, madeColumns, madeNames} from "./made_columns.ts";
import {columnsIn, markText, mentionAt, take} from "./marked_text.ts";
import {methodsOf} from "./methods.ts";
import {outlierTalkOf} from "./outlier_talk.ts";
import {preparationsOf} from "./preparations.ts";
import {askedInProse} from "./prose.ts";
import {isNumeric, type ProcedureScene, profileOf} from "./scene.ts";
import {
  groupsOf,
  havingOf,
  listedValues,
  takeListedGroups,
  takeSplits,
  takeVerdicts,
  takeZeroDivision,
} from "./scene_parts.ts";
import {spokenValues} from "./spoken_values.ts";
import {textCleaningOf} from "./text_cleaning.ts";
import {variantOf} from "./variants.ts";

/** A procedure that was read; or what in it could not be placed. */
export type ReadProcedure =
  | {kind: "reading"; reading: Reading}
  | {kind: "unclear"; why: string; unplaced: string[]};

/** Reads an instruction of several steps against one table; without a form of its own, what its words ask to be told. */
export function readProcedure(question: string, profile: TableProfile): ReadProcedure {
  const request = splitRequest(question);
  const prose = request.asked.length === 0;
  const scene = sceneOf(prose ? inSentences(request.body) : request.body, profile, request.asked);
  if ("unclear" in scene) return {kind: "unclear", why: scene.unclear, unplaced: []};
  const outputs = prose ? askedInProse(scene) : request.asked;
  if (outputs.length === 0) return {kind: "unclear", why: "I can't tell what to compute.", unplaced: []};
  if (!prose && !outputs.some((one) => one.choices.length > 1)) takeVerdicts(scene.text);
  if (outputs.some((one) => /^(?:pre|before)_|_(?:pre|before)(?:_|$)/i.test(one.name)))
    take(
      scene.text,
      /\bbefore and after\b(?: the)?(?: missing values?)?(?: imputation| preprocessing| removal| cleaning)?(?: process)?/,
      () => true,
    );
  const bound = bindOutputs(outputs, scene);
  if ("unclear" in bound) return {kind: "unclear", why: bound.unclear, unplaced: bound.unplaced ?? []};
  const years = outputs.flatMap((one) => one.name.match(/(?:19|20)\d\d/g) ?? []);
  const unplaced = [
    ...leftOver(scene.text, [
      ...scene.conditions.flatMap((one) => [one.at, ...one.repeats]),
      ...scene.spoken,
    ]),
    ...unusedOf(scene, bound),
  ].filter((one) => !years.includes(one));
  if (unplaced.length > 0)
    return {kind: "unclear", why: "Some of it has no place in what I would compute.", unplaced};
  const reading: Reading = {
    intent: "procedure",
    table: profile.table,
    joins: [],
    measures: [],
    groups: [],
    filters: [],
    windows: [],
    having: [],
    columns: [],
    order: [],
    question: "what",
    placements: [],
    operations: bound.operations,
    outputs: {form: request.asked.length > 0 ? "named" : "prose", all: bound.outputs},
    assumptions: bound.assumptions,
    score: 1,
  };
  return {kind: "reading", reading};
}

/** "do this, then that": one sentence each. */
const inSentences = (text: string): string =>
  text
    .replace(/\s*[,;]?\s+(?:and\s+)?(?:then|after that|afterwards|next)[,]?\s+/gi, ". ")
    .replace(/;\s+/g, ". ")
    .replace(/\?\s+/g, "?\n");

const UNCORRECTED =
  /\b(?:no|without|not (?:apply|use)\w*|omit\w*)\s+(?:the |any |a )?(?:yates'?s?|continuity)|\bcorrection\s*=\s*false/;

/** What an instruction says of the rows and methods, before its outputs are bound. */
export function sceneOf(
  body: string,
  profile: TableProfile,
  asked: readonly Asked[] = [],
): ProcedureScene | {unclear: string} {
  const lexicon = buildLexicon(profile);
  const names = madeNames(
    body,
    profile.columns.map((one) => one.name),
  );
  const text = markText(body, lexicon, names);
  const correct = !UNCORRECTED.test(text.marked);
  blankDenials(text);
  const whole = text.marked;
  const methods = {...methodsOf(whole), correct};
  takeAllRows(text, profile.rows);
  takeDefinitions(text);
  takeConversions(text, profile);
  const variant = names.length > 0 ? undefined : variantOf(text, asked, profile, methods.model !== undefined);
  const {rules, otherwise} = decisionsOf(text);
  const categories = categoriesOf(text, names, profile);
  const changes = changesOf(text, names, profile);
  const defined = new Set([...(categories ? [categories.name] : []), ...changes.map((one) => one.name)]);
  const computedNames = names.filter((one) => !defined.has(one));
  const made = madeColumns(text, computedNames, profile);
  if (!made) return {unclear: `I can't tell how ${names.map((one) => `"${one}"`).join(", ")} is computed.`};
  for (const {name} of changes) made.push({name, of: {column: name}});
  takeZeroDivision(text, made, profile);
  const outliers = outlierTalkOf(text);
  const cleaned = textCleaningOf(text, profile);
  const preparations = preparationsOf(text, profile);
  if ("unclear" in preparations) return preparations;
  preparations.push(...cleaned);
  const spoken = spokenValues(text, profile);
  const all = conditionsOf(text, profile);
  const {conditions, listed} = listedValues(all, methods.group === undefined ? undefined : text);
  preparations.push(...changes.map((operation) => ({at: 0, operation})));
  if (preparations.length > 0)
    take(
      text,
      /\b(?:scaled|normali[sz]ed|standardi[sz]ed|transformed|encoded|filled|imputed|transformation|imputation|normali[sz]ation|standardi[sz]ation|preprocessing)\b/,
      () => true,
    );
  if (preparations.some((one) => one.operation.do === "scale"))
    take(text, /\b(?:normali[sz]|standardi[sz]|scal)(?:e|es|ing)\b/, () => true);
  const having = havingOf(text);
  if (/\b(?:each|every|per|by|respective) (?:respective )?month\b|\bmonthly\b/.test(whole))
    take(text, /\bextract\w*\s+(?:the\s+)?(?:month|year|date)s?[^.;,\n]*/, () => true);
  if (/\b(?:each|every|per|by) year\b|\byearly\b|\bannual/.test(whole))
    take(text, /\bextract\w*\s+(?:the\s+)?years?\b[^.;,\n]*?(?=\band\b|[.;,\n])/, () => true);
  takeHarmless(text);
  takeSplits(text);
  const operands = new Set(made.flatMap((one) => columnsOf(one.of)));
  const scene: ProcedureScene = {
    text,
    whole,
    profile,
    lexicon,
    methods,
    made,
    preparations,
    variant,
    outliers,
    conditions,
    rules,
    otherwise,
    categories,
    having,
    groups: [],
    values: new Map(),
    spoken: [],
    focus: [],
    sure: new Set(),
    exact: new Set(),
  };
  scene.groups = groupsOf(scene);
  scene.spoken = spoken.map((one) => one.at);
  for (const {column, value} of [...spoken, ...listed].sort((a, b) => a.at - b.at)) {
    const known = scene.values.get(column) ?? [];
    if (!known.includes(value)) scene.values.set(column, [...known, value]);
  }
  takeListedGroups(scene);
  const filtered = new Set(conditions.map((one) => one.column));
  for (const mark of new Set([...text.left.matchAll(/⟨v\d+⟩/g)].map((match) => match[0]))) {
    const mention = mentionAt(text, mark);
    if (mention.kind !== "value") continue;
    const known = scene.values.get(mention.column) ?? [];
    if (!known.includes(mention.value)) scene.values.set(mention.column, [...known, mention.value]);
  }
  const named = [
    ...new Set([...columnsIn(text.left, text), ...(outliers?.columns ?? []), ...columnsIn(whole, text)]),
  ];
  const left = new Set([...columnsIn(text.left, text), ...(outliers?.columns ?? [])]);
  scene.exact = new Set(
    text.mentions.flatMap((one) => (one.kind === "column" && one.exact ? [one.name] : [])),
  );
  scene.sure = new Set(text.mentions.flatMap((one) => (one.kind === "column" && one.sure ? [one.name] : [])));
  if (categories) {
    left.delete(categories.name);
    take(text, /\b(?:categori[sz]\w+|binning|binned|bins|categories)\b/, () => true);
  }
  const isFree = (name: string): boolean =>
    name !== categories?.name &&
    !scene.groups.includes(name) &&
    !(filtered.has(name) && !left.has(name)) &&
    !(operands.has(name) && !left.has(name));
  scene.focus = named.filter((name) => isNumeric(name, scene) && isFree(name) && !operands.has(name));
  const extra = named.filter(
    (name) => isNumeric(name, scene) && isFree(name) && operands.has(name) && left.has(name),
  );
  scene.focus.push(...extra);
  // "without the stays of 30 days or more, what is the mean stay?": what rows are kept by is then computed on.
  if (scene.focus.length === 0)
    scene.focus = named.filter(
      (name) => isNumeric(name, scene) && filtered.has(name) && name !== categories?.name,
    );
  for (const {name} of made) if (!scene.focus.includes(name)) scene.focus.unshift(name);
  // Years and keys number rows; they are seldom what is computed on.
  const counted = scene.focus.filter(
    (name) => !["date", "identifier"].includes(profileOf(name, scene)?.role ?? ""),
  );
  if (counted.length > 0) scene.focus = counted;
  const unfiltered = scene.focus.filter((name) => !filtered.has(name) && name !== categories?.column);
  if (unfiltered.length > 0) scene.focus = unfiltered;
  return scene;
}

/** What names a row each ("countries", "passengers") asks for nothing. */
function isRowName(name: string, scene: ProcedureScene): boolean {
  const column = profileOf(name, scene);
  return column !== undefined && column.type === "text" && column.distinct >= 0.95 * scene.profile.rows;
}

/** Sure mentions that nothing computes with: an instruction that was not carried out. */
function unusedOf(scene: ProcedureScene, bound: Bound): string[] {
  const used = JSON.stringify([bound.operations, bound.outputs, bound.assumptions]);
  if (scene.outliers && !/"outliers"/.test(used)) return ["outliers"];
  const columns = columnsIn(scene.text.left, scene.text).filter(
    (name) =>
      scene.exact.has(name) &&
      name !== scene.categories?.name &&
      !isRowName(name, scene) &&
      !used.includes(JSON.stringify(name).slice(1, -1)),
  );
  const values = [...scene.values].flatMap(([column, all]) =>
    all.filter((value) => !used.includes(JSON.stringify(value)) && !used.includes(JSON.stringify(column))),
  );
  return [...columns, ...values.map(String)];
}
