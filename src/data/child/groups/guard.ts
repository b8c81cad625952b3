import type {DuckDBConnection} from "@duckdb/node-api";
import type {GuardedQuery} from "../../engine.ts";
import {FEWEST_ROWS} from "../../fewest_rows.ts";
import {guardedAggregate} from "./guarded_aggregate.ts";
import {expressionsOf, type Told, toldOf} from "./parts.ts";
import {refuseRows} from "./refuse_rows.ts";
import {
  both,
  call,
  childrenOf,
  compare,
  isAggregate,
  isConstant,
  isNode,
  listOf,
  type Node,
  negated,
  textOf,
  whole,
} from "./tree.ts";

/**
 * A SELECT that passed the gate, made to tell of groups alone: every SELECT of which something is told leaves out groups of
 * fewer than 5 rows (of each table that it joins), and each aggregate is empty where fewer than 5 rows went into it.
 * `rows`: the SELECT feeds a method that itself tells of all rows together; then it need only not single any out.
 * @throws TabletalkError refused where single rows could be told; DuckDB's own error where names are wrong
 */
export async function guardQuery(
  connection: DuckDBConnection,
  sql: string,
  feeds: "groups" | "rows",
): Promise<GuardedQuery> {
  const statement = await parsed(connection, sql);
  const root = statement.node as Node;
  const names = await columnNames(connection, sql);
  if (feeds === "rows") {
    const counting = {
      type: "SELECT_NODE",
      modifiers: [],
      cte_map: {map: []},
      select_list: [call("count_star")],
      from_table: {
        type: "SUBQUERY",
        alias: "told",
        sample: null,
        subquery: {node: root},
        column_name_alias: [],
      },
      where_clause: null,
      ...NO_GROUPS,
      sample: null,
      qualify: null,
    };
    const inner = toldOf(counting, feeds).slice(0, -1);
    for (const one of inner) await guard(connection, one, undefined);
    return {sql: await printed(connection, root), counting: await printed(connection, counting)};
  }
  const told = toldOf(root, feeds);
  const outer = branchesOf(root);
  const leftOut: string[] = [];
  // Those inside others come first: what holds them is printed with them.
  for (const one of told.filter(({node}) => !outer.includes(node))) await guard(connection, one, undefined);
  for (const node of outer) {
    const one = told.find((each) => each.node === node)!;
    const conditions = await guard(connection, one, node === outer[0] ? names : undefined);
    leftOut.push(await printed(connection, smallGroups(one, conditions)));
  }
  const counts = leftOut.map((text) => `(SELECT count(*) FROM (${text}) AS small)`);
  return {sql: await printed(connection, root), counting: `SELECT ${counts.join(" + ")}`};
}

function branchesOf(node: Node): Node[] {
  if (node.type !== "SET_OPERATION_NODE") return [node];
  return [node.left, node.right, ...listOf(node.children)].flatMap((side) =>
    isNode(side) ? branchesOf(side) : [],
  );
}

const NO_GROUPS: Node = {
  modifiers: [],
  group_expressions: [],
  group_sets: [],
  aggregate_handling: "STANDARD_HANDLING",
  having: null,
};

interface Conditions {
  before: Node | undefined;
  enough: Node[];
}

/** Changes a SELECT in its place. */
async function guard(
  connection: DuckDBConnection,
  told: Told,
  names: readonly string[] | undefined,
): Promise<Conditions> {
  const {node} = told;
  const aggregates = [node.select_list, node.having, node.modifiers]
    .flatMap(expressionsOf)
    .flatMap(aggregatesIn);
  const types = await typesOf(connection, told, aggregates);
  const enough = enoughRows(node.from_table);
  const guarded = (expression: Node): Node => {
    const type = types.get(expression);
    if (isAggregate(expression)) return guardedAggregate(expression, type, told.kinds);
    return mapped(expression, guarded);
  };
  const select = listOf(node.select_list).map((item, at) => {
    const made = guarded(item);
    const {alias: _, ...bare} = made;
    const alias = textOf(item.alias) || (made === item ? "" : (names?.[at] ?? ""));
    return alias ? {...bare, alias} : made;
  });
  const before = isNode(node.having) ? guarded(node.having) : undefined;
  node.select_list = select;
  node.having = both("AND", [...(before ? [before] : []), ...enough]);
  if (Array.isArray(node.modifiers))
    node.modifiers = node.modifiers.map((one) => mapped(one as Node, guarded));
  return {before, enough};
}

