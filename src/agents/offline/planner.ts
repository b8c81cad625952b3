import type {Planner, PlannerInput, PlannerOutput} from "../contracts.ts";
import {answerQuestion, compiled, LEAST_SCORE, lexiconsOf, readAll} from "./answer_question.ts";
import {asksWhy, whereNotWhy} from "./ask_why.ts";
import {planAsk} from "./asks/ask.ts";
import type {AskScene} from "./asks/ask_scene.ts";
import {WHY_CHANGED_WORDS} from "./asks/explain.ts";
import {placesOfWords} from "./asks/places_words.ts";
import {rephrased} from "./asks/rephrase.ts";
import {claimAsked} from "./asks/same_meaning.ts";
import {drawsTheSame, planRequest} from "./chart_request/plan_request.ts";
import {decline, declineWords} from "./decline.ts";
import type {Lexicon} from "./lexicon.ts";
import {inPlainWords} from "./plain_words.ts";
import {asksForForm, namesAMethod, planProcedure} from "./procedure/plan_procedure.ts";
import {claimedNumber} from "./reconcile/claimed_number.ts";
import {tokenize} from "./tokens.ts";
import {placedAsTyped} from "./written_out.ts";

const LONGEST = 1000;
/** Lines of orders are rows; a chart's lines are not counted. */
const COUNTS_LINES = /\bhow many (?:order )?lines\b/i;

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
  const lexicons = lexiconsOf(input);
  const before = input.earlier.at(-1)?.plan.reading;
  const table = profiles.find((one) => one.table === before?.table);
  const about = profiles.indexOf(table ?? profiles[0]!);
  const plain = inPlainWords(asked, lexicons);
  const whole = before ? plain : claimAsked(plain, profiles[about]!, lexicons[about]!);
  const question = rephrased(whole, profiles[about]!, lexicons[about]!);
  return placedAsTyped(await planPlain(question, input, lexicons), asked, question);
}

/** Plans a question in plain words: a chart, a method by its name, a kind of question, why, a claim, else by the grammar. */
async function planPlain(question: string, input: PlannerInput, lexicons: Lexicon[]): Promise<PlannerOutput> {
  const {profiles} = input;
  const before = input.earlier.at(-1)?.plan.reading;
  const table = profiles.find((one) => one.table === before?.table);
  const asked = input.question.trim();
  const request =
    COUNTS_LINES.test(asked) || LINE_ITEM.test(asked) ? undefined : await planRequest(question, input);
  if (request?.pictured) return compiled(request.reading, request.profile, profiles);
  const named = namesAMethod(question) ? planProcedure(question, input) : undefined;
  if (named?.kind === "plan") return named;
  const scene = askScene(question, input, lexicons);
  const ask = await planAsk(scene);
  if (ask) return ask;
  if (asksWhy(tokenize(question))) {
    const where = before && table && whereNotWhy(before, table);
    const left = where ? placesOfWords(scene, where, WHY_CHANGED_WORDS).left : [];
    if (left.length > 0) return declineWords(left, profiles);
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
  const answer = await answerQuestion(question, input, lexicons);
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

function askScene(question: string, input: PlannerInput, lexicons: Lexicon[]): AskScene {
  const {profiles} = input;
  const before = input.earlier.at(-1)?.plan.reading;
  const at = Math.max(
    0,
    profiles.findIndex((one) => one.table === before?.table),
  );
  return {
    question,
    lower: question.toLowerCase(),
    table: profiles[at]!,
    tables: profiles,
    lexicon: lexicons[at]!,
    lexicons,
    before,
    input,
    async read(words) {
      const [best] = await readAll(words, {...input, question: words, earlier: []}, lexicons);
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
