import type {ColumnProfile} from "../../../data/profile.ts";
import type {Reading} from "../../../planning/reading.ts";
import type {Condition} from "../../../tools/condition.ts";
import {isDate} from "../../offline/column_nature.ts";
import {stem} from "../../offline/morphology.ts";
import {nameWords} from "../../offline/tokens.ts";
import {type Cell, columnsIn, conjunctionsOf, truthOf} from "./condition_truth.ts";
import type {Heard, Mention} from "./mentions.ts";

/** How much dearer another column may be to be meant as well. */
const ALIKE = 0.1;

/**
 * A value that a question names must be kept by some condition (left out where it is denied), and others must not be; a column
 * that is denied ("nobody rated") must be missing in the rows kept.
 */
export function valueDoubts(heard: Heard, reading: Reading): string[] {
  const kept = conjunctionsOf(reading).map(({condition}) => condition);
  const used = columnsIn([
    reading.measures,
    reading.columns,
    reading.filters.map(({condition}) => condition),
  ]);
  if (reading.period) used.add(reading.period.column);
  const shown = columnsIn([reading.groups, reading.columns]);
  const said = reading.assumptions.join(" ").toLowerCase();
  return heard.mentions.flatMap((mention) => {
    if (said.includes(mention.text)) return [];
    const [best] = [...mention.values].sort((a, b) => a.cost - b.cost);
    if (!best) return missingDoubts(mention, kept, reading);
    const column = Math.min(...mention.columns.map(({cost}) => cost), 1);
    if (mention.columns.some((one) => used.has(one.column.profile.name)))
      return mention.denied && column < best.cost && !deniesValue(mention, kept)
        ? missingDoubts(mention, kept, reading)
        : [];
    if (isOfADate(mention, heard, used)) return [];
    if (column < best.cost || (column <= 0.05 && mention.columns.length > 0)) return [];
    if (heard.lexicon.rowNouns.has(mention.text)) return [];
    const met = mention.values.some(({column: {profile}, value}) => {
      const others = profile.top.map((one) => one.value).filter((one) => one !== value);
      const truths = (one: Cell) =>
        kept.map((condition) => truthOf(condition, {column: profile.name, value: one}));
      const [own, rest] = [truths(value), others.map(truths)];
      const split = own.some((truth, at) => rest.some((other) => other[at] !== truth));
      if (!split) return shown.has(profile.name) && !own.every((truth) => truth === false);
      if (mention.denied && mention.aside) return own.every((truth) => truth === false);
      return mention.denied ? own.includes(false) : own.some((truth) => truth !== false);
    });
    return met
      ? []
      : [
          `the question says ${mention.denied ? "not " : ""}"${mention.text}" (${best.column.profile.name}), and the conditions do not keep to it`,
        ];
  });
}

/** Whether a value that is denied is left out somewhere. */
const deniesValue = ({values}: Mention, kept: readonly Condition[]): boolean =>
  values.some(({column: {profile}, value}) =>
    kept.some((condition) => truthOf(condition, {column: profile.name, value}) === false),
  );

/** What says yes in a column of yes and no. */
function yesOf({type, top}: ColumnProfile): Cell | undefined {
  if (type === "boolean") return true;
  const words = top.length === 2 && top.every(({value}) => /^(?:yes|no|y|n)$/i.test(String(value)));
  return words ? top.find(({value}) => /^y/i.test(String(value)))!.value : undefined;
}

/** A column of yes and no that a question names, and of which the rows with no alone are kept. */
function turnedDoubts({columns, text}: Mention, kept: readonly Condition[]): string[] {
  const flags = columns.filter(({column, cost}) => column.profile.type === "boolean" && cost <= 0.35);
  const [flag] = flags;
  if (!flag || flags.length > 1 || columns.length > 1) return [];
  const {name} = flag.column.profile;
  const at = (value: boolean) => kept.map((condition) => truthOf(condition, {column: name, value}));
  const turned = at(true).every((one) => one === false) && at(false).some((one) => one !== false);
  return turned ? [`the question says "${text}", and the conditions keep where ${name} is no`] : [];
}

