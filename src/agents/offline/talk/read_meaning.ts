import type {Filter, Reading} from "../../../planning/reading.ts";
import {sayCondition} from "../../../planning/say_condition.ts";
import type {Condition} from "../../../tools/condition.ts";
import {conditionSchema} from "../../../tools/condition.ts";
import type {PlannerInput} from "../../contracts.ts";
import {LEAST_SCORE, readAll} from "../answer_question.ts";
import {columnsSaid} from "../asks/ask_scene.ts";
import {defaultFunction, isNumeric} from "../column_nature.ts";
import type {LexColumn, Lexicon} from "../lexicon.ts";
import {lookUp} from "../lexicon_look_up.ts";
import {inPlainWords} from "../plain_words.ts";
import type {Read} from "../read.ts";
import {tokenize} from "../tokens.ts";
import {FILLERS} from "../vocabulary.ts";
import {comparable, type Defined, wordsOf} from "./defined_term.ts";

/** Why a meaning cannot be read in a table. */
export interface Unreadable {
  reason: string;
}

const MARGIN = 0.12;
const FUNCTION =
  /\b(?:total|sum|average|avg|mean|median|typical|max(?:imum)?|min(?:imum)?|highest|lowest|number|count|how many|distinct|share|percent|rate)\b|%/i;
/** A bound that says no column: "over 10k". */
const BARE_BOUND =
  /^(?:is |are |be |was )?(over|above|more than|greater than|bigger than|larger than|under|below|less than|fewer than|smaller than|at least|at most|up to|>=?|<=?) ?([$€£]?-?\d[\d.,]*(?:%|[kmb]\b| ?(?:thousand|million|billion|bn|mn))?)$/i;
const RATIO =
  /^(?:the )?(.+?) ?(?:\/|÷|\bdivided by\b|\bper\b|\bover\b) ?(?:the )?(?:number of |each )?(.+)$/i;

/**
 * What a taught meaning comes to in the first table of an input: read by the grammar of questions, as a column, a figure or a
 * condition. Says why where it comes to none, or to two.
 */
export async function readMeaning(
  term: string,
  meaning: string,
  lexicon: Lexicon,
  input: PlannerInput,
): Promise<Defined | Unreadable> {
  const text = inPlainWords(meaning, [lexicon]).replace(/[.!]+$/, "");
  const own = isSelfNamed(term, text);
  const column = own ? undefined : wholeColumn(text, lexicon);
  if (column) return {kind: "column", column, filters: []};
  const ratio = own ? undefined : ratioOf(term, text, lexicon);
  if (ratio) return ratio;
  const bound = BARE_BOUND.exec(text);
  if (bound) return boundOf(bound, lexicon, input);
  return readByGrammar(term, text, own, lexicon, input);
}

const isSelfNamed = (term: string, text: string): boolean => {
  const words = tokenize(text).map(({lower}) => comparable(lower));
  const sought = wordsOf(term);
  return words.some((_, at) => sought.every((word, index) => words[at + index] === word));
};

/** The column that a text names and nothing beside. */
function wholeColumn(text: string, lexicon: Lexicon): LexColumn | undefined {
  const words = tokenize(text)
    .map(({lower}) => lower.replace(/[^\p{L}\p{N}%]/gu, ""))
    .filter((word) => word !== "" && !["the", "column", "a", "an"].includes(word));
  if (words.length === 0 || words.length > 6) return undefined;
  const entries = lookUp(lexicon, words, false).filter((entry) => entry.cost <= 0.3);
  const best = entries.sort((a, b) => a.cost - b.cost)[0];
  return best?.kind === "column" ? best.column : undefined;
}

