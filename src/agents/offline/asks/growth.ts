import {compileReading} from "../../../planning/compile.ts";
import type {Reading} from "../../../planning/reading.ts";
import type {Measure} from "../../../tools/measure.ts";
import {measureOf} from "../column_nature.ts";
import {moneyColumns} from "../trade_words.ts";
import {type Ask, type AskScene, blankReading, columnsSaid, isNumber, mainDate} from "./ask_scene.ts";
import {timeSaid, yearToDate} from "./period_said.ts";
import {vocabulary} from "./places_words.ts";

const GROWS =
  /\b(?:growth|growing|grow|grew|grown)\b|^\W*(?:are|is) .*\b(?:up|down|rising|falling|going (?:up|down))\b\W*$|\bup or down\b/i;
const TO_DATE = /\b(?:ytd|year to date|so far this year|this year so far|this year)\b/i;
const AGAINST =
  /\b(?:vs\.?|versus|against|compared (?:to|with)|v|on|over|than)\b[^?]*\b(?:last year|year before|previous year|prior year|ly|a year (?:ago|earlier))\b|\blast year (?:vs|versus|v)\b/i;

/** The words that such a question is made of. */
export const GROWTH_WORDS = vocabulary(`
  growth | growing | grow | grew | grown | up | down | rising | falling | fast | rate | ytd | year to date | so far | year
  over year | yoy | vs | versus | against | compared | compare | over | on | than | same period | same`);

/** "ytd vs last year", "growth?", "sales growth 2022 to 2023": one measure over two stretches of time of one length. */
export const askGrowth: Ask = async (scene) => {
  const {question, table} = scene;
  const toDate = TO_DATE.test(question) && AGAINST.test(question);
  const grows = GROWS.test(question);
  if (!toDate && !grows) return undefined;
  if (
    /\bby (?:day|week|month|quarter|year)\b|\b(?:monthly|yearly|weekly|quarterly|daily|each|every)\b|\bchart\b|\bplot\b/i.test(
      question,
    )
  )
    return undefined;
  const date = mainDate(table);
  if (!date) return undefined;
  const years = [...question.matchAll(/\b(20\d\d|19\d\d)\b/g)].map(([year]) => Number(year));
  const periods =
    years.length === 2
      ? twoYears(years as [number, number], date.name)
      : years.length === 0
        ? yearToDate(date)
        : undefined;
  const stretches = timeSaid(scene, question, date).filter((one) => one.kind === "period");
  if (!periods || (grows && years.length === 0 && stretches.length > 0 && !toDate)) return undefined;
  const measure = measureSaid(scene);
  if (!measure) return undefined;
  const others = moneyColumns(table)
    .map(({name}) => name)
    .filter((name) => measure.of && "column" in measure.of && name !== measure.of.column);
  const reading: Reading = blankReading(table.table, {
    measures: [measure],
    period: periods.now,
    comparison: {
      kind: years.length === 0 ? "same_period_last_year" : "previous_period",
      against: periods.before,
    },
    assumptions: measure.fn === "sum" && others.length > 0 ? [`not ${others.join(" or ")}`] : [],
  });
  return {kind: "plan", plan: compileReading(reading, table)};
};

function twoYears(years: [number, number], column: string) {
  const [before, now] = years[0] < years[1] ? years : [years[1], years[0]];
  const of = (year: number) => ({
    column,
    from: `${year}-01-01`,
    to: `${year + 1}-01-01`,
    anchor: "none" as const,
    partial: false,
    said: String(year),
  });
  return {now: of(now), before: of(before)};
}

const FRAME =
  /\b(?:ytd|year|to|date|so|far|this|last|previous|prior|before|vs|versus|v|against|compared|with|growth|growing|grow|grew|grown|up|down|rising|falling|going|or|are|we|how|fast|much|is|was|the|what|our|in|from|by|over|on|of|did|do|have|has|it|year over year|same|period|rate|show|me|give|please|total|and|for|ly|between|than)\b/gi;

/** The column of money or amount that the question names, rows where it names those, else money, else rows. */
export function measureSaid(scene: AskScene): Measure | undefined {
  const {question, table, lexicon} = scene;
  const numbers = columnsSaid(
    {lexicon},
    question,
    (column) => isNumber(column.profile) && column.table === table.table,
  );
  const [said] = numbers.filter(({column}) => column.profile.role === "measure");
  const nouns = [...lexicon.rowNouns].some((noun) => new RegExp(`\\b${noun}\\b`, "i").test(question));
  if (said) {
    const {profile} = said.column;
    return measureOf(profile.additivity === "additive" ? "sum" : "avg", {
      of: {column: profile.name},
      column: said.column,
      said: profile.name,
    });
  }
  const rest = question
    .replace(FRAME, " ")
    .replace(/[^\p{L}]+/gu, " ")
    .trim();
  if (nouns) return {name: "count", fn: "count"};
  if (
    rest !== "" &&
    !/^(?:(?:january|february|march|april|may|june|july|august|september|october|november|december|why|drop|dropped|dip|dipped|fall|fell|down|up|was|were|behind|poor|weak|slow|good|explain|caused|led|drove|rise|rose|go|went|low|lower|high|higher|bad|forecast|next|quarter|quarters|month|months|predict|will|q|projection|s) ?)+$/i.test(
      `${rest} `.trim(),
    )
  )
    return undefined;
  const [money] = moneyColumns(table);
  const column = money && lexicon.columns.find(({profile}) => profile === money);
  return column
    ? measureOf("sum", {of: {column: money.name}, column, said: money.name})
    : {name: "count", fn: "count"};
}
