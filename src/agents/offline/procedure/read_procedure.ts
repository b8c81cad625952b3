import type {TableProfile} from "../../../data/profile.ts";
import type {Reading} from "../../../planning/reading.ts";
import {buildLexicon} from "../lexicon.ts";
import {type Bound, bindOutputs} from "./bind_outputs.ts";
import {categoriesOf} from "./categories.ts";
import {changesOf} from "./changes.ts";
import {conditionsOf, spokenValues} from "./conditions.ts";
import {decisionsOf} from "./decisions.ts";
import {splitRequest} from "./format.ts";
import {leftOver, takeHarmless} from "./harmless.ts";
import {columnsOf, madeColumns, madeNames} from "./made_columns.ts";
import {columnsIn, markText, mentionAt, take} from "./marked_text.ts";
import {methodsOf} from "./methods.ts";
import {outlierTalkOf, preparationsOf} from "./preparations.ts";
import {askedInProse} from "./prose.ts";
import {isGrouping, isNumeric, type ProcedureScene, profileOf} from "./scene.ts";

/** A procedure that was read; or what in it could not be placed. */
export type ReadProcedure =
  | {kind: "reading"; reading: Reading}
  | {kind: "unclear"; why: string; unplaced: string[]};

/** Reads an instruction of several steps against one table; without a form of its own, what its words ask to be told. */
export function readProcedure(question: string, profile: TableProfile): ReadProcedure {
  const request = splitRequest(question);
  const prose = request.asked.length === 0;
  const scene = sceneOf(prose ? inSentences(request.body) : request.body, profile);
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
  const unplaced = [
    ...leftOver(scene.text, [
      ...scene.conditions.flatMap((one) => [one.at, ...one.repeats]),
      ...scene.spoken,
    ]),
    ...unusedOf(scene, bound),
  ];
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

/** What an instruction says of the rows and methods, before its outputs are bound. */
export function sceneOf(body: string, profile: TableProfile): ProcedureScene | {unclear: string} {
  const lexicon = buildLexicon(profile);
  const names = madeNames(
    body,
    profile.columns.map((one) => one.name),
  );
  const text = markText(body, lexicon, names);
  const whole = text.marked;
  const methods = methodsOf(whole);
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
  const preparations = preparationsOf(text, profile);
  if ("unclear" in preparations) return preparations;
  const spoken = spokenValues(text, profile);
  const all = conditionsOf(text, profile);
  const {conditions, listed} = listedValues(all);
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

/** What to put where a divisor is zero changes nothing where none is. */
function takeZeroDivision(
  text: ProcedureScene["text"],
  made: ProcedureScene["made"],
  profile: TableProfile,
): void {
  const divisors = made.flatMap(({of}) => ("op" in of && of.op === "/" ? columnsOf(of.right) : []));
  const safe = divisors.every((name) => {
    const min = profile.columns.find((one) => one.name === name)?.min;
    return typeof min === "number" && min > 0;
  });
  if (divisors.length > 0 && safe)
    take(
      text,
      /[^.,;\n]*\b(?:division\w*|divid\w+) by zero\b[^.\n]*|[^.,;\n]*\binfinit\w+\b[^.\n]*/,
      () => true,
    );
}

const HAVING: [string, "<" | "<=" | ">" | ">="][] = [
  ["at least|no fewer than|no less than|>=", ">="],
  ["more than|over|above|>", ">"],
  ["at most|no more than|<=", "<="],
  ["fewer than|less than|under|<", "<"],
];

/** "that appear at least 5 times", "each has more than 10 rows": which groups count. */
function havingOf(text: ProcedureScene["text"]): ProcedureScene["having"] {
  let found: ProcedureScene["having"];
  for (const [words, op] of HAVING)
    take(
      text,
      new RegExp(
        `\\b(?:appear\\w*|occur\\w*|ha(?:s|ve|ving)|with|contain\\w*)\\s+(?:${words})\\s*(\\d+)\\s*(?:times|[a-z]+s|entries)\\b`,
      ),
      (match) => {
        found = {op, value: Number(match[1])};
        return true;
      },
    );
  if (found)
    take(
      text,
      new RegExp(
        `\\b(?:${HAVING.map(([words]) => words).join("|")})\\s*${found.value}\\s*(?:(?:times|[a-z]+s|entries)\\b|⟨c\\d+⟩)`,
      ),
      () => true,
    );
  return found;
}

/** What a figure would mean, where no output says a meaning: "heavy if it falls outside -0.5 to 0.5". */
function takeVerdicts(text: ProcedureScene["text"]): void {
  take(
    text,
    /[^.\n]*\b(?:consider\w*|defined as|classif\w*|interpret\w*|means? that|weak|strong|moderate|significant)\b[^.\n]*(?:\.\d[^.\n]*)*/,
    (match) => (/⟨v|\boutlier|\bonly\b|\bremov|\bfilter/.test(match[0]) ? undefined : true),
  );
}

/** "each class (1, 2 and 3)": the values of a column that the text groups by, listed. */
function takeListedGroups(scene: ProcedureScene): void {
  const known = new Set(
    scene.groups.flatMap((name) => profileOf(name, scene)?.top.map(({value}) => String(value)) ?? []),
  );
  if (known.size === 0) return;
  take(scene.text, /\(?\b\d+(?:\s*,\s*\d+)*\s*,?\s*(?:and|&|or)\s*\d+\b\)?/, (match) =>
    (match[0].match(/\d+/g) ?? []).every((one) => known.has(one)) ? true : undefined,
  );
}

/** "Pclass = 1, Pclass = 2, Pclass = 3" sets groups apart: no row meets them all. */
function listedValues(all: ProcedureScene["conditions"]): {
  conditions: ProcedureScene["conditions"];
  listed: {column: string; value: string | number | boolean; at: number}[];
} {
  const isPlain = (one: (typeof all)[number]): boolean =>
    "of" in one.condition && "column" in one.condition.of;
  const equal = all.filter((one) => one.condition.op === "=");
  const several = new Set(
    equal
      .filter((one) => equal.some((other) => other !== one && other.column === one.column))
      .map((one) => one.column),
  );
  const isListed = (one: (typeof all)[number]): boolean =>
    one.condition.op === "=" && several.has(one.column);
  return {
    conditions: all.filter((one) => !isListed(one)),
    listed: all
      .filter((one) => isListed(one) && isPlain(one))
      .flatMap((one) =>
        "value" in one.condition ? [{column: one.column, value: one.condition.value, at: one.at}] : [],
      ),
  };
}

function takeSplits(text: ProcedureScene["text"]): void {
  take(
    text,
    /\b(?:use|using|with|keep\w*)?\s*\d{1,2}\s?%\s[^.;\n⟨]*?\b(?:train|test)\w*[^.;\n⟨]*/,
    () => true,
  );
  take(
    text,
    /\b(?:split\w*|train\w*|test\w*)\b[^.;\n]*?(?:\d{1,2}\s?%|\d{2}\s?[-:/]\s?\d{2}|random[_ ]?(?:state|seed)|\bseed\b|0\.\d+)[^.;\n]*(?:\.\d+[^.;\n]*)?/,
    () => true,
  );
  take(text, /\b(?:random[_ ]?(?:state|seed)|seed)\b[^.;\n⟨]*/, () => true);
  take(text, /\b\d{2}\s?%?\s?[-:/]\s?\d{2}\s?%?(?:\s+(?:train\S*|test\S*|split))*/, () => true);
  take(
    text,
    /\b\d{1,2}\s?% (?:of the \w+ )?(?:used |kept )?(?:for|as) (?:training|testing|test|train)[^.;\n⟨]*/,
    () => true,
  );
}

/** Columns that the text groups by: "for each ⟨c⟩", "by ⟨c⟩", "separately". */
function groupsOf(scene: ProcedureScene): string[] {
  const {text, profile} = scene;
  const found: string[] = [];
  const LIST = "⟨c\\d+⟩(?:\\s*(?:,|and|&)\\s*(?:each\\s+)?⟨c\\d+⟩)*";
  const patterns = [
    `\\b(?:for|in|within|per|of|by|on|from)\\s+(?:the\\s+)?(?:each|every)\\s+(?:\\w+\\s+)?(?:of\\s+)?(${LIST})`,
    `\\b(?:each|every|per)\\s+(?:unique |different |distinct )?(${LIST})`,
    `\\b(?:group(?:ed|ing)?|broken down|separat\\w+|stratified|split)\\s+(?:the data\\s+)?by\\s+(?:the\\s+)?(${LIST})`,
    `\\b(?:across|among|between|for|based on|by)\\s+(?:the\\s+)?(?:different|various|all|distinct|unique)\\s+(?:values? of\\s+|categories of\\s+|levels of\\s+)?(?:the\\s+)?(${LIST})`,
    `\\b(?:based on|by)\\s+(?:the\\s+)?(${LIST})\\s+(?:groups?|categories|levels)`,
    `\\b(?:by|across)\\s+(?:the\\s+)?(${LIST})(?!\\s*\\d)`,
  ];
  for (const pattern of patterns)
    take(text, new RegExp(pattern), (match) => {
      const columns = columnsIn(match[1]!, text);
      if (
        columns.length === 0 ||
        !columns.every(
          (name) =>
            isGrouping(profileOf(name, scene), profile.rows) ||
            profileOf(name, scene)?.role === "date" ||
            profileOf(name, scene)?.type === "text",
        )
      )
        return undefined;
      for (const name of columns) if (!found.includes(name)) found.push(name);
      return true;
    });
  return found;
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
  const exact = new Set(
    scene.text.mentions.flatMap((one) => (one.kind === "column" && one.exact ? [one.name] : [])),
  );
  const columns = columnsIn(scene.text.left, scene.text).filter(
    (name) =>
      exact.has(name) &&
      name !== scene.categories?.name &&
      !isRowName(name, scene) &&
      !used.includes(JSON.stringify(name).slice(1, -1)),
  );
  const values = [...scene.values].flatMap(([column, all]) =>
    all.filter((value) => !used.includes(JSON.stringify(value)) && !used.includes(JSON.stringify(column))),
  );
  return [...columns, ...values.map(String)];
}
