import {numberWords, ordinalWords, wholeWords, yearWords} from "./number_words.ts";
import type {Found, Rule} from "./rule.ts";

const MONTHS = "January February March April May June July August September October November December".split(
  " ",
);
const MONTH =
  "(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)(?![\\p{L}\\p{N}])\\.?";
const YEAR = "(?:1[5-9]|20|21)\\d\\d";
const START = "(?<![\\p{L}\\p{N}.$/-])";
const END = "(?![\\p{L}\\p{N}])";
const DASH = "\\s?(?:[-\\u2013\\u2014]|to|and)\\s?";
/** What a bare number counts, where it is no year. */
const COUNTED =
  /^\s(?:rows?|records?|orders?|customers?|columns?|times|people|users?|units?|items?|values?|days?|weeks?|months?|hours?|minutes?|seconds?|words|lines|cases|products?|points?|games?|movies|countries|of them|in all|in total)\b/;

/** Dates, periods and years: "2024-03-05" is "March fifth, twenty twenty four". */
export const DATES: readonly Rule[] = [
  {
    of: rule(
      `${START}(?<year>[12]\\d{3})-(?<month>[01]\\d)-(?<day>[0-3]\\d)(?:[T ](?=\\d\\d:\\d\\d)|(?![\\p{L}\\d]|-\\d))`,
    ),
    say: ({text, groups}) => {
      const said = dayWords(groups.day, Number(groups.month), groups.year);
      return said && /[T ]$/.test(text) ? `${said}, ` : said;
    },
  },
  {
    of: rule(`${START}(?<year>[12]\\d{3})-(?<month>0[1-9]|1[0-2])(?![\\p{L}\\d]|-\\d)`),
    say: ({groups: {year, month}}) => `${MONTHS[Number(month) - 1]} ${yearWords(Number(year))}`,
  },
  {
    of: rule(`${START}(?<a>\\d{1,2})/(?<b>\\d{1,2})/(?<year>(?:19|20)\\d\\d)${END}`),
    say: ({groups: {a = "", b = "", year}}) => {
      if (Number(a) > 12) return dayWords(a, Number(b), year);
      if (Number(b) > 12 || a === b) return dayWords(b, Number(a), year);
      return `${numberWords(bare(a))} slash ${numberWords(bare(b))} slash ${yearWords(Number(year))}`;
    },
  },
  {
    of: rule(
      `${START}(?<from>\\d{1,2})(?:st|nd|rd|th)?${DASH}(?<to>\\d{1,2})(?:st|nd|rd|th)? (?<month>${MONTH})(?:,? (?<year>${YEAR})${END})?`,
    ),
    say: ({groups: {from = "", to, month, year}}) => {
      const end = dayWords(to, monthOf(month), year);
      if (!end || Number(from) > 31 || Number(from) === 0) return undefined;
      const name = MONTHS[monthOf(month) - 1]!;
      return `${name} ${ordinalWords(from)} to ${end.slice(name.length + 1)}`;
    },
  },
  {
    of: rule(
      `${START}(?:the )?(?<day>\\d{1,2})(?:st|nd|rd|th)?(?: of)? (?<month>${MONTH})(?:,? (?<year>${YEAR})${END})?`,
    ),
    say: ({groups: {day, month, year}}) => dayWords(day, monthOf(month), year),
  },
  {
    of: rule(
      `${START}(?<month>${MONTH}) (?<day>\\d{1,2})(?:st|nd|rd|th)?(?![\\p{L}\\p{N}:.%]\\p{N}?)(?:,? (?<year>${YEAR})${END})?`,
    ),
    say: ({groups: {day, month, year}}) => dayWords(day, monthOf(month), year),
  },
  {
    of: rule(`${START}(?<month>${MONTH})[ ,-]{1,2}(?<year>${YEAR}|'\\d\\d)(?![\\p{L}\\p{N}]|,\\d)`),
    say: ({groups: {month, year = ""}}) => `${MONTHS[monthOf(month) - 1]} ${shortYear(year)}`,
  },
  {
    of: rule(`${START}(?:the )?(?<year>${YEAR})[ /-]?Q(?<part>[1-4])${END}`),
    say: ({groups: {part = "", year}}) => `the ${ordinalWords(part)} quarter${ofYear(year)}`,
  },
  {
    of: rule(`${START}(?:the )?Q(?<part>[1-4])(?:[ /-]?(?<year>${YEAR}|'\\d\\d|FY\\d\\d))?${END}`),
    say: ({groups: {part = "", year}}) => `the ${ordinalWords(part)} quarter${ofYear(year)}`,
  },
  {
    of: rule(`${START}(?:the )?H(?<part>[12])[ /-]?(?<year>${YEAR}|'\\d\\d)${END}`),
    say: ({groups: {part = "", year}}) => `the ${ordinalWords(part)} half${ofYear(year)}`,
  },
  {
    of: rule(`${START}(?<year>${YEAR})-?W(?<week>[0-5]\\d)${END}`),
    say: ({groups: {week = "", year}}) => `week ${wholeWords(week)}${ofYear(year)}`,
  },
  {
    of: rule(`${START}FY[ ']?(?<year>\\d\\d(?:\\d\\d)?)(?:[/-](?<to>\\d\\d(?:\\d\\d)?))?${END}`),
    say: ({groups: {year = "", to}}) =>
      `fiscal year ${shortYear(year)}${to === undefined ? "" : ` to ${to.length === 2 ? wholeWords(to) : shortYear(to)}`}`,
  },
  {of: rule(`(?<![\\p{L}\\p{N}.,$])(?<decade>(?:1[5-9]|20)\\d0)['\\u2019]?s${END}`), say: sayDecade},
  {of: rule(`(?<![\\p{L}\\p{N}])'(?<decade>[2-9]0)s${END}`), say: sayDecade},
  {
    of: rule(
      `(?<![\\p{L}\\p{N}.,$/-])(?<from>${YEAR})(?<dash>[-\\u2013\\u2014/])(?<to>${YEAR}|\\d\\d)(?![\\p{L}\\p{N}/-]|[.,]\\d)`,
    ),
    say: ({groups: {from = "", to = ""}}) => {
      const next = Number(from.slice(2)) + 1;
      if (to.length === 2 && Number(to) !== next && Number(to) <= Number(from.slice(2))) return undefined;
      return `${yearWords(Number(from))} to ${to.length === 2 ? wholeWords(to) : yearWords(Number(to))}`;
    },
  },
  {
    of: rule(
      `(?<![\\p{L}\\p{N}.,#+/]|(?<!\\p{L})-|(?:no|number|id|order|row|room)\\.? )(?<year>(?:1[6-9]|20)\\d\\d)(?![\\p{N}%°/]|[.,]\\d|-\\d|\\p{L}|\\s?(?:k[gm]|m|ms|s|h|g|mb|gb|[ck]m)\\b|\\s?[%°])`,
    ),
    say: ({groups: {year}, after}) => (COUNTED.test(after) ? undefined : yearWords(Number(year))),
  },
];

