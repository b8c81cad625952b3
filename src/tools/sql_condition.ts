import {
  and,
  type ExprNode,
  eq,
  gt,
  gte,
  isBetween,
  isIn,
  isNotNull,
  isNull,
  lt,
  lte,
  neq,
  not,
  or,
  ScalarSubqueryNode,
} from "@uwdata/mosaic-sql";
import {TabletalkError} from "../errors.ts";
import type {Condition} from "./condition.ts";
import {expressionSql, isDated, isNumeric, type Typed} from "./sql_expression.ts";
import {aggregateCall, call, castTo, selectFrom, value} from "./sql_print.ts";
import type {Source} from "./sql_source.ts";

const COMPARISONS = {"=": eq, "!=": neq, "<": lt, "<=": lte, ">": gt, ">=": gte};
export type Comparison = keyof typeof COMPARISONS;

type Scalar = string | number | boolean;

/**
 * A condition as SQL. `among` are the rows that `compare_to` takes its number over (those that meet the conditions
 * beside it). A day compared with a timestamp stands for the whole day.
 * @throws TabletalkError unknown_column; bad_plan when a value does not fit the type of what it is compared with.
 */
export function conditionSql(condition: Condition, source: Source, among?: ExprNode): ExprNode {
  switch (condition.op) {
    case "and":
      return and(
        ...condition.args.map((arg) =>
          conditionSql(arg, source, besides(condition.args, arg, source, among)),
        ),
      );
    case "or":
      return or(...condition.args.map((arg) => conditionSql(arg, source, among)));
    case "not":
      return not(conditionSql(condition.arg, source, among));
    case "=":
    case "!=":
    case "<":
    case "<=":
    case ">":
    case ">=": {
      const {node, literals} = comparable(expressionSql(condition.of, source), [condition.value]);
      return compare(condition.op, node, literals[0]!);
    }
    case "in":
    case "not_in": {
      const {node, literals} = comparable(expressionSql(condition.of, source), condition.values);
      return condition.op === "in" ? isIn(node, literals) : not(isIn(node, literals));
    }
    case "between": {
      const {node, literals} = comparable(expressionSql(condition.of, source), [
        condition.low,
        condition.high,
      ]);
      return isBetween(node, literals);
    }
    case "range":
      return range(expressionSql(condition.of, source), condition.from, condition.to);
    case "is_null":
      return isNull(expressionSql(condition.of, source).node);
    case "is_not_null":
      return isNotNull(expressionSql(condition.of, source).node);
    case "contains":
    case "starts_with":
    case "ends_with":
      return textMatch(condition, source);
    case "compare_to": {
      const {node, type} = expressionSql(condition.of, source);
      if (!isNumeric(type)) throw unfit(`Only numbers can be compared with their ${condition.aggregate}`);
      const number = selectFrom(
        [{name: "number", node: aggregateCall(condition.aggregate, [node])}],
        source.from,
      );
      return compare(
        condition.comparison,
        node,
        new ScalarSubqueryNode(among && condition.over !== "all" ? number.where(among) : number),
      );
    }
    case "compare_columns":
      return compare(
        condition.comparison,
        expressionSql(condition.left, source).node,
        expressionSql(condition.right, source).node,
      );
  }
}

/** `left <op> right`. */
export function compare(op: Comparison, left: ExprNode, right: ExprNode): ExprNode {
  return COMPARISONS[op](left, right);
}

/** Whether a condition takes a number over the rows, somewhere within. */
function comparesToRows(condition: Condition): boolean {
  if (condition.op === "and" || condition.op === "or") return condition.args.some(comparesToRows);
  return condition.op === "not" ? comparesToRows(condition.arg) : condition.op === "compare_to";
}

