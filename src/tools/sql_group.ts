import {add, div, type ExprNode, eq, gte, isNull, lt, mul, ScalarSubqueryNode, sub} from "@uwdata/mosaic-sql";
import {TabletalkError} from "../errors.ts";
import type {Group} from "./measure.ts";
import {expressionSql, isDated, isNumeric, partOf, sayExpression} from "./sql_expression.ts";
import {aggregateCall, call, caseWhen, castTo, selectFrom, value} from "./sql_print.ts";
import type {Source} from "./sql_source.ts";

/**
 * A group as SQL. `among` are the rows kept: bins of equal width span their values.
 * @throws TabletalkError bad_plan when it is cut in a way that does not fit its type, or in two ways.
 */
export function groupSql(group: Group, source: Source, among?: ExprNode): ExprNode {
  const {node, type} = expressionSql(group.of, source);
  const ways = [group.unit, group.part, group.bins, group.width, group.edges].filter(
    (way) => way !== undefined,
  );
  if (ways.length > 1)
    throw unfit(`The group '${group.name}' is cut in ${ways.length} ways`, "Keep one of them.");
  const said = sayExpression(group.of);
  // A column of years is a whole number: its values are the periods already.
  if (type === "integer" && (group.unit ?? group.part) === "year") return node;
  if (group.unit || group.part) {
    if (!isDated(type))
      throw unfit(`${said} is ${type}, not a date`, "Group by it without a unit, or by a date.");
    if (group.part) return partOf(group.part, node);
    const start = call("date_trunc", value(group.unit!), node);
    return castTo(start, group.unit === "hour" ? "TIMESTAMP" : "DATE");
  }
  if (ways.length === 0) return node;
  if (!isNumeric(type))
    throw unfit(`${said} is ${type}, not a number: it has no bins`, "Group by its values.");
  if (group.bins) return equalBins(castTo(node, "DOUBLE"), group.bins, source, among);
  if (group.width) return widthBins(node, group.width);
  return edgeBins(node, checkedEdges(group));
}

/** What to order a group's column by: itself, or the place of its bin where bins are named by words. */
export function groupOrder(group: Group, column: ExprNode): ExprNode {
  if (!group.edges) return column;
  return caseWhen(edgeNames(group.edges).map((name, index) => [eq(column, value(name)), value(index)]));
}

/** "under 10", "10 to 20" (20 itself is in the next), "20 and over". */
export function edgeNames(edges: readonly number[]): string[] {
  const within = edges.slice(1).map((high, index) => `${edges[index]} to ${high}`);
  return [`under ${edges[0]}`, ...within, `${edges.at(-1)} and over`];
}

function equalBins(node: ExprNode, bins: number, source: Source, among: ExprNode | undefined): ExprNode {
  const extreme = (name: "min" | "max") => {
    const query = selectFrom([{name, node: aggregateCall(name, [node])}], source.from);
    return new ScalarSubqueryNode(among ? query.where(among) : query);
  };
  const low = extreme("min");
  const width = call("nullif", sub(extreme("max"), low), value(0));
  const place = call("floor", mul(call("coalesce", div(sub(node, low), width), value(0)), value(bins)));
  const index = call("least", place, value(bins - 1));
  const edge = add(low, mul(index, call("coalesce", div(width, value(bins)), value(0))));
  return caseWhen([[isNull(node), value(null)]], edge);
}

function widthBins(node: ExprNode, width: number): ExprNode {
  // 0.3 / 0.1 is a little under 3 in floating point: without rounding it would fall into the bin before.
  const place = call("floor", call("round", div(castTo(node, "DOUBLE"), value(width)), value(9)));
  const edge = mul(place, value(width));
  return Number.isInteger(width) ? edge : call("round", edge, value(9));
}

function edgeBins(node: ExprNode, edges: readonly number[]): ExprNode {
  const names = edgeNames(edges);
  return caseWhen([
    ...edges.map((edge, index) => [lt(node, value(edge)), value(names[index]!)] as const),
    [gte(node, value(edges.at(-1)!)), value(names.at(-1)!)],
  ]);
}

function checkedEdges(group: Group): number[] {
  const edges = group.edges ?? [];
  const rising = edges.every((edge, index) => index === 0 || edge > edges[index - 1]!);
  if (edges.length === 0 || !rising)
    throw unfit(`The edges of '${group.name}' do not rise`, "Give rising numbers.");
  return edges;
}

function unfit(message: string, next: string): TabletalkError {
  return new TabletalkError("bad_plan", `${message}.`, next);
}
