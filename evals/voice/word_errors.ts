/** Words as they are compared: lower case, without signs. */
export const wordsOf = (text: string): string[] =>
  text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}' ]+/gu, " ")
    .split(/\s+/)
    .filter(Boolean);

/** How many words have to be put in, left out or changed to make one text the other (Levenshtein's distance in words). */
export function wordErrors(said: string, heard: string): number {
  const [from, to] = [wordsOf(said), wordsOf(heard)];
  let row = to.map((_word, index) => index + 1);
  for (const [index, word] of from.entries()) {
    const before = [index, ...row];
    row = [];
    for (const [at, other] of to.entries()) {
      const changed = (before[at] ?? 0) + (word === other ? 0 : 1);
      const left = (row[at - 1] ?? index + 1) + 1;
      row.push(Math.min(changed, left, (before[at + 1] ?? 0) + 1));
    }
  }
  return row.at(-1) ?? from.length;
}