function rule(pattern: string): RegExp {
  return new RegExp(pattern, "giu");
}

function bare(digits: string): string {
  return digits.replace(/^0+(?=\d)/, "");
}

function monthOf(name = ""): number {
  return MONTHS.findIndex((one) => one.slice(0, 3).toLowerCase() === name.slice(0, 3).toLowerCase()) + 1;
}

/** "March fifth, twenty twenty four"; undefined where there is no such day. */
function dayWords(day = "", month: number, year?: string): string | undefined {
  const name = MONTHS[month - 1];
  if (!name || Number(day) < 1 || Number(day) > 31) return undefined;
  return `${name} ${ordinalWords(bare(day))}${year === undefined ? "" : `, ${yearWords(Number(year))}`}`;
}

function shortYear(year: string): string {
  const digits = year.replace(/\D/g, "");
  return yearWords(digits.length === 2 ? 2000 + Number(digits) : Number(digits));
}

function ofYear(year: string | undefined): string {
  if (year === undefined) return "";
  return ` of ${/^FY/i.test(year) ? "fiscal year " : ""}${shortYear(year)}`;
}

/** "the nineteen nineties" */
function sayDecade({groups: {decade = ""}}: Found): string {
  const tens = Number(decade.slice(-2));
  const century = decade.length === 4 ? wholeWords(decade.slice(0, 2)) : "";
  if (tens === 0) return Number(decade) === 2000 ? "two thousands" : `${century} hundreds`;
  const name = wholeWords(String(tens));
  return `${century} ${tens === 10 ? "tens" : `${name.slice(0, -1)}ies`}`.trim();
}
