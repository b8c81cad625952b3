import type {ColumnProfile, TableProfile} from "../../data/profile.ts";
import {isCoordinate, nameParts} from "../../data/roles.ts";
import type {Condition} from "../../tools/condition.ts";
import type {Measure} from "../../tools/measure.ts";
import {goodDirection, TRADES} from "./domains.ts";
import type {Effect} from "./facts.ts";
import {capital, freeName, plural, sayName, small} from "./say_name.ts";
import type {Domain, KeyFigure, Time} from "./spec.ts";

/** A number of a table that a dashboard may be about, with how it is put together. */
export interface Amount {
  column: ColumnProfile;
  measure: Measure;
  /** Groups' values may be summed. */
  additive: boolean;
}

/** A sum of these goes by the column's own name. */
const SUMS =
  /\b(?:sales|revenue|profit|turnover|amount|quantity|gross|budget|cost|costs|expenses?|income|visits|visitors|views|clicks|impressions|sessions|orders|units|deaths|cases|votes|goals|points|spend|generation|consumption|emissions?|total|volume|conversions?|signups?)\b/;
const FRACTIONS = /\b(?:rate|share|discount|pct|percent|percentage|ratio|probability|margin)\b/;
/** Dates written as numbers, codes, and places in a sequence are no amounts. */
const NO_AMOUNT =
  /^(?:day|month|week|quarter|hour|minute|second|weekday|year|index|row|rank|position|number|no|seq|sequence)$/;

/** The numbers of a table, most telling first: by what matters in its domain, then amounts before averages. */
export function numbersOf(profile: TableProfile, domain: Domain, time: Time | undefined): Amount[] {
  const figures = domain === "general" ? [] : TRADES[domain].figures;
  const weigh = (column: ColumnProfile): number => {
    const phrase = nameParts(column.name).join(" ");
    const place = figures.findIndex((pattern) => pattern.test(phrase));
    return (
      (place >= 0 ? 10 - place : 0) +
      (column.additivity === "additive" ? 1.5 : column.additivity === "balance" ? 0.5 : 0) +
      (/[$€£]/.test(column.unit ?? "") ? 1 : 0) +
      (SUMS.test(phrase) ? 1 : 0) -
      (2 * column.nulls) / Math.max(1, profile.rows) -
      (isFlag(column) ? 3 : 0)
    );
  };
  return profile.columns
    .filter((column) => isAmount(column, profile))
    .map((column, at) => ({column, weight: weigh(column) - at * 0.01}))
    .sort((a, b) => b.weight - a.weight)
    .slice(0, 12)
    .map(({column}) => ({
      column,
      measure: measureOf(column, time),
      additive: column.additivity === "additive" && !isFlag(column),
    }));
}

function isAmount(column: ColumnProfile, {rows}: TableProfile): boolean {
  if (column.role !== "measure" || isCoordinate(column)) return false;
  const words = nameParts(column.name);
  if (words.length > 0 && words.every((word) => NO_AMOUNT.test(word))) return false;
  return column.nulls < rows * 0.7 && (column.distinct > 1 || rows === 1);
}

const isFlag = (column: ColumnProfile): boolean =>
  column.type === "integer" && column.distinct <= 2 && column.min === 0 && column.max === 1;

/** A column as a measure with the name that people would give it: "Sales", "Total precipitation", "Average wind". */
export function measureOf(column: ColumnProfile, time: Time | undefined): Measure {
  const of = {column: column.name};
  const said = sayName(column.name);
  if (isFlag(column)) return {name: rateName(said), fn: "avg", of, unit: "%"};
  const sums = column.additivity === "additive" || (column.additivity === "balance" && !time);
  if (sums) {
    const bare = SUMS.test(nameParts(column.name).join(" ")) || /[$€£]/.test(column.unit ?? "");
    return {name: bare ? said : `Total ${small(said)}`, fn: "sum", of};
  }
  const fraction =
    Number(column.max) <= 1 && Number(column.min) >= 0 && FRACTIONS.test(nameParts(column.name).join(" "));
  return {
    name: /^average\b/i.test(said) ? said : `Average ${small(said)}`,
    fn: "avg",
    of,
    ...(fraction && {unit: "%"}),
  };
}

const rateName = (said: string): string => (/ed$/i.test(said) ? `Share ${small(said)}` : `${said} rate`);

/** What a row is, in the plural: "orders" where each has its own order number, "movies" by the table's name, else "rows". */
export function thingsOf(profile: TableProfile): string {
  const key = profile.columns.find(
    (column) => column.role === "identifier" && column.nulls === 0 && column.distinct === profile.rows,
  );
  const words =
    key && nameParts(key.name).filter((word) => !/^(?:id|key|no|number|code|uuid|row|index)$/.test(word));
  if (words?.length) return plural(words.join(" "));
  const last = nameParts(profile.table).at(-1) ?? "";
  return /[^su]s$/.test(last) && last.length > 3 && !/^(?:sales|sheets?|results|news|stats)$/.test(last)
    ? last
    : "rows";
}

