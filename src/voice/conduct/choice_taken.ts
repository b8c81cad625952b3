import {distance} from "fastest-levenshtein";

const NUMBERS: readonly (readonly string[])[] = [
  ["first", "one", "1", "1st", "a"],
  ["second", "two", "2", "2nd", "b"],
  ["third", "three", "3", "3rd", "c"],
  ["fourth", "four", "4", "4th", "d"],
  ["fifth", "five", "5", "5th", "e"],
];
/** What a recognizer makes of a number that is said alone. */
const SOUNDS_LIKE: Record<string, string> = {
  won: "one",
  too: "two",
  tree: "three",
  free: "three",
};
/** Words that only stand around a choice: "I mean the second one, please". */
const AROUND = new Set(
  "the a an one ones option choice number no answer i i'd i'll mean meant want would like take use go with pick choose let's lets please uh um er well ok okay yes yeah that it is was be and of by for me give show my thanks thing version reading hash item then so just think guess maybe rather".split(
    " ",
  ),
);
const YES =
  /^(?:yes|yeah|yep|yup|yes please|sure|correct|right|exactly|that's right|that's it|that one|this one|ok|okay|go ahead|do it|please do|of course|i do|i did|yes i do|yes i did|please|absolutely|definitely|indeed|that's the one|yes that one|sounds good)$/;
const NEITHER =
  /^(?:no|nope|nah|neither|none|none of (?:them|those|these)|neither of (?:them|those|these)|no neither|both|both of them|either|i don't know|i dont know|not sure|whatever|any|all of them)$/;

/** Words that take back what they stand before. */
const NEGATED = /^(?:no|not|never|without|except|excluding|don't|dont|isn't|isnt|doesn't|but)$/;
/** "No, the second one": a correction. */
const CORRECTED =
  /^no (?:(?:no|sorry|please|wait) )*(?=(?:the|i|i'd|i'll|it's|it|that's|that|number|option|choice|use|take|give|go)\b)/;
/** What "two" and "four" are heard as when they are said alone, and which nobody says alone. */
const UNSURE_NUMBER = /^(?:to|for)$/;

/**
 * Which choice was taken; "unclear" where it names several or none of them, or takes one back; undefined where it is about something
 * else.
 * @param whole the utterance with the words around it, where `said` is without them
 */
export function choiceTaken(
  said: string,
  choices: readonly string[],
  whole = said,
): number | "unclear" | undefined {
  if (choices.length === 0) return undefined;
  if (YES.test(said)) return choices.length === 1 ? 0 : "unclear";
  if (NEITHER.test(said)) return "unclear";
  if (UNSURE_NUMBER.test(said)) return "unclear";
  const own = new Set(choices.flatMap(wordsOf));
  const isNegation = (word: string): boolean => NEGATED.test(word) && !own.has(word);
  const corrected = whole.replace(CORRECTED, "").split(" ");
  const taken = takenBy(
    said.split(" ").filter((word) => !isNegation(word)),
    choices,
  );
  return taken !== undefined && corrected.some(isNegation) ? "unclear" : taken;
}

function takenBy(words: readonly string[], choices: readonly string[]): number | "unclear" | undefined {
  const ends = words.filter((word) => !AROUND.has(word));
  if (ends.length === 1 && /^(?:former|latter)$/.test(ends[0]!))
    return choices.length === 2 ? Number(ends[0] === "latter") : "unclear";
  return numberTaken(words, choices.length) ?? byWords(words, choices);
}

/** "The second one", "number two", "two", "the last". */
function numberTaken(words: readonly string[], count: number): number | "unclear" | undefined {
  const isAlone = words.length === 1;
  const left = words.filter((word) => !AROUND.has(word));
  if (left.length === 1 && left[0] === "last") return count - 1;
  // "One" and the letters are filler too, unless nothing else is there: "option one", "the first one".
  const candidates =
    left.length > 0 ? left : words.filter((word) => numberOf((isAlone && SOUNDS_LIKE[word]) || word) >= 0);
  const found = candidates.map((word) => numberOf((isAlone && SOUNDS_LIKE[word]) || word));
  if (found.length !== 1 || found[0] === -1)
    return left.length === 0 && words.length > 0 ? lastNumber(words, count) : undefined;
  return found[0]! < count ? found[0] : "unclear";
}

function numberOf(word: string): number {
  return NUMBERS.findIndex((names) => names.includes(word));
}

/** "The one": of words that are all filler, the number that stands after "option" or "number". */
function lastNumber(words: readonly string[], count: number): number | "unclear" {
  const at = words.findIndex((word) => /^(?:option|number|choice|answer)$/.test(word));
  const number = at < 0 ? -1 : numberOf(words[at + 1] ?? "");
  return number >= 0 && number < count ? number : "unclear";
}

/** By the choices' own words: every word that weighs is of one of them, and of no other as well. */
function byWords(words: readonly string[], choices: readonly string[]): number | "unclear" | undefined {
  const weighing = words.filter((word) => !AROUND.has(word)).map(root);
  if (weighing.length === 0) return undefined;
  const scores = choices.map((choice) => {
    const own = wordsOf(choice);
    return weighing.filter((word) => own.some((one) => isSame(word, one))).length / weighing.length;
  });
  const best = Math.max(...scores);
  if (best < 1) return undefined;
  const taken = scores.flatMap((score, at) => (score === best ? [at] : []));
  if (taken.length === 1) return taken[0];
  // "Total" where the choices are "total" and "total by region": the one that says nothing more.
  const exact = taken.filter(
    (at) => wordsOf(choices[at]!).filter((word) => !AROUND.has(word)).length === weighing.length,
  );
  return exact.length === 1 ? exact[0] : "unclear";
}

function wordsOf(text: string): string[] {
  return (
    text
      .toLowerCase()
      .match(/[\p{L}\p{M}\p{N}']+/gu)
      ?.map(root) ?? []
  );
}

function root(word: string): string {
  return word.length > 3 ? word.replace(/(?:'s|(?<!s)s)$/, "") : word;
}

const LONG = 5;

function isSame(said: string, own: string): boolean {
  return said === own || (said.length >= LONG && own.length >= LONG && distance(said, own) <= 1);
}
