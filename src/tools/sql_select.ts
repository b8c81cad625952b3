import {and, asc, desc, type ExprNode, isNotNull, lte, type Query, row_number} from "@uwdata/mosaic-sql";
import {TabletalkError} from "../errors.ts";
import type {AggregateInput} from "./aggregate_input.ts";
import type {Condition} from "./condition.ts";
import type {Order} from "./measure.ts";
import {nearestNames} from "./nearest.ts";
import {compare, conditionSql} from "./sql_condition.ts";
import {groupOrder, groupSql} from "./sql_group.ts";
import {measureSql} from "./sql_measure.ts";
import {
  aggregateCall,
  columnNode,
  type Selected,
  selectFrom,
  tableNamed,
  value,
  withQuery,
} from "./sql_print.ts";
import type {Source} from "./sql_source.ts";
import {windowSql} from "./sql_window.ts";

/** The condition on rows of an input, its period among them; undefined when all rows count. */
export function rowsKept(
  input: Pick<AggregateInput, "where" | "period">,
  source: Source,
  groups: readonly ExprNode[] = [],
): ExprNode | undefined {
  const conditions: Condition[] = input.where ? [input.where] : [];
  if (input.period) {
    const {column, from, to} = input.period;
    conditions.push({op: "range", of: {column}, ...(from && {from}), ...(to && {to})});
  }
  const all = conditions.length > 1 ? {op: "and" as const, args: conditions} : conditions[0];
  const nodes = [...(all ? [conditionSql(all, source)] : []), ...groups.map((group) => isNotNull(group))];
  return nodes.length > 0 ? and(...nodes) : undefined;
}

/**
 * The one SELECT of an aggregate: groups, measures, windows and, unless `countName` is undefined, the rows behind each
 * group. Windows are computed over all groups; then come `having`, the limits and the order, in which ties are broken
 * by the groups.
 * @throws TabletalkError bad_plan, unknown_column, refused.
 */
export function aggregateSql(input: AggregateInput, source: Source, countName: string | undefined): Query {
  mustDiffer([...input.groups, ...input.measures, ...input.windows].map((one) => one.name));
  const kept = rowsKept(input, source);
  const groups = input.groups.map((group) => ({name: group.name, node: groupSql(group, source, kept)}));
  const measures: Selected[] = input.measures.map((measure) => ({
    name: measure.name,
    node: measureSql(measure, source, kept),
  }));
  if (countName !== undefined) measures.push({name: countName, node: aggregateCall("count")});
  const where = input.includeMissing
    ? kept
    : rowsKept(
        input,
        source,
        groups.map((group) => group.node),
      );

  const grouped = selectFrom([...groups, ...measures], source.from);
  if (where) grouped.where(where);
  grouped.groupby(...groups.map((_, index) => value(index + 1)));

  const computed = input.windows.map((window) => ({name: window.name, node: windowSql(window, input)}));
  const names = [
    ...groups.map((group) => group.name),
    ...input.measures.map((measure) => measure.name),
    ...input.windows.map((window) => window.name),
    ...(countName === undefined ? [] : [countName]),
  ];
  const worded = input.groups.some((group) => group.edges);
  if (computed.length === 0 && input.having.length === 0 && input.limitWithin === undefined && !worded) {
    // By place: a result's column may bear the name of a column that it was made from.
    const plain = grouped.orderby(...orderNodes(input, names, (name) => value(names.indexOf(name) + 1)));
    return input.limit === undefined ? plain : plain.limit(input.limit);
  }

  const order = orderNodes(input, names, columnNode);
  const steps = stepNames(source);
  const all = names.map((name) => ({name, node: columnNode(name)}));
  const clauses = [withQuery(steps.grouped, grouped)];
  if (computed.length > 0) {
    const asComputed = all.map((column) => computed.find((one) => one.name === column.name) ?? column);
    clauses.push(withQuery(steps.computed, selectFrom(asComputed, tableNamed(steps.grouped))));
  }
  const having = havingNode(input, names);
  if (input.limitWithin !== undefined && input.limit !== undefined) {
    const place = row_number()
      .partitionby(columnNode(groupName(input.limitWithin, input)))
      .orderby(...order);
    const ranked = selectFrom([...all, {name: steps.place, node: place}], tableNamed(clauses.at(-1)!.name));
    clauses.push(withQuery(steps.ranked, having ? ranked.where(having) : ranked));
    return selectFrom(all, tableNamed(steps.ranked))
      .with(...clauses)
      .where(lte(columnNode(steps.place), value(input.limit)))
      .orderby(...order);
  }
  const last = selectFrom(all, tableNamed(clauses.at(-1)!.name))
    .with(...clauses)
    .orderby(...order);
  if (having) last.where(having);
  return input.limit === undefined ? last : last.limit(input.limit);
}

/** The order asked for, then the groups in turn, so that equal values always come in the same order. Missing comes last. */
function orderNodes(
  input: AggregateInput,
  names: readonly string[],
  refer: (name: string) => ExprNode,
): ExprNode[] {
  const within: Order[] =
    input.limitWithin === undefined ? [] : [{by: groupName(input.limitWithin, input), direction: "asc"}];
  const asked = [...within, ...input.order.filter((one) => one.by !== within[0]?.by)];
  const named = new Set(asked.map((one) => one.by));
  const rest = input.groups.filter((group) => !named.has(group.name));
  const all: Order[] = [...asked, ...rest.map((group) => ({by: group.name, direction: "asc" as const}))];
  return all.map(({by, direction}) => {
    const name = nameAmong(by, names);
    const group = input.groups.find((one) => one.name === name);
    const node = group?.edges ? groupOrder(group, refer(name)) : refer(name);
    return direction === "desc" ? desc(node, false) : asc(node, false);
  });
}

function havingNode(input: AggregateInput, names: readonly string[]): ExprNode | undefined {
  const nodes = input.having.map(({by, op, value: number}) =>
    compare(op, columnNode(nameAmong(by, names)), value(number)),
  );
  return nodes.length > 0 ? and(...nodes) : undefined;
}

function groupName(name: string, input: AggregateInput): string {
  return nameAmong(
    name,
    input.groups.map((group) => group.name),
  );
}

function nameAmong(name: string, names: readonly string[]): string {
  if (names.includes(name)) return name;
  const near = nearestNames(name, names);
  throw new TabletalkError(
    "bad_plan",
    `The result has no column '${name}'${near.length > 0 ? `; nearest: ${near.join(", ")}` : ""}.`,
    names.length > 0 ? `Its columns are: ${names.join(", ")}.` : "Give it measures or groups.",
  );
}

function mustDiffer(names: readonly string[]): void {
  const lower = names.map((name) => name.toLowerCase());
  const twice = names.find((_, index) => lower.indexOf(lower[index]!) !== index);
  if (twice === undefined) return;
  throw new TabletalkError(
    "bad_plan",
    `Two columns of the result would be called '${twice}'.`,
    "Give groups, measures and windows names that differ.",
  );
}

/** Names for the steps of a query that no table or column of it bears. */
function stepNames(source: Source): {grouped: string; computed: string; ranked: string; place: string} {
  const taken = new Set(
    source.profiles
      .flatMap((one) => [one.table, ...one.columns.map((column) => column.name)])
      .map((name) => name.toLowerCase()),
  );
  const free = (name: string): string => (taken.has(name) ? free(`${name}_`) : name);
  return {
    grouped: free("grouped"),
    computed: free("computed"),
    ranked: free("ranked"),
    place: free("place_within"),
  };
}
