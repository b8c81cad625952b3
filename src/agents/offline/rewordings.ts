import {isYear} from "./column_nature.ts";
import type {Lexicon} from "./lexicon.ts";

const MORE = "(?:higher|more|bigger|larger|greater|longer|older|lower|less|fewer|smaller|shorter|younger)";

/** Whole ways to ask, and the same in words that the grammar has. */
const SAME: readonly (readonly [RegExp, string])[] = [
  [/\bwhen in the week\b/gi, "which weekday"],
  [/\bwhen in the year\b/gi, "which month of the year"],
  [
    new RegExp(
      `^\\W*do(?:es)? (?:an? )?${MORE} (.+?) (?:go|goes|come|comes) (?:together |along |hand in hand )?with (?:an? )?${MORE} (.+?)\\W*$`,
      "i",
    ),
    "correlation between $1 and $2",
  ],
];

const WORLD: readonly (readonly [RegExp, string])[] = [
  [/\b(?:of|in) the (?:whole )?world\b/gi, "of the total"],
  [/\bworld(?:wide)? total\b/gi, "total"],
];

/** A question reworded: what is asked stays the same. */
export function reworded(question: string, lexicons: readonly Lexicon[]): string {
  const isName = (word: string): boolean => lexicons.some(({keys}) => keys.has(word));
  const hasCountries = lexicons.some(({keys}) => keys.has("country"));
  const rules = hasCountries && !isName("world") && !isName("worldwide") ? [...SAME, ...WORLD] : SAME;
  const said = rules.reduce((text, [pattern, same]) => text.replace(pattern, same), question);
  return isName("now") ? said : ofThisYear(said, lexicons);
}

/** "now" in a table of years is its last year. */
function ofThisYear(question: string, lexicons: readonly Lexicon[]): string {
  const [years, ...others] = lexicons.flatMap(({columns, tables}) =>
    columns.filter((column) => column.table === tables[0]?.table && isYear(column)),
  );
  const isDated = lexicons.some(({columns}) =>
    columns.some(({profile}) => profile.type === "date" || profile.type === "timestamp"),
  );
  const last = years?.profile.max;
  if (
    !years ||
    others.length > 0 ||
    isDated ||
    typeof last !== "number" ||
    /\b(?:1[89]|20)\d\d\b/.test(question)
  )
    return question;
  return question.replace(
    /(?<=\S\s)(?:right now|now|at present|these days)\b(?!\s+(?:by|only|just|as))/i,
    `in ${last}`,
  );
}
