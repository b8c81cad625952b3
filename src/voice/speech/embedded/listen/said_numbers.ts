import {ordinalWords, wholeWords, yearWords} from "../../../words/number_words.ts";

/** A whole number as it is said, in American English: "two hundred five". */
export function saidNumber(value: number): string {
  return wholeWords(String(value));
}

/** The ways in which a year is said: "twenty twenty four", "two thousand twenty four". */
export function saidYears(year: number): string[] {
  const [century, rest] = [Math.floor(year / 100), year % 100];
  if (century !== 20) return [yearWords(year)];
  const whole = saidNumber(year);
  if (rest === 0) return [whole];
  const withAnd = `two thousand and ${saidNumber(rest)}`;
  return rest < 10 ? [whole, withAnd] : [yearWords(year), yearWords(year), whole, withAnd];
}

/** A day of a month: "twenty first". */
export function saidOrdinal(value: number): string {
  return ordinalWords(String(value));
}
