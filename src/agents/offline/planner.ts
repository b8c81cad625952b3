import type {TableProfile} from "../../data/profile.ts";
import {TabletalkError} from "../../errors.ts";
import {compileReading} from "../../planning/compile.ts";
import type {Reading} from "../../planning/reading.ts";
import {sayReading} from "../../planning/say_reading.ts";
import type {Planner, PlannerInput, PlannerOutput} from "../contracts.ts";
import {asksWhy, whereNotWhy} from "./ask_why.ts";
import {planAsk} from "./asks/ask.ts";
import type {AskScene} from "./asks/ask_scene.ts";
import {rephrased} from "./asks/rephrase.ts";
import {drawsTheSame, planRequest} from "./chart_request/plan_request.ts";
import {keepsBound} from "./counted_bounds.ts";
import {decline, declineWords} from "./decline.ts";
import {changeReading, corrected, leansBack} from "./follow_up.ts";
import {inItsLastYear} from "./last_year.ts";
import {buildLexicon, type Lexicon} from "./lexicon.ts";
import {lookUpBeginnings, lookUpValues} from "./look_up_values.ts";
import {inPlainWords} from "./plain_words.ts";
import {asksForForm, namesAMethod, planProcedure} from "./procedure/plan_procedure.ts";
import {joiningKey, parseQuestion, type Read, readings} from "./read.ts";
import {claimedNumber} from "./reconcile/claimed_number.ts";
import {withOneSpelling} from "./same_things.ts";
import {tokenize} from "./tokens.ts";
import {withoutOtherMoney} from "./trade_words.ts";

const LONGEST = 1000;
/** Lines of orders are rows; a chart's lines are not counted. */
const COUNTS_LINES = /\bhow many (?:order )?lines\b/i;
/** Readings this close in cost compete: they are run, and where their results differ the person chooses. */
const MARGIN = 0.12;
const MOST_CHOICES = 4;
/** A reading that explains the question worse than this is offered, not answered. */
const LEAST_SCORE = 0.58;

/** "the median of a line", "lines in an order": a row of an order, and no chart. */
const LINE_ITEM =
  /\b(?:of|per|each|every|in) (?:an? |the )?(?:order )?lines?\b(?!\s*(?:chart|graph|plot|diagram))|\blines? (?:in|of|per) (?:an? |each |every )?(?:order|invoice|basket)\b/i;

