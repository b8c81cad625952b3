/**
 * What comes from data, files and people is made into Markdown that shows it and does nothing. Two layers, since not every
 * renderer honours a backslash: signs of Markdown get a backslash, and what calls people or becomes a link (`@name`, `<!channel>`,
 * `<@U1>`, `https://`, `evil.com`, `:emoji:`) gets a word joiner (U+2060, not seen, no place to break a line) inside it.
 */

const JOINER = "\u2060";
/** Not seen, and able to hide or turn text; line ends, and joiners and variation selectors inside emoji, stay. */
const HIDDEN = /(?!\n|\u200c|\u200d|\ufe0e|\ufe0f)[\p{Cc}\p{DI}\u2028\u2029\ufff9-\ufffb]/gu;
const RIGHT_TO_LEFT = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;
/** A run of words that are written from right to left, with what stands between them. */
const RIGHT_TO_LEFT_RUN =
  /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\u{10800}-\u{10fff}\u{1e800}-\u{1efff}](?:[^\p{L}\p{N}\n]*[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\u{10800}-\u{10fff}\u{1e800}-\u{1efff}])*/gu;
const PICTURE = /\p{Extended_Pictographic}/u;
const SIGNS = /[\\`*_[\]<~|&]/g;
const AT_LINE_START = /^(?:[>#+\-=:]|\d{1,9}(?=[.)]))/;
/** Endings of data files, which no platform takes for a site. */
const FILES = "csv|tsv|txt|xlsx|xls|xlsm|ods|json|ndjson|jsonl|parquet|sql|pdf|png|svg|gz|duckdb|sqlite";
const SITE = new RegExp(
  `(?<=[\\p{L}\\p{N}]\\\\*)\\.(?=\\\\*\\p{L}\\\\*\\p{L})(?!(?:${FILES})(?![\\p{L}\\p{N}/.-]))`,
  "giu",
);

/** One line of plain text: for notifications, button labels and other places without Markdown. Calls nobody and links nothing. */
export function plainLine(text: string): string {
  return defused(oneLine(text));
}

/** Data as Markdown inside a line: shown as it is, doing nothing. */
export function escapeMarkdown(text: string): string {
  return escapedLine(oneLine(text));
}

/** Text with line ends as Markdown that keeps them. */
export function escapeLines(text: string): string {
  return visible(text.replace(/\r\n?/g, "\n"))
    .split("\n")
    .map((line) => escapedLine(line.trim()))
    .join("\n");
}

/** Data as it may stand between the fences of a code block; its lines stay. */
export function codeText(text: string): string {
  return visible(text.replace(/\r\n?/g, "\n").replaceAll("\t", "  "))
    .replace(/`(?=`)/g, `\`${JOINER}`)
    .replace(/@(?=[\p{L}\p{N}&])/gu, `@${JOINER}`)
    .replace(/<(?=[@#!:/?\p{L}])/gu, `<${JOINER}`);
}

/** A code block. */
export function codeFence(text: string, info = ""): string {
  return `\`\`\`${info}\n${codeText(text)}\n\`\`\``;
}

/**
 * A name set apart (U+2068..U+2069) where it is written from right to left or holds pictures: a number beside it stays
 * where it belongs.
 */
export function isolate(text: string): string {
  return RIGHT_TO_LEFT.test(text) || PICTURE.test(text) ? `\u2068${text}\u2069` : text;
}

/** A sentence whose names from right to left are each set apart. */
export function isolateNames(text: string): string {
  return text.replace(RIGHT_TO_LEFT_RUN, (run) => `\u2068${run}\u2069`);
}

function oneLine(text: string): string {
  return visible(text.replace(/[\r\n\t]+/g, " ")).trim();
}

function visible(text: string): string {
  return text.toWellFormed().replace(HIDDEN, "");
}

function escapedLine(line: string): string {
  const signs = line.replace(SIGNS, "\\$&");
  const start = signs.replace(AT_LINE_START, (found) => (/\d/.test(found) ? `${found}\\` : `\\${found}`));
  return defused(start);
}

/** Backslashes may stand between the signs: where they mean nothing they are seen, where they do the sign after them counts. */
function defused(text: string): string {
  return text
    .replaceAll("@", `@${JOINER}`)
    .replace(/<(?=\\*[@#!:/?\p{L}])/gu, `<${JOINER}`)
    .replace(/:(?=\\*\/\\*\/)/g, `:${JOINER}`)
    .replace(/:(?=[\p{L}\p{N}+'_\\-]+:)/gu, `:${JOINER}`)
    .replace(SITE, `.${JOINER}`);
}
