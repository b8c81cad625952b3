import {namesThings} from "../data/roles.ts";
import {TabletalkError} from "../errors.ts";
import type {AggregateInput} from "./aggregate_input.ts";
import type {Condition, Expression} from "./condition.ts";
import {sayExpression} from "./sql_expression.ts";
import type {Counted} from "./sql_measure.ts";
import {columnOf, type Source} from "./sql_source.ts";

/**
 * Refuses sums that mean nothing: of identifiers, of what is an average or a rate already, and of balances over more
 * than one date.
 * @throws TabletalkError refused, saying what to ask for instead.
 */
export function checkMeasures(input: AggregateInput, source: Source): void {
  for (const measure of input.measures) {
    for (const counted of measure.over ? [measure, measure.over] : [measure]) {
      checkCounted(counted, input, source);
    }
  }
}

function checkCounted(counted: Counted, input: AggregateInput, source: Source): void {
  if (!counted.of || (counted.fn !== "sum" && counted.fn !== "avg")) return;
  const said = sayExpression(counted.of);
  if (isKind(counted.of, source, "identifier")) {
    throw new TabletalkError(
      "refused",
      `${said} is an identifier: its ${counted.fn} means nothing.`,
      `Count its values (count, count_distinct), or choose a measure.`,
    );
  }
  if (counted.fn !== "sum") return;
  if (isKind(counted.of, source, "average")) {
    throw new TabletalkError(
      "refused",
      `${said} is a rate, price or average in each row: adding it up means nothing.`,
      `Take its avg, median, min or max; or sum what it is made of (price * quantity).`,
    );
  }
  if (isKind(counted.of, source, "balance") && !isOneDate(input, source)) {
    throw new TabletalkError(
      "refused",
      `${said} is a balance: it adds up over things, but not over time.`,
      "Group by the date itself, keep one date, or take the avg.",
    );
  }
}

/** Whether adding an expression up is adding up that kind of column: the column itself, or a sum or multiple of such. */
function isKind(expression: Expression, source: Source, kind: "identifier" | "average" | "balance"): boolean {
  if ("column" in expression) {
    const {profile} = columnOf(expression, source);
    return kind === "identifier" ? namesThings(profile) : profile.additivity === kind;
  }
  if ("fn" in expression) {
    return ["abs", "round", "floor", "ceil"].includes(expression.fn) && isKind(expression.of, source, kind);
  }
  if (!("op" in expression)) return false;
  const {op, left, right} = expression;
  if (op === "+" || op === "-") return isKind(left, source, kind) || isKind(right, source, kind);
  if ("constant" in right) return isKind(left, source, kind);
  return op === "*" && "constant" in left && isKind(right, source, kind);
}

function isOneDate(input: AggregateInput, source: Source): boolean {
  const dates = source.profiles[0]!.columns.filter((column) => column.role === "date");
  if (dates.length === 0) return true;
  const dateOf = (of: Expression) =>
    "column" in of ? dates.find((date) => date.name === of.column) : undefined;
  const isDate = (of: Expression) => dateOf(of) !== undefined;
  const grouped = input.groups.some(({of, unit, part}) => {
    const date = dateOf(of);
    if (!date || part) return false;
    return (
      unit === undefined || unit === "day" || unit === "hour" || (unit === "year" && date.type === "integer")
    );
  });
  const {from, to} = input.period ?? {};
  return grouped || isOneDay(from, to) || (input.where !== undefined && fixesDate(input.where, isDate));
}

function fixesDate(condition: Condition, isDate: (of: Expression) => boolean): boolean {
  if (condition.op === "and") return condition.args.some((arg) => fixesDate(arg, isDate));
  if (condition.op === "=") return isDate(condition.of);
  return condition.op === "range" && isDate(condition.of) && isOneDay(condition.from, condition.to);
}

function isOneDay(from: string | undefined, to: string | undefined): boolean {
  return from !== undefined && to !== undefined && Date.parse(to) - Date.parse(from) <= 86_400_000;
}
