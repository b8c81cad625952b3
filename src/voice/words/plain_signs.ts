import {digitWords} from "./number_words.ts";

/** Tags of SSML, XML and HTML, comments, and instructions to a program. */
const TAGS =
  /<!--[\s\S]{0,2000}?-->|<!\[CDATA\[|\]\]>|<[?!][^<>]{0,500}>|<\/?[a-z][\w:.-]{0,60}(?:\s[^<>=]{0,200}=[^<>]{0,500})?\s?\/?>/gi;
const ENTITIES: Record<string, string> = {
  amp: "&",
  lt: " less than ",
  gt: " more than ",
  quot: '"',
  apos: "'",
  nbsp: " ",
};
/** Signs that are neither seen nor said: controls, directions, without width, private ones, halves of pairs. */
const HIDDEN =
  /(?![\n\r\t\u200c\u200d])[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Cn}\ufffc\ufffd]|\u20e3|[\ufe00-\ufe0f]|[\u{e0000}-\u{e0fff}]|(?<![\p{L}\p{M}])[\u200c\u200d]|(?<=[\p{Script=Latin}\p{N}])[\u200c\u200d]/gu;
const PICTURES: Record<string, string> = {
  "✅": "yes",
  "✔": "yes",
  "❌": "no",
  "✗": "no",
  "✓": "yes",
  "👍": "thumbs up",
  "👎": "thumbs down",
  "⚠": "careful",
  "🔥": "fire",
  "⭐": "star",
  "❤": "love",
};
const PICTURE = /\p{Extended_Pictographic}\u200d?|[\u{1f3fb}-\u{1f3ff}\u{1f1e6}-\u{1f1ff}]/gu;

/** The text without what could harm or confuse a voice: tags, hidden signs, Markdown; with one form of each sign. */
export function plainSigns(text: string): string {
  return text
    .replace(/[^\S\n\r]{2,}/g, " ")
    .replace(/\d{41,}/g, (digits) => ` ${digitWords(digits)} `)
    .replace(TAGS, " ")
    .replace(/&(amp|lt|gt|quot|apos|nbsp);/g, (_, name: string) => ENTITIES[name] ?? " ")
    .replace(/(?<=\d)[\u00a0\u202f\u2009](?=\d{3}(?!\d))/gu, ",")
    .replace(/(?<=\d)['’](?=\d{3}(?!\d))/gu, ",")
    .replace(/(?<![\d.,+])\d{1,3}(?: \d{3}){2,6}(?![\d.]| \d)/g, (number) => number.replaceAll(" ", ","))
    .replace(HIDDEN, "")
    .replace(PICTURE, (sign) => ` ${PICTURES[sign.replace("\u200d", "")] ?? ""} `)
    .replace(/(?<=\p{L})²/gu, "^2")
    .replace(/(?<=\p{L})³/gu, "^3")
    .replace(/(?<=\p{N})[⁰¹²³⁴-⁹⁻⁺]+/gu, (raised) => `^${raised.normalize("NFKC").replace("\u2212", "-")}`)
    .replace(/(?<=\d)(?=[½¼¾⅓⅔⅛⅜⅝⅞])/g, " ")
    .replace(/[\p{No}\p{Nl}\uff00-\uffef]/gu, (sign) => sign.normalize("NFKC"))
    .replace(/\p{Nd}/gu, asciiDigit)
    .replace(/[\u2212\u2010\u2011\ufe63]/g, "-")
    .replace(/[\u2018\u2019\u02bc]/g, "'")
    .replace(/[\u201c\u201d\u201e\u00ab\u00bb]/g, '"')
    .replace(/\u2026/g, "...")
    .replace(
      /(?<=\d)\.(?=\d{3}(?:\.\d{3})*,\d{1,2}(?!\d))|(?<=\d\.\d{3}(?:\.\d{3})*),(?=\d{1,2}(?!\d))/g,
      (sign) => (sign === "." ? "" : "."),
    )
    .replace(/^\s*(?:[-*•]|\d{1,3}[.)]|#{1,6})\s+/gmu, "")
    .replace(/\*\*|__|`+/g, "")
    .replace(/\[([^\][]{1,200})\]\([^()\s]{1,500}\)/g, "$1")
    .replace(/\[\d{1,3}\]/g, "")
    .replace(/\s*[\n\r]+\s*/g, (_, at: number, whole: string) =>
      /[.!?:;,]$/.test(whole.slice(0, at)) ? " " : ". ",
    )
    .replace(/\s*[·•]\s*/g, ", ")
    .replace(/\s+/g, " ");
}

/** A digit of any script: those of a script stand in a row from zero. */
function asciiDigit(sign: string): string {
  const code = sign.codePointAt(0)!;
  if (code < 0x80) return sign;
  let first = code;
  while (/\p{Nd}/u.test(String.fromCodePoint(first - 1))) first--;
  return String((code - first) % 10);
}

/** Everything but letters and the marks that make pauses. */
const SILENT = /[^\p{L}\p{M}\s.,!?;:'\u3001\u3002\u060c\u061f\u0964]/gu;
/** They shape letters of Persian and of India's scripts. */
const JOINERS = ["\u200c", "\u200d"];

/** What a voice is given in the end: letters, and the marks that make pauses. */
export function tidySpeech(text: string): string {
  return text
    .replace(/[([{]/g, ", ")
    .replace(/[)\]}]/g, ", ")
    .replace(/\s[-\u2013\u2014]\s|[\u2013\u2014]|--+/g, ", ")
    .replace(/(?<=\p{L})-(?=\p{L})/gu, " ")
    .replace(/\p{N}/gu, " ")
    .replace(SILENT, (sign) => (JOINERS.includes(sign) ? sign : " "))
    .replace(/(?<!\p{L})'+(?!\p{L})/gu, " ")
    .replace(/\s+/g, " ")
    .replace(/\s+([.,!?;:])/g, "$1")
    .replace(/,(?:\s?,)+/g, ",")
    .replace(/,\s?(?=[;:])/g, "")
    .replace(/,(?=\p{L})/gu, ", ")
    .replace(/[,;:](?:\s?)(?=[.!?])/g, "")
    .replace(/([.!?;:])\s?,/g, "$1")
    .replace(/([.!?])[.!?]+/g, "$1")
    .replace(/^[\s,;:.!?]+|[\s,;:]+$/g, "");
}
