import type {ColumnProfile, TableProfile} from "../data/profile.ts";
import {namePartsOf} from "../planning/claims/column_units.ts";
import type {Doubt} from "../planning/doubt.ts";
import {isPlannedByHand} from "../planning/other_plans.ts";
import type {Plan} from "../planning/plan.ts";
import type {Reading} from "../planning/reading.ts";
import {accountsFor} from "../planning/words_accounted.ts";
import {droppedWords} from "./hosted/check_question.ts";
import {wordDoubts} from "./hosted/check_words.ts";

/**
 * What the question asks for in words that a plan does not have, whoever made it: averages, shares, bounds, years, grains,
 * numbers, denials, named columns and values. Plain functions; no model is asked.
 */
export function askedNotDone(
  question: string,
  plan: Plan,
  profiles: readonly TableProfile[],
  asOf: Date,
): Doubt[] {
  const {reading} = plan;
  if (!reading || reading.operations) return [];
  const whole = {...reading, steps: plan.steps};
  const profile = profiles.find((one) => one.table === reading.table);
  const names = profiles.flatMap((one) => [one.table, ...one.columns.map((column) => column.name)]);
  const dropped = droppedWords(withWholeYears(question, reading), {...whole, placements: []}, names)
    .filter((word) => !contrasts(question, word, reading))
    .map((word) => `nothing is made of “${word}”`);
  // A kind of question has a plan of its own beside a reading that only says it.
  const isKind = isPlannedByHand(reading);
  const doubts = isKind
    ? []
    : wordDoubts(withWholeYears(question, reading), [whole], profiles, asOf).filter((says) =>
        isMeant(says, question, reading, profile),
      );
  const no = NONE.exec(question)?.[0];
  if (no && !DENIED.test(JSON.stringify({...whole, placements: []})))
    dropped.push(`nothing is made of “${no}”`);
  return [...doubts, ...dropped].map((says) => ({kind: "asked", about: "reading", weight: 1, says}));
}

const NONE =
  /\b(?:with|has|have|had|without|made|did|do|is|are|was|were) no \p{L}+|(?<!^\W*)\bno (?!of\b|longer\b|more than\b|less than\b|fewer\b|matter\b|\d)\p{L}{3,}/iu;
const DENIED =
  /!=|<>|\bnot\b|not_|null|except|anti|missing|"value":(?:0|false|"(?:no?|0|false)")|before|"=","value":0/i;

/** "dec 23" where December 2023 was taken. */
function withWholeYears(question: string, {period, comparison}: Reading): string {
  const said = `${period?.said ?? ""} ${period?.from ?? ""} ${comparison?.against?.said ?? ""}`;
  return question.replace(/\b([a-z]{3,9}\.?\s+)'?(\d\d)\b(?![\d,.])/gi, (all, month: string, year: string) =>
    said.includes(`20${year}`) ? `${month}20${year}` : all,
  );
}

/** "promo vs non promo": a denial that tells two groups apart. */
function contrasts(question: string, word: string, {groups, filters}: Reading): boolean {
  return (
    groups.length > 0 &&
    filters.length === 0 &&
    /^(?:non|not|didn't|didnt|don't|dont|isn't|without|wasn't|weren't)$/i.test(word) &&
    /\b(?:vs|versus|and|or|against)\b/i.test(question)
  );
}

const NAMES = /^the question names (.+?)(?: \("[^"]*"\))?, which is nowhere in it$/;

function isMeant(
  says: string,
  question: string,
  reading: Reading,
  profile: TableProfile | undefined,
): boolean {
  if (isTaught(says, reading)) return false;
  if (says === "the question asks how many" && /\bhow many (?:percent|per cent|%)/i.test(question))
    return false;
  if (says.includes("running total")) return !reading.comparison;
  if (says.startsWith("a value or a denial")) return !contrasts(question, "not", reading);
  const unasked = /^nothing in the question stands for (.+)$/.exec(says)?.[1];
  if (unasked !== undefined) return !isTime(unasked, profile) && !isTold(unasked, reading);
  const name = NAMES.exec(says)?.[1];
  const column = profile?.columns.find((one) => one.name === name);
  return (
    !column || !profile || (isWritten(column, question) && !standsForRows(column, question, reading, profile))
  );
}

/** A taught word means what it was taught to, whatever else the data calls so. */
const isTaught = (says: string, {definitions = []}: Reading): boolean =>
  [...says.matchAll(/"([^"]+)"/g)].some(([, word = ""]) =>
    definitions.some(({term}) => term.split(" ").includes(word.toLowerCase())),
  );

/** Time is asked for in many words; `question_doubts` looks at them. */
const isTime = (name: string, profile: TableProfile | undefined): boolean =>
  /year|month|date|time|day/i.test(name) ||
  profile?.columns.find((one) => one.name === name)?.role === "date";

/** The reading says itself that it took this one. */
const isTold = (name: string, {assumptions}: Reading): boolean =>
  assumptions.some((one) => one.includes(name));

/** The column's name stands in the question, and not another word for it. */
const isWritten = ({name}: ColumnProfile, question: string): boolean =>
  namePartsOf(name).some((part) =>
    (question.toLowerCase().match(/\p{L}+/gu) ?? []).some((word) => accountsFor(part, word)),
  );

/** "how many tickets" where each row is one; "all countries"; a thing that is counted by its number. */
function standsForRows(
  {name, distinct, nulls}: ColumnProfile,
  question: string,
  {assumptions}: Reading,
  {rows}: TableProfile,
): boolean {
  return (
    distinct >= 0.9 * (rows - nulls) ||
    assumptions.some((one) => one.includes(name)) ||
    new RegExp(`\\b(?:all|every|any|no)\\b[^,.]*\\b${namePartsOf(name)[0]?.slice(0, 5) ?? "-"}`, "i").test(
      question,
    )
  );
}
