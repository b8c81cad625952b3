import type {Step} from "../../../planning/plan.ts";
import {suggestions} from "../decline.ts";
import {parseNumber} from "../number_words.ts";
import {type Ask, blankReading, declined, mainDate, planned} from "./ask_scene.ts";
import {measureSaid} from "./growth.ts";
import {vocabulary} from "./places_words.ts";

const FORECAST =
  /\bforecast|\bpredict\b.*\bnext\b|\bprojection\b|\bprojected\b|\bwill (?:we|it|they|sales|revenue|takings)\b.*\b(?:next|do|make|sell|be|have)\b|\bnext (?:month|quarter|year|week|christmas|summer|winter|spring|autumn)\b|\boutlook\b|\bexpect\b.*\bnext\b/i;
const AHEAD = /\bnext (?:(\d+|two|three|four|five|six|twelve) )?(months?|quarters?|years?)\b/i;
const MONTH_MS = 30.44 * 86_400_000;
/** Two of each season, or the season cannot be told from chance. */
const LEAST_MONTHS = 24;

/** The words that such a question is made of. */
export const FORECAST_WORDS = vocabulary(`
  forecast | predict | projection | projected | project | next | outlook | expect | expected | will | quarter | quarters | month | months | year | years | two | three | four | five | six | twelve`);

/** "forecast next quarter": the next periods of a series of whole months, declined where there are fewer than two years. */
export const askForecast: Ask = (scene) => {
  const {question, table} = scene;
  if (!FORECAST.test(question)) return undefined;
  const date = mainDate(table);
  if (!date || typeof date.min !== "string" || typeof date.max !== "string")
    return declined(
      "A forecast needs a date to go by, and there is none in this table.",
      suggestions([table]),
    );
  const months = (Date.parse(date.max.slice(0, 10)) - Date.parse(date.min.slice(0, 10))) / MONTH_MS;
  if (months < LEAST_MONTHS)
    return declined(
      `The data covers ${Math.round(months)} months: too short to forecast from. Two of each season are needed, which is 24 months.`,
      suggestions([table]),
    );
  const measure = measureSaid({...scene, question: question.replace(/\bforecast\w*/i, "")});
  if (!measure) return undefined;
  const snapshot =
    measure.fn !== "count" &&
    table.keys.length > 0 &&
    date.distinct < table.rows &&
    /sign|join|start|open|creat/i.test(date.name);
  if (snapshot)
    return declined(
      `${measure.name} is what each row is worth now; there is no record of it month by month to forecast from.`,
      suggestions([table]),
    );
  const asked = AHEAD.exec(question);
  if (!asked && /\bnext\b/i.test(question)) return undefined;
  const many = asked?.[1] ? parseNumber(asked[1]) : 1;
  if (many === undefined) return undefined;
  const unit = /month/i.test(asked?.[2] ?? "") ? "month" : "quarter";
  const ahead = /year/i.test(asked?.[2] ?? "") ? 4 * many : many;
  const input = {
    method: "forecast",
    table: table.table,
    time: {of: {column: date.name}, unit},
    measure,
    horizon: ahead,
    ...(unit === "quarter" && {season: 4}),
  };
  const reading = blankReading(table.table, {
    measures: [measure],
    assumptions: [`${unit}s of ${date.name}; a part of one at the end is left out`],
  });
  const steps: Step[] = [{id: "ahead", tool: "train_model", purpose: "forecast the next", input}];
  return planned(reading, steps, "ahead");
};
