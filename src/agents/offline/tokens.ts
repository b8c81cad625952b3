/** A word, number, quoted text or mark of a question, with where it stands. */
export interface Token {
  text: string;
  lower: string;
  start: number;
  end: number;
  kind: "word" | "number" | "quoted" | "mark";
}

const PATTERN =
  /"([^"]+)"|“([^”]+)”|(?<![\p{L}\p{N}])'([^']+)'(?![\p{L}\p{N}])|\d+(?:st|nd|rd|th)(?!\p{L})|[$€£]?\d+(?:,\d+)*(?:\.\d+)?(?:[kKmMbB](?![\p{L}])|%)?|(?:(?!_)[\p{L}\p{M}\p{N}])+(?:['’]\p{L}+)?|[<>=!]=?|≥|≤|[,;?&/+*:()-]|[^\s_]/gu;

/** Cuts a question into tokens. Hyphens and underscores separate words; a possessive 's is dropped from the word. */
export function tokenize(question: string): Token[] {
  const tokens: Token[] = [];
  for (const match of question.matchAll(PATTERN)) {
    const quoted = match[1] ?? match[2] ?? match[3];
    const start = match.index;
    const end = start + match[0].length;
    if (quoted !== undefined) {
      tokens.push({text: quoted, lower: quoted.toLowerCase(), start, end, kind: "quoted"});
      continue;
    }
    const text = match[0].replace(/['’]s$/i, "");
    const kind = /^[$€£]?\d[\d,.]*[kKmMbB%]?$/.test(text)
      ? "number"
      : /[\p{L}\p{N}]/u.test(text)
        ? "word"
        : "mark";
    tokens.push({text, lower: text.toLowerCase().replace("’", "'"), start, end, kind});
  }
  return joinSigns(tokens);
}

/** Drops hyphens inside words and makes `-5` one number. */
function joinSigns(tokens: Token[]): Token[] {
  const kept: Token[] = [];
  for (const [index, token] of tokens.entries()) {
    if (token.kind === "mark" && token.text === "-") {
      const [before, after] = [tokens[index - 1], tokens[index + 1]];
      if (after?.kind === "number" && after.start === token.end && (!before || before.end < token.start)) {
        tokens[index + 1] = {...after, text: `-${after.text}`, lower: `-${after.lower}`, start: token.start};
      }
      if (after?.kind === "number" && before?.kind === "number") kept.push(token);
      continue;
    }
    kept.push(token);
  }
  return kept;
}

/** The words of a name as people would say them: `IMDB_Rating` -> imdb, rating; `SibSp` -> sib, sp; `Weight (kg)` -> weight, kg. */
export function nameWords(name: string): string[] {
  return name
    .replace(/([\p{Ll}\p{N}])(\p{Lu})/gu, "$1 $2")
    .replace(/(\p{Lu}+)(\p{Lu}\p{Ll})/gu, "$1 $2")
    .toLowerCase()
    .split(/[^\p{L}\p{M}\p{N}%]+/u)
    .filter(Boolean);
}

/** Letters and digits only, lower case: what two spellings of a name share. */
export function nameKey(text: string): string {
  const key = text.toLowerCase().replace(/[^\p{L}\p{M}\p{N}%]+/gu, "");
  return key || text.trim().toLowerCase();
}
