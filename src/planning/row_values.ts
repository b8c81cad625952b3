import type {Cell, ColumnType} from "../data/table.ts";
import type {Condition, DatePart, Expression} from "../tools/condition.ts";

/** Whole columns by name, cell by cell; dates and timestamps are texts that begin with the day. */
export type Columns = ReadonlyMap<string, {type: ColumnType; cells: readonly Cell[]}>;

/** Something that this reader has no rule for: nothing is said of it. */
export class NotRead extends Error {}

/** The value of an expression in a row. Missing in, missing out; division by zero and roots out of their domain are missing. */
export function valueIn(expression: Expression, row: number, columns: Columns): Cell {
  if ("column" in expression) {
    const column = columns.get(expression.column);
    if (!column || ("table" in expression && expression.table)) throw new NotRead(expression.column);
    return column.cells[row] ?? null;
  }
  if ("constant" in expression) return expression.constant;
  if ("part" in expression) return partOf(expression.part, valueIn(expression.of, row, columns));
  if ("op" in expression) {
    const [left, right] = [valueIn(expression.left, row, columns), valueIn(expression.right, row, columns)];
    return arithmetic(expression.op, left, right);
  }
  return applied(expression.fn, valueIn(expression.of, row, columns));
}

function arithmetic(op: Extract<Expression, {left: Expression}>["op"], left: Cell, right: Cell): Cell {
  if (left === null || right === null) return null;
  if (op === "-" && typeof left === "string" && typeof right === "string") {
    const withTime = left.length > DAY_LENGTH && right.length > DAY_LENGTH;
    const at = withTime ? secondOf : dayOf;
    return (at(left) - at(right)) / 86_400_000;
  }
  if (typeof left !== "number" || typeof right !== "number") throw new NotRead(op);
  if (op === "/") return right === 0 ? null : left / right;
  if (op === "%") return right === 0 ? null : left % right;
  if (op === "^") return finite(left ** right);
  return op === "+" ? left + right : op === "-" ? left - right : left * right;
}

const finite = (number: number): number | null => (Number.isFinite(number) ? number : null);

const DAY_LENGTH = "2024-01-31".length;
/** Two timestamps are days and parts of days apart, to the second. */
const secondOf = (text: string): number => Date.parse(`${text.slice(0, 19).replace(" ", "T")}Z`);
const dayOf = (text: string): number => Date.parse(`${text.slice(0, 10)}T00:00:00Z`);

function applied(fn: Extract<Expression, {fn: string}>["fn"], of: Cell): Cell {
  if (of === null) return null;
  if (fn === "length" || fn === "lower" || fn === "upper") {
    // Upper and lower case of some letters differ between engines.
    if (typeof of !== "string" || !/^[\x20-\x7e]*$/.test(of)) throw new NotRead(fn);
    return fn === "length" ? of.length : fn === "lower" ? of.toLowerCase() : of.toUpperCase();
  }
  if (typeof of !== "number") throw new NotRead(fn);
  switch (fn) {
    case "abs":
      return Math.abs(of);
    case "floor":
      return Math.floor(of);
    case "ceil":
      return Math.ceil(of);
    case "round":
      return Math.sign(of) * Math.round(Math.abs(of));
    case "exp":
      return finite(Math.exp(of));
    case "sqrt":
      return of >= 0 ? Math.sqrt(of) : null;
    case "ln":
      return of > 0 ? Math.log(of) : null;
    case "log10":
      return of > 0 ? Math.log10(of) : null;
  }
}

/** A part of a date as a whole number: weekday 1 is Monday. */
export function partOf(part: DatePart, of: Cell): Cell {
  if (of === null) return null;
  const [, year, month, day, hour] = /^(\d{4})-(\d\d)-(\d\d)(?:[ T](\d\d))?/.exec(String(of)) ?? [];
  if (year === undefined) throw new NotRead(part);
  switch (part) {
    case "year":
      return Number(year);
    case "quarter":
      return Math.ceil(Number(month) / 3);
    case "month":
      return Number(month);
    case "day":
    case "day_of_month":
      return Number(day);
    case "hour":
      return Number(hour ?? 0);
    case "weekday":
      return weekdayOf(String(of));
    case "week":
      throw new NotRead(part);
  }
}

