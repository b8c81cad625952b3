import {groups, isCoordinate, namesThings} from "../../data/roles.ts";
import type {Expression} from "../../tools/condition.ts";
import type {AggregateFunction, Group, Measure} from "../../tools/measure.ts";
import type {Adjective} from "./adjectives.ts";
import type {LexColumn} from "./lexicon.ts";
import {nameWords} from "./tokens.ts";

const MOST_GROUPS = 40;

export const isNumeric = (column: LexColumn): boolean =>
  column.profile.type === "integer" || column.profile.type === "number";
export const isDate = (column: LexColumn): boolean =>
  column.profile.type === "date" || column.profile.type === "timestamp";
export const isYear = (column: LexColumn): boolean =>
  column.profile.type === "integer" && column.profile.role === "date";

/** A column of yes and no: boolean, or an integer of 0 and 1. */
export function isFlag(column: LexColumn): boolean {
  const {type, min, max, distinct} = column.profile;
  return type === "boolean" || (type === "integer" && min === 0 && max === 1 && distinct === 2);
}

/** A number that is worth adding or averaging: not a code, not a year, not an identifier. */
export const isMeasure = (column: LexColumn): boolean =>
  isNumeric(column) && (column.profile.role === "measure" || isCoordinate(column.profile));

/** The one number of a table that adds up: births, takings. Undefined where there are several. */
export function onlyAmount(columns: readonly LexColumn[]): LexColumn | undefined {
  const found = columns.filter((column) => isMeasure(column) && column.profile.additivity === "additive");
  return found.length === 1 ? found[0] : undefined;
}

/** A column whose values make groups. */
export const isCategory = (column: LexColumn): boolean =>
  !isMeasure(column) &&
  (groups(column.profile) ||
    column.profile.role === "boolean" ||
    column.profile.type === "text" ||
    isYear(column) ||
    isDate(column) ||
    isFlag(column));

/** Whether each row has a value of its own: what names a row. */
export const namesRows = (column: LexColumn, rows: number): boolean =>
  column.profile.type === "text" &&
  column.profile.distinct > 0.5 * (rows - column.profile.nulls) &&
  column.profile.distinct > 12;

/** What "the sales" are when nobody says total or average. */
export function defaultFunction(column: LexColumn): AggregateFunction {
  if (isFlag(column)) return "avg";
  if (namesThings(column.profile)) return "count_distinct";
  return column.profile.additivity === "average" ||
    column.profile.additivity === "balance" ||
    column.profile.additivity === undefined
    ? "avg"
    : "sum";
}

const LABELS: Partial<Record<AggregateFunction, string>> = {
  avg: "average",
  sum: "total",
  median: "median",
  min: "minimum",
  max: "maximum",
  stddev: "standard deviation of",
  variance: "variance of",
  count_distinct: "distinct",
  mode: "most frequent",
  quantile: "quantile of",
};

/** A measure with the name that its column gets in the result. */
export function measureOf(
  fn: AggregateFunction,
  target: {of: Expression; column: LexColumn; said: string},
  q?: number,
): Measure {
  const label =
    fn === "quantile" && q !== undefined ? `${Math.round(q * 100)}th percentile of` : (LABELS[fn] ?? fn);
  const unit = ["count_distinct", "mode", "variance"].includes(fn) ? undefined : target.column.profile.unit;
  return {
    name: `${label} ${target.said}`,
    fn,
    of: target.of,
    ...(q !== undefined && {q}),
    ...(unit && {unit}),
  };
}

export const COUNT: Measure = {name: "count", fn: "count"};

export const target = (column: LexColumn): {of: Expression; column: LexColumn; said: string} => ({
  of: column.ref,
  column,
  said: column.profile.name,
});

/** Groups by a column: as it is, or cut into bins where a number has too many values. */
export function groupByColumn(column: LexColumn): Group {
  const {name, distinct, type, min, max} = column.profile;
  if (isMeasure(column) && distinct > MOST_GROUPS && typeof min === "number" && typeof max === "number") {
    return {name, of: column.ref, width: niceWidth(max - min, 10)};
  }
  return type === "timestamp" ? {name, of: column.ref, unit: "day"} : {name, of: column.ref};
}

/** 1, 2, 2.5 or 5 times a power of ten: about `bins` of them make `span`. */
export function niceWidth(span: number, bins: number): number {
  const raw = span / bins || 1;
  const power = 10 ** Math.floor(Math.log10(raw));
  return ([1, 2, 2.5, 5, 10].find((step) => step * power >= raw * 0.999) ?? 10) * power;
}

/** The columns that an adjective may speak of: "longest" of a duration, best hint first. */
export function hintedColumns(adjective: Adjective, columns: readonly LexColumn[]): LexColumn[] {
  const usable = columns.filter((column) =>
    adjective.date ? isDate(column) || isYear(column) : isNumeric(column) && !namesThings(column.profile),
  );
  for (const hint of adjective.hints) {
    const found = usable.filter((column) => {
      const words = nameWords(column.profile.name);
      // Low_wage_jobs is of jobs: a word inside a longer name does not say what its numbers are.
      return words.some(
        (word, at) =>
          (at === 0 || at >= words.length - 2 - Number(words.length > 3) || words.length < 3) &&
          (word === hint || (hint.length > 3 && word.startsWith(hint))),
      );
    });
    const side = adjective.direction === "max" ? /max|high/i : /min|low/i;
    const extreme = found.filter((column) => side.test(column.profile.name));
    if (extreme.length > 0) return extreme;
    const alone = found.filter((column) => nameWords(column.profile.name).length === 1);
    if (found.length > 0) return alone.length > 0 ? alone : found;
  }
  return adjective.date ? usable : [];
}

/** The column that names a row: a title, a name. */
export function nameColumn(columns: readonly LexColumn[], rows: number): LexColumn | undefined {
  const names = columns.filter((column) => namesRows(column, rows));
  const score = (column: LexColumn): number => {
    const words = nameWords(column.profile.name);
    return (
      (words.some((word) => ["title", "name", "label", "model", "product", "country", "city"].includes(word))
        ? 0
        : 2) + (column.profile.role === "identifier" ? 1 : 0)
    );
  };
  return names.sort((a, b) => score(a) - score(b))[0];
}

const NAMES = /^(title|name|model|label|car|movie|film|product|player|country|city)$/;

/** Whether each row is a thing with a name of its own: a film, a car, a person; not an order line or a day. */
export const listsThings = (columns: readonly LexColumn[], rows: number): boolean =>
  columns.some(
    ({profile}) =>
      profile.type === "text" &&
      profile.distinct >= 0.9 * (rows - profile.nulls) &&
      nameWords(profile.name).some((word) => NAMES.test(word)),
  );
