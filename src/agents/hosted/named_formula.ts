import type {Expression} from "../../tools/condition.ts";
import type {AggregateFunction} from "../../tools/measure.ts";
import type {Scope} from "./columns.ts";
import {parseExpression} from "./formula.ts";
import {FormulaError} from "./formula_tokens.ts";

const NAME_LAST = /^(.+?)\s+as\s+(?:"([^"]+)"|(\S+))\s*$/is;
const NAME_FIRST = /^\s*(?:"([^"]+)"|([\p{L}_][\p{L}\p{N}_]*))\s*=(?!=)(.+)$/su;
const MEASURE = /^\s*([a-z_]+)\s*\(\s*(distinct\s)?(.*?)\)\s*(?:as\s+(?:"([^"]+)"|(\S+)))?\s*$/is;

/** What people call the functions of a measure elsewhere. */
const FUNCTIONS: Readonly<Record<string, AggregateFunction>> = {
  mean: "avg",
  average: "avg",
  std: "stddev",
  sd: "stddev",
  stddev_samp: "stddev",
  var: "variance",
  nunique: "count_distinct",
  size: "count",
};

/**
 * "price * quantity as revenue" or "revenue = price * quantity": a formula and, where it is given one, its name.
 * @throws FormulaError
 */
export function parseNamed(text: string, scope: Scope): {of: Expression; name?: string} {
  try {
    return {of: parseExpression(text, scope)};
  } catch (error) {
    if (!(error instanceof FormulaError)) throw error;
    const last = NAME_LAST.exec(text);
    if (last) return {of: parseExpression(last[1]!, scope), name: last[2] ?? last[3]!};
    const first = NAME_FIRST.exec(text);
    if (first) return {of: parseExpression(first[3]!, scope), name: first[1] ?? first[2]!};
    throw error;
  }
}

/** "sum(price) as revenue", "count(*)", "count(distinct customer)" as a measure in its fields; undefined for anything else. */
export function measureFields(text: string): {fn: string; of: string; name?: string} | undefined {
  const [, word, distinct, of, quoted, plain] = MEASURE.exec(text) ?? [];
  if (word === undefined || of === undefined) return undefined;
  const fn = distinct && word.toLowerCase() === "count" ? "count_distinct" : functionCalled(word);
  const name = quoted ?? plain;
  return {fn, of: of.trim(), ...(name !== undefined && {name})};
}

/** A measure's function by any of its usual names. */
export function functionCalled(word: string): string {
  const known = word.toLowerCase();
  return FUNCTIONS[known] ?? known;
}

/** What people call figures of a column elsewhere. */
const FIGURES: Readonly<Record<string, string>> = {
  avg: "mean",
  average: "mean",
  std: "sd",
  stddev: "sd",
  stddev_samp: "sd",
  stddev_pop: "sd_population",
  var: "variance",
  var_pop: "variance_population",
  count: "n",
  nunique: "unique",
  count_distinct: "unique",
  nulls: "missing",
  null_count: "missing",
  skew: "skewness",
  kurt: "kurtosis",
};

/** A chosen figure by any of its usual names, or written as a call: "mean(price) as typical". */
export function figureFields(written: unknown): unknown {
  const value = typeof written === "string" ? (figureCall(written) ?? written) : written;
  if (typeof value !== "object" || value === null || !("figure" in value)) return value;
  const {figure} = value;
  return typeof figure === "string" ? {...value, figure: FIGURES[figure.toLowerCase()] ?? figure} : value;
}

function figureCall(text: string): Record<string, unknown> | undefined {
  const [, word, distinct, of = "", quoted, plain] = MEASURE.exec(text) ?? [];
  if (word === undefined) return undefined;
  const name = quoted ?? plain;
  const called = {...(name !== undefined && {name})};
  if (/^\s*\*?\s*$/.test(of)) return {...called, figure: "rows"};
  return {...called, figure: distinct ? "unique" : word.toLowerCase(), of: of.trim()};
}
