import {compileReading} from "../../../planning/compile.ts";
import {type Ask, blankReading, columnsSaid} from "./ask_scene.ts";
import {vocabulary} from "./places_words.ts";

const TWICE =
  /\b(?:dup(?:e|es|licate|licates|licated|licating|lication|s)?|double[sd]?|double[- ]?(?:entered|counted|entries|entry)|repeated|repeats)\b|\b(?:twice|more than once|two times|several times|multiple times)\b/i;
/** That something is there, and not that someone came. */
const STANDS =
  /\b(?:list|listed|logged|entered|recorded|here|there|in|appear|appears|appearing|file|sheet|data|keyed|typed|row|rows|line|lines|dup\w*|double\w*|repeated|repeats)\b/i;

/** A part of a name ("stop" of Stop Class) is no column by which rows are the same. */
const WHOLE_NAME = 0.12;

/** The words that such a question is made of. */
export const REPEATS_WORDS = vocabulary(`
  duplicate | duplicates | duplicated | duplication | dupe | dupes | dup | dups | double | doubles | doubled | double entered | double counted | double entries | double entry |
  repeated | repeats | twice | more than once | two times | several times | multiple times | same | exact | exactly the same | identical | list | listed | logged | entered |
  recorded | appear | appears | appearing | keyed | typed | anywhere | any | is | has | how many | check | counted | in | there | stop | stops | event | events | item | items | booking | bookings | ticket | tickets | order | orders | sale | sales | visit | visits | job | jobs | case | cases | payment | payments | transaction | transactions | invoice | invoices | person | people`);

/** "is the same order logged twice", "anyone on the list more than once": rows that repeat, whole or by the column that is named. */
export const askRepeats: Ask = ({question, table, lexicon}) => {
  if (!TWICE.test(question) || !STANDS.test(question)) return undefined;
  if (/\b(?:came|come|bought|ordered|visited|been|booked|used|paid|sold|won)\b/i.test(question))
    return undefined;
  const named = columnsSaid(
    {lexicon},
    question.replace(/\b(?:two|several|multiple|many) times\b/gi, " "),
    (column) => column.table === table.table,
  );
  const columns = [
    ...new Set(
      named
        .filter(({column, cost}) => cost <= WHOLE_NAME || column.profile.role === "identifier")
        .map(({column}) => column),
    ),
  ];
  const reading = blankReading(table.table, {
    intent: "duplicates",
    columns: columns.map((column) => ({name: column.profile.name, of: column.ref})),
    assumptions: columns.length > 0 ? [] : ["all columns equal"],
  });
  return {kind: "plan", plan: compileReading(reading, table)};
};
