import {and, div, type ExprNode, isNull} from "@uwdata/mosaic-sql";
import type {ColumnType} from "../data/table.ts";
import {TabletalkError} from "../errors.ts";
import type {AggregateFunction, Measure} from "./measure.ts";
import {conditionSql} from "./sql_condition.ts";
import {expressionSql, isDated, isNumeric, sayExpression, type Typed} from "./sql_expression.ts";
import {aggregateCall, call, castTo, value} from "./sql_print.ts";
import type {Source} from "./sql_source.ts";

/** What a measure is made of: a function over rows, without its name and denominator. */
export type Counted = Pick<Measure, "fn" | "of" | "where"> & {q?: number | undefined};

/**
 * A measure as an aggregate. A measure over another is missing where the denominator is 0 or missing.
 * @throws TabletalkError bad_plan when the function does not fit the column's type, or needs what is not given.
 */
export function measureSql(measure: Measure, source: Source, among?: ExprNode): ExprNode {
  const top = countedSql(measure, source, among);
  if (!measure.over) return top;
  const bottom = countedSql(measure.over, source, among);
  return div(castTo(top, "DOUBLE"), call("nullif", bottom, value(0)));
}

/** Whether values of groups add up to the value of the whole. */
export function addsUp(measure: Measure): boolean {
  return !measure.over && (measure.fn === "sum" || measure.fn === "count" || measure.fn === "null_count");
}

/** The name that a function goes by in a sentence: `sum of sales`. */
export function sayMeasure(measure: Counted): string {
  const fn = measure.fn.replaceAll("_", " ");
  return measure.of ? `${fn} of ${sayExpression(measure.of)}` : fn;
}

function countedSql(counted: Counted, source: Source, among: ExprNode | undefined): ExprNode {
  const where = counted.where && conditionSql(counted.where, source, among);
  const {fn} = counted;
  if (!counted.of) {
    if (fn !== "count")
      throw new TabletalkError("bad_plan", `The measure '${fn}' has no column.`, "Give it `of`.");
    return aggregateCall("count", [], {where});
  }
  const typed = expressionSql(counted.of, source);
  if (fn === "null_count" || fn === "null_share") return missing(fn, typed.node, where);
  const node = suited(fn, typed, sayExpression(counted.of));
  if (fn === "count_distinct") return aggregateCall("count", [node], {distinct: true, where});
  if (fn === "quantile") {
    if (counted.q === undefined)
      throw new TabletalkError("bad_plan", "A quantile needs `q`.", "Give `q`, 0 to 1.");
    return aggregateCall("quantile_cont", [node, value(counted.q)], {where});
  }
  return aggregateCall(SQL_NAMES[fn], [node], {where});
}

const SQL_NAMES: Record<
  Exclude<AggregateFunction, "count_distinct" | "quantile" | "null_count" | "null_share">,
  string
> = {
  count: "count",
  sum: "sum",
  avg: "avg",
  median: "median",
  min: "min",
  max: "max",
  stddev: "stddev_samp",
  variance: "var_samp",
  mode: "mode",
};

function missing(fn: "null_count" | "null_share", node: ExprNode, where: ExprNode | undefined): ExprNode {
  const nulls = aggregateCall("count", [], {where: where ? and(where, isNull(node)) : isNull(node)});
  if (fn === "null_count") return nulls;
  return div(castTo(nulls, "DOUBLE"), call("nullif", aggregateCall("count", [], {where}), value(0)));
}

const ANY_TYPE: ReadonlySet<AggregateFunction> = new Set(["count", "count_distinct", "min", "max", "mode"]);

function suited(fn: AggregateFunction, {node, type}: Typed, said: string): ExprNode {
  if (ANY_TYPE.has(fn) || isNumeric(type)) return node;
  // True counts as 1: the average of a yes or no is the share of yes.
  if (type === "boolean") return castTo(node, "BIGINT");
  if (isDated(type) && (fn === "median" || fn === "quantile")) return node;
  throw new TabletalkError("bad_plan", `${said} is ${type}: it has no ${fn}.`, suggestionFor(type));
}

function suggestionFor(type: ColumnType): string {
  return isDated(type)
    ? "Take its min or max, or count it."
    : "Count it (count, count_distinct), or choose a number.";
}
