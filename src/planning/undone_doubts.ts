import {namePartsOf} from "./claims/column_units.ts";
import type {WordDoubt} from "./doubt.ts";
import {isPlannedByHand} from "./other_plans.ts";
import type {Reading} from "./reading.ts";

const OF_EACH = /\b(?:of|for|in|at|from) (?:each|every)\b|\beach (?:one|of)\b/i;
const BEST_OF = /\b(?:best|worst|greatest|finest|coolest|nicest)\b/i;
const TIMES: readonly (readonly [unit: string, words: RegExp])[] = [
  ["second", /^(?:s|secs?|seconds?)$/],
  ["minute", /^(?:mins?|minutes?)$/],
  ["hour", /^(?:h|hrs?|hours?)$/],
  ["day", /^days?$/],
  ["week", /^(?:wks?|weeks?)$/],
  ["year", /^(?:yrs?|years?)$/],
];
const NUMBER = "(\\d+(?:\\.\\d+)?|an?|one|two|three|four|five|six|seven|eight|nine|ten|twelve)";
const SPAN = new RegExp(
  `\\b${NUMBER}[ -](secs?|seconds?|mins?|minutes?|hrs?|hours?|days?|wks?|weeks?|yrs?|years?)\\b`,
  "gi",
);
const SPELLED = "zero one two three four five six seven eight nine ten eleven twelve".split(" ");

/** What the question's words ask for and the reading has nothing of: groups of "each", a measure for "best", another unit of time. */
export function undoneDoubts(question: string, reading: Reading): WordDoubt[] {
  if (isPlannedByHand(reading)) return [];
  const {intent, groups, measures, columns, order, each} = reading;
  const isOne = intent === "aggregate" && groups.length === 0 && !each && measures.length > 0;
  const [by] = order;
  const ranked = BEST_OF.test(question) && by && [...columns, ...measures].find(({name}) => name === by.by);
  const words = question.toLowerCase();
  const isNamed = ranked && namePartsOf(ranked.name).some((part) => part.length > 3 && words.includes(part));
  return [
    ...(isOne && OF_EACH.test(question) ? [left("“each” asks for groups, and there are none")] : []),
    ...(ranked && intent === "which" && !isNamed
      ? [left(`no word says that best is by ${ranked.name}`)]
      : []),
    ...otherUnit(question, reading),
  ];
}

const left = (says: string): WordDoubt => ({kind: "left_out", says});

/** "longer than three hours", held against a column of minutes as the number 3. */
function otherUnit(question: string, {filters}: Reading): WordDoubt[] {
  for (const [, amount = "", word = ""] of question.matchAll(SPAN)) {
    const number = /^an?$/i.test(amount)
      ? 1
      : SPELLED.includes(amount.toLowerCase())
        ? SPELLED.indexOf(amount.toLowerCase())
        : Number(amount);
    const said = unitOf(word);
    for (const {condition} of filters) {
      if (!("value" in condition) || !("column" in condition.of) || condition.value !== number) continue;
      const own = namePartsOf(condition.of.column)
        .map(unitOf)
        .find((unit) => unit !== undefined);
      if (own && said && own !== said)
        return [left(`${condition.of.column} is in ${own}s, and the question says ${word}`)];
    }
  }
  return [];
}

const unitOf = (word: string): string | undefined =>
  TIMES.find(([, words]) => words.test(word.toLowerCase()))?.[0];
