import {refuseRows} from "./refuse_rows.ts";
import {
  childrenOf,
  holds,
  isAggregate,
  isConstant,
  isNode,
  listOf,
  type Node,
  nameOf,
  textOf,
} from "./tree.ts";
import {ADDED, COUNTS, LABELS, ORDERED, SPREADS} from "./words.ts";

/**
 * What a computation of rows is: a column as it is; columns added up; one column times a constant; two columns multiplied; a
 * period or a spelling of one column; anything else, of which no aggregate is told.
 */
export type Kind = "constant" | "bare" | "sum" | "scaled" | "product" | "label" | "other";

/** What names stand for that a query gives to what it computes; others are columns as they are. */
export type Kinds = ReadonlyMap<string, Kind>;

/** A name of a column as it is written last: `p.age` is age. */
export const lastName = (one: Node): string =>
  String((Array.isArray(one.column_names) ? one.column_names : []).at(-1) ?? "").toLowerCase();

const NUMBERS_OR_TIMES = /^(U?(TINY|SMALL|BIG|HUGE)INT|U?INTEGER|DECIMAL|FLOAT|DOUBLE|DATE|TIME.*|INTERVAL)/;

export function kindOf(one: Node, kinds: Kinds): Kind {
  if (isConstant(one)) return "constant";
  if (one.class === "COLUMN_REF") return kinds.get(lastName(one)) ?? "bare";
  if (isAggregate(one)) return "bare";
  const parts = childrenOf(one);
  const [left, right] = parts.map((part) => kindOf(part, kinds));
  if (one.class === "CAST") {
    const to = textOf((one.cast_type as Node | undefined)?.id);
    return left === "bare" && !one.try_cast && NUMBERS_OR_TIMES.test(to) ? "bare" : "other";
  }
  if (one.class !== "FUNCTION") return "other";
  const name = nameOf(one);
  if (LABELS.has(name)) {
    const given = parts.filter((part) => !isConstant(part));
    return given.length === 1 && kindOf(given[0]!, kinds) === "bare" ? "label" : "other";
  }
  if (name === "+" || name === "-") {
    const added = ["constant", "bare", "sum"];
    return [left, right].every((kind) => kind === undefined || added.includes(kind)) ? "sum" : "other";
  }
  if (name === "*") {
    if (left === "bare" && right === "bare") return "product";
    if (left === "bare" && right === "constant") return "scaled";
    if (left === "constant" && right === "bare") return "scaled";
  }
  return name === "/" && left === "bare" && right === "constant" ? "scaled" : "other";
}

/** What a name stands for that was given twice. */
export function eitherKind(one: Kind | undefined, other: Kind): Kind {
  const added = other === "constant" ? "bare" : other;
  if (one === undefined || one === added || one === "bare") return added;
  return added === "bare" ? one : "other";
}

/** A CASE's results. */
export function resultsOf(one: Node): Node[] {
  const results = listOf(one.case_checks).map((check) => check.then_expr);
  return [...results, one.else_expr].filter(isNode);
}

/** A constant that adds nothing. */
export function isNothing(one: Node): boolean {
  if (!isConstant(one)) return false;
  if (one.class === "CAST") return isNothing(one.child as Node);
  const {value, is_null: empty} = (one.value ?? {}) as {value?: unknown; is_null?: boolean};
  const number = isNode(value) && "rawJSON" in value ? Number(value.rawJSON) : value;
  return one.class === "CONSTANT" && (empty === true || number === 0);
}

/**
 * What goes into an aggregate can be counted, row by row: columns as they are, sums of them, or two multiplied. With anything
 * more a formula could let a single row through.
 * @throws TabletalkError refused
 */
export function checkMeasured(expression: Node, kinds: Kinds): void {
  const name = nameOf(expression);
  const given = listOf(expression.children).filter((child) => !isConstant(child));
  if (expression.distinct === true && !COUNTS.has(name))
    refuseRows(`${name} of DISTINCT values is not told`, "Leave DISTINCT out, or count them.");
  if (name === "count_if" || name === "countif") return;
  for (const one of given) {
    if (holds(one, ({class: kind}) => kind === "SUBQUERY"))
      refuseRows("no SELECT stands inside an aggregate", "Join the two instead.");
    if (one.class === "CASE") checkCase(one, kinds);
    else if (!takes(name, given.length).includes(kindOf(one, kinds)))
      refuseRows(
        `${name} takes columns, ${given.length > 1 || ORDERED.has(name) ? "not" : "their sums, or two multiplied, no other"} computations`,
        "Name the columns as they are; a condition goes into FILTER (WHERE ...) or WHERE.",
      );
  }
}

function takes(name: string, given: number): readonly Kind[] {
  if (given > 1) return ["bare"];
  if (COUNTS.has(name)) return ["bare", "sum", "label"];
  if (ORDERED.has(name)) return ["bare", "label"];
  if (ADDED.has(name)) return ["bare", "sum", "scaled", "product"];
  return SPREADS.has(name) ? ["bare", "sum", "scaled"] : ["bare"];
}

/** A CASE gives one column's values or one number, and otherwise 0 or nothing, so that what it gives can be counted. */
function checkCase(expression: Node, kinds: Kinds): void {
  const results = new Set(
    resultsOf(expression)
      .filter((one) => !isNothing(one))
      .map((one) => {
        if (!isConstant(one) && kindOf(one, kinds) !== "bare")
          refuseRows("a CASE in an aggregate gives a column or a number", "Use FILTER (WHERE ...).");
        return written(one);
      }),
  );
  if (results.size > 1)
    refuseRows(
      "a CASE in an aggregate gives one column or number, and otherwise 0 or NULL",
      "Use FILTER (WHERE ...) behind an aggregate.",
    );
}

/** An expression without where it stands and what it is called. */
export const written = (one: Node): string =>
  JSON.stringify(one, (key, value) => (key === "query_location" || key === "alias" ? undefined : value));

const MOST_QUANTILES = 9;

/** @throws TabletalkError refused where a statement asks for so many quantiles that they are the rows themselves */
export function checkQuantiles(root: Node): void {
  const asked = new Set<string>();
  const visit = (value: unknown): void => {
    if (Array.isArray(value)) value.forEach(visit);
    if (!isNode(value)) return;
    Object.values(value).forEach(visit);
    if (value.class !== "FUNCTION" || !ORDERED.has(nameOf(value))) return;
    const [of, ...shares] = listOf(value.children);
    const isChosen = isNode(value.filter) || of?.class === "CASE";
    if (!isChosen && !nameOf(value).includes("quantile")) return;
    const key = `${nameOf(value)} ${of ? written(of) : ""} ${isNode(value.filter) ? written(value.filter) : ""}`;
    const leaves = shares.flatMap(leavesOf);
    for (const leaf of leaves.length > 0 ? leaves : ["all"]) asked.add(`${key} ${leaf}`);
  };
  visit(root);
  if (asked.size > MOST_QUANTILES)
    refuseRows(
      `more than ${MOST_QUANTILES} quantiles (or extremes of conditions) are the rows themselves`,
      `Ask for ${MOST_QUANTILES} at most.`,
    );
}

function leavesOf(share: Node): string[] {
  const inner = childrenOf(share);
  return inner.length > 0 ? inner.flatMap(leavesOf) : [written(share)];
}
