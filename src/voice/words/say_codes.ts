import {digitWords, numberWords} from "./number_words.ts";
import {readableName} from "./readable_name.ts";
import type {Rule} from "./rule.ts";

const CODE_TAIL = 4;

/** Addresses, versions, file names, column names and identifiers, before any of their digits is taken for a number. */
export const CODES: readonly Rule[] = [
  {
    of: /(?<![\p{L}\p{N}])(?:https?|ftp|wss?|file|s3):\/\/(?:[^\s/@]{1,200}@)?(?<host>[^\s/?#:"'<>)\]]{0,253})[^\s"'<>)\]]*/giu,
    say: ({groups: {host = ""}}) => (host ? `a link to ${dotted(host.replace(/^www\./i, ""))}` : "a link"),
  },
  {
    of: /(?<![\p{L}\p{N}._%+-])(?<name>[\p{L}\p{N}._%+-]{1,64})@(?<host>[\p{L}\p{N}-]{1,63}(?:\.[\p{L}\p{N}-]{1,63}){1,5})/gu,
    say: ({groups: {name = "", host = ""}}) => `${dotted(name)} at ${dotted(host)}`,
  },
  {
    of: /(?<![\p{L}\p{N}])www\.(?<host>[\p{L}\p{N}-]{1,63}(?:\.[\p{L}\p{N}-]{1,63}){1,5})(?:\/[^\s"'<>)\]]*)?/giu,
    say: ({groups: {host = ""}}) => `a link to ${dotted(host)}`,
  },
  {
    of: /(?<![\p{L}\p{N}-])[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}(?![\p{L}\p{N}-])/giu,
    say: ({text}) => codeWords(text),
  },
  {
    of: /(?<![\p{L}\p{N}_-])(?=[0-9a-f]*[a-f])(?=[0-9a-f]*\d[a-f]*\d)[0-9a-f]{12,128}(?![\p{L}\p{N}_-])/giu,
    say: ({text}) => codeWords(text),
  },
  {
    of: /(?<![\p{L}\p{N}_.-])(?<name>[\p{L}\p{N}_-]{1,80})\.(?<end>csv|tsv|xlsx?|json|ndjson|parquet|txt|pdf|png|svg|html?|db|sqlite|duckdb|zip|md|sql|com|org|net|io)(?![\p{L}\p{N}_])/gu,
    say: ({groups: {name = "", end = ""}}) => `${dotted(name.replaceAll("-", " "))} dot ${spelled(end)}`,
  },
  {
    of: /(?<![\p{L}\p{N}.])v\.? ?(?<digits>\d+(?:\.\d+){0,3})(?![\p{L}\p{N}])/giu,
    say: ({groups}) => `version ${pointed(groups.digits)}`,
  },
  {
    of: /(?<![\p{L}\p{N}.,$€£-])(?:\(\d{3}\)\s?|\d{3}[-. ])\d{3}[-. ]\d{4}(?![\p{L}\p{N}-]|[.,]\d)/gu,
    say: ({text}) => groupedDigits(text),
  },
  {
    of: /(?<![\p{L}\p{N}.,$€£/-])(?![12]\d{3}-[01]\d-[0-3]\d(?![\d-]))\d{1,10}(?:-\d{1,10}){2,6}(?![\p{L}\p{N}-]|[.,]\d)/gu,
    say: ({text}) => groupedDigits(text),
  },
  {
    of: /(?<![\p{L}\p{N}.,$€£-])\d{4}(?: \d{4}){2,4}(?![\p{L}\p{N}-]|[.,]\d)/gu,
    say: ({text}) => groupedDigits(text),
  },
  {
    of: /(?<=(?<!\p{L})(?:zip|zip[ _]?code|postcode|postal code|post code|ssn|phone|fax|isbn|ean|barcode)s?:? (?:(?:is|of|was|number) )?)\d{3,12}(?:-\d{2,6})?(?![\p{L}\p{N}]|[.,]\d)/giu,
    say: ({text}) => groupedDigits(text),
  },
  {
    of: /(?<=(?<!\p{L})(?:ids?|identifier|[\p{L}\p{N}]{1,40}_id|serial|account|sku)(?: number)?:? (?:(?:is|of|was|number) )?)\d{5,24}(?![\p{L}\p{N}]|[.,]\d)/giu,
    say: ({text}) => groupedDigits(text),
  },
  {
    of: /(?<![\p{L}\p{N}.,$€£-])\d{1,5}(?:\.\d{1,5}){2,3}(?![\p{L}\p{N}]|\.\d)/gu,
    say: ({text}) => pointed(text),
  },
  {
    of: /(?<![\p{L}\p{N}])\+\d[\d ()-]{7,20}\d(?![\p{L}\p{N}])/gu,
    say: ({text}) => `plus ${digitWords(text.replace(/\D/g, ""))}`,
  },
  {
    of: /(?<![\p{L}\p{N}])(?=[\p{L}\p{N}_]*_)_*[\p{L}\p{N}][\p{L}\p{N}_]{0,200}/gu,
    say: ({text}) => readableName(text),
  },
  {
    of: /(?<![\p{L}\p{N}_])\p{Ll}{2,}(?:\p{Lu}\p{Ll}+){1,8}(?:\p{Lu}{1,4})?(?![\p{L}\p{N}_])/gu,
    say: ({text}) => readableName(text),
  },
  {
    of: /(?<![\p{L}\p{N}-])(?<letters>\p{Lu}{1,6})-(?<digits>\d{1,12})(?![\p{L}\p{N}]|[.,]\d)/gu,
    say: ({groups: {letters = "", digits = ""}}) =>
      `${letters === "COVID" ? letters : spelled(letters)} ${codeDigits(digits)}`,
  },
];

/** "sales_2024.csv" -> "sales 2024 dot csv": its digits are said later. */
function dotted(text: string): string {
  return text
    .split(".")
    .filter(Boolean)
    .map((part) =>
      part
        .replace(/_+/g, " ")
        .replace(/-/g, " dash ")
        .replace(/\d+/g, (digits) => (/^(?:19|20)\d\d$/.test(digits) ? digits : ` ${codeDigits(digits)} `))
        .trim(),
    )
    .join(" dot ");
}

function pointed(text = ""): string {
  return text
    .split(".")
    .map((part) => numberWords(part))
    .join(" point ");
}

/** "415-555-0393" -> "four one five, five five five, zero three nine three" */
function groupedDigits(text: string): string {
  return text
    .split(/\D+/)
    .filter(Boolean)
    .map((digits) => digitWords(digits))
    .join(", ");
}

/** Short numbers of a name as numbers, long ones and those that begin with zero digit by digit. */
function codeDigits(digits: string): string {
  return digits.length <= 3 ? numberWords(digits) : digitWords(digits);
}

function codeWords(text: string): string {
  const tail = text.slice(-CODE_TAIL).toUpperCase();
  return `a code that ends in ${[...tail].map((sign) => (/\d/.test(sign) ? digitWords(sign) : sign)).join(" ")}`;
}

/** "csv" -> "C S V"; what can be said as a word is. */
function spelled(letters: string): string {
  return /[aeiou]/i.test(letters.slice(1)) && !/^(?:io|db|sql)$/i.test(letters) && letters.length > 2
    ? letters
    : [...letters.toUpperCase()].join(" ");
}
