import {numberWords, wholeWords} from "./number_words.ts";

const SCALES: Record<string, string> = {
  k: "thousand",
  thousand: "thousand",
  m: "million",
  mn: "million",
  mio: "million",
  mm: "million",
  million: "million",
  b: "billion",
  bn: "billion",
  billion: "billion",
  t: "trillion",
  tn: "trillion",
  trillion: "trillion",
};

/** The word of a scale: "bn" is "billion"; a plural is said as it is ("millions"). */
export function scaleWord(scale: string | undefined): string {
  return SCALES[scale?.trim().toLowerCase() ?? ""] ?? "";
}

/** "4.2", "M" -> "four point two million" */
export function scaledWords(number: string, scale?: string): string {
  return [numberWords(number), scaleWord(scale)].filter(Boolean).join(" ");
}

/** Exponents to this many digits are written out: 1e6 is one million. */
const MOST_WRITTEN = 15;

/** "1e6" -> "one million", "2.5e-7" -> "two point five times ten to the minus seven" */
export function exponentWords(number: string, exponent: number): string {
  if (Math.abs(exponent) > 999) return "a number beyond measure";
  const value = Number(`${number.replaceAll(",", "")}e${exponent}`);
  if (Number.isInteger(value) && Math.abs(value) < 10 ** MOST_WRITTEN) return numberWords(String(value));
  const power = wholeWords(String(Math.abs(exponent)));
  return `${numberWords(number)} times ten to the ${exponent < 0 ? "minus " : ""}${power}`;
}

/** Whether a number as written is one: what it counts is then said in the singular. */
export function isOne(number: string, scale?: string): boolean {
  return /^[-+]?1$/.test(number) && !scaleWord(scale);
}
