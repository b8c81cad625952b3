import type {Plan} from "./plan.ts";
import {scanNumbers} from "./scan_numbers.ts";

/** Fields of a condition that hold what a column is compared with, and those of a period. */
const COMPARED = new Set(["value", "values", "low", "high", "from", "to"]);
/** What a query compares with, and its limit. */
const IN_QUERY = /(?:[<>=]|\bbetween|\band|\bin\s*\(|\blimit|,)\s*'?(-?\d+(?:\.\d+)?)/gi;

/** Numbers that the conditions of a plan's steps hold: a reply may say them again ("of 2005", "costs above 0"). */
export function numbersOfConditions(plan: Plan): number[] {
  return plan.steps.flatMap(({input}) => [
    ...comparedIn(input),
    ...(typeof input.sql === "string"
      ? [...input.sql.matchAll(IN_QUERY)].map((match) => Number(match[1]))
      : []),
  ]);
}

function comparedIn(value: unknown): number[] {
  if (Array.isArray(value)) return value.flatMap(comparedIn);
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([name, one]) =>
    COMPARED.has(name) ? [one].flat().flatMap(numberOf) : comparedIn(one),
  );
}

function numberOf(value: unknown): number[] {
  if (typeof value === "number") return [value];
  if (typeof value !== "string") return [];
  const [year] = /^\d{4}(?=-\d\d)/.exec(value) ?? [];
  return year ? [Number(year)] : scanNumbers(value).map((one) => one.value);
}