/** "profit / quantity": the ratio of the sums; "sales per order": for each different order. */
function ratioOf(term: string, text: string, lexicon: Lexicon): Defined | undefined {
  const [, above = "", below = ""] = RATIO.exec(text) ?? [];
  const part = above && wholeColumn(above.replace(/^(?:total|sum of) /i, ""), lexicon);
  if (!part || !isNumeric(part) || defaultFunction(part) !== "sum") return undefined;
  const filters: Filter[] = [];
  const counted = wholeColumn(below, lexicon) ? below : `${below}s`;
  const over = ((): {fn: "sum" | "count" | "count_distinct"; of?: LexColumn["ref"]} | undefined => {
    const whole = wholeColumn(counted.replace(/^(?:total|sum of|distinct|different) /i, ""), lexicon);
    if (whole && isNumeric(whole) && whole.profile.role === "measure")
      return defaultFunction(whole) === "sum" ? {fn: "sum", of: whole.ref} : undefined;
    if (lexicon.rowNouns.has(comparable(below)) || /^rows?$/i.test(below)) return {fn: "count"};
    return whole ? {fn: "count_distinct", of: whole.ref} : undefined;
  })();
  return over && {kind: "measure", measure: {name: term, fn: "sum", of: part.ref, over}, filters};
}

/** "over 10k": of the one column whose numbers reach so far. */
async function boundOf(
  [whole, word = "", number = ""]: RegExpExecArray,
  lexicon: Lexicon,
  input: PlannerInput,
): Promise<Defined | Unreadable> {
  const value = numberOf(number);
  const fits = lexicon.columns.filter((column) => {
    const {min, max, role} = column.profile;
    const inside = typeof min === "number" && typeof max === "number" && value > min && value < max;
    return isNumeric(column) && inside && role === "measure" && column.table === lexicon.tables[0]!.table;
  });
  const [only] = fits;
  const names = fits.map(({profile}) => profile.name);
  if (!only)
    return {reason: `no column of ${lexicon.tables[0]!.table} has numbers on both sides of ${number}`};
  if (fits.length > 1)
    return {
      reason: `it does not say of what: ${listed(names)} ${fits.length === 2 ? "both" : "all"} fit “${whole}”. Say for example: ${names[0]} ${word} ${number}`,
    };
  const op = /^(?:over|above|more|greater|bigger|larger|>$)/i.test(word)
    ? ">"
    : /^(?:at least|>=)/i.test(word)
      ? ">="
      : /^(?:at most|up to|<=)/i.test(word)
        ? "<="
        : "<";
  const condition: Condition = {op, of: only.ref, value};
  input.signal.throwIfAborted();
  return {kind: "condition", condition, said: sayCondition(condition), column: only};
}

const SCALES: Record<string, number> = {
  k: 1e3,
  thousand: 1e3,
  m: 1e6,
  mn: 1e6,
  million: 1e6,
  b: 1e9,
  bn: 1e9,
  billion: 1e9,
};

function numberOf(text: string): number {
  const [, digits = "", scale = ""] = /^[$€£]?(-?[\d.,]+) ?([a-z]*)%?$/i.exec(text) ?? [];
  return Number(digits.replaceAll(",", "").replace(/\.$/, "")) * (SCALES[scale.toLowerCase()] ?? 1);
}

async function readByGrammar(
  term: string,
  text: string,
  own: boolean,
  lexicon: Lexicon,
  input: PlannerInput,
): Promise<Defined | Unreadable> {
  const words = FUNCTION.test(text) || own ? [text] : [`rows where ${text}`, `rows ${text}`, text];
  let unplaced: string[] = [];
  for (const wording of words) {
    const read = await readAll(wording, {...input, question: wording, earlier: [], definitions: []});
    const whole = read.filter(
      (one) =>
        one.unplaced.length === 0 &&
        one.reading.table === lexicon.tables[0]!.table &&
        keepsDates(text, one.reading, lexicon),
    );
    const [best] = whole;
    if (!best || best.reading.score < LEAST_SCORE) {
      if (!best && read[0]) unplaced = unplaced.length > 0 ? unplaced : read[0].unplaced;
      continue;
    }
    const other = whole.find((one) => one.cost <= best.cost + MARGIN && weighs(one) !== weighs(best));
    if (other && !own)
      return {
        reason: `it can be read in two ways: ${saidOf(best.reading)}, or ${saidOf(other.reading)}. Name the column`,
      };
    const defined = definedBy(term, text, best.reading, own, lexicon);
    if (defined) return defined;
  }
  const lost = unplaced.filter((word) => !FILLERS.has(word.toLowerCase()));
  return {
    reason:
      lost.length > 0
        ? `no column or value of ${lexicon.tables[0]!.table} is called ${lost.map((word) => `“${word}”`).join(", ")}`
        : "it is no condition, figure or column that I can make out",
  };
}

