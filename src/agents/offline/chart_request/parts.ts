import type {Filter, Period} from "../../../planning/reading.ts";
import type {Group, Measure} from "../../../tools/measure.ts";
import {grainGroup, stretchOf, timeGroup} from "../assemble_time.ts";
import {groupByColumn, isMeasure, isNumeric, measureOf, target} from "../column_nature.ts";
import type {LexColumn} from "../lexicon.ts";
import type {Scene} from "../scene.ts";
import {nameWords} from "../tokens.ts";
import type {Bins} from "./bins.ts";
import {type Field, isSpread, type Mention, tellsTime} from "./fields.ts";
import type {Entry} from "./main_clause.ts";

/** A column, or time along one, that makes places along an axis, colours or panels. */
export interface Along {
  group: Group;
  column?: LexColumn;
  link: Entry["link"];
  apart: boolean;
  plain?: boolean;
}

/** What the fields of a request come to. */
export interface Parts {
  measures: Measure[];
  /** Something is counted, whatever it was said to be. */
  counted: boolean;
  /** What is counted, where a column says so. */
  countOf?: LexColumn;
  distinctOf?: LexColumn;
  /** Numbers that nothing was said of. */
  numbers: LexColumn[];
  /** In the order they were named. */
  along: Along[];
  filters: Filter[];
  /** Values that are named: one is a condition, several of a column are its groups too. */
  values: {column: LexColumn; value: string | number | boolean}[];
  period?: Period;
  assumptions: string[];
  /** "the number of cylinders" was taken for a column of codes to group by. */
  codes?: boolean;
}

export type Role = "number" | "group" | "any";

/** The column that a mention means in its role; undefined where two are as likely, or none fits. */
export function pick(mention: Mention, role: Role): LexColumn | undefined {
  const fits = (column: LexColumn): boolean =>
    role === "any" || (role === "number" ? isNumeric(column) : !isMeasure(column) || !isSpread(column));
  const fitting = mention.columns.filter((one) => fits(one.column));
  const [first, second] = fitting.length > 0 ? fitting : role === "number" ? [] : mention.columns;
  if (!first) return undefined;
  if (!second || second.cost - first.cost >= 0.04 || first.cost <= 0.04) return first.column;
  // "manager" is Manager_Name before Vice_Manager_Name, whose name says more; IMDB's rating is not "rating" before others.
  const close = fitting.filter((one) => one.cost - first.cost < 0.04).map((one) => one.column);
  const words = (column: LexColumn): string[] => nameWords(column.profile.name);
  const plainest = close.filter((column) =>
    close.every((other) => words(column).every((word) => words(other).includes(word))),
  );
  return plainest.length === 1 ? plainest[0] : undefined;
}

/** Adds a field to the parts; false where it has no meaning there. */
export function addField(parts: Parts, entry: Entry, scene: Scene, bins: Bins | undefined): boolean {
  const {field, link, apart, plain} = entry;
  switch (field.is) {
    case "rows":
      return true;
    case "measure":
      return addMeasure(parts, field);
    case "count":
      return addCount(parts, field, entry);
    case "value":
      parts.values.push({column: field.column, value: field.value});
      return true;
    case "period":
      return addPeriod(parts, field, scene);
    case "grain": {
      if (bins?.unit) return true;
      const group =
        grainGroup(field.phrase, scene) ??
        codedTime(scene, field.phrase.chosen ? undefined : (field.phrase.unit ?? field.phrase.part));
      if (!group || !("column" in group.of)) return false;
      const {column: name} = group.of;
      const column = scene.columns.find((one) => one.profile.name === name);
      if (parts.along.some((one) => one.column === column)) return true;
      parts.along.push({group, link, apart, plain, ...(column && {column})});
      return true;
    }
    case "column":
      return addColumn(parts, field.mention, entry, bins);
  }
}

/** A column of codes that tell time, where no date does: the years 70, 71, ... */
function codedTime(scene: Scene, unit: string | undefined): Group | undefined {
  const columns = scene.columns.filter(tellsTime);
  const named = columns.find(
    (column) => unit !== undefined && column.profile.name.toLowerCase().includes(unit),
  );
  const column = named ?? (unit === undefined ? columns[0] : undefined);
  return column && {name: column.profile.name, of: column.ref};
}

