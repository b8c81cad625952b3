import type {Measure} from "../../../tools/measure.ts";
import {type Ask, blankReading, isNumber, mainDate, planned} from "./ask_scene.ts";
import {measureSaid} from "./growth.ts";
import {vocabulary} from "./places_words.ts";

const DAILY =
  /^\W*(?:what is |whats )?(?:the |our |my )?(?:(?:average|avg|mean) daily|daily (?:average|avg|mean)(?: of)?|(?:average|avg|mean)(?= .* (?:per|a|each) day\W*$))\b/i;

/** The words that such a question is made of. */
export const PER_DAY_WORDS = vocabulary(`
  average | avg | mean | daily | day | per day | a day | each day | per`);

/** "average daily takings": the total over the number of days, not the mean of the rows. */
export const askPerDay: Ask = (scene) => {
  const {question, table} = scene;
  if (!DAILY.test(question)) return undefined;
  const date = mainDate(table);
  const rest = question.replace(DAILY, " ").replace(/\b(?:per|a|each) day\W*$/i, " ");
  const measure = measureSaid({...scene, question: rest});
  const of = measure?.of && "column" in measure.of ? measure.of.column : undefined;
  const column = table.columns.find(({name}) => name === of);
  if (date?.type !== "date" || !measure || (column && (!isNumber(column) || measure.fn !== "sum")))
    return undefined;
  const daily: Measure = {
    ...measure,
    name: `${column?.name ?? "rows"} a day`,
    over: {fn: "count_distinct", of: {column: date.name}},
  };
  const reading = blankReading(table.table, {
    measures: [daily],
    assumptions: [`the total over the number of days of ${date.name} that have rows`],
  });
  return planned(reading, [
    {
      id: "answer",
      tool: "aggregate",
      purpose: "the total over the days",
      input: {table: table.table, measures: [daily]},
    },
  ]);
};