/** A reading by another date than the one that is named is none. */
function keepsDates(text: string, reading: Reading, lexicon: Lexicon): boolean {
  const named = columnsSaid(
    {lexicon},
    text,
    ({profile}) => profile.type === "date" || profile.type === "timestamp",
  ).filter(({cost}) => cost < 0.2);
  const used = JSON.stringify([reading.filters, reading.period]);
  return named.every(({column}) => used.includes(JSON.stringify(column.profile.name)));
}

const weighs = ({reading}: Read): string =>
  JSON.stringify([reading.measures, reading.filters.map(({condition}) => condition), reading.period]);
const saidOf = (reading: Reading): string =>
  [...reading.filters, ...periodFilter(reading)].map(({said}) => said).join(" and ") ||
  reading.measures.map(({name}) => name).join(" and ");

/** What a reading of the meaning comes to; undefined where it is more than one thing. */
function definedBy(
  term: string,
  text: string,
  reading: Reading,
  own: boolean,
  lexicon: Lexicon,
): Defined | undefined {
  const {groups, order, limit, chart, comparison, windows, having, joins, intent} = reading;
  if (groups.length + order.length + windows.length + having.length + joins.length > 0) return undefined;
  if (limit !== undefined || chart?.asked || comparison || !["aggregate", "rows"].includes(intent))
    return undefined;
  const filters = [...reading.filters, ...periodFilter(reading)];
  // "last month" moves with the data: which one was meant cannot be kept.
  if (reading.period && filters.length === reading.filters.length) return undefined;
  if (own) return filters.length > 0 ? {kind: "narrowing", filters} : undefined;
  const [measure, second] = reading.measures;
  if (second) return undefined;
  const bare = measure?.fn === "count" && !measure.of && !measure.over;
  if (measure && (!bare || FUNCTION.test(text))) {
    const named = measure.of && "column" in measure.of ? measure.of.column : undefined;
    const column = lexicon.columns.find(({profile}) => profile.name === named);
    if (column && !measure.over && !FUNCTION.test(text)) return {kind: "column", column, filters};
    return {kind: "measure", measure: {...measure, name: term}, filters};
  }
  const shownBeside = reading.columns.filter(
    ({name}) => !JSON.stringify(filters).includes(JSON.stringify(name)),
  );
  const named = columnsSaid({lexicon}, text).map(({column}) => column.profile.name);
  if (filters.length === 0 || shownBeside.some(({name}) => named.includes(name))) return undefined;
  const condition = conditionSchema.parse(
    filters.length === 1
      ? filters[0]!.condition
      : {op: "and", args: filters.map((filter) => filter.condition)},
  );
  const column = lexicon.columns.find(({profile}) =>
    JSON.stringify(condition).includes(`"column":${JSON.stringify(profile.name)}`),
  );
  return column && {kind: "condition", condition, said: filters.map(({said}) => said).join(" and "), column};
}

/** A stretch of time as a condition on its column. */
function periodFilter({period}: Reading): Filter[] {
  if (!period) return [];
  const {column, from, to, anchor, said} = period;
  // "last month" moves with the data: the day it was taught is not what was meant.
  if (anchor !== "none" || (from === undefined && to === undefined)) return [];
  const condition: Condition = {
    op: "range",
    of: {column},
    ...(from !== undefined && {from}),
    ...(to !== undefined && {to}),
  };
  return [{condition, said: said.includes(column) ? said : `${column} ${said}`}];
}

export const listed = (names: readonly string[]): string =>
  names.length < 2 ? (names[0] ?? "") : `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
