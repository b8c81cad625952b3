import type {Vocabulary} from "../speech/vocabulary.ts";
import {type HeardNames, heardNames, isColumnAt, nameAt, soundsLike} from "./heard_names.ts";
import {withoutFillers} from "./spoken_fillers.ts";
import {isNumberWord, numberAt} from "./spoken_numbers.ts";
import {type Typed, writtenDates} from "./typed_dates.ts";

/** Longer than this nobody speaks without a pause: the rest is left as it was heard. */
const LONGEST = 4000;

/**
 * What a recognizer heard as the question that one would have typed: "top five regions in twenty twenty four" is "top 5 regions in
 * 2024", names as the data writes them, sounds without meaning left out. What is typed already stays as it is.
 */
export function asTyped(transcript: string, vocabulary: Vocabulary): string {
  const heard = withoutFillers(transcript.slice(0, LONGEST));
  const tokens = tokensOf(heard);
  const names = heardNames(vocabulary);
  const words = rehearsed(
    tokens.map(({word}) => word),
    names,
  );
  const typed: Typed[] = [];
  for (let at = 0; at < words.length; ) {
    const token = tokens[at]!;
    const named = nameAt(words, at, names);
    // "Seven Eleven" is a name; "seven eleven hundred" is none.
    const isLonger = named && [-1, 0].every((one) => isNumberWord(words[at + named.words + one] ?? ""));
    const name = isLonger ? undefined : named;
    const number = name ? undefined : numberAt(words, at);
    const isNumber = number && isMeant(number, words, at);
    const found =
      name ?? (isNumber ? {written: number.written, words: number.words} : soundsLike(words, at, names));
    const count = found?.words ?? 1;
    const last = tokens[at + count - 1]!;
    const written = found?.written ?? (words[at] === token.word ? token.text : words[at]!);
    typed.push({
      text: `${token.before}${written}${last.after}`,
      word: found ? written.toLowerCase() : words[at]!,
      kind: name ? "name" : isNumber ? "number" : "word",
    });
    at += count;
  }
  return writtenDates(listed(typed))
    .map(({text}) => text)
    .join(" ")
    .replace(/\s+([,.?!])/g, "$1")
    .trim();
}

/** Names one after the other that end with "and" or "or" and another: a list, with its commas. */
function listed(typed: readonly Typed[]): Typed[] {
  return typed.map((one, at) => {
    if (one.kind !== "name" || typed[at + 1]?.kind !== "name" || /[,.;]$/.test(one.text)) return one;
    const end = typed.findIndex((other, index) => index > at && other.kind !== "name");
    const isList = end > 0 && /^(?:and|or)$/.test(typed[end]!.word) && typed[end + 1]?.kind === "name";
    return isList ? {...one, text: `${one.text},`} : one;
  });
}

interface Token {
  /** As it was heard, without the marks around it. */
  text: string;
  word: string;
  before: string;
  after: string;
}

function tokensOf(text: string): Token[] {
  return text
    .split(/\s+/)
    .flatMap((part) =>
      /^[a-z]+-[a-z]+[.,!?]?$/i.test(part) && isSpelledNumber(part) ? part.split("-") : [part],
    )
    .filter(Boolean)
    .map((part) => {
      const [, before = "", inner = part, after = ""] = /^(["'“(]*)(.*?)([,.;:!?"'”)]*)$/su.exec(part) ?? [];
      return {text: inner, word: inner.toLowerCase().replace(/’/g, "'"), before, after};
    });
}

const isSpelledNumber = (part: string): boolean =>
  /^(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)-/i.test(part);

const RANKS = /^(?:top|bottom|best|worst|first|last|highest|lowest|largest|smallest|biggest)$/;
const NO_COUNT =
  /^(?:the|a|an|each|every|all|this|that|these|those|by|in|of|with|me|us|now|today|which|sales|january|february|march|april|may|june|july|august|september|october|november|december|\d.*)$/;

/** Words that sound like others, where the words beside them leave no doubt which they are. */
function rehearsed(words: readonly string[], names: HeardNames): string[] {
  return words.map((word, at) => {
    const [before = "", next = ""] = [words[at - 1], words[at + 1]];
    const isCounted = RANKS.test(before) && next !== "" && !NO_COUNT.test(next);
    if (/^(?:to|too)$/.test(word) && isCounted) return "two";
    if (word === "for" && isCounted) return "four";
    if (word === "ate" && isCounted) return "eight";
    if (/^(?:q|queue|cue|quarter)$/.test(before)) {
      if (word === "for" && before !== "quarter" && !NO_COUNT.test(next || "x")) return "four";
      if (word === "won") return "one";
      if (/^(?:to|too)$/.test(word) && before !== "quarter") return "two";
    }
    if (
      word === "four" &&
      !RANKS.test(before) &&
      /^(?:the|each|every|all|this|last|january|february|march|april|june|july|august|september|october|november|december)$/.test(
        next,
      )
    )
      return "for";
    if (word === "two" && /^(?:compared|related|relative|according)$/.test(before)) return "to";
    if ((word === "buy" || word === "bye") && at > 0 && isGroupedBy(words, at, names)) return "by";
    if (word === "some" && next === "of" && /^(?:the|total)$/.test(before)) return "sum";
    return word;
  });
}

/** "Sales buy region" is by region; who buys what stays so. */
function isGroupedBy(words: readonly string[], at: number, names: HeardNames): boolean {
  const before = words.slice(Math.max(0, at - FAR), at);
  if (before.some((word) => ACTING.test(word))) return false;
  return isColumnAt(words, at + 1, names) || /^(?:day|week|month|quarter|year)s?$/.test(words[at + 1] ?? "");
}

/** How far before a verb the one who acts may stand. */
const FAR = 6;
const ACTING =
  /^(?:do|does|did|who|that|which|they|people|customers?|clients?|users?|buyers?|shoppers?|men|women|we|you|i|he|she|it|to|can|could|will|would|shall|should|must|may|might|or|and)$/;

const KEPT = /^(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)$/;

/** Whether a number word is one: "one" stands for things as often. */
function isMeant(
  {isLoose, words: count}: {isLoose: boolean; words: number},
  words: readonly string[],
  at: number,
): boolean {
  const [before = "", next = ""] = [words[at - 1], words[at + count]];
  // "The four ship modes": how many there are is no condition.
  if (!isLoose)
    return !(
      count === 1 &&
      /^(?:the|these|those|all|our|my|both)$/.test(before) &&
      KEPT.test(words[at]!) &&
      !/^(?:percent|dollars|euros)$/.test(next)
    );
  return (
    (/^(?:top|bottom|than|equals?|exactly|under|over|least|most|is|last|past|q|quarter|version|number|page|store|level|class)$/.test(
      before,
    ) &&
      !/^(?:that|which|who|with|of)$/.test(next)) ||
    /^(?:percent|dollars?|euros?|pounds?|k|standard)$/.test(next) ||
    (/^(?:day|week|month|quarter|year|hour|minute)$/.test(next) &&
      /^(?:last|past|next|within|every)$/.test(before))
  );
}
