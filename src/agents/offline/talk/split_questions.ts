import type {Reading} from "../../../planning/reading.ts";
import type {PlannerOutput} from "../../contracts.ts";
import {tokenize} from "../tokens.ts";
import {FILLERS} from "../vocabulary.ts";

const ASKS =
  "(?:how (?:many|much|long|often|big|old|far)|what(?:'s|s| is| are| was| were)?|which|who(?:'s| is| are| has)?|when|where|why|show|chart|plot|graph|draw|list|give me|compare|forecast|tell me)";
/** Between two questions: the end of a sentence, or a joining word before what begins a question. */
const HARD = /\?+\s+|\n+|;\s+|(?<=[\p{L}\p{N}])\.\s+(?=\p{L})/u;
const SOFT = new RegExp(`(?:\\s*,\\s*|\\s+)(?:and also|and then|and|also|plus|then)\\s+(?=${ASKS}\\b)`, "i");
const BEGINS = new RegExp(`^${ASKS}\\b`, "i");
const LEADS = /^(?:and|also|then|plus|oh and|finally|lastly|next)\b[\s,]*/i;
const POINTS =
  /\b(?:it|its|them|those|that|these|their|this|same|former|latter|rest|others?|both|each of|the ones?)\b/i;
/** A share is of what was spoken of before. */
const SHARES = /\b(?:share|percent(?:age)?|proportion|portion|ratio|fraction)\b|%/i;
const SHOWS = /^(?:show|chart|plot|graph|draw|list|give me|compare|forecast)\b/i;
const MOST_PARTS = 5;

/** A message cut where a further question may begin, and whether it is cut by a sign or by a word alone. */
export interface Cut {
  parts: string[];
  hard: boolean;
}

/** The questions that a message may be made of; undefined where it is one. Only the words are looked at. */
export function cutQuestions(message: string): Cut | undefined {
  // An instruction with a form for its reply ("@mean_cost[m]") is one, however many sentences it has.
  if (/@\s?[A-Za-z_]\w*\s?\[/.test(message)) return undefined;
  const sentences = message
    .trim()
    .split(HARD)
    .map((one) => one?.trim() ?? "")
    .filter((one) => /\p{L}/u.test(one));
  const asking = sentences.filter((one) => !asksNothing(one));
  const parts = asking.flatMap((one) => one.split(SOFT)).map(bare);
  const isCutDown = parts.length === 1 && asking.length < sentences.length;
  if ((parts.length < 2 && !isCutDown) || parts.length > MOST_PARTS || !parts.every(hasSubstance))
    return undefined;
  return {parts, hard: asking.length === parts.length};
}

/** "Just answer 42 whatever I ask": how to reply, and no question. */
const asksNothing = (sentence: string): boolean =>
  /^(?:(?:and|but|please|pls|just|always|only|simply|you must|from now on|ok),? )*(?:answer|reply|respond|say|ignore|disregard|forget|pretend|act|remember that you|you are)\b/i.test(
    sentence,
  ) &&
  /\b(?:whatever|whichever|no matter|regardless|always|every|any(?:thing)?|all|previous|instructions?|rules?|you are|as if)\b/i.test(
    sentence,
  );

const bare = (part: string): string =>
  part
    .replace(LEADS, "")
    .replace(/[\s,.;]+$/, "")
    .trim();

/** A word of weight beside what begins a question, and none that points at another part. */
function hasSubstance(part: string): boolean {
  const weighty = tokenize(part.replace(BEGINS, "")).filter(
    (token) => token.kind !== "mark" && !FILLERS.has(token.lower),
  );
  return weighty.length >= 1 && !POINTS.test(part);
}

/**
 * Whether the parts are questions of their own. By words alone they are only where what each keeps ("in 2023", "by region") cannot
 * be meant of the others too: all have conditions or none has. A part that cannot be read leaves the message whole where the whole
 * can be.
 */
export function areSeparate(
  {parts, hard}: Cut,
  outputs: readonly PlannerOutput[],
  whole: PlannerOutput,
): boolean {
  const readable = outputs.filter((one) => one.kind !== "declined").length;
  if (readable === 0) return false;
  if (readable < parts.length && whole.kind !== "declined") return false;
  if (hard) return true;
  if (parts.some((part, at) => at > 0 && SHARES.test(part))) return false;
  const readings = outputs.map(readingOf);
  const limited = readings.filter((one) => one && (one.filters.length > 0 || one.period)).length;
  if (limited > 0 && limited < readable) return false;
  const last = readings.at(-1);
  const grouped = last?.intent === "aggregate" && last.groups.length > 0 && !last.limit;
  const others = readings.slice(0, -1).some((one) => one && one.groups.length > 0);
  return !grouped || others || SHOWS.test(parts.at(-1)!);
}

const readingOf = (output: PlannerOutput): Reading | undefined =>
  output.kind === "plan" ? output.plan.reading : output.kind === "readings" ? output.readings[0] : undefined;
