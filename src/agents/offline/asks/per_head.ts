import type {Measure} from "../../../tools/measure.ts";
import {moneyColumns} from "../trade_words.ts";
import {type Ask, blankReading, columnsSaid, isNumber, planned} from "./ask_scene.ts";
import {groupsSaid} from "./durations.ts";
import {vocabulary} from "./places_words.ts";
import {headsOf} from "./same_meaning.ts";

const PER_HEAD =
  /\b(?:per|a|each|every|for each|for every) (?:head|person|cover|guest|diner|visitor|seat|pax|attendee)\b(?! (?:by|per)\b.*\b(?:number|count)\b)/i;
const MONEY =
  /\b(?:spend|spent|spends|spending|bill|sales|revenue|takings|income|money|worth|pay|pays|paid|value)\b/i;

/** The words that such a question is made of. */
export const PER_HEAD_WORDS = vocabulary(`
  per head | a head | head | per person | person | per cover | cover | covers | per guest | guest | guests | diner | visitor | seat | pax | attendee | each | average | avg | mean | typical | spend |
  spent | spends | spending | bill | sales | revenue | takings | income | money | worth | pay | pays | paid | value | much | roughly`);

/** "average spend per head" where a row stands for several heads: all of the money over all of the heads. */
export const askPerHead: Ask = (scene) => {
  const {question, table, lexicon} = scene;
  if (!PER_HEAD.test(question) || /\b(?:top|most|highest|lowest|median|how many)\b/i.test(question))
    return undefined;
  const heads = headsOf(table);
  if (!heads) return undefined;
  const named = columnsSaid(
    {lexicon},
    question.replace(PER_HEAD, " "),
    (column) =>
      isNumber(column.profile) && column.profile.additivity === "additive" && column.profile !== heads,
  ).map(({column}) => column.profile);
  const [money, ...more] =
    named.length > 0 ? named : MONEY.test(question) ? moneyColumns(table).slice(0, 1) : [];
  if (!money || more.length > 0) return undefined;
  const measure: Measure = {
    name: `${money.name} per ${heads.name}`,
    fn: "sum",
    of: {column: money.name},
    over: {fn: "sum", of: {column: heads.name}, where: {op: "is_not_null", of: {column: money.name}}},
    ...(money.unit && {unit: money.unit}),
  };
  const groups = groupsSaid({...scene, question: question.replace(PER_HEAD, " ")});
  const reading = blankReading(table.table, {
    measures: [measure],
    groups,
    assumptions: [`total ${money.name} over total ${heads.name} of the rows with a ${money.name}`],
  });
  return planned(reading, [
    {
      id: "answer",
      tool: "aggregate",
      purpose: "one total over another",
      input: {table: table.table, measures: [measure], ...(groups.length > 0 && {groups})},
    },
  ]);
};