function addMeasure(parts: Parts, field: Extract<Field, {is: "measure"}>): boolean {
  const column = pick(field.mention, "number");
  if (column) {
    parts.measures.push(...field.fns.map((fn) => measureOf(fn, target(column))));
    return true;
  }
  const other = pick(field.mention, "any");
  if (!other || field.fns[0] !== "sum") return false;
  parts.counted = true;
  parts.countOf ??= other;
  return true;
}

function addCount(parts: Parts, field: Extract<Field, {is: "count"}>, entry: Entry): boolean {
  if (!field.mention) {
    parts.counted = true;
    return true;
  }
  const column = pick(field.mention, "any") ?? field.mention.columns[0]!.column;
  if (isMeasure(column) && field.frequency) {
    parts.counted = true;
    if (!parts.numbers.includes(column)) parts.numbers.push(column);
    return true;
  }
  if (
    isMeasure(column) &&
    column.profile.additivity === "additive" &&
    !field.distinct &&
    field.mention.columns[0]!.cost < 0.3
  ) {
    parts.measures.push(measureOf("sum", target(column)));
    parts.assumptions.push(`${column.profile.name} added up, as its values are counts`);
    return true;
  }
  const codes = column.profile.type === "integer" && column.profile.role !== "identifier" && !field.distinct;
  if (codes && (entry.link === "by" || parts.measures.length > 0)) {
    parts.codes = true;
    parts.along.push({group: groupByColumn(column), column, link: entry.link, apart: entry.apart});
    return true;
  }
  parts.counted = true;
  if (field.distinct) parts.distinctOf ??= column;
  else parts.countOf ??= column;
  return true;
}

function addPeriod(parts: Parts, field: Extract<Field, {is: "period"}>, scene: Scene): boolean {
  const [column] = scene.dates;
  if (!column) return false;
  const {period, filter} = stretchOf(field.phrase, column);
  if (period && parts.period) return false;
  if (period) parts.period = period;
  if (filter) parts.filters.push(filter);
  return period !== undefined || filter !== undefined;
}

function addColumn(parts: Parts, mention: Mention, entry: Entry, bins: Bins | undefined): boolean {
  const {link, apart, plain} = entry;
  const group = link === "by" && !apart ? pick(mention, "group") : undefined;
  const column =
    group ?? pick(mention, apart ? "group" : "any") ?? pick(mention, "number") ?? pick(mention, "group");
  if (!column) return false;
  if (parts.along.some((one) => one.column === column) || parts.numbers.includes(column)) return true;
  if (
    isNumeric(column) &&
    isMeasure(column) &&
    !tellsTime(column) &&
    !(link === "by" && !isSpread(column) && apart)
  ) {
    parts.numbers.push(column);
    return true;
  }
  parts.along.push({group: cut(column, bins), column, link, apart, plain});
  return true;
}

/** A column as places along an axis, cut by the bins where they are meant for it. */
export function cut(column: LexColumn, bins: Bins | undefined): Group {
  const {name} = column.profile;
  const meant =
    bins && (bins.field?.is !== "column" || bins.field.mention.columns.some((one) => one.column === column));
  if (meant && bins.unit) {
    const repeating =
      bins.unit === "weekday" || bins.unit === "month" || bins.unit === "quarter" || bins.unit === "hour";
    const group = timeGroup(bins.unit, repeating, column);
    if (group) return group;
  }
  if (meant && bins.width && isNumeric(column)) return {name, of: column.ref, width: bins.width};
  if (meant && bins.count && isNumeric(column)) return {name, of: column.ref, bins: Math.round(bins.count)};
  return groupByColumn(column);
}

/** Makes conditions of the values that were named. */
export function settleValues(parts: Parts): void {
  for (const column of new Set(parts.values.map((one) => one.column))) {
    const values = [...new Set(parts.values.filter((one) => one.column === column).map((one) => one.value))];
    const {name} = column.profile;
    parts.filters.push(
      values.length === 1
        ? {condition: {op: "=", of: column.ref, value: values[0]!}, said: `${name} is ${values[0]}`}
        : {condition: {op: "in", of: column.ref, values}, said: `${name} is in (${values.join(", ")})`},
    );
    if (values.length > 1 && !parts.along.some((one) => one.column === column))
      parts.along.push({group: groupByColumn(column), column, link: "by", apart: false});
  }
}