/** "change is negative": the sign that a condition keeps. */
export function signDoubts(heard: Heard, reading: Reading): string[] {
  const [, word = ""] = /\b(negative|positive|below zero|above zero)\b/i.exec(heard.question) ?? [];
  if (!word) return [];
  const negative = /negative|below/i.test(word);
  const kept = conjunctionsOf(reading).map(({condition}) => condition);
  const columns = [
    ...columnsIn(reading.filters.map(({condition}) => condition)),
    ...columnsIn(reading.measures.map(({where}) => where)),
  ];
  const turned = columns.some((column) =>
    kept.some((condition) => {
      const [minus, plus] = [-1e-6, 1e-6].map((value) => truthOf(condition, {column, value}));
      return negative ? plus !== false && minus === false : minus !== false && plus === false;
    }),
  );
  return turned ? [`the question says ${word}`] : [];
}

/** Values that conditions ask for of a column of which the question names others only. */
export function otherValues(heard: Heard, reading: Reading): string[] {
  const said = reading.assumptions.join(" ").toLowerCase();
  const asked = conjunctionsOf(reading).flatMap(({condition}) => valuesIn(condition));
  return [...new Set(asked.map((one) => JSON.stringify(one)))].flatMap((text) => {
    const {column, value} = JSON.parse(text) as {column: string; value: string};
    const named = heard.mentions.flatMap(({values}) =>
      values.filter((one) => one.column.profile.name === column).map((one) => one.value),
    );
    const spoken = heard.tokens.some(({lower}) => value.toLowerCase().split(/\W+/).includes(lower));
    return named.length === 0 || named.includes(value) || spoken || said.includes(value.toLowerCase())
      ? []
      : [`nothing in the question stands for ${column} = ${value}`];
  });
}

function valuesIn(condition: Condition): {column: string; value: string}[] {
  if (condition.op === "and" || condition.op === "or") return condition.args.flatMap(valuesIn);
  if (condition.op === "=" && "column" in condition.of && typeof condition.value === "string")
    return [{column: condition.of.column, value: condition.value}];
  return [];
}

/** "delivered in May" is of delivered_at, where that is the date that counts. */
const isOfADate = ({text}: Mention, {lexicon}: Heard, used: ReadonlySet<string>): boolean =>
  lexicon.columns.some(
    (column) =>
      isDate(column) &&
      used.has(column.profile.name) &&
      nameWords(column.profile.name).some((word) => stem(word) === stem(text)),
  );

/** "lines never despatched": the column is missing, or at least a condition is about it. */
function missingDoubts(
  mention: Mention,
  kept: readonly Parameters<typeof truthOf>[0][],
  reading: Reading,
): string[] {
  if (reading.intent === "missing") return [];
  if (!mention.denied) return turnedDoubts(mention, kept);
  const named = mention.columns.map(({column}) => column.profile);
  const cheapest = Math.min(...mention.columns.map(({cost}) => cost), 1);
  if (named.length === 0 || (cheapest > 0.55 && named.length > 1)) return [];
  const used = columnsIn([reading.filters, reading.measures, reading.groups, reading.columns]);
  const first = [...mention.columns].sort((a, b) => a.cost - b.cost)[0]?.column.profile;
  const yes = yesOf(first!);
  const flag = yes !== undefined;
  const met = named.some((profile) => {
    if (!used.has(profile.name)) return false;
    const own = yesOf(profile);
    const samples: Cell[] = own === undefined ? profile.top.slice(0, 5).map(({value}) => value) : [own];
    if (samples.length === 0) samples.push(profile.min, profile.max);
    const values = samples.filter((one) => one !== 0 && one !== null && one !== "");
    return !kept.every(
      (condition) =>
        truthOf(condition, {column: profile.name, value: null}) === false &&
        values.every((value) => truthOf(condition, {column: profile.name, value}) !== false),
    );
  });
  if (met && flag && mention.aside && used.has(first!.name)) {
    if (!kept.every((condition) => truthOf(condition, {column: first!.name, value: yes!}) === false))
      return [`the question leaves out "${mention.text}" everywhere, and a condition keeps it`];
  }
  const date = named.some(({type}) => type === "date" || type === "timestamp");
  const alike = mention.columns.filter(({cost}) => cost <= cheapest + ALIKE).length;
  if (met || (!used.has(first!.name) && date && alike > 1)) return [];
  return [`the question denies "${mention.text}" (${first!.name}), and no condition does`];
}
