import {namesThings} from "../../data/roles.ts";
import type {Reading} from "../../planning/reading.ts";
import type {Expression} from "../../tools/condition.ts";
import type {Measure} from "../../tools/measure.ts";
import {findColumn, type KnownColumn, type Scope} from "./columns.ts";

const needsNumbers = new Set<Measure["fn"]>(["sum", "avg", "median", "stddev", "variance", "quantile"]);

/** What a reading computes that has no meaning: sums of rates, means of texts, dates cut that are no dates. */
export function checkMeaning(reading: Reading, scope: Scope): string[] {
  const issues: string[] = [];
  for (const measure of reading.measures) {
    for (const part of measure.over ? [measure, measure.over] : [measure]) {
      if (!part.of && part.fn !== "count")
        issues.push(`${part.fn} in "${measure.name}" needs a column in "of"`);
      const column = part.of && columnOf(part.of, scope);
      if (column) issues.push(...wrongUse(part.fn, column));
    }
    if (measure.fn === "quantile" && measure.q === undefined)
      issues.push(`the quantile "${measure.name}" needs "q"`);
  }
  for (const group of reading.groups) {
    const column = columnOf(group.of, scope);
    if (group.unit && column && column.profile.type !== "date" && column.profile.type !== "timestamp") {
      issues.push(`"${column.shown}" is no date (it is ${column.profile.type}): group by it without a unit`);
    }
    if ((group.bins || group.width) && column && !isNumber(column))
      issues.push(`"${column.shown}" is no number: it has no bins`);
  }
  const twice = repeated([...reading.groups, ...reading.measures, ...reading.windows].map((one) => one.name));
  if (twice.length) issues.push(`names must differ: ${twice.join(", ")}`);
  return issues;
}

function wrongUse(fn: Measure["fn"], column: KnownColumn): string[] {
  const {additivity} = column.profile;
  if (needsNumbers.has(fn) && !isNumber(column) && !(fn === "avg" && column.profile.type === "boolean")) {
    return [`${fn} needs numbers, and "${column.shown}" is ${column.profile.type}`];
  }
  if (needsNumbers.has(fn) && namesThings(column.profile))
    return [`"${column.shown}" names things: ${fn} of it has no meaning`];
  if (fn === "sum" && additivity === "average")
    return [`"${column.shown}" is a rate: a sum of it has no meaning; take avg or median`];
  return [];
}

function columnOf(of: Expression, scope: Scope): KnownColumn | undefined {
  return "column" in of ? findColumn(scope, of.column, of.table) : undefined;
}

function isNumber(column: KnownColumn): boolean {
  return column.profile.type === "integer" || column.profile.type === "number";
}

function repeated(names: readonly string[]): string[] {
  return [...new Set(names.filter((name, index) => names.indexOf(name) !== index))];
}
