import {isNamed} from "./known_names.ts";

/** Verbs that say it is to be brought somewhere, or done again. */
export const BRINGS =
  /^(?:post|send|share|schedule|deliver|run|repeat|email|message|publish|refresh|update|check)$/i;
/** Those that mean nothing else where "the sales" or "what ..." comes after them. */
const SENDS = /^(?:post|send|share|schedule|deliver|email|message|publish)$/i;
/** What comes after a verb, and never after the same word as a noun. */
const OBJECT =
  /^(?:me|us|everyone|this|that|it|these|those|the|an?|my|our|all|what|which|how|who|where|when|again)\b|^["“']/i;
/** "Share of sales", "post views", "run rate": the word before is a noun. */
const OF_NOUN =
  /^(?:(?:of|by|per|for|from|with|over|under|and|or|vs|versus|is|are|was|were|has|have|than|among|between|in|on|at|to)\b|[-–—/])/i;
const COMPOUND =
  /^(?:rates?|times?|prices?|dates?|counts?|views?|likes?|clicks?|opens?|ids?|numbers?|types?|codes?|lengths?|values?|sizes?|status|volumes?|holders?|ins|outs|levels?|scores?|durations?|delays?|conflicts?|changes?|cost|costs|fees?)\b/i;

const afterVerb = (verb: string, rest: string) =>
  rest.slice(rest.toLowerCase().indexOf(verb.toLowerCase()) + verb.length).trimStart();

/** Whether it is said to be sent, whatever the time is. */
export const isSent = (verb: string, rest: string): boolean =>
  SENDS.test(verb) && (OBJECT.test(afterVerb(verb, rest)) || /^schedule$/i.test(verb));

/**
 * Whether a word such as "post" or "share" is said as a verb at the head of `rest`.
 * @param names of tables and columns: these win
 */
export function isVerb(verb: string, rest: string, names: readonly string[]): boolean {
  const after = afterVerb(verb, rest);
  if (OBJECT.test(after)) return true;
  if (OF_NOUN.test(after) || COMPOUND.test(after) || isNamed(verb, names)) return false;
  const [first = "", second = ""] = after.split(" ");
  return !isNamed(`${verb} ${first}`, names) && !isNamed(`${verb} ${first} ${second}`, names);
}

/** "Show alerts" where a table or a column is called so: one's own, and what is scheduled, are still those kept here. */
export const isOfData = (line: string, names: readonly string[]): boolean =>
  ["schedule", "alert"].some(
    (noun) => new RegExp(`\\b${noun}s?\\b`, "i").test(line) && isNamed(noun, names),
  ) &&
  !/\b(?:scheduled|my|our|your|here|(?:do|have) (?:i|we)|in this (?:channel|conversation|thread))\b/i.test(
    line,
  );

/** Whether a phrase has a time of day, or a count. */
export const isClock = (phrase: string): boolean => /\d|noon|midnight|o'?clock/i.test(phrase);
