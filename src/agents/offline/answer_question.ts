import type {TableProfile} from "../../data/profile.ts";
import {TabletalkError} from "../../errors.ts";
import {compileReading} from "../../planning/compile.ts";
import type {Reading} from "../../planning/reading.ts";
import {sayReading} from "../../planning/say_reading.ts";
import type {PlannerInput, PlannerOutput} from "../contracts.ts";
import {keepsBound} from "./counted_bounds.ts";
import {decline, declineWords} from "./decline.ts";
import {changeReading, corrected, leansBack} from "./follow_up.ts";
import {type FollowUp, followUp} from "./follow_up_words.ts";
import {inItsLastYear} from "./last_year.ts";
import {buildLexicon, type Lexicon} from "./lexicon.ts";
import {lookUpBeginnings, lookUpValues} from "./look_up_values.ts";
import {movedReading} from "./moved_period.ts";
import {nearestReadings} from "./nearest_readings.ts";
import {joiningKey, parseQuestion, type Read, readings} from "./read.ts";
import {withOneSpelling} from "./same_things.ts";
import {withTaught} from "./talk/taught_lexicon.ts";
import {tokenize} from "./tokens.ts";
import {withoutOtherMoney} from "./trade_words.ts";

/** Readings this close in cost compete: they are run, and where their results differ the person chooses. */
const MARGIN = 0.12;
const MOST_CHOICES = 4;
/** A reading that explains the question worse than this is offered, not answered. */
export const LEAST_SCORE = 0.58;

/** Reads a question by the grammar of questions, and answers where one reading is clearly the cheapest. */
export async function answerQuestion(
  question: string,
  input: PlannerInput,
  lexicons = lexiconsOf(input),
): Promise<PlannerOutput> {
  const {profiles} = input;
  const read = await readAll(question, input, lexicons);
  const complete = read.filter((one) => one.unplaced.length === 0 && keepsBound(question, one.reading));
  const best = complete[0];
  if (best && best.reading.score < LEAST_SCORE) {
    const profile = profiles.find((one) => one.table === best.reading.table);
    return decline(
      `I am not sure that I understand. The nearest that I can make of it: ${sayReading(best.reading, profile).replace(/^Read as: /, "")}.`,
      profiles,
      [{reading: best.reading, without: []}],
    );
  }
  if (best) {
    const near = complete
      .filter((one) => one.cost <= best.cost + MARGIN)
      .map(({reading}) => settled(reading, profiles));
    const close = withoutOtherMoney(near, profiles).slice(0, MOST_CHOICES);
    const [only] = close;
    if (!only || close.length > 1) return {kind: "readings", readings: close};
    const profile = profiles.find((one) => one.table === only.table) ?? profiles[0]!;
    return compiled(only, profile, profiles);
  }
  const partial = read.find((one) => one.unplaced.length > 0);
  if (partial) {
    const again = (words: string) => readAll(words, {...input, question: words}, lexicons);
    const nearest = input.earlier.length > 0 ? [] : await nearestReadings(question, partial.unplaced, again);
    return {...declineWords(partial.unplaced, profiles), ...(nearest.length > 0 && {nearest})};
  }
  return decline("I understand the words but not what to compute from them.", profiles);
}

/** What the data itself settles: spellings of one thing are one, a quarter that comes every year is its last one. */
const settled = (reading: Reading, profiles: readonly TableProfile[]): Reading => {
  const table = profiles.find((one) => one.table === reading.table);
  return inItsLastYear(withOneSpelling(reading, table), table);
};

/** A reading as the plan of its own, or why none can be made of it. */
export function compiled(
  reading: Read["reading"],
  profile: TableProfile,
  profiles: readonly TableProfile[],
): PlannerOutput {
  try {
    return {kind: "plan", plan: compileReading(reading, profile)};
  } catch (error) {
    if (error instanceof TabletalkError && error.code === "bad_plan")
      return decline(`${error.message} ${error.next}`, profiles);
    throw error;
  }
}

/** The words of each table and of those that it looks up, with what was taught, in the tables' order: built once for a question. */
export const lexiconsOf = ({profiles, definitions}: PlannerInput): Lexicon[] =>
  profiles.map((base) => withTaught(buildLexicon(base, lookupsOf(base, profiles)), definitions));

