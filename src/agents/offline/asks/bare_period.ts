import {compileReading} from "../../../planning/compile.ts";
import {moneyColumns} from "../trade_words.ts";
import {type Ask, blankReading, mainDate} from "./ask_scene.ts";
import {timeSaid} from "./period_said.ts";
import {vocabulary} from "./places_words.ts";

/** The words that such a question is made of. */
export const BARE_PERIOD_WORDS = vocabulary(`
  how | was | did | about`);

/** "last month?" of a fresh file: the money of that stretch, or its rows where there is no money. */
export const askBarePeriod: Ask = (scene) => {
  const {question, table, before} = scene;
  const date = mainDate(table);
  if (before || !date || question.length > 40) return undefined;
  const [found] = timeSaid(scene, question, date).filter((one) => one.kind === "period");
  if (found?.kind !== "period" || !found.from || !found.to) return undefined;
  const left = question.slice(0, found.start) + question.slice(found.end);
  if (/[\p{L}\p{N}]/u.test(left.replace(/\b(?:how|was|did|what|about|and|so|we|do|is|in|the|for)\b/gi, "")))
    return undefined;
  const isDaily = table.keys.includes(date.name);
  const amounts = table.columns.filter(
    ({role, additivity}) => role === "measure" && additivity === "additive",
  );
  const [taken, ...others] = moneyColumns(table);
  // Where each row is a day, what it counts is asked for and not how many days there were.
  const money = taken ?? (isDaily && amounts.length === 1 ? amounts[0] : undefined);
  const {from, to, anchor, partial, said} = found;
  const reading = blankReading(table.table, {
    measures: [
      money
        ? {
            name: `total ${money.name}`,
            fn: "sum",
            of: {column: money.name},
            ...(money.unit && {unit: money.unit}),
          }
        : {name: "count", fn: "count"},
    ],
    period: {column: date.name, from, to, anchor, partial, said},
    assumptions: money
      ? [
          `total of ${money.name}, as nothing else was said`,
          ...(others.length > 0 ? [`not ${others.map(({name}) => name).join(" or ")}`] : []),
        ]
      : ["counted rows"],
  });
  return {kind: "plan", plan: compileReading(reading, table)};
};
