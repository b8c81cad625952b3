import {add, div, type ExprNode, gt, gte, mul, sub} from "@uwdata/mosaic-sql";
import type {ColumnType} from "../data/table.ts";
import {TabletalkError} from "../errors.ts";
import type {DatePart, Expression} from "./condition.ts";
import {call, caseWhen, castTo, value} from "./sql_print.ts";
import {columnOf, type Source} from "./sql_source.ts";

/** A value in each row, as a tree, and its type. */
export interface Typed {
  node: ExprNode;
  type: ColumnType;
}

/**
 * An expression as SQL. Division by zero, and roots, powers and logarithms out of their domain, are missing values, not errors.
 * @throws TabletalkError unknown_column; bad_plan when an operation does not fit the type of what it is done to.
 */
export function expressionSql(expression: Expression, source: Source): Typed {
  if (repeats(expression) && repeatsWithin(expression) > MOST_REPEATS)
    throw unfit(`Powers, roots and logarithms are at most ${MOST_REPEATS} deep within one another`);
  if ("column" in expression) {
    const {node, profile} = columnOf(expression, source);
    return {node, type: profile.type};
  }
  if ("constant" in expression)
    return {node: value(expression.constant), type: typeOfConstant(expression.constant)};
  if ("op" in expression) return arithmetic(expression, source);
  if ("part" in expression) return {node: datePart(expression.part, expression.of, source), type: "integer"};
  return scalarFunction(expression, source);
}

/** Each of these stands twice in its SQL, to be tested and to be told: within one another they grow by powers of two. */
const MOST_REPEATS = 8;
const REPEATS = new Set(["ln", "log10", "sqrt", "exp"]);

const repeats = (expression: Expression): boolean =>
  ("op" in expression && expression.op === "^") || ("fn" in expression && REPEATS.has(expression.fn));

function repeatsWithin(expression: Expression): number {
  const own = repeats(expression) ? 1 : 0;
  if ("op" in expression)
    return own + Math.max(repeatsWithin(expression.left), repeatsWithin(expression.right));
  return "of" in expression ? own + repeatsWithin(expression.of) : own;
}

/** How an expression reads: `sales * 2`, `month of date`. */
export function sayExpression(expression: Expression): string {
  if ("column" in expression) return expression.column;
  if ("constant" in expression) return String(expression.constant);
  if ("op" in expression) {
    const {op, left, right} = expression;
    // Of equal rank only sums and products may go on without brackets: a - (b - c) keeps them.
    return `${bracketed(left, RANK[op])} ${op} ${bracketed(right, op === "+" || op === "*" ? RANK[op] : RANK[op] + 1)}`;
  }
  if ("part" in expression)
    return `${expression.part.replaceAll("_", " ")} of ${sayExpression(expression.of)}`;
  return `${expression.fn}(${sayExpression(expression.of)})`;
}

const RANK = {"+": 1, "-": 1, "*": 2, "/": 2, "%": 2, "^": 3};

function bracketed(expression: Expression, rank: number): string {
  const said = sayExpression(expression);
  return "op" in expression && RANK[expression.op] < rank ? `(${said})` : said;
}

export function isNumeric(type: ColumnType): boolean {
  return type === "integer" || type === "number";
}

export function isDated(type: ColumnType): boolean {
  return type === "date" || type === "timestamp";
}

/** A part of a date as a whole number: month 1 to 12, weekday 1 (Monday) to 7, week by ISO 8601. */
export function partOf(part: DatePart, node: ExprNode): ExprNode {
  const names: Partial<Record<DatePart, string>> = {weekday: "isodow", day_of_month: "day"};
  return call("date_part", value(names[part] ?? part), node);
}

function datePart(part: DatePart, of: Expression, source: Source): ExprNode {
  const inner = expressionSql(of, source);
  if (!isDated(inner.type) && !(inner.type === "time" && part === "hour")) {
    throw unfit(`${sayExpression(of)} is ${inner.type}, not a date: it has no ${part}`);
  }
  return partOf(part, inner.node);
}

function arithmetic(expression: Extract<Expression, {op: string}>, source: Source): Typed {
  const left = expressionSql(expression.left, source);
  const right = expressionSql(expression.right, source);
  if (expression.op === "-" && left.type === "timestamp" && right.type === "timestamp") {
    const seconds = call(
      "date_diff",
      value("second"),
      castTo(right.node, "TIMESTAMP"),
      castTo(left.node, "TIMESTAMP"),
    );
    return {node: div(seconds, value(86_400)), type: "number"};
  }
  if (expression.op === "-" && isDated(left.type) && isDated(right.type)) {
    const days = call("date_diff", value("day"), castTo(right.node, "DATE"), castTo(left.node, "DATE"));
    return {node: days, type: "integer"};
  }
  for (const side of [
    {...left, of: expression.left},
    {...right, of: expression.right},
  ]) {
    if (!isNumeric(side.type)) throw unfit(`${sayExpression(side.of)} is ${side.type}, not a number`);
  }
  const whole = left.type === "integer" && right.type === "integer" ? "integer" : "number";
  switch (expression.op) {
    case "+":
      return {node: add(left.node, right.node), type: whole};
    case "-":
      return {node: sub(left.node, right.node), type: whole};
    case "*":
      return {node: mul(left.node, right.node), type: whole};
    case "/":
      return {node: div(left.node, call("nullif", right.node, value(0))), type: "number"};
    case "%":
      return {node: call("mod", left.node, call("nullif", right.node, value(0))), type: whole};
    case "^":
      return {node: finite(call("power", left.node, right.node)), type: "number"};
  }
}

function scalarFunction(expression: Extract<Expression, {fn: string}>, source: Source): Typed {
  const inner = expressionSql(expression.of, source);
  const {fn} = expression;
  if (fn === "length" || fn === "lower" || fn === "upper") {
    if (inner.type !== "text") throw unfit(`${sayExpression(expression.of)} is ${inner.type}, not text`);
    return {node: call(fn, inner.node), type: fn === "length" ? "integer" : "text"};
  }
  if (!isNumeric(inner.type)) throw unfit(`${sayExpression(expression.of)} is ${inner.type}, not a number`);
  if (fn === "ln" || fn === "log10") {
    return {node: caseWhen([[gt(inner.node, value(0)), call(fn, inner.node)]]), type: "number"};
  }
  if (fn === "sqrt") {
    return {node: caseWhen([[gte(inner.node, value(0)), call(fn, inner.node)]]), type: "number"};
  }
  if (fn === "exp") return {node: finite(call(fn, inner.node)), type: "number"};
  return {node: call(fn, inner.node), type: inner.type};
}

/** What is no number, or beyond the largest, is missing. */
const finite = (node: ExprNode): ExprNode => caseWhen([[call("isfinite", node), node]]);

function typeOfConstant(constant: string | number | boolean): ColumnType {
  if (typeof constant === "number") return Number.isInteger(constant) ? "integer" : "number";
  return typeof constant === "boolean" ? "boolean" : "text";
}

function unfit(message: string): TabletalkError {
  return new TabletalkError("bad_plan", `${message}.`, "Use another column or another operation.");
}
