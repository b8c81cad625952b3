/** Whether a short form is a word with letters left out. */
export function leavesOut(short: string, word: string): boolean {
  if (word.length < short.length + 2 || word[0] !== short[0]) return false;
  let at = 0;
  for (const letter of word) if (letter === short[at]) at++;
  return at === short.length;
}
