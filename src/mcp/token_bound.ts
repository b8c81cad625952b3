const PIECES = /\p{L}+|\p{N}{1,3}|\s+|[^\p{L}\p{N}\s]/gu;
const LETTER = /[\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}]/u;

/** How many tokens a text is for a model, counted rather too many than too few, for whatever tokenizer. */
export function tokenBound(text: string): number {
  let count = 0;
  for (const {0: piece, index} of text.matchAll(PIECES)) {
    if (/^\s/.test(piece)) count += spaceBound(piece, text.charAt(index + piece.length));
    else if (/^[\x21-\x7e]/.test(piece)) count += wordBound(piece);
    else for (const sign of piece) count += LETTER.test(sign) ? 1 : 3;
  }
  return count;
}

/** A single space belongs to the word after it, and to no number. */
function spaceBound(space: string, next: string): number {
  return space === " " ? Number(/\d/.test(next)) : Math.min(3, space.length);
}

/** What nobody would say ("xqzvk") is cut into more pieces than a word. */
function wordBound(word: string): number {
  if (!/^[a-z]/i.test(word)) return 1;
  const plain = word.match(/[a-z]/gi)?.length ?? 0;
  const vowels = word.match(/[aeiouy]/gi)?.length ?? 0;
  const other = word.length - plain;
  return Math.ceil(vowels * 5 < plain ? plain / 1.5 : plain / 4) + other;
}

/** A text of at most so many tokens, cut at the end of a line where that loses little. `cut` is said in place of the rest. */
export function withinTokens(text: string, most: number, cut = "(cut)"): string {
  if (tokenBound(text) <= most) return text;
  const left = most - tokenBound(cut) - 1;
  const lines = text.split("\n");
  const kept: string[] = [];
  let used = 0;
  for (const line of lines) {
    const cost = tokenBound(line) + 1;
    if (used + cost > left) {
      const rest = left - used;
      if (kept.length === 0 || rest > 60) kept.push(wordsWithin(line, rest));
      break;
    }
    kept.push(line);
    used += cost;
  }
  return [...kept.filter((line, at) => line !== "" || at < kept.length - 1), cut].join("\n");
}

function wordsWithin(line: string, most: number): string {
  let text = "";
  let used = 0;
  for (const [piece] of line.matchAll(/\S{1,40}\s*/g)) {
    used += tokenBound(piece);
    if (used > most - 1) break;
    text += piece;
  }
  return text === "" ? "" : `${text.trimEnd()}…`;
}
