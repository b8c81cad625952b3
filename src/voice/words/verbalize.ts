import {plainSigns, tidySpeech} from "./plain_signs.ts";
import {applyRules} from "./rule.ts";
import {withValuesSaid} from "./said_values.ts";
import {CODES} from "./say_codes.ts";
import {DATES} from "./say_dates.ts";
import {MONEY} from "./say_money.ts";
import {NUMBERS} from "./say_numbers.ts";
import {SHORT_RULES, SPELLED_RULES} from "./say_short.ts";
import {LEFT_SIGNS, SIGNS} from "./say_signs.ts";
import {TIMES} from "./say_times.ts";
import {UNIT_RULES} from "./say_units.ts";

/** What is said of a text that has nothing to say: signs alone. */
const PAUSE = ".";

/** Words that were glued to a number come free when it is said: what they stand for is said in the next pass. */
const MOST_PASSES = 4;

/** In this order: what is more than a number goes first. */
const RULES = [
  ...CODES,
  ...SIGNS,
  ...DATES,
  ...TIMES,
  ...SHORT_RULES,
  ...MONEY,
  ...UNIT_RULES,
  ...NUMBERS,
  ...SPELLED_RULES,
  ...LEFT_SIGNS,
];

/**
 * A text as the words that a voice says: "$4.2M" is "four point two million dollars". No digits, no currency signs, no tags are left
 * in it, and it is never empty where the text was not; words of other scripts stay as they are. What is words already stays so.
 * @param values what in it names things and is no amount (`SpokenAnswer.values`)
 */
export function verbalize(text: string, values: readonly string[] = []): string {
  let said = sayOnce(withValuesSaid(text, values));
  for (let again = 1; again < MOST_PASSES; again++) {
    const next = sayOnce(said);
    if (next === said) break;
    said = next;
  }
  return said !== "" || text === "" ? said : PAUSE;
}

function sayOnce(text: string): string {
  return tidySpeech(applyRules(plainSigns(text), RULES));
}