/** Every reading of a question over every table, the best first. */
export async function readAll(
  asked: string,
  input: PlannerInput,
  lexicons = lexiconsOf(input),
): Promise<Read[]> {
  const earlier = input.earlier.at(-1)?.plan.reading;
  const follow = earlier && followUp(asked, earlier);
  if (earlier && follow?.moved) {
    const moved = inOtherTime(earlier, follow, input.profiles);
    if (moved) return [moved];
  }
  const said = follow?.words || asked;
  const change = earlier && corrected(said);
  const question = change ?? said;
  const leaning = change || follow?.surely ? "surely" : earlier ? leansBack(tokenize(question)) : "no";
  const all: Read[] = [];
  const words: Read[] = [];
  for (const lexicon of lexicons) {
    let found = read(question, lexicon, input, leaning, earlier, follow);
    if (
      !found.some((one) => one.unplaced.length === 0) &&
      (await lookUpValues(question, lexicon, input.session, input.signal))
    ) {
      found = read(question, lexicon, input, leaning, earlier, follow);
    }
    if (!found.some((one) => one.unplaced.length === 0)) {
      const left = found[0]?.unplaced ?? unplacedOnly(question, lexicon, input)[0]?.unplaced ?? [];
      if (left.length > 0 && (await lookUpBeginnings(left, lexicon, input.session, input.signal)))
        found = read(question, lexicon, input, leaning, earlier, follow);
    }
    all.push(...found);
    if (found.length === 0) words.push(...unplacedOnly(question, lexicon, input));
  }
  return [...all, ...(all.length === 0 ? words : [])].sort(
    (a, b) => a.unplaced.length - b.unplaced.length || a.cost - b.cost,
  );
}

function read(
  question: string,
  lexicon: Lexicon,
  input: PlannerInput,
  leaning: "surely" | "maybe" | "no",
  earlier: Read["reading"] | undefined,
  follow: FollowUp | undefined,
): Read[] {
  const parsed = parseQuestion(question, lexicon, input.asOf.toISOString().slice(0, 10));
  const fresh = leaning === "surely" ? [] : readings(parsed);
  if (!earlier || leaning === "no" || earlier.table !== lexicon.tables[0]!.table) return fresh;
  const changed = readings(parsed, changeReading(earlier, follow));
  if (leaning === "surely") return changed.length > 0 ? changed : readings(parsed);
  const whole = (one: Read): boolean => one.unplaced.length === 0;
  const sure = fresh.filter((one) => whole(one) && standsAlone(one, question));
  if (sure.length > 0) return fresh;
  return changed.some(whole) ? changed : [...fresh, ...changed];
}

const LISTS = /\b(?:list|show|which|what|who|give|rows?|see|find|names?|all)\b/i;

/** Whether a question is whole without the one before: it says what to compute, and not only where. */
function standsAlone({reading}: Read, question: string): boolean {
  if (reading.assumptions.some((one) => one.startsWith("counted rows"))) return false;
  return reading.intent !== "rows" || LISTS.test(question);
}

/** The earlier reading in the time that a follow-up moves to, or set against it. */
function inOtherTime(
  earlier: Reading,
  follow: FollowUp,
  profiles: readonly TableProfile[],
): Read | undefined {
  const table = profiles.find((one) => one.table === earlier.table);
  const moved = table && follow.moved && movedReading(earlier, follow.moved, table);
  if (!moved) return undefined;
  if (!follow.against) return {reading: {...earlier, ...moved}, cost: 0.1, unplaced: []};
  if (!moved.period || earlier.intent !== "aggregate") return undefined;
  const comparison = {kind: "previous_period" as const, against: moved.period};
  return {reading: {...earlier, comparison}, cost: 0.1, unplaced: []};
}

/** Where no phrase goes with another, still say which words have no place. */
function unplacedOnly(question: string, lexicon: Lexicon, input: PlannerInput): Read[] {
  const parsed = parseQuestion(question, lexicon, input.asOf.toISOString().slice(0, 10));
  const cover = parsed.covers[0];
  if (!cover || cover.unplaced.length === 0) return [];
  const unplaced = cover.unplaced.map((span) => parsed.scene.tokens[span.from]!.text);
  const reading = {intent: "describe", table: lexicon.tables[0]!.table} as Read["reading"];
  return [{reading, cost: cover.cost, unplaced}];
}

/** The other tables whose key a table holds. */
export const lookupsOf = (base: TableProfile, profiles: readonly TableProfile[]): TableProfile[] =>
  profiles.filter((other) => other !== base && joiningKey(base, other) !== undefined);
