import type {ColumnProfile, TableProfile} from "../../../data/profile.ts";
import {compileReading} from "../../../planning/compile.ts";
import type {Reading} from "../../../planning/reading.ts";
import type {Measure} from "../../../tools/measure.ts";
import {measureOf} from "../column_nature.ts";
import {nameWords} from "../tokens.ts";
import {moneyColumns} from "../trade_words.ts";
import {type Ask, type AskScene, blankReading, columnsSaid, isNumber, mainDate} from "./ask_scene.ts";
import {timeSaid, yearToDate} from "./period_said.ts";
import {contentWords, namesRows, vocabulary} from "./places_words.ts";
import {type TwoStretches, twoStretches} from "./two_stretches.ts";

const GROWS =
  /\b(?:growth|growing|grow|grew|grown)\b|^\W*(?:are|is) .*\b(?:up|down|rising|falling|going (?:up|down))\b\W*$|\bup or down\b/i;
const CHANGES =
  /\b(?:change[ds]?|drop(?:ped|s)?|fall|fell|fallen|decline[ds]?|rise|rose|risen|increase[ds]?|decrease[ds]?|up|down|higher|lower|more|fewer|less|differ\w*|compare[ds]?|jump(?:ed)?|shr[aiu]nk)\b|->|→/i;
const TO_DATE = /\b(?:ytd|year to date|so far this year|this year so far|this year)\b/i;
const AGAINST =
  /\b(?:vs\.?|versus|against|compared (?:to|with)|v|on|over|than)\b[^?]*\b(?:last year|year before|previous year|prior year|ly|a year (?:ago|earlier))\b|\blast year (?:vs|versus|v)\b/i;

/** The words that such a question is made of. */
export const GROWTH_WORDS = vocabulary(`
  growth | growing | grow | grew | grown | up | down | rising | falling | fast | rate | ytd | year to date | so far | year
  over year | yoy | vs | versus | against | compared | compare | over | on | than | same period | same | change | changed | changes | drop | dropped | fall | fell | fallen | decline | declined |
  rise | rose | risen | increase | increased | decrease | decreased | higher | lower | more | fewer | less | differ | difference | jump | jumped | shrink | shrank | peak | much | many |
  percent | percentage | between | since | first | second | half | months | days`);

/** "ytd vs last year", "growth?", "sales growth 2022 to 2023": one measure over two stretches of time of one length. */
export const askGrowth: Ask = async (scene) => {
  const {question, table} = scene;
  const toDate = TO_DATE.test(question) && AGAINST.test(question);
  const grows = GROWS.test(question);
  const two = twoStretches(question);
  if (two && (grows || CHANGES.test(question))) return betweenTwo(scene, two);
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

/** One measure over two stretches that are named, as the grammar reads the measure, the conditions and the times. */
async function betweenTwo(scene: AskScene, {earlier, later, rest}: TwoStretches) {
  const {table, lexicon} = scene;
  const said = contentWords(rest, GROWTH_WORDS);
  const words = said.filter((word) => !namesRows(lexicon, word.toLowerCase()));
  const rows = "how many rows";
  const total = totalOf(table);
  const isRows = words.length < said.length || !total;
  const own = words.join(" ");
  const named = words.length < said.length || own === "" ? undefined : await readAs(own);
  if (named && namesMeasure(named)) return made(named);
  if (isRows && words.length === said.length && hasAmounts(table)) return undefined;
  const counted = isRows || (own !== "" && mainDate(table)) ? await readAs(`${rows} ${own}`) : undefined;
  const summed = isRows ? undefined : await readAs(`total "${total.name}" ${own}`);
  const readings = [summed, counted].flatMap((one) => one ?? []);
  const [only] = readings;
  return readings.length > 1 ? {kind: "readings" as const, readings} : only && made(only);

  async function readAs(text: string): Promise<Reading | undefined> {
    const reading = await scene.read(`${text} ${later} vs ${earlier}`);
    const years = reading?.groups.every(({of}) => "column" in of && /year|yr/i.test(of.column));
    const compares = reading?.comparison ?? reading?.windows.some(({fn}) => /change/.test(fn));
    return reading?.table === table.table && compares && years ? reading : undefined;
  }

  /** Its measure is of a column that the words name, or is of their own. */
  function namesMeasure({measures, assumptions}: Reading): boolean {
    if (!assumptions.some((one) => /nothing else was said/.test(one))) return true;
    const named = columnsSaid({lexicon}, own, ({profile}) => isNumber(profile)).map(
      ({column}) => column.profile.name,
    );
    return measures.every(({of}) => of !== undefined && "column" in of && named.includes(of.column));
  }

  function made(reading: Reading) {
    return {kind: "plan" as const, plan: compileReading(reading, table)};
  }
}

/** What a table is a record of, where one column says it: its money, or its Total. */
const totalOf = (table: TableProfile): ColumnProfile | undefined =>
  moneyColumns(table)[0] ??
  table.columns.find(({name}) => /^total$/i.test(name)) ??
  table.columns.find(
    (column) => isNumber(column) && column.additivity === "additive" && namesTable(column, table),
  );

/** "births" of us_births: what each row gives a number of. */
const namesTable = ({name}: ColumnProfile, table: TableProfile): boolean =>
  nameWords(name).every((word) => word.length > 3 && nameWords(table.table).includes(word));

const hasAmounts = ({columns}: TableProfile): boolean =>
  columns.some((column) => isNumber(column) && column.role === "measure" && column.additivity === "additive");

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
  if (nouns) return {name: "count", fn: "count"};
  const [money] = moneyColumns(table);
  const column = money && lexicon.columns.find(({profile}) => profile === money);
  return column
    ? measureOf("sum", {of: {column: money.name}, column, said: money.name})
    : {name: "count", fn: "count"};
}
