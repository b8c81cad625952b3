import type {Reading} from "../../../planning/reading.ts";
import type {Condition} from "../../../tools/condition.ts";
import {ADJECTIVES} from "../../offline/adjectives.ts";
import {COMPARATORS, NEGATIONS, POST_COMPARATORS} from "../../offline/vocabulary.ts";
import {columnsIn} from "./condition_truth.ts";
import {LESS_IS_BETTER} from "./order_words.ts";

/** A comparison of a reading with a number, wherever it stands. */
export interface Bound {
  op: string;
  value: number;
}

const TURNED: Record<string, string> = {"<": ">=", "<=": ">", ">": "<=", ">=": "<", "=": "!=", "!=": "="};

export function comparisonsIn(reading: Reading): Bound[] {
  const found: Bound[] = reading.having.map(({op, value}) => ({op, value}));
  const visit = (condition: Condition | undefined, turned: boolean): void => {
    if (!condition) return;
    if (condition.op === "and" || condition.op === "or") for (const one of condition.args) visit(one, turned);
    else if (condition.op === "not") visit(condition.arg, !turned);
    else if (condition.op === "between")
      for (const value of [condition.low, condition.high]) found.push({op: "between", value: Number(value)});
    else if ("value" in condition && typeof condition.value === "number")
      found.push({
        op: turned ? (TURNED[condition.op] ?? condition.op) : condition.op,
        value: condition.value,
      });
  };
  for (const {condition} of reading.filters) visit(condition, false);
  for (const measure of reading.measures) for (const one of [measure, measure.over]) visit(one?.where, false);
  return found;
}

const QUANTITY =
  "(?:[$€£]?\\d[\\d,.]*|an? \\p{L}+|one|two|three|four|five|six|seven|eight|nine|ten|twelve|twenty|fifty|hundred|half)";
const either = (phrases: readonly string[]): string =>
  phrases
    .filter((one) => /^\p{L}/u.test(one))
    .toSorted((a, b) => b.length - a.length)
    .join("|");
/** Words of place and time as often as of size, and comparatives that turn with what is measured. */
const UNSURE = new Set(["past", "better than", "worse than", "plus", "or better", "north of", "beneath"]);
const sure = (phrases: readonly string[]): string[] => phrases.filter((one) => !UNSURE.has(one));
const comparatives = (direction: "max" | "min"): string[] =>
  ADJECTIVES.filter(
    (one) => one.direction === direction && !one.date && !one.hints.includes("speed"),
  ).flatMap(({forms}) => forms.comparative.map((word) => `${word} than`));
const before = (phrases: readonly string[]): RegExp =>
  new RegExp(`\\b(?:${either(phrases)})\\s+(?:the |about )?${QUANTITY}(?![\\w-])`, "giu");
const after = (phrases: readonly string[]): RegExp =>
  new RegExp(`(?:${QUANTITY})(?: \\p{L}+){0,2} (?:${either(phrases)})\\b`, "giu");

const UP = [
  before([...sure([...COMPARATORS[">"], ...COMPARATORS[">="]]), ...comparatives("max")]),
  after(sure(POST_COMPARATORS[">="])),
];
const DOWN = [
  before([...sure([...COMPARATORS["<"], ...COMPARATORS["<="]]), ...comparatives("min")]),
  after(sure(POST_COMPARATORS["<="])),
];
const WORSE = after(["or worse"]);
const BETTER = after(["or better"]);
const DENIAL = new RegExp(`(?:\\b(?:${either(NEGATIONS)})|n['’]t)\\b`, "iu");

/**
 * The one bound of a question that the one comparison of a reading keeps the wrong way round, in whatever unit or words its number
 * is said: "2 hours or longer" of a column in minutes, "under a tenner", "rated 2 or worse".
 */
export function loneBound(question: string, reading: Reading): string[] {
  const bounds = comparisonsIn(reading).filter(
    ({op, value}) =>
      /[<>]/.test(op) && value !== 0 && !(Number.isInteger(value) && value >= 1800 && value <= 2100),
  );
  const kept = new Set(bounds.map(({op, value}) => `${op[0]}${value}`));
  if (kept.size !== 1) return [];
  const bad = LESS_IS_BETTER.test([...columnsIn(reading.filters)].join(" "));
  const said = [
    ...found(UP, question, ">"),
    ...found(DOWN, question, "<"),
    ...found([WORSE], question, bad ? ">" : "<"),
    ...found([BETTER], question, bad ? "<" : ">"),
  ];
  const [one, ...more] = said;
  if (!one || more.length > 0 || [...kept][0]!.startsWith(one.side)) return [];
  return DENIAL.test(question.slice(Math.max(0, one.at - 20), one.at))
    ? []
    : [`the question says "${one.text}"`];
}

const found = (patterns: readonly RegExp[], question: string, side: ">" | "<") =>
  patterns.flatMap((pattern) =>
    [...question.matchAll(pattern)].map((match) => ({text: match[0], at: match.index, side})),
  );
