import {digitWords, numberWords, ordinalWords, wholeWords} from "./number_words.ts";
import {NUMBER, type Rule, SIGN} from "./rule.ts";
import {exponentWords, scaledWords} from "./say_scaled.ts";

/** One capital letter is a scale after decimals or separators: "3M" and "4K" are names. */
const SCALE =
  "(?:\\s?(?:thousand|million|billion|trillion|mio|mn|bn|tn)(?!\\p{L})|k(?![\\p{L}\\p{N}])|(?<=[.,]\\d{1,12})[KMB](?![\\p{L}\\p{N}]))";
const PERCENT = "\\s?(?:%|pct\\b)";
const DASH = "\\s?[-\\u2013\\u2014]\\s?|\\s(?:to)\\s";
const FREE = "(?<![\\p{L}\\p{N}.])";

const ROMAN = "(?=[IVX])X{0,2}(?:IX|IV|V?I{0,3})(?![\\p{L}\\p{N}.])";
const NUMBERED =
  "[Cc]hapter|[Pp]art|[Pp]hase|[Vv]olume|[Ss]ection|[Tt]ype|[Cc]lass|[Ww]ar|[Aa]ct|[Ss]tage|[Ll]evel|[Tt]ier|[Mm]ark|[Aa]rticle";
const KINGS =
  "Henry|Louis|Elizabeth|Charles|George|Edward|James|William|Richard|Philip|Paul|Benedict|Pius|Catherine|Frederick|Alexander|Nicholas";

