import {checkMeasured, isNothing, type Kinds, lastName, resultsOf} from "./measured.ts";
import {refuseRows} from "./refuse_rows.ts";
import {
  childrenOf,
  holds,
  isAggregate,
  isConstant,
  isFilled,
  listOf,
  type Node,
  nameOf,
  textOf,
} from "./tree.ts";
import {AGGREGATES, CLASSES, LINEAR, OPERATORS, ORDERED, SCALARS} from "./words.ts";

const isColumn = (one: Node): boolean => one.class === "COLUMN_REF";
const isTest = (one: Node): boolean =>
  ["COMPARISON", "CONJUNCTION", "BETWEEN"].includes(String(one.class)) ||
  (one.class === "OPERATOR" && !["OPERATOR_COALESCE", "OPERATOR_NULLIF"].includes(String(one.type)));

/** Names that parts of a query give to what they compute. */
export interface Computed {
  /** Of which only some rows have a value other than 0: a condition stands in them. */
  chosen: Set<string>;
  /** Of more than one column. */
  mixed: Set<string>;
  /** What else they stand for. */
  kinds: Kinds;
}

/** A column as it is, but for its type, its precision, or the period that it falls in. */
export function isPlain(one: Node, {chosen, mixed}: Pick<Computed, "chosen" | "mixed">): boolean {
  if (isConstant(one)) return true;
  if (isColumn(one)) return !chosen.has(lastName(one)) && !mixed.has(lastName(one));
  if (one.class === "CAST" || one.class === "COLLATE")
    return childrenOf(one).every((child) => isPlain(child, {chosen, mixed}));
  if (one.class !== "FUNCTION" || isAggregate(one)) return false;
  return (
    SCALARS.has(nameOf(one)) &&
    !/^[-+*/%^]|^(greatest|least|nullif|pow|power|add|subtract|multiply|divide|mod)$/.test(nameOf(one)) &&
    childrenOf(one).filter((child) => !isConstant(child)).length <= 1 &&
    childrenOf(one).every((child) => isPlain(child, {chosen, mixed}))
  );
}

/** Whether it picks rows out: a CASE with a column among its results, or a name that stands for one. */
export const picks = (one: Node, computed: Computed): boolean =>
  (one.class === "CASE" && resultsOf(one).some((result) => holds(result, isColumn))) ||
  (isColumn(one) && computed.chosen.has(lastName(one)));

/** What every expression keeps to, wherever it stands. @throws TabletalkError refused */
export function checkWords(expression: Node): void {
  const kind = textOf(expression.class);
  if (kind === "WINDOW") refuseRows("window functions go along rows");
  if (!CLASSES.has(kind)) refuseRows(`${kind.toLowerCase() || "that"} is not computed here`);
  if (
    kind === "STAR" &&
    (expression.columns || isFilled(expression.replace_list) || isFilled(expression.rename_list))
  )
    refuseRows("COLUMNS, REPLACE and RENAME are not taken");
  if (kind === "OPERATOR" && !OPERATORS.has(textOf(expression.type)))
    refuseRows("lists and structs of rows are not built");
  if (kind === "SUBQUERY" && expression.subquery_type !== "SCALAR")
    refuseRows("IN and EXISTS over a SELECT are not taken", "Join that table instead.");
  if (kind === "FUNCTION") {
    const name = nameOf(expression);
    if (!AGGREGATES.has(name) && !SCALARS.has(name)) refuseRows(`${name} is not computed here`);
    if (name === "list_value" && !isConstant(expression)) refuseRows("lists of rows are not built");
    if (listOf((expression.order_bys as Node | undefined)?.orders).length > 0)
      refuseRows("an order inside an aggregate is not taken");
  }
  for (const child of childrenOf(expression)) checkWords(child);
}

/**
 * What an expression that is shown, grouped by or aggregated keeps to: it must not single out rows by arithmetic.
 * @throws TabletalkError refused
 */
export function checkValue(expression: Node, computed: Computed): void {
  if (expression.class === "CASE") checkCase(expression);
  const holdsRows = (one: Node): boolean => holds(one, isColumn, isAggregate);
  if (expression.class === "FUNCTION" && isAggregate(expression)) checkAggregate(expression, computed);
  else if (
    ["FUNCTION", "OPERATOR", "COMPARISON", "BETWEEN", "CONJUNCTION"].includes(String(expression.class))
  ) {
    const parts = childrenOf(expression);
    if (parts.some((part) => holds(part, (one) => picks(one, computed), isAggregate)))
      refuseRows(
        "nothing is computed from a value that a CASE picked",
        "Use FILTER (WHERE ...) behind an aggregate.",
      );
    if (expression.class === "FUNCTION" && !isPlain(expression, computed)) {
      if (parts.some((part) => holdsRows(part) && holds(part, isTest, isAggregate)))
        refuseRows("nothing is multiplied by a condition", "Use FILTER (WHERE ...) behind an aggregate.");
      const name = nameOf(expression);
      const strict = name === "/" || name === "divide" || name === "//" ? parts.slice(1) : parts;
      if (!LINEAR.has(name) && strict.some((part) => holdsRows(part) && !isPlain(part, computed)))
        refuseRows(`${name} takes a column, not a computation of columns`);
    }
  }
  for (const child of childrenOf(expression)) checkValue(child, computed);
}

/** A CASE gives constants, or one column's values and otherwise 0 or nothing, so that what it gives can be counted. */
function checkCase(expression: Node): void {
  const results = resultsOf(expression);
  const moving = results.filter((result) => !isConstant(result));
  if (moving.length === 0) return;
  if (moving.length > 1 || !results.every((one) => one === moving[0] || isNothing(one)))
    refuseRows(
      "a CASE that gives a column's values gives otherwise 0 or NULL",
      "Use FILTER (WHERE ...) behind an aggregate.",
    );
}

function checkAggregate(expression: Node, computed: Computed): void {
  checkMeasured(expression, computed.kinds);
  const [first, ...others] = listOf(expression.children);
  if (ORDERED.has(nameOf(expression)) && first) {
    if (!others.every(isConstant)) refuseRows("a quantile's share is a number");
  }
}