/** The rows that a condition in an `and` is among: those that meet the others, themselves free of such comparisons. */
function besides(
  args: readonly Condition[],
  arg: Condition,
  source: Source,
  among: ExprNode | undefined,
): ExprNode | undefined {
  if (!comparesToRows(arg)) return among;
  const others = args
    .filter((one) => one !== arg && !comparesToRows(one))
    .map((one) => conditionSql(one, source));
  const all = [...(among ? [among] : []), ...others];
  return all.length > 0 ? and(...all) : undefined;
}

/** Both sides of a comparison in one type. */
function comparable({node, type}: Typed, values: readonly Scalar[]): {node: ExprNode; literals: ExprNode[]} {
  if (isDated(type)) {
    const days = values.every((one) => isDay(String(one)));
    if (days) return {node: type === "date" ? node : castTo(node, "DATE"), literals: values.map(dateLiteral)};
    return {node: castTo(node, "TIMESTAMP"), literals: values.map(dateLiteral)};
  }
  if (isNumeric(type)) return {node, literals: values.map((one) => value(asNumber(one)))};
  if (type === "boolean") return {node, literals: values.map((one) => value(asBoolean(one)))};
  if (type === "text") return {node, literals: values.map((one) => value(String(one)))};
  return {node: castTo(node, "VARCHAR"), literals: values.map((one) => value(String(one)))};
}

function range({node, type}: Typed, from: string | undefined, to: string | undefined): ExprNode {
  const bound = isDated(type) ? dateLiteral : (text: string) => value(isNumeric(type) ? asYear(text) : text);
  const sides = [
    ...(from === undefined ? [] : [gte(node, bound(from))]),
    ...(to === undefined ? [] : [lt(node, bound(to))]),
  ];
  return sides.length > 0 ? and(...sides) : isNotNull(node);
}

function textMatch(
  condition: Extract<Condition, {op: "contains" | "starts_with" | "ends_with"}>,
  source: Source,
): ExprNode {
  const {node, type} = expressionSql(condition.of, source);
  const text = type === "text" ? node : castTo(node, "VARCHAR");
  const fold = (one: ExprNode) => (condition.matchCase ? one : call("lower", one));
  return call(condition.op, fold(text), fold(value(condition.value)));
}

function isDay(text: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/.test(text);
}

function dateLiteral(given: Scalar): ExprNode {
  const text = String(given);
  const time = /^\d{4}-\d{2}-\d{2}[ T]\d{2}:\d{2}(:\d{2}(\.\d{1,6})?)?Z?$/.test(text);
  if (!isDay(text) && !time) throw unfit(`'${text}' is not a date like 2024-05-31`);
  const day = new Date(`${text.slice(0, 10)}T00:00:00Z`);
  if (Number.isNaN(day.getTime()) || day.toISOString().slice(0, 10) !== text.slice(0, 10)) {
    throw unfit(`There is no day ${text.slice(0, 10)}`);
  }
  return castTo(value(text.replace("T", " ").replace("Z", "")), isDay(text) ? "DATE" : "TIMESTAMP");
}

/** The first day of a year stands for it where years are whole numbers. */
function asYear(text: string): number {
  return /^\d{4}-01-01$/.test(text) ? Number(text.slice(0, 4)) : asNumber(text);
}

function asNumber(given: Scalar): number {
  const number = typeof given === "string" && given.trim() === "" ? Number.NaN : Number(given);
  if (!Number.isFinite(number)) throw unfit(`'${String(given)}' is not a number`);
  return number;
}

/** Yes or no, as words or numbers say it. @throws TabletalkError bad_plan */
export function asBoolean(given: Scalar): boolean {
  if (typeof given === "boolean") return given;
  if (/^(true|yes|t|y|1)$/i.test(String(given))) return true;
  if (/^(false|no|f|n|0)$/i.test(String(given))) return false;
  throw unfit(`'${String(given)}' is neither true nor false`);
}

function unfit(message: string): TabletalkError {
  return new TabletalkError("bad_plan", `${message}.`, "Compare with a value of the column's own type.");
}