/** Numbers of every other kind, percentages among them. */
export const NUMBERS: readonly Rule[] = [
  {
    of: new RegExp(
      `${FREE}(?<number>${SIGN}${NUMBER})[eE](?<exponent>[-+]?\\d{1,4})(?![\\p{L}\\p{N}])`,
      "gu",
    ),
    say: ({groups: {number = "", exponent}}) => exponentWords(number, Number(exponent)),
  },
  {
    of: new RegExp(
      `${FREE}(?<from>${SIGN}${NUMBER})(?:${PERCENT})?(?:${DASH})(?<to>[-+]?${NUMBER})(?<percent>${PERCENT})`,
      "gu",
    ),
    say: ({groups: {from = "", to = ""}}) => `${numberWords(from)} to ${numberWords(to)} percent`,
  },
  {
    of: new RegExp(`(?<number>${SIGN}${NUMBER})(?<scale>${SCALE})?${PERCENT}`, "gu"),
    say: ({groups: {number = "", scale}, after}) =>
      `${scaledWords(number, scale)} percent${/^-?points?\b/.test(after.trimStart()) ? "age" : ""}`,
  },
  {
    of: new RegExp(`(?<number>${SIGN}${NUMBER})\\s?‰`, "gu"),
    say: ({groups}) => `${numberWords(groups.number ?? "")} per thousand`,
  },
  {
    of: /(?<![\p{L}\p{N}.,])(?<digits>\d{1,3}(?:,\d{3})+|\d+)(?:st|nd|rd|th)(?![\p{L}\p{N}])/giu,
    say: ({groups}) => ordinalWords(groups.digits ?? ""),
  },
  {of: /(?<![\p{L}\p{N}.,/])24\/7(?![\p{L}\p{N}/]|[.,]\d)/gu, say: () => "twenty four seven"},
  {
    of: /(?<![\p{L}\p{N}.,/])(?:(?<whole>\d{1,3}) )?(?<over>\d{1,6})\s?[/\u2044]\s?(?<under>\d{1,6})(?![\p{L}\p{N}/]|[.,]\d)/gu,
    say: ({groups: {whole, over = "", under = ""}}) => fractionWords(whole, over, under),
  },
  {
    of: new RegExp(`(?<word>${NUMBERED}) (?<roman>${ROMAN})`, "gu"),
    say: ({groups: {word, roman = ""}}) => `${word} ${wholeWords(String(romanValue(roman)))}`,
  },
  {
    of: new RegExp(`(?<word>${KINGS}) (?<roman>${ROMAN})`, "gu"),
    say: ({groups: {word, roman = ""}}) => `${word} the ${ordinalWords(String(romanValue(roman)))}`,
  },
  {
    of: /(?<![\p{L}\p{N}])(?:No|Nr|no|nr)\.\s?(?=\d)|(?<![\p{L}\p{N}&])#\s?(?=\d)/gu,
    say: () => "number ",
  },
  {
    of: new RegExp(`(?<number>${SIGN}${NUMBER})\\s?[x×](?![\\p{L}\\p{N}])(?!\\s?-?[\\p{N}.])`, "gu"),
    say: ({groups}) => `${numberWords(groups.number ?? "")} times`,
  },
  {of: /(?<=\d)\s?[x×*]\s?(?=-?\d)/gu, say: () => " times "},
  {of: /(?<=[\p{L}\p{N})])\s?\^\s?2(?!\d)/gu, say: () => " squared"},
  {of: /(?<=[\p{L}\p{N})])\s?\^\s?3(?!\d)/gu, say: () => " cubed"},
  {
    of: /(?<=[\p{L}\p{N})])\s?\^\s?(?<power>-?\d{1,4})/gu,
    say: ({groups}) => ` to the power of ${numberWords(groups.power ?? "")}`,
  },
  {
    of: new RegExp(
      `${FREE}(?<from>${SIGN}${NUMBER})(?<fromScale>${SCALE})?[-\\u2013\\u2014](?<to>${NUMBER})(?<scale>${SCALE})?(?![-\\u2013]\\d)`,
      "gu",
    ),
    say: ({groups: {from = "", fromScale, to = "", scale}}) =>
      `${scaledWords(from, fromScale)} to ${scaledWords(to, scale)}`,
  },
  {of: /(?<=[\d)])\s[-\u2013]\s(?=[\d(])/gu, say: () => " minus "},
  {of: /(?<=\d):(?=\d)/gu, say: () => " to "},
  {of: /(?<=\d)\s?\+\s?(?=\d)/gu, say: () => " plus "},
  {of: /(?<=\d)\s?[÷]\s?(?=\d)/gu, say: () => " divided by "},
  {
    of: new RegExp(`(?<number>${SIGN}${NUMBER})(?<scale>${SCALE})?(?:\\+(?!\\d))`, "gu"),
    say: ({groups: {number = "", scale}}) => `${scaledWords(number, scale)} plus`,
  },
  {
    of: new RegExp(`(?<number>${SIGN}${NUMBER})(?<scale>${SCALE})?`, "gu"),
    say: ({groups: {number = "", scale}}) => scaledWords(number, scale),
  },
  {of: /\d+/g, say: ({text}) => digitWords(text)},
];

const NAMED_PARTS: Record<number, [string, string]> = {2: ["half", "halves"], 4: ["quarter", "quarters"]};
const MOST_PARTS = 20;

function fractionWords(whole: string | undefined, over: string, under: string): string | undefined {
  const [top, bottom] = [Number(over), Number(under)];
  if (/^0\d/.test(over) || /^0/.test(under)) return `${numberWords(over)} over ${numberWords(under)}`;
  if (top >= bottom || bottom > MOST_PARTS || top === 0 || bottom < 2) {
    const said = `${wholeWords(over)} over ${wholeWords(under)}`;
    return whole === undefined ? said : `${wholeWords(whole)} ${said}`;
  }
  const [one, many] = NAMED_PARTS[bottom] ?? [ordinalWords(under), `${ordinalWords(under)}s`];
  const part = `${wholeWords(over)} ${top === 1 ? one : many}`;
  return whole === undefined ? part : `${wholeWords(whole)} and ${part}`;
}

function romanValue(roman: string): number {
  const values: Record<string, number> = {I: 1, V: 5, X: 10};
  return [...roman].reduce((sum, sign, at) => {
    const value = values[sign] ?? 0;
    return sum + (value < (values[roman[at + 1] ?? ""] ?? 0) ? -value : value);
  }, 0);
}