/** 1 = Monday. */
export function weekdayOf(day: string): number {
  return ((new Date(dayOf(day)).getUTCDay() + 6) % 7) + 1;
}

/** Whether a row meets a condition; undefined (missing) counts as not, also beneath a `not`. */
export function meets(condition: Condition, row: number, columns: Columns): boolean | undefined {
  switch (condition.op) {
    case "and": {
      const all = condition.args.map((one) => meets(one, row, columns));
      return all.includes(false) ? false : all.includes(undefined) ? undefined : true;
    }
    case "or": {
      const all = condition.args.map((one) => meets(one, row, columns));
      return all.includes(true) ? true : all.includes(undefined) ? undefined : false;
    }
    case "not": {
      const inner = meets(condition.arg, row, columns);
      return inner === undefined ? undefined : !inner;
    }
    case "is_null":
      return valueIn(condition.of, row, columns) === null;
    case "is_not_null":
      return valueIn(condition.of, row, columns) !== null;
    case "=":
    case "!=":
    case "<":
    case "<=":
    case ">":
    case ">=":
      return compared(condition.op, valueIn(condition.of, row, columns), condition.value);
    case "in":
    case "not_in": {
      const cell = valueIn(condition.of, row, columns);
      if (cell === null) return undefined;
      const found = condition.values.some((value) => compared("=", cell, value));
      return condition.op === "in" ? found : !found;
    }
    case "between": {
      const cell = valueIn(condition.of, row, columns);
      if (cell === null) return undefined;
      return compared(">=", cell, condition.low)! && compared("<=", cell, condition.high)!;
    }
    case "range":
      return inRange(valueIn(condition.of, row, columns), condition.from, condition.to);
    case "contains":
    case "starts_with":
    case "ends_with":
      return textMeets(condition, valueIn(condition.of, row, columns));
    case "compare_columns": {
      const right = valueIn(condition.right, row, columns);
      if (right === null) return undefined;
      return compared(condition.comparison, valueIn(condition.left, row, columns), right);
    }
    case "compare_to":
      throw new NotRead(condition.op);
  }
}

type Comparison = "=" | "!=" | "<" | "<=" | ">" | ">=";

function compared(op: Comparison, cell: Cell, value: string | number | boolean): boolean | undefined {
  if (cell === null) return undefined;
  const [left, right] = alike(cell, value);
  switch (op) {
    case "=":
      return left === right;
    case "!=":
      return left !== right;
    case "<":
      return left < right;
    case "<=":
      return left <= right;
    case ">":
      return left > right;
    case ">=":
      return left >= right;
  }
}

/** Both sides in one type: a day compared with a moment stands for the whole day. */
function alike(
  cell: string | number | boolean,
  value: string | number | boolean,
): [string | number, string | number] {
  if (typeof cell === "number" && Number.isFinite(Number(value))) return [cell, Number(value)];
  if (typeof cell === "boolean") return [String(cell), String(/^(true|yes|t|y|1)$/i.test(String(value)))];
  if (typeof cell !== "string") throw new NotRead(String(value));
  const [left, right] = [cell, String(value).replace(/^(\d{4}-\d\d-\d\d)T([\d:.]+)Z?$/, "$1 $2")];
  if (/^\d{4}-\d\d-\d\d/.test(left) && /^\d{4}-\d\d-\d\d$/.test(right)) return [left.slice(0, 10), right];
  return [left, right];
}

function inRange(cell: Cell, from: string | undefined, to: string | undefined): boolean | undefined {
  if (cell === null) return undefined;
  const bound = (text: string): string | number =>
    typeof cell === "number" ? Number(/^\d{4}-01-01$/.test(text) ? text.slice(0, 4) : text) : text;
  const at = typeof cell === "string" ? cell : Number(cell);
  return (from === undefined || at >= bound(from)) && (to === undefined || at < bound(to));
}

function textMeets(
  condition: Extract<Condition, {op: "contains" | "starts_with" | "ends_with"}>,
  cell: Cell,
): boolean | undefined {
  if (cell === null) return undefined;
  const fold = (text: string): string => (condition.matchCase ? text : text.toLowerCase());
  const [text, part] = [fold(String(cell)), fold(condition.value)];
  if (condition.op === "contains") return text.includes(part);
  return condition.op === "starts_with" ? text.startsWith(part) : text.endsWith(part);
}
