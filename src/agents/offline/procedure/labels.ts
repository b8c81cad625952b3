import type {DatePart, Expression} from "../../../tools/condition.ts";
import {nameWords} from "../tokens.ts";
import {type Binding, type OutputWords, Unclear} from "./binding.ts";
import {type Asked, wordsOfName} from "./format.ts";
import {columnsIn, take} from "./marked_text.ts";
import {columnsInWords, isGrouping, isNumeric, type ProcedureScene, profileOf} from "./scene.ts";

/** What a group or a row is called by: a column of labels, or a part of a date. */
export interface Label {
  name: string;
  of: Expression;
  part?: DatePart;
  /** What its numbers are called, from 1 on. */
  names?: readonly string[];
}

export const EXTREME =
  /\b(highest|lowest|most|least|max(?:imum)?|min(?:imum)?|top|bottom|best|worst|largest|smallest|greatest|fewest|peak|biggest|wettest|driest|coldest|hottest|warmest|windiest|longest|shortest|oldest|youngest|busiest|quietest|heaviest|lightest|richest|poorest|tallest)\b/;
export const LOW =
  /^(?:lowest|bottom|least|min|minimum|worst|smallest|fewest|driest|coldest|shortest|youngest|quietest|lightest|poorest)$/;

const MONTHS = "January February March April May June July August September October November December".split(
  " ",
);
const WEEKDAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split(" ");
const PARTS: [RegExp, DatePart][] = [
  [/\b(?:weekday|day of (?:the )?week|day name|dayname)\b/, "weekday"],
  [/\bmonth\b/, "month"],
  [/\bquarter\b/, "quarter"],
  [/\byear\b/, "year"],
  [/\bhour\b/, "hour"],
];

/** The label that an output's own words name. */
export function labelFor(asked: Asked, output: OutputWords, binding: Binding): Label | undefined {
  const {scene} = binding;
  const labels = scene.profile.columns
    .filter(
      (one) => !isNumeric(one.name, scene) || scene.groups.includes(one.name) || asksWhich(one.name, scene),
    )
    .map((one) => one.name);
  const mentioned = columnsIn(scene.whole, scene.text).filter((one) => labels.includes(one));
  const numbers = new Set(
    output.columns.filter((one) => !labels.includes(one)).flatMap((one) => nameWords(one)),
  );
  const words = output.words.filter((word) => !numbers.has(word) && !EXTREME.test(word));
  const placeholder = wordsOfName(asked.placeholder).filter(
    (word) => !/^(?:\d+|name|names|value)$/.test(word),
  );
  const part = datePartLabel(asked, words, placeholder, scene);
  if (part) return part;
  const inName = columnsInWords(words, labels, scene.lexicon).columns;
  const inPlaceholder = columnsInWords(placeholder, labels, scene.lexicon).columns;
  const found = [...new Set([...inName, ...inPlaceholder])];
  const best = found.filter((one) => mentioned.includes(one));
  const [only] = best.length === 1 ? best : found.length === 1 ? found : [];
  if (only !== undefined) return {name: only, of: {column: only}};
  // A text is asked for, and the question says of what: "which species has the largest ...".
  if (!asked.text || found.length > 0) return undefined;
  const which = [...new Set([...askedWhich(scene).filter((one) => labels.includes(one)), ...scene.groups])];
  const exact = mentioned.filter((one) => scene.exact.has(one));
  const [own] = which.length === 1 ? which : which.length === 0 && exact.length === 1 ? exact : [];
  return own === undefined ? undefined : {name: own, of: {column: own}};
}

/** Columns that stand where a question asks for a name: "which species", "most frequent cause", "values of ⟨c⟩". */
function askedWhich(scene: ProcedureScene): string[] {
  return [
    ...scene.whole.matchAll(
      /\b(?:which|what|most (?:common|frequent)|values? (?:in|of))\s+(?:(?!and\b|has\b|is\b|was\b)[a-z]+\s+){0,5}?(?:in |of )?(?:the )?(?:column )?(⟨c\d+⟩)/g,
    ),
  ].flatMap(([, mark]) => columnsIn(mark!, scene.text));
}

const asksWhich = (name: string, scene: ProcedureScene): boolean => {
  const profile = profileOf(name, scene);
  return (
    profile?.type === "integer" &&
    (isGrouping(profile, scene.profile.rows) || /^(?:date|identifier|dimension)$/.test(profile.role)) &&
    (askedWhich(scene).includes(name) ||
      new RegExp(
        `\\b(?:which|what|in which)\\s+(?:number of\\s+)?${name.toLowerCase().replace(/\W/g, "\\W")}\\b`,
      ).test(scene.whole))
  );
};

/** "peak_month[month]": a part of the only date, unless a column is called so. */
function datePartLabel(
  asked: Asked,
  words: readonly string[],
  placeholder: readonly string[],
  scene: ProcedureScene,
): Label | undefined {
  const said = `${words.join(" ")} . ${placeholder.join(" ")}`;
  const part = PARTS.find(([pattern]) => pattern.test(said))?.[1];
  if (!part) return undefined;
  if (scene.profile.columns.some((one) => nameWords(one.name).join(" ") === part && !isDate(one.type)))
    return undefined;
  const date = dateColumn(scene);
  if (date === undefined) return undefined;
  take(
    scene.text,
    /\b(?:extract|deriv|obtain|get|determin|add|creat|pars|convert)\w*\s+[^.;\n]*?\b(?:months?|years?|weekdays?|days? of the week|quarters?|hours?|datetimes?)\b(?: (?:from|of|out of|for|as|in) (?:it|(?:the )?⟨c\d+⟩|each \w+|the date)(?: column)?)?/,
    (match) => (/⟨v/.test(match[0]) ? undefined : true),
  );
  const label = `${part} of ${date}`;
  const of: Expression = {column: date};
  const isName = asked.text && !asked.integer;
  if (part === "weekday") {
    if (!isName)
      throw new Unclear("The text does not say from which number the days of the week are counted.");
    return {name: label, of, part, names: WEEKDAYS};
  }
  if (part === "month") {
    if (!isName && !repeatsMonths(scene)) return undefined;
    return {name: label, of, part, ...(isName && {names: MONTHS})};
  }
  return {name: label, of, part};
}

const isDate = (type: string): boolean => type === "date" || type === "timestamp";

/** The date that parts are taken of: the only one, or the only one that is named. */
export function dateColumn(scene: ProcedureScene): string | undefined {
  const dates = scene.profile.columns.filter((one) => isDate(one.type)).map((one) => one.name);
  const named = dates.filter((one) => columnsIn(scene.whole, scene.text).includes(one));
  return dates.length === 1 ? dates[0] : named.length === 1 ? named[0] : undefined;
}

/** Whether months are those of every year together, and not each of its own year. */
const repeatsMonths = (scene: ProcedureScene): boolean =>
  /\bcalendar months?\b|\bmonths? of the year\b|\b(?:all|over all|across|whole) (?:the )?years?\b|\bmonths are numbered\b|\b1\s*(?:to|-|–)\s*12\b|\(january\)|\bmonth (?:number|name)\b|\bin one year\b/.test(
    scene.whole,
  ) ||
  scene.profile.columns.some(
    (one) => one.name === dateColumn(scene) && String(one.min).slice(0, 4) === String(one.max).slice(0, 4),
  );
