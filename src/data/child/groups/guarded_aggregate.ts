import {DuckDBTypeId} from "@duckdb/node-api";
import {FEWEST_ROWS} from "../../fewest_rows.ts";
import {type Kinds, kindOf, resultsOf} from "./measured.ts";
import {refuseRows} from "./refuse_rows.ts";
import {
  both,
  call,
  childrenOf,
  compare,
  isConstant,
  isNode,
  listOf,
  type Node,
  nameOf,
  negated,
  present,
  whole,
} from "./tree.ts";
import {COUNTS, SUMS} from "./words.ts";

const TEXTS: ReadonlySet<number> = new Set([
  DuckDBTypeId.VARCHAR,
  DuckDBTypeId.BLOB,
  DuckDBTypeId.ENUM,
  DuckDBTypeId.UUID,
  DuckDBTypeId.LIST,
  DuckDBTypeId.STRUCT,
  DuckDBTypeId.MAP,
  DuckDBTypeId.ARRAY,
  DuckDBTypeId.UNION,
  DuckDBTypeId.BIT,
]);
const TIMES: ReadonlySet<number> = new Set([
  DuckDBTypeId.DATE,
  DuckDBTypeId.TIME,
  DuckDBTypeId.TIME_TZ,
  DuckDBTypeId.TIMESTAMP,
  DuckDBTypeId.TIMESTAMP_S,
  DuckDBTypeId.TIMESTAMP_MS,
  DuckDBTypeId.TIMESTAMP_NS,
  DuckDBTypeId.TIMESTAMP_TZ,
  DuckDBTypeId.INTERVAL,
]);

/**
 * An aggregate that is empty where fewer than 5 rows went into it, yet not none; or where fewer than 5 were kept out of it by a
 * condition or by a value that is missing beside theirs: else the whole less this would be theirs.
 */
export function guardedAggregate(expression: Node, type: number | undefined, kinds: Kinds): Node {
  const name = nameOf(expression);
  const values = listOf(expression.children).filter((child) => !isConstant(child));
  if (!COUNTS.has(name) && type !== undefined && TEXTS.has(type))
    refuseRows(`${name} of a text is a row's own`, "Count its values, or group by it.");
  const filter = isNode(expression.filter) ? [expression.filter] : [];
  if (values.length === 0 && filter.length === 0) return expression;
  const isNumber =
    type !== undefined && !TEXTS.has(type) && !TIMES.has(type) && type !== DuckDBTypeId.BOOLEAN;
  const adds = (value: Node): Node =>
    SUMS.has(name) && isNumber ? compare("NOTEQUAL", value, whole(0)) : present(value);
  const isSum = values.length === 1 && kindOf(values[0]!, kinds) === "sum";
  const given = values.map((value) => {
    if (SUMS.has(name) && type === DuckDBTypeId.BOOLEAN) return value;
    return isSum ? present(value) : adds(value);
  });
  const without = values.flatMap((value, at) => {
    const columns = value.class === "CASE" ? resultsOf(value).flatMap(columnsIn) : columnsIn(value);
    const isLone = values.length === 1 && value.class === "COLUMN_REF";
    if (isLone) return [];
    if (/^count_?if$/.test(name) || (value.class === "CASE" && columns.length === 0))
      return [[untrue(given[at]!)]];
    const isCase = value.class === "CASE";
    const told = isCase ? both("AND", given) : both("AND", values.map(present));
    return columns.map((column) => [isCase ? adds(column) : present(column), untrue(told)]);
  });
  const counted = [
    [...filter, ...given],
    ...without.map((conditions) => [...filter, ...conditions]),
    ...(filter.length > 0 ? [[untrue(filter[0]!)], [untrue(filter[0]!), ...given]] : []),
  ];
  const conditions = [
    ...counted.map((all) => noneOrEnough(all)),
    ...(values.length > 1 ? values.map((value) => manyDifferent(value, filter)) : []),
    ...(values.length === 1 && kindOf(values[0]!, kinds) === "product"
      ? [noneRules(values[0]!, filter)]
      : []),
  ];
  const {alias, ...bare} = expression;
  return {
    class: "CASE",
    type: "CASE_EXPR",
    ...(typeof alias === "string" && {alias}),
    case_checks: [{when_expr: both("AND", conditions), then_expr: bare}],
    else_expr: {class: "CONSTANT", type: "VALUE_CONSTANT", value: {type: {id: "NULL"}, is_null: true}},
  };
}

const columnsIn = (one: Node): Node[] =>
  one.class === "COLUMN_REF" ? [one] : childrenOf(one).flatMap(columnsIn);

const FALSE: Node = {
  class: "CONSTANT",
  type: "VALUE_CONSTANT",
  value: {type: {id: "BOOLEAN"}, is_null: false, value: false},
};

/** Not true: false, or not known. */
const untrue = (condition: Node): Node =>
  negated({class: "OPERATOR", type: "OPERATOR_COALESCE", children: [condition, FALSE]});

const filtered = (conditions: Node[]): Node =>
  conditions.length > 0 ? {filter: both("AND", conditions)} : {};

function noneOrEnough(conditions: Node[]): Node {
  const rows = call("count_star", [], filtered(conditions));
  return both("OR", [
    compare("GREATERTHANOREQUALTO", rows, whole(FEWEST_ROWS)),
    compare("EQUAL", rows, whole(0)),
  ]);
}

/** With a column that has two values a correlation tells which rows have the rarer. */
function manyDifferent(value: Node, filter: Node[]): Node {
  const different = call("count", [value], {distinct: true, ...filtered(filter)});
  return compare("GREATERTHANOREQUALTO", different, whole(FEWEST_ROWS));
}

/**
 * No row's product is more than four fifths of all, and no four rows' more than nineteen twentieths: a weight of powers would
 * spell the rows out.
 */
function noneRules(value: Node, filter: Node[]): Node {
  const number = {
    class: "CAST",
    type: "OPERATOR_CAST",
    child: value,
    cast_type: {id: "DOUBLE", type_info: null},
    try_cast: false,
  };
  const of = (name: string, ...more: Node[]): Node =>
    call(name, [call("abs", [number]), ...more], filtered(filter));
  const times = (one: Node, factor: number): Node => call("*", [one, whole(factor)]);
  const largest = call("list_sum", [of("max", whole(FEWEST_ROWS - 1))]);
  return both("AND", [
    compare("LESSTHANOREQUALTO", times(of("max"), 5), times(of("sum"), 4)),
    compare("LESSTHANOREQUALTO", times(largest, 20), times(of("sum"), 19)),
  ]);
}
