import {checkQuantiles, eitherKind, type Kind, kindOf} from "./measured.ts";
import {refuseRows} from "./refuse_rows.ts";
import {type Computed, checkValue, checkWords, isPlain, picks} from "./rules.ts";
import {holds, isAggregate, isFilled, isNode, listOf, type Node, nameOf, textOf} from "./tree.ts";

/** A SELECT whose groups are told, and the WITHs that it may read. */
export interface Told {
  node: Node;
  ctes: Node[];
  kinds: Computed["kinds"];
}

const MODIFIERS = new Set(["ORDER_MODIFIER", "LIMIT_MODIFIER", "LIMIT_PERCENT_MODIFIER"]);
const JOINS = new Set(["INNER", "LEFT", "RIGHT", "OUTER"]);
const REFS = new Set(["REGULAR", "CROSS", "NATURAL"]);

/**
 * The SELECTs of a statement of which groups are told: the outermost, each branch of a set operation, and each that stands
 * for a value. What flows into them (WITH, FROM) may be rows, as long as it neither multiplies nor packs them.
 * @param feeds `rows`: a method tells of all rows together, and nothing guards what it is fed
 * @throws TabletalkError refused
 */
export function toldOf(root: Node, feeds: "groups" | "rows"): Told[] {
  const computed = computedIn(root);
  checkQuantiles(root);
  const isTaken = (kind: Kind): boolean => kind === "bare" || kind === "label" || kind === "constant";
  if (
    feeds === "rows" &&
    (computed.chosen.size > 0 || computed.mixed.size > 0 || ![...computed.kinds.values()].every(isTaken))
  )
    refuseRows(
      "a SELECT that feeds a method names columns, and computes nothing of several",
      "Name the columns as they are, with conditions in WHERE.",
    );
  const told: Told[] = [];
  const outermost = (node: Node, ctes: Node[]): void => {
    const reach = [...ctes, ...withsOf(node)];
    for (const one of withsOf(node)) flowing(queryOf(one), reach);
    if (node.type === "SET_OPERATION_NODE") {
      for (const side of [node.left, node.right, ...listOf(node.children)])
        if (isNode(side)) outermost(side, reach);
      for (const one of expressionsOf(node.modifiers)) checkWords(one);
      return;
    }
    if (node.type !== "SELECT_NODE") refuseRows("recursion and VALUES are not taken");
    checkNode(node, reach);
    for (const one of listOf(node.modifiers))
      if (!MODIFIERS.has(textOf(one.type)))
        refuseRows("DISTINCT shows rows", "Group by those columns and count.");
    if (holdsStar(node)) refuseRows("* shows rows", "Name the columns to group by, and aggregates.");
    if (node.sample) refuseRows("a sample shows rows");
    checkFrom(node.from_table, reach, true);
    const shown = [
      ...listOf(node.select_list),
      ...expressionsOf(node.having),
      ...expressionsOf(node.modifiers),
    ];
    const grouped =
      listOf(node.group_expressions).length > 0 || node.aggregate_handling === "FORCE_AGGREGATES";
    if (!grouped && !shown.some((one) => holds(one, isAggregate)))
      refuseRows("the outermost SELECT shows rows", "Aggregate in it: count, sum, avg, with GROUP BY.");
    told.push({node, ctes: reach, kinds: computed.kinds});
  };
  /** A SELECT whose rows go on into another. */
  const flowing = (node: Node, ctes: Node[]): void => {
    const reach = [...ctes, ...withsOf(node)];
    for (const one of withsOf(node)) flowing(queryOf(one), reach);
    if (node.type !== "SELECT_NODE")
      refuseRows(
        "UNION, recursion and VALUES inside a query make rows of their own",
        "Use UNION outermost, of groups.",
      );
    checkNode(node, reach);
    if ((Array.isArray(node.group_sets) ? node.group_sets : []).length > 1)
      refuseRows("ROLLUP, CUBE and GROUPING SETS stand in the outermost SELECT only");
    for (const one of listOf(node.select_list)) checkFlowing(one, computed.kinds);
    checkFrom(node.from_table, reach, false);
  };
  const checkNode = (node: Node, ctes: Node[]): void => {
    if (node.qualify) refuseRows("QUALIFY goes along rows");
    const values = [
      ...listOf(node.select_list),
      ...listOf(node.group_expressions),
      ...expressionsOf(node.having),
      ...expressionsOf(node.modifiers),
    ];
    for (const one of [...values, ...expressionsOf(node.where_clause)]) {
      checkWords(one);
      subqueries(one, ctes);
    }
    for (const one of values) checkValue(one, computed);
  };
  const subqueries = (expression: Node, ctes: Node[]): void => {
    holds(expression, (one) => {
      if (one.class === "SUBQUERY") outermost(queryOf(one.subquery), ctes);
      return false;
    });
  };
  const checkFrom = (from: unknown, ctes: Node[], mayJoin: boolean): void => {
    if (!isNode(from) || from.type === "EMPTY") refuseRows("a SELECT reads a table");
    if (isFilled(from.column_name_alias))
      refuseRows("columns of a table are not renamed in FROM", "Rename them in the SELECT.");
    if (from.sample && mayJoin) refuseRows("a sample shows rows");
    if (from.type === "BASE_TABLE") return;
    if (from.type === "SUBQUERY") {
      flowing(queryOf(from.subquery), ctes);
      return;
    }
    if (from.type !== "JOIN") refuseRows("only tables and SELECTs stand in FROM");
    if (!mayJoin)
      refuseRows("tables are joined in the outermost SELECT only", "Join there, in place of inside.");
    if (!JOINS.has(textOf(from.join_type)) || !REFS.has(textOf(from.ref_type) || "REGULAR"))
      refuseRows("only inner and outer joins are taken");
    for (const one of expressionsOf(from.condition)) {
      checkWords(one);
      subqueries(one, ctes);
    }
    checkFrom(from.left, ctes, true);
    checkFrom(from.right, ctes, true);
  };
  outermost(root, []);
  return told;
}

