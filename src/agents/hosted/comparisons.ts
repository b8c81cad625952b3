import type {Condition, Expression} from "../../tools/condition.ts";
import {FormulaError} from "./formula_tokens.ts";

/** An expression, or an aggregate that stands alone on one side of a comparison: "price > avg(price)". */
export type Side =
  | {aggregate: "avg" | "median" | "max" | "min"; of: Expression}
  | {aggregate?: undefined; of: Expression};
export type Comparison = "=" | "!=" | "<" | "<=" | ">" | ">=";

const turned: Readonly<Record<Comparison, Comparison>> = {
  "=": "=",
  "!=": "!=",
  "<": ">",
  "<=": ">=",
  ">": "<",
  ">=": "<=",
};

/** Two sides made one condition: a column against a value, its own aggregate over all rows (as SQL means it), or another column. */
export function compared(left: Side, op: Comparison, right: Side, wrong: () => FormulaError): Condition {
  if (left.aggregate) {
    if (right.aggregate) throw wrong();
    return compared(right, turned[op], left, wrong);
  }
  if (right.aggregate) {
    const same = JSON.stringify(left.of) === JSON.stringify(right.of);
    if (!same || op === "=" || op === "!=") {
      throw new FormulaError(
        "a column is compared only with its own avg, median, min or max, by <, <=, > or >=",
      );
    }
    return {op: "compare_to", of: left.of, comparison: op, aggregate: right.aggregate, over: "all"};
  }
  if ("constant" in right.of) {
    if ("constant" in left.of) throw new FormulaError("two constants are compared, and no column");
    return {op, of: left.of, value: right.of.constant};
  }
  if ("constant" in left.of) return {op: turned[op], of: right.of, value: left.of.constant};
  return {op: "compare_columns", left: left.of, comparison: op, right: right.of};
}

/** The condition under `not`. */
export function denied(condition: Condition): Condition {
  return condition.op === "in" ? {...condition, op: "not_in"} : {op: "not", arg: condition};
}

/** A pattern of SQL's LIKE with % at its ends only. */
export function like(of: Expression, pattern: string, wrong: () => FormulaError): Condition {
  const [, start, value, end] = /^(%?)(.*?)(%?)$/s.exec(pattern) ?? [];
  if (!value || /[%_]/.test(value)) throw wrong();
  if (start && end) return {op: "contains", of, value};
  if (end) return {op: "starts_with", of, value};
  if (start) return {op: "ends_with", of, value};
  return {op: "=", of, value};
}
