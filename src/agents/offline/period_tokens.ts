/** A piece of a question as the grammar of time reads it. */
export interface TimeToken {
  text: string;
  lower: string;
  start: number;
  end: number;
  kind: "word" | "number" | "date" | "mark";
}

const PATTERN =
  /(?<date>\d{4}-\d{1,2}-\d{1,2}(?!\d)|\d{4}-\d{2}(?![\d-])|\d{4}\/\d{1,2}(?:\/\d{1,2})?(?![\d/])|\d{1,2}[/.]\d{1,2}[/.]\d{4}(?!\d)|\d{1,2}\/\d{4}(?!\d))|(?<decade>['’]?\d{2,4}['’]?s(?!\p{L}))|(?<ordinal>\d{1,2}(?:st|nd|rd|th)(?!\p{L}))|(?<number>[$€£]?\d[\d,]*(?:\.\d+)?(?:[kKmMbB](?!\p{L})|%)?)|(?<word>\p{L}[\p{L}\p{M}\d]*(?:['’]\p{L}+)?)|(?<mark>\S)/gu;

/** Cuts a question into words, numbers, written dates and marks. */
export function timeTokens(question: string): TimeToken[] {
  const tokens: TimeToken[] = [];
  for (const match of question.matchAll(PATTERN)) {
    const groups = match.groups ?? {};
    let text = match[0];
    if (groups.number) text = text.replace(/,+$/, "");
    const kind = groups.date ? "date" : groups.number ? "number" : groups.mark ? "mark" : "word";
    const lower = text
      .toLowerCase()
      .replaceAll("’", "'")
      .replace(/(?<=\p{L})'s$/u, "");
    tokens.push({text, lower, start: match.index, end: match.index + text.length, kind});
    if (text.length < match[0].length) {
      const start = match.index + text.length;
      tokens.push({text: ",", lower: ",", start, end: start + 1, kind: "mark"});
    }
  }
  return tokens;
}

/** Where the words stand from token `at` on; hyphens between words are passed over. Returns the token after them. */
export function readWords(tokens: readonly TimeToken[], at: number, phrase: string): number | undefined {
  let next = at;
  for (const [index, word] of phrase.split(" ").entries()) {
    if (index > 0 && tokens[next]?.lower === "-") next++;
    if (tokens[next]?.lower !== word) return undefined;
    next++;
  }
  return next;
}

/** The longest of several phrases that stands from token `at` on. */
export function readAny<T>(
  tokens: readonly TimeToken[],
  at: number,
  phrases: ReadonlyMap<string, T>,
): {next: number; value: T} | undefined {
  const first = tokens[at]?.lower;
  if (first === undefined) return undefined;
  let best: {next: number; value: T} | undefined;
  for (const [phrase, value] of phrases) {
    if (!phrase.startsWith(first)) continue;
    const next = readWords(tokens, at, phrase);
    if (next !== undefined && next > (best?.next ?? at)) best = {next, value};
  }
  return best;
}
