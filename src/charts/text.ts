/**
 * Makes a text of the user's safe for Plotly, which reads `<b>`, `<a href>`, `<span style>` and entities: everything is
 * shown as written. Control characters, line breaks and direction overrides become spaces.
 */
export function literal(text: string): string {
  return (
    text
      // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is taken out
      .replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]+/gu, " ")
      .replace(/&/g, "&amp;")
      .replace(/</g, "&lt;")
      .replace(/>/g, "&gt;")
  );
}

/** Lines of at most `width` characters, at most `lines` of them; what is left over ends in an ellipsis. */
export function wrap(text: string, width: number, lines: number): string[] {
  const words = text
    .trim()
    .split(/\s+/u)
    .flatMap((word) => pieces(word, width));
  const made: string[] = [];
  for (const word of words) {
    const last = made.at(-1);
    if (last !== undefined && length(last) + 1 + length(word) <= width)
      made[made.length - 1] = beside(last, word);
    else made.push(word);
  }
  if (made.length <= lines) return made;
  const kept = made.slice(0, lines);
  kept[lines - 1] = shorten(`${beside(kept[lines - 1]!, made[lines]!)}…`, width);
  return kept;
}

/** Two words with a space; what was cut behind a stroke or a hyphen without one. */
const beside = (one: string, other: string): string => `${one}${/\S[/-]$/u.test(one) ? "" : " "}${other}`;

/** At most `width` characters, ending in an ellipsis when cut. */
export function shorten(text: string, width: number): string {
  const letters = [...text];
  return letters.length <= width
    ? text
    : `${letters
        .slice(0, Math.max(1, width - 1))
        .join("")
        .trimEnd()}…`;
}

/** Names of at most `width` characters; those that would be the same keep their ends. */
export function shortNames(names: readonly string[], width: number): string[] {
  const short = names.map((name) => shorten(name, width));
  return names.map((name, at) => {
    if (short.filter((one) => one === short[at]).length < 2) return short[at]!;
    const letters = [...name];
    const head = Math.ceil((width - 1) / 2);
    return letters.length <= width
      ? name
      : `${letters.slice(0, head).join("").trimEnd()}…${letters
          .slice(letters.length - (width - 1 - head))
          .join("")
          .trimStart()}`;
  });
}

/** A label of the user's: wrapped, made safe, its lines joined by Plotly's line break. */
export function label(text: string, width: number, lines = 1): string {
  return wrap(text, width, lines).map(literal).join("<br>");
}

/** About how wide a text is drawn, in pixels, at a font size: wide scripts and capitals count for more. */
export function pixels(text: string, fontSize: number): number {
  let units = 0;
  for (const letter of text) {
    if (
      /[\u1100-\u11ff\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uffef]|\p{Extended_Pictographic}/u.test(
        letter,
      )
    )
      units += 1.05;
    else if (/[MW@%]/u.test(letter)) units += 0.9;
    else if (/[A-Z]/u.test(letter)) units += 0.68;
    else if (/[ijlftr.,:;'|!()]/u.test(letter)) units += 0.34;
    else units += 0.58;
  }
  return units * fontSize;
}

/** How many characters a reader sees. */
function length(text: string): number {
  return [...text].length;
}

/** A long word in pieces, cut behind a stroke or a hyphen where it has one. */
function pieces(word: string, width: number): string[] {
  const letters = [...word];
  if (letters.length <= width) return [word];
  const parts: string[] = [];
  const joined = word.match(/[^/-]*[/-]+|[^/-]+/gu) ?? [];
  if (joined.length > 1) {
    for (const part of joined) {
      const last = parts.at(-1);
      if (last !== undefined && length(last) + length(part) <= width) parts[parts.length - 1] = last + part;
      else parts.push(part);
    }
    return parts.flatMap((part) => pieces(part, width));
  }
  for (let at = 0; at < letters.length; at += width) parts.push(letters.slice(at, at + width).join(""));
  return parts;
}