/** The groups that a SELECT leaves out, a row each. */
function smallGroups({node, ctes}: Told, {before, enough}: Conditions): Node {
  return {
    ...node,
    modifiers: [],
    having: both("AND", [
      ...(before ? [before] : []),
      negated(both("AND", enough)),
      compare("GREATERTHAN", call("count_star"), whole(0)),
    ]),
    cte_map: {map: latest(ctes)},
  };
}

/** At least so many rows, and so many different ones of each table that is joined. */
function enoughRows(from: unknown): Node[] {
  const least = whole(FEWEST_ROWS);
  const rows = compare("GREATERTHANOREQUALTO", call("count_star"), least);
  if (!isNode(from) || from.type !== "JOIN") return [rows];
  const leaves = (one: Node): Node[] =>
    one.type === "JOIN" ? [one.left, one.right].flatMap((side) => leaves(side as Node)) : [one];
  return [
    rows,
    ...leaves(from).map((one) => {
      const alias = textOf(one.alias) || textOf(one.table_name);
      if (!alias) refuseRows("a SELECT that is joined has a name", "Write JOIN (SELECT ...) AS name.");
      const column = {class: "COLUMN_REF", type: "COLUMN_REF", column_names: [alias]};
      return compare("GREATERTHANOREQUALTO", call("count", [column], {distinct: true}), least);
    }),
  ];
}

function aggregatesIn(expression: Node): Node[] {
  return isAggregate(expression) ? [expression] : childrenOf(expression).flatMap(aggregatesIn);
}

/** The types of what goes into aggregates, as DuckDB binds it. */
async function typesOf(
  connection: DuckDBConnection,
  {node, ctes}: Told,
  aggregates: readonly Node[],
): Promise<Map<Node, number>> {
  const asked = aggregates.flatMap((one) => {
    const first = listOf(one.children).find((child) => !isConstant(child));
    return first ? [{one, first}] : [];
  });
  if (asked.length === 0) return new Map();
  const asking = {
    ...node,
    ...NO_GROUPS,
    select_list: asked.map(({first}, at) => ({...first, alias: `a${at}`})),
    cte_map: {map: latest(ctes)},
  };
  const prepared = await connection.prepare(await printed(connection, asking)).catch(() => undefined);
  if (!prepared)
    return refuseRows("a SELECT inside reads the rows of the one around it", "Join the two instead.");
  try {
    return new Map(asked.map(({one}, at) => [one, prepared.columnTypeId(at)]));
  } finally {
    prepared.destroySync();
  }
}

/** An expression with others in the place of those right below it. */
function mapped(expression: Node, change: (one: Node) => Node): Node {
  const visit = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(visit);
    if (!isNode(value) || isRaw(value)) return value;
    return typeof value.class === "string" ? change(value) : mapped(value, change);
  };
  return Object.fromEntries(
    Object.entries(expression).map(([key, value]) => [key, key === "subquery" ? value : visit(value)]),
  );
}

/** Of WITHs of one name the innermost. */
const latest = (ctes: readonly Node[]): Node[] => [...new Map(ctes.map((one) => [one.key, one])).values()];

async function parsed(connection: DuckDBConnection, sql: string): Promise<Node> {
  const reader = await connection.runAndReadAll("SELECT json_serialize_sql($1::VARCHAR)", [sql]);
  const tree = JSON.parse(String(reader.getRows()[0]?.[0]), exactly) as {statements: Node[]};
  return tree.statements[0]!;
}

/** Numbers that JavaScript would write otherwise keep their digits: a double of 10000.0 is no whole number to DuckDB. */
function exactly(_key: string, value: unknown, context?: {source?: string}): unknown {
  const {rawJSON} = JSON as unknown as {rawJSON(text: string): unknown};
  const source = context?.source;
  return typeof value === "number" && source && source !== String(value) ? rawJSON(source) : value;
}

const isRaw = (value: unknown): boolean =>
  (JSON as unknown as {isRawJSON(value: unknown): boolean}).isRawJSON(value);

async function printed(connection: DuckDBConnection, node: Node): Promise<string> {
  const json = JSON.stringify({error: false, statements: [{node}]});
  const reader = await connection.runAndReadAll("SELECT json_deserialize_sql($1::JSON)", [json]);
  return String(reader.getRows()[0]?.[0]);
}

async function columnNames(connection: DuckDBConnection, sql: string): Promise<string[]> {
  const prepared = await connection.prepare(sql);
  try {
    return Array.from({length: prepared.columnCount}, (_, at) => prepared.columnName(at));
  } finally {
    prepared.destroySync();
  }
}