export const withsOf = (node: Node): Node[] => listOf((node.cte_map as Node | undefined)?.map);

function queryOf(holder: unknown): Node {
  const one = isNode(holder) ? holder : {};
  const value = isNode(one.value) ? one.value : one;
  if (isFilled(value.aliases)) refuseRows("WITH names a query, not its columns");
  if (isFilled(value.key_targets)) refuseRows("recursion is not taken");
  const query = isNode(value.query) ? value.query : value;
  if (!isNode(query.node)) refuseRows("only SELECTs are read");
  return query.node;
}

/** The outermost expressions of a part of a SELECT. */
export function expressionsOf(part: unknown): Node[] {
  if (Array.isArray(part)) return part.flatMap(expressionsOf);
  if (!isNode(part)) return [];
  return typeof part.class === "string" ? [part] : Object.values(part).flatMap(expressionsOf);
}

const holdsStar = (node: Node): boolean =>
  listOf(node.select_list).some((one) => holds(one, ({class: kind}) => kind === "STAR"));

/** What a SELECT inside hands on has a name that rules can follow, and nothing in it picks rows out unseen. */
function checkFlowing(item: Node, kinds: Computed["kinds"]): void {
  if (holds(item, (one) => isAggregate(one) && isChoosing(one)))
    refuseRows("conditions inside aggregates stand in the outermost SELECT", "Put the condition into WHERE.");
  if (item.class === "STAR" || textOf(item.alias)) return;
  const kind = kindOf(item, kinds);
  if (kind !== "bare" && kind !== "constant")
    refuseRows("what a SELECT inside computes has a name", "Write AS name behind it.");
}

const isChoosing = (one: Node): boolean =>
  isNode(one.filter) ||
  /^count_?if$/.test(nameOf(one)) ||
  listOf(one.children).some((child) => holds(child, ({class: kind}) => kind === "CASE"));

/** The names of everything that is computed anywhere in a statement. What is computed of such names is found by going again. */
function computedIn(root: Node): Computed {
  const kinds = new Map<string, Kind>();
  const computed = {chosen: new Set<string>(), mixed: new Set<string>(), kinds};
  const items: {item: Node; isInner: boolean}[] = [];
  const visit = (value: unknown, isInner: boolean): void => {
    if (Array.isArray(value)) for (const one of value) visit(one, isInner);
    else if (isNode(value)) {
      if (value.type === "SELECT_NODE")
        items.push(...listOf(value.select_list).map((item) => ({item, isInner})));
      for (const [key, one] of Object.entries(value))
        visit(one, isInner || key === "from_table" || key === "cte_map");
    }
  };
  visit(root, false);
  const sizes = (): string =>
    `${computed.chosen.size} ${computed.mixed.size} ${[...kinds.values()].join(" ")}`;
  for (let known = ""; known !== sizes(); ) {
    known = sizes();
    for (const {item, isInner} of items) {
      // An aggregate of the outermost SELECT goes into no other, whatever it is called.
      const alias = textOf(item.alias).toLowerCase();
      if (alias && (isInner || !holds(item, isAggregate)))
        kinds.set(alias, eitherKind(kinds.get(alias), kindOf(item, kinds)));
      if (item.class === "CONSTANT") continue;
      // What has no name of its own goes by DuckDB's, which nobody else can say without its signs.
      const name = alias || " unnamed";
      if (holds(item, (one) => picks(one, computed), isAggregate)) computed.chosen.add(name);
      else if (!isPlain(item, computed) && holds(item, ({class: kind}) => kind === "COLUMN_REF", isAggregate))
        computed.mixed.add(name);
    }
  }
  return computed;
}