/** The key figures: the main number, how many things, a rate, and what else matters. Three or four, fewer where there are fewer. */
export function chooseFigures(
  profile: TableProfile,
  numbers: readonly Amount[],
  things: string,
  most: number,
  effects: readonly Effect[],
): KeyFigure[] {
  const chosen: Measure[] = [];
  const taken = new Set<string>();
  const add = (measure: Measure | undefined) => {
    if (!measure || chosen.length >= most || taken.has(measure.name.toLowerCase())) return;
    taken.add(measure.name.toLowerCase());
    chosen.push(measure);
  };
  const count: Measure = {name: capital(things), fn: "count"};
  add(numbers[0]?.measure);
  const counted = things !== "rows";
  if (counted || numbers.length === 0) add(count);
  add(rateOf(profile, numbers));
  add(numbers.slice(1).find((one) => one.additive !== numbers[0]!.additive)?.measure);
  for (const {measure} of numbers.slice(1)) add(measure);
  if (chosen.length < 3) add(largestShare(profile, numbers[0], effects));
  if (chosen.length < 3 && numbers[0]) {
    const {column, additive} = numbers[0];
    const said = small(sayName(column.name));
    if (additive && profile.rows > 1) add({name: `Average ${said}`, fn: "avg", of: {column: column.name}});
    if (profile.rows > 1) add({name: `Highest ${said}`, fn: "max", of: {column: column.name}});
  }
  if (numbers.length === 0) for (const measure of countsOf(profile)) if (chosen.length < 3) add(measure);
  return chosen.map((measure, at) => {
    const goodIs = goodDirection(measure.name);
    return {
      id: `k${at + 1}`,
      measure: {...measure, name: freeName(measure.name, new Set())},
      ...(goodIs && {goodIs}),
    };
  });
}

/** A rate that its domain looks at: profit of sales, clicks of impressions, the share of what is yes. */
function rateOf(profile: TableProfile, numbers: readonly Amount[]): Measure | undefined {
  const named = (pattern: RegExp) =>
    numbers.find(({column, additive}) => additive && pattern.test(nameParts(column.name).join(" ")))?.column
      .name;
  const ratio = (name: string, above: string | undefined, below: string | undefined): Measure | undefined =>
    above !== undefined && below !== undefined && above !== below
      ? {name, fn: "sum", of: {column: above}, over: {fn: "sum", of: {column: below}}, unit: "%"}
      : undefined;
  const own =
    ratio("Profit margin", named(/\bprofit\b/), named(/\b(?:sales|revenue|turnover)\b/)) ??
    ratio("Click-through rate", named(/\bclicks\b/), named(/\bimpressions\b/)) ??
    ratio("Conversion rate", named(/\bconversions\b/), named(/\b(?:sessions|visits|clicks)\b/));
  if (own) return own;
  for (const column of profile.columns) {
    if (column.distinct !== 2 || column.nulls > profile.rows * 0.3) continue;
    const yes = column.top
      .map(({value}) => value)
      .find((value) => value === true || /^(?:yes|true)$/i.test(String(value)));
    if (yes === undefined || yes === null || (column.role !== "boolean" && column.role !== "category"))
      continue;
    const where: Condition = {op: "=", of: {column: column.name}, value: yes};
    return {
      name: rateName(sayName(column.name)),
      fn: "count",
      where,
      over: {fn: "count", of: {column: column.name}},
      unit: "%",
    };
  }
  return undefined;
}

/** What the most frequent value of the category that matters most makes of the whole. */
function largestShare(
  profile: TableProfile,
  main: Amount | undefined,
  effects: readonly Effect[],
): Measure | undefined {
  if (main && (!main.additive || Number(main.column.min) < 0)) return undefined;
  const best = effects
    .filter(({grouping, groups}) => !grouping.part && groups >= 2 && groups <= 12)
    .sort((a, b) => (b.explained[0] ?? 0) - (a.explained[0] ?? 0))[0];
  const column = profile.columns.find(({name}) => name === best?.grouping.column);
  const value = column?.top[0]?.value;
  if (!column || value === undefined || value === null) return undefined;
  const amount = main ? {fn: "sum" as const, of: {column: main.column.name}} : {fn: "count" as const};
  const where: Condition = {op: "=", of: {column: column.name}, value};
  const whole = main ? small(main.measure.name) : "all";
  return {
    name: `${String(value).slice(0, 40)}, share of ${whole}`,
    ...amount,
    where,
    over: amount,
    unit: "%",
  };
}

/** Without numbers: how many different things there are. */
function countsOf(profile: TableProfile): Measure[] {
  return profile.columns
    .filter(
      ({role, distinct}) =>
        (role === "category" || role === "identifier" || role === "geography") && distinct > 1,
    )
    .slice(0, 3)
    .map(({name}) => ({
      name: plural(capital(small(sayName(name)).replace(/ (?:ID|id|name)$/, ""))),
      fn: "count_distinct" as const,
      of: {column: name},
    }));
}
