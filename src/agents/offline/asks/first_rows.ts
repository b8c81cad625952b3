import type {TableProfile} from "../../../data/profile.ts";
import {compileReading} from "../../../planning/compile.ts";
import {parseNumber} from "../number_words.ts";
import {rowNouns} from "../row_nouns.ts";
import {nameKey} from "../tokens.ts";
import {type Ask, blankReading} from "./ask_scene.ts";
import {vocabulary} from "./places_words.ts";

const VERB =
  "(?:(?:can|could) (?:you|i|we) )?(?:please )?(?:show|list|give|display|print|preview|view|see|let(?:'s| me|s) see|i (?:want|need|would like|'d like) to see)(?: me| us)?";
const THE = "(?:the |my |our |your |this )?";
const NUMBER =
  "(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred|thousand)";
const COUNT = `(?:\\d{1,3},\\d{3}|\\d{1,6}|(?:a )?${NUMBER}(?:[ -]${NUMBER})?)`;
const AMOUNT = `(?<all>all(?: of)? ${THE})|${THE}(?<end>first|top) (?:(?<few>few )|(?<ends>${COUNT}) )?|(?<some>some (?:of )?${THE}|an? few (?:of )?${THE}|a couple of ${THE}|a sample of ${THE})|${THE}(?<count>${COUNT}) |${THE}`;
const OF = `(?: (?:of|in|from) ${THE}(?<of>[\\p{L}\\p{N} _.-]{1,60}?))?`;
const ASKED = new RegExp(
  `^\\s*(?:(?:ok|okay|now|please),? )*(?<verb>${VERB} )?(?:${AMOUNT})(?<thing>[\\p{L}_]+)${OF}(?: please)?\\s*[.?!]*\\s*$`,
  "iu",
);

const ROWS = /^(?:rows?|records?|lines?|entr(?:y|ies))$/;
const WHOLE = /^(?:data|dataset|file|table|sheet|spreadsheet|csv)$/;
/** So many where no number is said. */
const A_FEW = 10;

/** The words that such a question is made of. */
export const FIRST_ROWS_WORDS = vocabulary(
  "first | top | few | couple | sample | all | list | display | print | preview | view | show | see | would like | row | rows | of",
);

/** "show the first 10 rows", "list 5 orders", "show me the data": rows as they stand in the file, in no other order. */
export const askFirstRows: Ask = ({question, table, tables, before}) => {
  const said = ASKED.exec(question.toLowerCase())?.groups;
  if (!said) return undefined;
  const {thing = "", all, end, ends, count, some, few, of, verb} = said;
  const about = tableMeant(thing, of, tables, before ? table : undefined);
  if (!about) return undefined;
  const isRows = ROWS.test(thing);
  // "top 5 orders" are the largest; "top 5 rows" are the first.
  if (!isRows && !WHOLE.test(thing) && (end === "top" || (!all && !ends && !count))) return undefined;
  if (!verb && !end && !all) return undefined;
  const wanted = ends ?? count;
  const number = wanted === undefined ? undefined : parseNumber(wanted.replaceAll("-", " "));
  if (wanted !== undefined && (number === undefined || !Number.isInteger(number) || number < 1))
    return undefined;
  const isOne = end !== undefined && /^(?:row|record|line|entry)$/.test(thing);
  const limit = all ? undefined : (number ?? (isOne ? 1 : A_FEW));
  const isGuess = limit !== undefined && number === undefined && !isOne;
  const reading = blankReading(about.table, {
    intent: "rows",
    ...(limit !== undefined && {limit}),
    assumptions: [
      ...(isGuess ? [`the first ${A_FEW} rows, as no number was said`] : []),
      ...(some || few || isGuess ? [] : ["in the order of the file"]),
    ],
  });
  return {kind: "plan", plan: compileReading(reading, about)};
};

/** The table whose rows are meant: the one that is named, whose rows are called so, or the only one. */
function tableMeant(
  thing: string,
  of: string | undefined,
  tables: readonly TableProfile[],
  before: TableProfile | undefined,
): TableProfile | undefined {
  const one = (found: readonly TableProfile[]): TableProfile | undefined =>
    found.length === 1 ? found[0] : undefined;
  const called = (word: string): TableProfile | undefined =>
    one(tables.filter(({table}) => nameKey(table) === nameKey(word))) ??
    one(tables.filter((each) => rowNouns(each).has(word)));
  if (of !== undefined && !WHOLE.test(of)) return ROWS.test(thing) ? called(of) : undefined;
  if (ROWS.test(thing) || WHOLE.test(thing)) return one(tables) ?? before;
  return called(thing);
}
