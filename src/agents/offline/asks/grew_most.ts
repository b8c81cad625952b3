import type {ColumnProfile} from "../../../data/profile.ts";
import {compileReading} from "../../../planning/compile.ts";
import type {Period, Reading} from "../../../planning/reading.ts";
import type {Measure} from "../../../tools/measure.ts";
import {groupByColumn} from "../column_nature.ts";
import {tokenize} from "../tokens.ts";
import {moneyColumns} from "../trade_words.ts";
import {type Ask, blankReading, columnsSaid, isDay, isNumber, mainDate} from "./ask_scene.ts";
import {measureSaid} from "./growth.ts";
import {periodSaid, yearToDate} from "./period_said.ts";
import {namesRows, vocabulary} from "./places_words.ts";
import {twoStretches} from "./two_stretches.ts";

const GREW =
  /\b(?:grew|grow|grown|growing|growth|increas\w*|rose|risen|rising|improv\w*|gain(?:ed|ing)?|climb(?:ed|ing)?)\b/i;
const SHRANK =
  /\b(?:fell|fallen|falling|drop(?:ped|ping)?|declin\w*|decreas\w*|shr[aiu]nk\w*|lost|losing|slipp(?:ed|ing))\b/i;
const MOST =
  /\bmost\b|\bfastest\b|\bquickest\b|\bbiggest\b|\blargest\b|\bstrongest\b|\bhighest\b|\bbest\b|\bworst\b/i;
const MOST_ASKED = 3;
const FAST = /\bfastest\b|\bquickest\b|%|\bpercent\w*|\brate\b/i;

/** The words that such a question is made of. */
export const GREW_MOST_WORDS = vocabulary(`
  grew | grow | grown | growing | growth | increase | increased | increasing | rose | risen | rising | improve | improved | improving | gain | gained | climb | climbed |
  fell | fallen | falling | drop | dropped | dropping | decline | declined | declining | decrease | decreased | shrank | shrunk | shrinking | lost | losing | slipped |
  most | fastest | quickest | biggest | largest | strongest | highest | best | worst | percent | percentage | % | rate | in percent | from | between | over | time | top`);

/** "which region grew the most": the change of each group from the first whole year to the last, or between two times that are named. */
export const askGrewMost: Ask = (scene) => {
  const {question, table, lexicon} = scene;
  const shrank = SHRANK.test(question);
  if (!(shrank || GREW.test(question)) || !MOST.test(question)) return undefined;
  const date = mainDate(table);
  const named = columnsSaid(
    {lexicon},
    question,
    ({profile, table: of}) => of === table.table && !isNumber(profile) && !isDay(profile),
  );
  const groups = named.map(({column}) => groupByColumn(column));
  if (!date || groups.length !== 1) return undefined;
  const periods = timesMeant(scene, date);
  const measures = measuresMeant(scene);
  if (!periods || measures.length === 0) return undefined;
  const readings = measures.map((measure) => grew(measure, periods));
  const [only] = readings;
  return readings.length > 1
    ? {kind: "readings", readings}
    : {kind: "plan", plan: compileReading(only!, table)};

  function grew(measure: Measure, {now, before}: NonNullable<typeof periods>): Reading {
    const by = `${measure.name} ${FAST.test(question) ? "percent change" : "change"}`;
    return blankReading(table.table, {
      measures: [measure],
      groups,
      period: now,
      comparison: {kind: "previous_period", against: before},
      order: [{by, direction: shrank ? "asc" : "desc"}],
      assumptions: [`${shrank ? "fell" : "grew"} by ${by}, ${before.said} to ${now.said}`],
    });
  }
};

/** The measure that is named, rows where those are; else the amounts that could be meant: never a count of rows. */
function measuresMeant(scene: Parameters<Ask>[0]): Measure[] {
  const {question, table, lexicon} = scene;
  const isNamed =
    tokenize(question).some(({lower}) => namesRows(lexicon, lower)) ||
    columnsSaid({lexicon}, question, ({profile}) => isNumber(profile) && profile.role === "measure").length >
      0;
  const said = isNamed ? measureSaid(scene) : undefined;
  if (said) return [said];
  const amounts = table.columns.filter(
    (column) => isNumber(column) && column.role === "measure" && column.additivity === "additive",
  );
  const money = moneyColumns(table).slice(0, 1);
  const profits = amounts.filter(({name}) => /profit|margin/i.test(name)).slice(0, 1);
  const meant = money.length > 0 ? [...new Set([...money, ...profits])] : amounts.slice(0, MOST_ASKED);
  return meant.map(({name, unit}) => ({
    name: `total ${name}`,
    fn: "sum",
    of: {column: name},
    ...(unit && {unit}),
  }));
}

function timesMeant(
  scene: Parameters<Ask>[0],
  date: ColumnProfile,
): {now: Period; before: Period} | undefined {
  const two = twoStretches(scene.question);
  if (two) {
    const [before, now] = [two.earlier, two.later].map((one) => periodSaid(scene, `in ${one}`, date));
    return before && now ? {before, now} : undefined;
  }
  return wholeYears(date) ?? yearToDate(date);
}

/** The first and the last calendar year that the data covers whole. */
function wholeYears(date: ColumnProfile): {now: Period; before: Period} | undefined {
  const [min, max] = [String(date.min).slice(0, 10), String(date.max).slice(0, 10)];
  const first = Number(min.slice(0, 4)) + (min.slice(5) <= "01-07" ? 0 : 1);
  const last = Number(max.slice(0, 4)) - (max.slice(5) >= "12-25" ? 0 : 1);
  if (!(last > first)) return undefined;
  const year = (one: number): Period => ({
    column: date.name,
    from: `${one}-01-01`,
    to: `${one + 1}-01-01`,
    anchor: "data",
    partial: false,
    said: String(one),
  });
  return {now: year(last), before: year(first)};
}
