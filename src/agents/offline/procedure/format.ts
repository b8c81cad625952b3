import {nameWords} from "../tokens.ts";

/** One thing that a reply must state: `@name[placeholder]`, with what the text says of it. */
export interface Asked {
  name: string;
  placeholder: string;
  /** The clauses of the format that are about it. */
  description: string;
  decimals: number | undefined;
  integer: boolean;
  /** The texts that it may be, where they are listed. */
  choices: string[];
  shape: "one" | "list" | "pairs";
  /** Words are asked for: a name, a label. */
  text?: boolean;
  /** Asked in plain words: numbers are shown as prose shows them. */
  prose?: boolean;
}

/** A text and what it asks to be stated; everything before the first `@name[` is the text. */
export interface Request {
  body: string;
  asked: Asked[];
}

const OUTPUT = /@\s?([A-Za-z_]\w*)\s?\[([^\]\n@]*)\]?/g;

/** Cuts the requested form of the reply from a text, where it has one. */
export function splitRequest(text: string): Request {
  const plain = text.replaceAll("\\n", "\n");
  const at = plain.search(new RegExp(OUTPUT.source));
  if (at < 0) return {body: plain, asked: []};
  const body = plain
    .slice(0, at)
    .replace(/\b(?:answer |output |reply )?format\s*:?\s*\{?\s*(?:\d+\.\s*)?$/i, "")
    .replace(/\b(?:requires? output|return \d+ values?)\s*:\s*$/i, "")
    .replace(/[{}]/g, " ");
  return {body, asked: parseFormat(plain.slice(at), body)};
}

interface Named {
  name: string;
  placeholder: string;
  after: string;
}

/** Each output once; one that is only asked for "if there is none" is left out: it is said when it has no value. */
function namedIn(format: string): Named[] {
  const matches = [...format.matchAll(OUTPUT)];
  const found = new Map<string, Named>();
  for (const [at, match] of matches.entries()) {
    const from = match.index + match[0].length;
    const before = format.slice(
      at === 0 ? 0 : matches[at - 1]!.index + matches[at - 1]![0].length,
      match.index,
    );
    if (at > 0 && /\bif (?:there|no)\b[^.]*$/i.test(before)) continue;
    const after = format.slice(from, matches[at + 1]?.index ?? format.length);
    const name = match[1]!;
    if (!found.has(name)) found.set(name, {name, placeholder: (match[2] ?? "").trim(), after});
  }
  return [...found.values()];
}

function parseFormat(format: string, body: string): Asked[] {
  const outputs = namedIn(format);
  const placeholders = outputs.map((one) => bare(one.placeholder));
  const rest = withQuotedKeys(format.replace(OUTPUT, " "), placeholders);
  const clauses = clausesOf(rest);
  const keys = outputs.flatMap((one) => [bare(one.placeholder), one.name.toLowerCase()]);
  return outputs.map(({name, placeholder, after}) => {
    const sentence =
      placeholder.split(/\s+/).length >= 4 &&
      !/^[{[]|:\s*\w+_\d|…|\.\.\./.test(placeholder) &&
      !/^\w+(?:\s*,\s*\w+)+$/.test(placeholder);
    const key = bare(placeholder);
    const mine = clauses.filter((clause) => names(clause, key) || names(clause, name.toLowerCase()));
    const near = clausesOf(withQuotedKeys(after, placeholders))
      .slice(0, 1)
      .filter((clause) => !keys.some((one) => one !== key && one !== "" && quotes(clause, one)));
    const own = outputs.length === 1 ? [rest] : [...new Set([...mine, ...(mine.length === 0 ? near : [])])];
    const general = clauses.filter((clause) => !keys.some((one) => one !== "" && quotes(clause, one)));
    const description = [...(sentence ? [placeholder] : []), ...own].join(". ");
    const integer =
      /\binteger\b|\bwhole number\b/i.test(description) ||
      (description === "" && /\binteger\b/i.test(general.join(" ")));
    const listed = choicesIn(placeholder, description, keys);
    const choices =
      listed.length === 0 && !/\b(?:floats?|integers?|rounded|numbers?)\b/i.test(description)
        ? choicesSaid(name, placeholder, body)
        : listed;
    return {
      name,
      placeholder: sentence ? "" : placeholder,
      description,
      integer,
      decimals:
        decimalsIn(description) ??
        (integer ? 0 : undefined) ??
        decimalsIn(general.join(". ")) ??
        decimalsIn(rest) ??
        decimalsIn(body),
      choices,
      text: asksForText(description, placeholder, name),
      shape:
        choices.length >= 2 && !/,/.test(placeholder)
          ? "one"
          : shapeOf(sentence ? "" : placeholder, `${placeholder}. ${description}`),
    };
  });
}

/** Whether a description asks for words: "a string", "the name of the region as written in the file". */
function asksForText(description: string, placeholder: string, name: string): boolean {
  const own = description.replace(/["'][^"'\n]{1,40}["']\s*,?\s*(?:and|or)?/g, " ");
  if (/\b(?:integers?|floats?|decimals?|numbers?|numeric|percent\w*|rounded)\b/i.test(own))
    return /^(?:the )?(?:(?:full )?name|string)\b/i.test(own.trim()) && !/\brounded\b/i.test(own);
  return (
    /\bstrings?\b|\bnames?\b|\btext\b|\bas (?:it is |they are )?(?:written|spelled|given|shown) in the (?:file|data)/i.test(
      own,
    ) ||
    (description === "" && /(?:^|[_ ])name$/i.test(placeholder) && !/mean|count|number/i.test(name))
  );
}

const bare = (text: string): string =>
  text
    .replace(/["'{}]/g, "")
    .trim()
    .toLowerCase();

/** A new clause begins where a quoted name is said to be something: '"mean" is rounded to two decimals, "p" to four'. */
const SAID = `(?=["'][\\w ]+["'](?:(?:,| and|, and) ["'][\\w ]+["'])*,? (?:is|are|to|has|have|with|should|represents?|takes?|denotes?|rounded|a|an|as|in|integers?|(?:\\w+|\\d+) decimals?)\\b)`;
/** "n is an integer and the rest have two decimals": what is said of all the others. */
const OTHERS = `,?\\s+(?:and\\s+)?(?=the (?:rest|others?|remainder|means|averages|counts|(?:other|remaining) [a-z]+) (?:are|is|have|has|to|with|in|rounded|as)\\b)`;
const CLAUSES = new RegExp(
  `\\n+|(?<=[.;])\\s+(?=["'A-Z])|\\bwhere\\b(?=\\s+["'])|(?<=[a-z)]),\\s*(?:and\\s+)?${SAID}|(?<=[a-z)]|\\b(?:like|or|as|if|of)\\s["'][\\w -]{1,30}["']) and ${SAID}|${OTHERS}`,
  "i",
);

/** Placeholders that are spoken of without quotes, in quotes: "where m has two decimals and x is an integer". */
function withQuotedKeys(text: string, keys: readonly string[]): string {
  const plain = [...new Set(keys)].filter((key) => /^\w+$/.test(key)).sort((a, b) => b.length - a.length);
  if (plain.length === 0) return text;
  const any = `(?:${plain.join("|")})`;
  const verb =
    "(?:is|are|has|have|with|should|rounded|to (?:\\w+|\\d+) decimals?|(?:\\w+|\\d+) decimals?|an integer|integers?|both|each)\\b";
  return text.replace(
    new RegExp(`(?<![\\w"'])${any}(?=(?:\\s*(?:,|,? and)\\s*${any}(?![\\w"']))*\\s*,?\\s+${verb})`, "gi"),
    (key) => `"${key}"`,
  );
}

const clausesOf = (text: string): string[] =>
  text
    .split(CLAUSES)
    .map((one) => one.trim())
    .filter((one) => /[a-z]/i.test(one));

const quotes = (clause: string, key: string): boolean =>
  key !== "" &&
  new RegExp(`["'“]\\s*${key.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")}\\s*["'”]`, "i").test(clause);

const names = (clause: string, key: string): boolean =>
  quotes(clause, key) ||
  (key.length > 2 &&
    new RegExp(
      `^(?:where\\s+|and\\s+)?(?:the\\s+)?${key.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")}\\b[^.]*?\\b(?:is|are|should|represents?)\\b`,
      "i",
    ).test(clause));

const COUNTS: Record<string, number> = {
  zero: 0,
  no: 0,
  one: 1,
  two: 2,
  three: 3,
  four: 4,
  five: 5,
  six: 6,
  seven: 7,
  eight: 8,
  first: 1,
  second: 2,
  third: 3,
  fourth: 4,
  tenth: 1,
  hundredth: 2,
  thousandth: 3,
};

/** How many decimals a text asks for. */
export function decimalsIn(text: string): number | undefined {
  const counted =
    /\b(\d+|zero|one|two|three|four|five|six|seven|eight|first|second|third|fourth)(?:st|nd|rd|th)?[\s-](?:significant )?(?:decimals?|digits? after|d\.?p\b|places)/i.exec(
      text,
    )?.[1];
  if (counted !== undefined) return COUNTS[counted.toLowerCase()] ?? Number(counted);
  const nearest = /\bnearest (tenth|hundredth|thousandth|integer|whole)/i.exec(text)?.[1]?.toLowerCase();
  if (nearest) return COUNTS[nearest] ?? 0;
  const format = /\b0?\.0+\b/.exec(/\bformat\b[^.]*\b0\.0+/.test(text) ? text : "")?.[0];
  return format ? format.split(".")[1]!.length : undefined;
}

function choicesIn(placeholder: string, description: string, placeholders: readonly string[]): string[] {
  const slashed = /^[^/]*?\(?(["']?[\w -]+["']?(?:\/["']?[\w -]+["']?)+)\)?$/.exec(placeholder)?.[1];
  if (slashed) return slashed.split("/").map((one) => one.replace(/["']/g, "").trim());
  const quoted = [...description.matchAll(/"([^"\n]{1,50})"|(?<![\w])'([^'\n]{1,50})'(?!\w)/g)]
    .map((match) => (match[1] ?? match[2])!.trim())
    .filter((one) => !placeholders.includes(one.toLowerCase()) && !/^[YMDHms:\s/-]+$/.test(one));
  const distinct = [...new Set(quoted)];
  const texts =
    /\b(?:either|strings?|can be|takes?|boolean|should be|must be|one of)\b|["'] (?:or|if|for) /i.test(
      description,
    );
  if (distinct.length >= 2 && texts && !/\b(?:integer|float)\b/i.test(description)) return distinct;
  if (/\bboolean\b|\btrue\b[^.]*\bfalse\b/i.test(description)) return ["True", "False"];
  const either = /\beither (\w+) or (\w+)\b/i.exec(description);
  if (either) return [either[1]!, either[2]!];
  if (/\byes\b\s*(?:or|\/)\s*\bno\b/i.test(description)) return ["Yes", "No"];
  return [];
}

/** The texts that the instruction itself says an output may be: 'the direction is "positive" if ..., and "negative" if ...'. */
function choicesSaid(name: string, placeholder: string, body: string): string[] {
  const words = new Set(
    [...wordsOfName(name), ...wordsOfName(placeholder)].filter((word) => word.length > 3),
  );
  for (const sentence of body.split(/(?<=[.;])\s+(?=[A-Z])|\n/)) {
    const own = nameWords(sentence.replace(/["'][^"']*["']/g, " "));
    if (!own.some((word) => words.has(word)) || !/\b(?:if|when|below|above|under|over)\b/.test(sentence))
      continue;
    const quoted = [...sentence.matchAll(/["']([\w -]{2,30})["']/g)].map((match) => match[1]!);
    if (new Set(quoted).size >= 2) return [...new Set(quoted)];
  }
  return [];
}

function shapeOf(placeholder: string, said: string): Asked["shape"] {
  if (/^\{/.test(placeholder) || /\bdictionary\b|\bdict\b/i.test(said)) return "pairs";
  if (/,|…|\.\.\./.test(placeholder) || /\b(?:list|comma[- ]separated|separated by commas?)\b/i.test(said))
    return "list";
  return "one";
}

/** The words of an output's name, lower case. */
export const wordsOfName = (name: string): string[] =>
  nameWords(name.replace(/([A-Za-z])(\d)/g, "$1 $2").replace(/(\d)([A-Za-z]{3,})/g, "$1 $2"));