/** SQL where a question was expected. */
const STATEMENT =
  /(?:^|[;'"]\s*)(?:drop|delete|truncate|alter|insert|update|create|attach|copy|pragma|grant|install|load)\s+(?:table|from|into|database|schema|view|or\s+replace|\w+\s+set|['"])|;\s*--|\bunion\s+(?:all\s+)?select\b|^\s*select\s+(?:\*|[\w".]+(?:\s*,\s*[\w".*]+)*|\w+\([^)]*\))\s+from\s+["\w.]+\s*(?:;|$|where\b|group\b|order\b|limit\b|join\b)/is;

/**
 * The planner that needs no model: it cuts the question into phrases by a grammar whose words come from the data's
 * profile, reads the phrases together, and answers only when every word of weight has a place.
 */
export function createOfflinePlanner(): Planner {
  return {name: "offline", plan: planOffline};
}

async function planOffline(input: PlannerInput): Promise<PlannerOutput> {
  const {profiles} = input;
  const asked = input.question.trim();
  if (profiles.length === 0) return decline("There is no data yet: add a file first.", []);
  if (!/[\p{L}\p{N}]/u.test(asked)) return decline("The question is empty.", profiles);
  if (STATEMENT.test(asked))
    return decline(
      "That looks like a statement, and I run none that stands in a question. /sql runs your own SELECT, read-only.",
      profiles,
    );
  if (asksForForm(asked)) return planProcedure(asked, input);
  if (asked.length > LONGEST)
    return decline(`The question has ${asked.length} characters; I read up to ${LONGEST}.`, profiles);
  const lexicons = profiles.map((base) => buildLexicon(base));
  const before = input.earlier.at(-1)?.plan.reading;
  const table = profiles.find((one) => one.table === before?.table);
  const about = profiles.indexOf(table ?? profiles[0]!);
  const question = rephrased(inPlainWords(asked, lexicons), profiles[about]!, lexicons[about]!);
  const request =
    COUNTS_LINES.test(asked) || LINE_ITEM.test(asked) ? undefined : await planRequest(question, input);
  if (request?.pictured) return compiled(request.reading, request.profile, profiles);
  const named = namesAMethod(question) ? planProcedure(question, input) : undefined;
  if (named?.kind === "plan") return named;
  const ask = await planAsk(askScene(question, input, before));
  if (ask) return ask;
  if (asksWhy(tokenize(question))) {
    const where = before && table && whereNotWhy(before, table);
    return where && table
      ? compiled(where, table, profiles)
      : decline(
          "I can say where a number comes from, not why; there is nothing here to break down further.",
          profiles,
        );
  }
  const claim = before && claimedNumber(question);
  if (claim) {
    const {reconcile} = await import("./reconcile/reconcile.ts");
    return reconcile(claim, input);
  }
  if (request?.outright) return compiled(request.reading, request.profile, profiles);
  const answer = await planQuestion(question, input);
  if (request && answer.kind === "plan" && drawsTheSame(request, answer.plan))
    return compiled(request.reading, request.profile, profiles);
  if (
    request &&
    answer.kind === "declined" &&
    (request.reading.intent !== "distribution" || asksToSee(question))
  )
    return compiled(request.reading, request.profile, profiles);
  if (/^\W*how long\b/i.test(question) && answer.kind === "plan" && !answer.plan.reading?.measures.length)
    return decline("I can't tell which length of time is meant.", profiles);
  return named && answer.kind === "declined" ? named : answer;
}

function askScene(question: string, input: PlannerInput, before: Reading | undefined): AskScene {
  const {profiles} = input;
  const table = profiles.find((one) => one.table === before?.table) ?? profiles[0]!;
  return {
    question,
    lower: question.toLowerCase(),
    table,
    tables: profiles,
    lexicon: buildLexicon(table, lookupsOf(table, profiles)),
    before,
    input,
    async read(words) {
      const [best] = await readAll(words, {...input, question: words, earlier: []});
      const sure = best && best.unplaced.length === 0 && best.reading.score >= LEAST_SCORE;
      return sure ? best.reading : undefined;
    },
  };
}

/** Whether a question asks to be shown something: one column alone is a picture only then. */
const asksToSee = (question: string): boolean =>
  /\b(?:distribut|histogram|spread|chart|plot|graph|draw|visuali|show|display|see|look|vary|varies|range|frequen|how (?:many|is|are))/i.test(
    question,
  );

/** Reads a question by the grammar of questions, and answers where one reading is clearly the cheapest. */
async function planQuestion(question: string, input: PlannerInput): Promise<PlannerOutput> {
  const {profiles} = input;
  const read = await readAll(question, input);
  const complete = read.filter((one) => one.unplaced.length === 0 && keepsBound(question, one.reading));
  const best = complete[0];
  if (best && best.reading.score < LEAST_SCORE) {
    const profile = profiles.find((one) => one.table === best.reading.table);
    return decline(
      `I am not sure that I understand. The nearest that I can make of it: ${sayReading(best.reading, profile).replace(/^Read as: /, "")}.`,
      profiles,
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
  if (partial) return declineWords(partial.unplaced, profiles);
  return decline("I understand the words but not what to compute from them.", profiles);
}

/** What the data itself settles: spellings of one thing are one, a quarter that comes every year is its last one. */
const settled = (reading: Reading, profiles: readonly TableProfile[]): Reading => {
  const table = profiles.find((one) => one.table === reading.table);
  return inItsLastYear(withOneSpelling(reading, table), table);
};

function compiled(
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

async function readAll(asked: string, input: PlannerInput): Promise<Read[]> {
  const earlier = input.earlier.at(-1)?.plan.reading;
  const change = earlier && corrected(asked);
  const question = change ?? asked;
  const leaning = change ? "surely" : earlier ? leansBack(tokenize(question)) : "no";
  const all: Read[] = [];
  const words: Read[] = [];
  for (const base of input.profiles) {
    const lexicon = buildLexicon(base, lookupsOf(base, input.profiles));
    let found = read(question, lexicon, input, leaning, earlier);
    if (
      !found.some((one) => one.unplaced.length === 0) &&
      (await lookUpValues(question, lexicon, input.session, input.signal))
    ) {
      found = read(question, lexicon, input, leaning, earlier);
    }
    if (!found.some((one) => one.unplaced.length === 0)) {
      const left = found[0]?.unplaced ?? unplacedOnly(question, lexicon, input)[0]?.unplaced ?? [];
      if (left.length > 0 && (await lookUpBeginnings(left, lexicon, input.session, input.signal)))
        found = read(question, lexicon, input, leaning, earlier);
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
): Read[] {
  const parsed = parseQuestion(question, lexicon, input.asOf.toISOString().slice(0, 10));
  const fresh = leaning === "surely" ? [] : readings(parsed);
  if (!earlier || leaning === "no" || earlier.table !== lexicon.tables[0]!.table) return fresh;
  const changed = readings(parsed, changeReading(earlier));
  if (leaning === "surely") return changed.length > 0 ? changed : readings(parsed);
  return fresh.some((one) => one.unplaced.length === 0) ? fresh : [...fresh, ...changed];
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

const lookupsOf = (base: TableProfile, profiles: readonly TableProfile[]): TableProfile[] =>
  profiles.filter((other) => other !== base && joiningKey(base, other) !== undefined);
