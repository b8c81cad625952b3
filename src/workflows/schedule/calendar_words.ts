/** Names of days and months, and numbers in words, as pieces of patterns and as what they mean. */

export const WEEKDAYS = [
  "Sunday",
  "Monday",
  "Tuesday",
  "Wednesday",
  "Thursday",
  "Friday",
  "Saturday",
] as const;
export const MONTHS = [
  ...["January", "February", "March", "April", "May", "June"],
  ...["July", "August", "September", "October", "November", "December"],
] as const;

/** One name of a day, also cut short or many: "Mon", "tues.", "Fridays". */
export const WEEKDAY =
  "(?:sun(?:day)?|mon(?:day)?|tue(?:s(?:day)?)?|wed(?:nes(?:day)?)?|thu(?:r(?:s(?:day)?)?)?|fri(?:day)?|sat(?:ur(?:day)?)?)(?:s|\\.)?(?![\\w])";
/** Several of them: "Mon, Wed and Fri", "Monday to Friday". */
export const WEEKDAY_LIST = `${WEEKDAY}(?:\\s*(?:,\\s*(?:and\\s+)?|-|–|/|&|\\s(?:and|or|to|through|until)\\s)\\s*${WEEKDAY})*`;
export const MONTH =
  "(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sep(?:t(?:ember)?)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\\.?(?!\\w)";
const ORDINAL_WORDS = ["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth"];
/** A day of a month by its number: "1st", "fifteenth" is said in digits. */
export const ORDINAL = `(?:\\d{1,2}(?:st|nd|rd|th)|${[...ORDINAL_WORDS, "tenth"].join("|")})(?!\\w)`;
const COUNT_WORDS = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"];
export const COUNT = `(?:\\d{1,3}|${COUNT_WORDS.slice(1).join("|")}|twelve|fifteen|twenty|thirty)(?!\\w)`;
const LARGER: Readonly<Record<string, number>> = {twelve: 12, fifteen: 15, twenty: 20, thirty: 30};

/** The number of a weekday as cron counts them: Sunday is 0. */
export function weekdayNumber(word: string): number {
  return WEEKDAYS.findIndex((name) => name.slice(0, 3).toLowerCase() === word.slice(0, 3).toLowerCase());
}

/** The weekdays of a list or a range of them, in the order of a week that begins on Monday. */
export function weekdaysOf(list: string): number[] {
  const found = new Set<number>();
  const pieces = list.split(/\s*(?:,\s*(?:and\s+)?|\/|&|\s(?:and|or)\s)\s*/i);
  for (const piece of pieces) {
    const [from, to] = piece.split(/\s*(?:-|–|\s(?:to|through|until)\s)\s*/i).map(weekdayNumber);
    if (from === undefined || from < 0) continue;
    const last = to === undefined || to < 0 ? from : to;
    for (let day = from; ; day = (day + 1) % 7) {
      found.add(day);
      if (day === last) break;
    }
  }
  return [...found].sort((a, b) => ((a + 6) % 7) - ((b + 6) % 7));
}

/** From 1 for January. */
export function monthNumber(word: string): number {
  return MONTHS.findIndex((name) => name.slice(0, 3).toLowerCase() === word.slice(0, 3).toLowerCase()) + 1;
}

/** "1st", "third", "2", "two" as a number; NaN for what is none. */
export function numberOf(word: string): number {
  const small = word.trim().toLowerCase();
  const digits = /^\d+/.exec(small);
  if (digits) return Number(digits[0]);
  if (small === "tenth") return 10;
  const ordinal = ORDINAL_WORDS.indexOf(small);
  if (ordinal >= 0) return ordinal + 1;
  const count = COUNT_WORDS.indexOf(small);
  return count > 0 ? count : (LARGER[small] ?? Number.NaN);
}

/** 1st, 2nd, 3rd, 11th. */
export function ordinal(number: number): string {
  const tens = number % 100;
  const ending = tens >= 11 && tens <= 13 ? "th" : (["th", "st", "nd", "rd"][number % 10] ?? "th");
  return `${number}${ending}`;
}

/** "a", "a and b", "a, b and c". */
export function joinedWords(words: readonly string[]): string {
  return words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} and ${words.at(-1)}`;
}
