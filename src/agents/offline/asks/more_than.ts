import type {TableProfile} from "../../../data/profile.ts";
import type {Lexicon} from "../lexicon.ts";
import {lookUp} from "../lexicon_look_up.ts";
import {nameWords} from "../tokens.ts";
import {moneyColumns} from "../trade_words.ts";
import {namesRows} from "./places_words.ts";

const SOLD =
  "(?:sell|sold|make|made|earn|earned|take in|took in|bring in|brought in|gross|grossed|turn over|turned over)";
const HAD = "(?:have|had|get|got|see|saw|take|took|record|recorded|receive|received)";
const AUXILIARY = "(?:did|does|do|has|have|had)";
const NAME = "((?:the )?[^,?]{1,40}?)";
const PLACE = "(?:(?:in|at|on|for|from|of) (?:the )?)?";
/** Where the second name ends: at a stretch of time, a place, or the end. */
const REST = "((?: (?:in|during|on|for|since|last|this|over|by|so far|yesterday|today|ytd)\\b[^?]*)?)\\W*$";

const HOW_MUCH = new RegExp(`^how much (more|less) ${AUXILIARY} ${NAME} ${SOLD} than ${NAME}${REST}`, "iu");
const WHETHER_SOLD = new RegExp(`^${AUXILIARY} ${NAME} ${SOLD} (more|less) than ${NAME}${REST}`, "iu");
const WHETHER_HAD = new RegExp(
  `^${AUXILIARY} ${NAME} (?:${HAD} )?(more|fewer|less) (\\p{L}+) than ${PLACE}${NAME}${REST}`,
  "iu",
);
const WHETHER_THERE = new RegExp(
  `^(?:were|was|are|is) there (more|fewer|less) (\\p{L}+) ${PLACE}${NAME} than ${PLACE}${NAME}${REST}`,
  "iu",
);

/**
 * Two things of the data set against each other by a bare verb: "how much more did Berlin sell than Paris" is the difference in
 * sales, "did Berlin have more orders than Paris" whether one number is higher. What names no two values of one column stays.
 */
export function moreThan(text: string, table: TableProfile, lexicon: Lexicon): string {
  const apart = (one: string, other: string): boolean => areOfOneColumn(one, other, lexicon);
  const hasMoney = moneyColumns(table).length > 0;
  const [, more, seller = "", rival = "", rest = ""] = HOW_MUCH.exec(text) ?? [];
  if (more && hasMoney && apart(seller, rival)) {
    const [first, second] = /less/i.test(more) ? [rival, seller] : [seller, rival];
    return `difference in sales between ${first} and ${second}${rest}`;
  }
  const sold = WHETHER_SOLD.exec(text);
  if (sold && hasMoney && apart(sold[1]!, sold[3]!)) {
    // Where pieces are counted too, "sold more" may mean either: without "total" the money is offered.
    const total = hasPieces(table) ? "" : "total ";
    return `were ${total}sales for ${sold[1]} ${comparative(sold[2]!)} than for ${sold[3]}${sold[4]}`;
  }
  const had = WHETHER_HAD.exec(text);
  if (had && apart(had[1]!, had[4]!) && namesRows(lexicon, had[3]!.toLowerCase()))
    return whichHasMore({noun: had[3]!, more: had[2]!, one: had[1]!, other: had[4]!, rest: had[5]!});
  const there = WHETHER_THERE.exec(text);
  if (there && apart(there[3]!, there[4]!) && namesRows(lexicon, there[2]!.toLowerCase()))
    return whichHasMore({
      noun: there[2]!,
      more: there[1]!,
      one: there[3]!,
      other: there[4]!,
      rest: there[5]!,
    });
  return text;
}

function whichHasMore(said: {noun: string; more: string; one: string; other: string; rest: string}): string {
  const {noun, more, one, other, rest} = said;
  return `was the number of ${noun} for ${one} ${comparative(more)} than for ${other}${rest}`;
}

const comparative = (more: string): string => (/more/i.test(more) ? "higher" : "lower");
const hasPieces = ({columns}: TableProfile): boolean =>
  columns.some(
    ({name, role}) =>
      role === "measure" && nameWords(name).some((word) => /^(?:qty|quantity|units?|pieces?)$/.test(word)),
  );

/** Whether two names are two values of one column of text. */
function areOfOneColumn(one: string, other: string, lexicon: Lexicon): boolean {
  const columns = (name: string): string[] =>
    lookUp(lexicon, keyWords(name), false).flatMap((entry) =>
      entry.kind === "value" && typeof entry.value === "string" && !entry.needsColumn
        ? [entry.column.profile.name]
        : [],
    );
  const known = columns(one);
  return one.toLowerCase() !== other.toLowerCase() && columns(other).some((name) => known.includes(name));
}

const keyWords = (name: string): string[] =>
  name
    .toLowerCase()
    .replace(/^the /, "")
    .split(/\s+/)
    .map((word) => word.replace(/[^\p{L}\p{M}\p{N}%]/gu, ""))
    .filter(Boolean);
