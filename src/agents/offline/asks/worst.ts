import {compileReading} from "../../../planning/compile.ts";
import type {Measure} from "../../../tools/measure.ts";
import {groupByColumn} from "../column_nature.ts";
import {withOneSpelling} from "../same_things.ts";
import {moneyColumns} from "../trade_words.ts";
import {type Ask, blankReading, columnsSaid, isDay, isNumber} from "./ask_scene.ts";
import {isDuration} from "./checks.ts";
import {vocabulary} from "./places_words.ts";

const BAD =
  /\b(?:sucks?|rubbish|worst|crap|terrible|poor(?:est|ly)?|weak(?:est)?|bad(?:ly)?|struggling|underperforming|lagging|behind|awful|useless|doing badly|worst[- ]performing|not performing)\b/i;
const GOOD = /\b(?:best|strongest|doing well|top[- ]performing|rocks|killing it)\b/i;
/** The words that such a question is made of. */
export const WORST_WORDS = vocabulary(`
  sucks | suck | rubbish | worst | crap | terrible | poor | poorest | poorly | weak | weakest | bad | badly | struggling |
  underperforming | lagging | behind | awful | useless | doing badly | worst performing | performing | performs | performer |
  doing | best | strongest | doing well | well | top performing | rocks | killing | all | most | right now | overall`);

/** "which region sucks": the group with the least, by what is said; where no money tells, the ways to tell are offered. */
export const askWorst: Ask = (scene) => {
  const {question, table, lexicon} = scene;
  const bad = BAD.test(question);
  if (!bad && !GOOD.test(question)) return undefined;
  const groups = columnsSaid(
    {lexicon},
    question,
    (column) => !isNumber(column.profile) && !isDay(column.profile),
  );
  const [said] = groups;
  if (!said || groups.length > 1) return undefined;
  const group = groupByColumn(said.column);
  const where = {op: "is_not_null" as const, of: group.of};
  const n: Measure = {name: "rows", fn: "count"};
  const reading = (measure: Measure, least: boolean, said: string) =>
    blankReading(table.table, {
      measures: measure.fn === "count" ? [measure] : [measure, n],
      groups: [group],
      filters: [{condition: where, said: `${group.name} is known`}],
      order: [{by: measure.name, direction: least === bad ? "asc" : "desc"}],
      assumptions: [`${bad ? "worst" : "best"} by ${said}`],
    });
  const money = moneyColumns(table).slice(0, 1);
  const profits = table.columns
    .filter(
      (column) =>
        isNumber(column) && column.additivity === "additive" && /\bprofit|\bmargin/i.test(column.name),
    )
    .slice(0, 1);
  const amounts = [...money, ...profits.filter((column) => !money.includes(column))].map(({name, unit}) =>
    reading(
      {name: `total ${name}`, fn: "sum", of: {column: name}, ...(unit && {unit})},
      true,
      `total ${name}, the ${bad ? "lowest" : "highest"} first`,
    ),
  );
  const [one, rival] = amounts.map((each) => withOneSpelling(each, table));
  if (one && rival) return {kind: "readings", readings: [one, rival]};
  if (one) return {kind: "plan", plan: compileReading(one, table)};
  const durations = table.columns.filter(isDuration).slice(0, 1);
  const ratings = table.columns
    .filter((column) => isNumber(column) && /rating|score|nps|stars/i.test(column.name))
    .slice(0, 1);
  const flags = table.columns
    .filter((column) => column.type === "boolean" && /on.?time|success|ok|active/i.test(column.name))
    .slice(0, 1);
  const costs = table.columns
    .filter(
      (column) =>
        isNumber(column) && column.additivity === "additive" && /\b(?:cost|damage|loss)/i.test(column.name),
    )
    .slice(-1);
  const readings = [
    ...costs.map(({name, unit}) =>
      reading(
        {name: `total ${name}`, fn: "sum", of: {column: name}, ...(unit && {unit})},
        false,
        `total ${name}`,
      ),
    ),
    ...durations.map(({name}) =>
      reading({name: `median ${name}`, fn: "median", of: {column: name}}, false, `median ${name}`),
    ),
    ...flags.map(({name}) =>
      reading(
        {
          name: `share with ${name}`,
          fn: "count",
          where: {op: "=", of: {column: name}, value: true},
          over: {fn: "count", where: {op: "is_not_null", of: {column: name}}},
          unit: "%",
        },
        true,
        `the share with ${name}`,
      ),
    ),
    ...ratings.map(({name}) =>
      reading({name: `average ${name}`, fn: "avg", of: {column: name}}, true, `average ${name}`),
    ),
    reading({name: "count", fn: "count"}, true, "number of rows"),
  ];
  // How many rows a group has says nothing of how good it is where nothing else tells.
  return readings.length > 1 ? {kind: "readings", readings} : undefined;
};
