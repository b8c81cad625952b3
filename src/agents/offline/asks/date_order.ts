import {compileReading} from "../../../planning/compile.ts";
import {stem} from "../morphology.ts";
import {nameWords} from "../tokens.ts";
import {type Ask, blankReading, isDay} from "./ask_scene.ts";
import {vocabulary} from "./places_words.ts";

/** The words that such a question is made of. */
export const DATE_ORDER_WORDS = vocabulary(`
  before | after | earlier than | later than | earlier | later | any | how many`);

/** "anyone who cancelled before they signed up": rows whose one date lies before (or after) another. */
export const askDateOrder: Ask = ({question, table}) => {
  const match = /^(.*)\b(before|after|earlier than|later than)\b(.*)$/i.exec(question);
  if (!match || !/\b(?:any|anyone|anybody|how many|which|who|were|are there|is there)\b/i.test(question))
    return undefined;
  const dates = table.columns.filter(isDay);
  const called = (text: string) => dates.find(({name}) => isCalled(name, text));
  const [first, second] = [called(match[1]!), called(match[3]!)];
  if (!first || !second || first === second) return undefined;
  const comparison = /before|earlier/i.test(match[2]!) ? ("<" as const) : (">" as const);
  const condition = {
    op: "compare_columns" as const,
    left: {column: first.name},
    comparison,
    right: {column: second.name},
  };
  const reading = blankReading(table.table, {
    measures: [{name: "count", fn: "count"}],
    filters: [
      {condition, said: `${first.name} is ${comparison === "<" ? "before" : "after"} ${second.name}`},
    ],
    assumptions: ["counted rows"],
  });
  return {kind: "plan", plan: compileReading(reading, table)};
};

/** "signed up" for Signup Date, "cancelled" for Cancel Date. */
function isCalled(name: string, text: string): boolean {
  const lower = text.toLowerCase();
  const words = lower.split(/[^\p{L}]+/u).filter((word) => word.length > 2);
  const pairs = lower.replace(/(?<=\p{L})(?:ed)? (?=up\b|in\b|out\b|off\b)/gu, "").split(/[^\p{L}]+/u);
  return nameWords(name)
    .filter((word) => !["date", "at", "on", "time", "day", "last", "first"].includes(word))
    .some(
      (word) =>
        words.some(
          (said) => said === word || stem(said) === stem(word) || (said.length > 4 && said.startsWith(word)),
        ) || pairs.includes(word),
    );
}
