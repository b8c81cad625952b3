import {nameParts} from "../roles.ts";

/** Words that say that a column identifies something, and not what. */
const IDENTIFYING = new Set(
  "id ids uid uuid guid key code no nr num number ref reference identifier fk pk sk rowid iso iso2 iso3 name".split(
    " ",
  ),
);

/** Words of tables' names that say nothing about what their rows are. */
const DECORATION = new Set(
  "tbl table dim fact data dataset export list master raw clean cleaned final copy new old latest extract dump report file sheet backup test sample all the of by v1 v2 v3 v4".split(
    " ",
  ),
);

const IRREGULAR: Readonly<Record<string, string>> = {
  people: "person",
  persons: "person",
  children: "child",
  men: "man",
  women: "woman",
  staff: "employee",
  mice: "mouse",
  series: "series",
  species: "species",
  indices: "index",
  matrices: "matrix",
  criteria: "criterion",
  diagnoses: "diagnosis",
  analyses: "analysis",
  movies: "movie",
  cookies: "cookie",
};

/** A word of English in the singular: categories -> category, boxes -> box. */
export function singular(word: string): string {
  const known = IRREGULAR[word];
  if (known) return known;
  if (word.length < 4 || !word.endsWith("s") || /(ss|us|is)$/.test(word)) return word;
  if (word.endsWith("ies")) return `${word.slice(0, -3)}y`;
  if (/(ch|sh|x|z|ss)es$/.test(word)) return word.slice(0, -2);
  return word.slice(0, -1);
}

/** What the rows of a table are, by its name: `tbl_customers_2024` is customer. */
export function entityWords(table: string): string[] {
  const words = nameParts(table).filter((word) => !DECORATION.has(word) && !/^\d+$/.test(word));
  return words.map(singular);
}

/** What a column names, without the words that only say that it identifies: `ship_country_code` is ship, country. */
export function coreWords(column: string): string[] {
  return nameParts(column)
    .map(singular)
    .filter((word) => !IDENTIFYING.has(word));
}

/** Whether a short word stands for a longer one: cust, dept, qty. */
export function abbreviates(short: string, long: string): boolean {
  if (short.length < 3 || short.length >= long.length || short[0] !== long[0]) return false;
  if (long.startsWith(short)) return true;
  let at = 0;
  for (const letter of long) if (letter === short[at]) at++;
  return at === short.length && !/[aeiou]/.test(short.slice(1));
}

const sameWord = (one: string, other: string): boolean =>
  one === other || abbreviates(one, other) || abbreviates(other, one);

/** Whether the words end with other words, abbreviations taken for what they stand for. */
export const endsWith = (words: readonly string[], end: readonly string[]): boolean =>
  end.length > 0 &&
  end.length <= words.length &&
  end.every((word, at) => sameWord(words[words.length - end.length + at]!, word));
