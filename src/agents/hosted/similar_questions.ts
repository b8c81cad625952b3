import type {TableProfile} from "../../data/profile.ts";
import {estimateTokens} from "../../models/account.ts";
import type {Plan} from "../../planning/plan.ts";
import type {KeptExample} from "../contracts.ts";
import {stem} from "../offline/morphology.ts";
import {sayPlan} from "./say_plan.ts";

const MOST_EXAMPLES = 3;
const MOST_TOKENS = 260;
/** Below this, two questions share words and no more. 1: the same words. */
const ALIKE = 0.35;

const LEANS =
  /^\W*(?:now|and|but|same|only|just|no|not|without|instead|also|then|again|what about|how about|make (?:it|that)|undo)\b/i;

/** Words that say nothing of what is asked. */
const EMPTY = new Set(
  "a an the of in on at to for by and or is are was were be been do does did has have had i me my we our you your it its this that these those there what which who how many much please show give tell can could would with from as per".split(
    " ",
  ),
);

/**
 * The kept questions that are most like this one and can be asked of these tables, best first, with what they cost a prompt
 * bounded: cosine of stemmed words, the rare ones weighing more.
 */
export function similarQuestions(
  question: string,
  kept: readonly KeptExample[],
  profiles: readonly TableProfile[],
  likenessTo: Likeness = wordLikeness,
): KeptExample[] {
  const usable = kept.filter((one) => isWhole(one.question) && isOf(one.plan, profiles));
  const likeness = likenessTo(
    question,
    usable.map((one) => one.question),
  );
  const ranked = usable
    .map((one, at) => ({one, alike: likeness[at] ?? 0}))
    .filter(({alike}) => alike >= ALIKE)
    .sort((a, b) => b.alike - a.alike);
  return fewOf(ranked.map(({one}) => one));
}

/** How alike each of some questions is to one, 0 to 1. */
export type Likeness = (question: string, others: readonly string[]) => number[];

/** How alike each of some questions is to one, 0 to 1: the cosine of their stemmed words, the rare ones weighing more. */
export function wordLikeness(question: string, others: readonly string[]): number[] {
  const documents = others.map(wordsOf);
  const among = new Map<string, number>();
  for (const words of documents) for (const word of words) among.set(word, (among.get(word) ?? 0) + 1);
  const rarity = (word: string): number =>
    Math.log(1 + (documents.length + 1) / (1 + (among.get(word) ?? 0)));
  const asked = wordsOf(question);
  return documents.map((words) => cosine(asked, words, rarity));
}

/** Of examples, the most alike first, the few that a prompt is shown: each wording once, and what they cost bounded. */
function fewOf(ranked: readonly KeptExample[]): KeptExample[] {
  const chosen: KeptExample[] = [];
  const said = new Set<string>();
  let tokens = 0;
  for (const one of ranked) {
    const lines = sayExample(one);
    const cost = estimateTokens(lines);
    const key = [...wordsOf(one.question)].sort().join(" ");
    if (said.has(key) || tokens + cost > MOST_TOKENS) continue;
    said.add(key);
    tokens += cost;
    if (chosen.push(one) === MOST_EXAMPLES) break;
  }
  return chosen;
}

/** An example as a prompt shows it: the question, and how it was read. */
export function sayExample({question, plan}: KeptExample): string {
  return sayPlan(question, plan, {question: 160, plan: 320});
}

/** "Now by month" says nothing without the question before it. */
export const isWhole = (question: string): boolean => !LEANS.test(question) && wordsOf(question).size > 0;

/** Whether all tables of a plan are among these, with the columns that its reading names. */
export function isOf({reading, steps}: Plan, profiles: readonly TableProfile[]): boolean {
  const tables = profiles.map((one) => one.table);
  if (reading) {
    const all = profiles.flatMap((one) => one.columns.map((column) => column.name));
    const named = [...JSON.stringify(reading).matchAll(/"column":"((?:[^"\\]|\\.)*)"/g)].map((match) =>
      String(JSON.parse(`"${match[1]}"`)),
    );
    const own = [reading.table, ...reading.joins.map((join) => join.table)];
    return (
      own.every((table) => tables.includes(table)) &&
      named.every((column) => all.includes(unqualified(column, tables)))
    );
  }
  const written = JSON.stringify(steps.map((step) => step.input)).toLowerCase();
  return tables.some((table) => written.includes(table.toLowerCase()));
}

const unqualified = (column: string, tables: readonly string[]): string => {
  const [table = "", ...rest] = column.split(".");
  return rest.length > 0 && tables.includes(table) ? rest.join(".") : column;
};

/** The stems of the words of a question that say something. */
export function wordsOf(text: string): Set<string> {
  const words = text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
  return new Set(words.filter((word) => !EMPTY.has(word)).map(stem));
}

function cosine(a: ReadonlySet<string>, b: ReadonlySet<string>, weight: (word: string) => number): number {
  const norm = (words: ReadonlySet<string>) =>
    Math.sqrt([...words].reduce((sum, word) => sum + weight(word) ** 2, 0));
  const shared = [...a].filter((word) => b.has(word)).reduce((sum, word) => sum + weight(word) ** 2, 0);
  return shared === 0 ? 0 : shared / (norm(a) * norm(b));
}
