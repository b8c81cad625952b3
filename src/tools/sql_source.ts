import {and, type ExprNode, eq, type FromClauseNode, JoinNode} from "@uwdata/mosaic-sql";
import type {ColumnProfile, TableProfile} from "../data/profile.ts";
import {TabletalkError} from "../errors.ts";
import type {ColumnRef} from "./condition.ts";
import type {Join} from "./measure.ts";
import {knownAs, unknownColumn, unknownTable} from "./nearest.ts";
import {call, caseWhen, columnNode, tableNamed} from "./sql_print.ts";
import type {ToolContext} from "./tool.ts";

/** A column as a query names it, with what is known of it. */
export interface SourceColumn {
  node: ExprNode;
  table: string;
  profile: ColumnProfile;
}

/** What stands after FROM. */
export type FromNode = FromClauseNode | JoinNode;

/** What a SELECT reads: a table, perhaps joined with others. */
export interface Source {
  table: string;
  joins: readonly Join[];
  /** The profiles of the tables, the one joined to first. */
  profiles: readonly TableProfile[];
  from: FromNode;
}

/**
 * Finds the tables and profiles that a query reads.
 * @throws TabletalkError unknown_table, unknown_column (both name the nearest), refused for a table joined to itself.
 */
export async function openSource(
  table: string,
  joins: readonly Join[],
  context: ToolContext,
): Promise<Source> {
  const names = [table, ...joins.map((join) => join.table)].map((name) => tableCalled(name, context));
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) {
    throw new TabletalkError(
      "refused",
      `The table ${twice} is joined to itself.`,
      "Use run_sql for a self-join.",
    );
  }
  const profiles = await Promise.all(names.map((name) => context.profile(name)));
  const resolved = joins.map((join, index) => joinAs(join, names[index + 1]!, profiles, index));
  return {table: names[0]!, joins: resolved, profiles, from: fromOf(names[0]!, resolved, profiles)};
}

/** The dataset's own spelling of a table's name. */
export function tableCalled(name: string, context: ToolContext): string {
  const known = context.session.datasets.map((dataset) => dataset.name);
  const found = knownAs(name, known);
  if (found === undefined) throw unknownTable(name, known);
  return found;
}

/**
 * A column by name. Without a table it is looked for in the table joined to first, then in the others. NaN and
 * infinities in it count as missing.
 */
export function columnOf(ref: ColumnRef, source: Source): SourceColumn {
  const {profile, table} = findColumn(ref, source.profiles);
  const node = columnNode(profile.name, source.joins.length > 0 ? table : undefined);
  return {node: finite(node, profile), table, profile};
}

/** The joins of a source up to (not with) the one at `count`, as something to select from. */
export function fromOf(table: string, joins: readonly Join[], profiles: readonly TableProfile[]): FromNode {
  return joins.reduce<FromNode>(
    (left, join) =>
      new JoinNode(left, tableNamed(join.table), "REGULAR", typeOf(join.kind), keysEqual(join, profiles)),
    tableNamed(table),
  );
}

/** Equality of the keys of a join: tables in front, as in "orders"."customer" = "customers"."id". */
export function keysEqual(join: Join, profiles: readonly TableProfile[]): ExprNode {
  const earlier = profiles.slice(
    0,
    profiles.findIndex((profile) => profile.table === join.table),
  );
  return and(
    ...join.on.map(({left, right}) => {
      const of = findColumn({column: left}, earlier);
      return eq(columnNode(of.profile.name, of.table), columnNode(right, join.table));
    }),
  );
}

function typeOf(kind: Join["kind"]): "INNER" | "LEFT" {
  return kind === "inner" ? "INNER" : "LEFT";
}

function joinAs(join: Join, table: string, profiles: readonly TableProfile[], index: number): Join {
  const earlier = profiles.slice(0, index + 1);
  const on = join.on.map(({left, right}) => ({
    left: findColumn({column: left}, earlier).profile.name,
    right: findColumn({column: right}, [profiles[index + 1]!]).profile.name,
  }));
  return {table, on, kind: join.kind};
}

function findColumn(
  ref: ColumnRef,
  profiles: readonly TableProfile[],
): {table: string; profile: ColumnProfile} {
  const tables = ref.table === undefined ? profiles : [profileCalled(ref.table, profiles)];
  const found = tables.flatMap((one) => {
    const name = knownAs(
      ref.column,
      one.columns.map((column) => column.name),
    );
    const profile = one.columns.find((column) => column.name === name);
    return profile ? [{table: one.table, profile}] : [];
  });
  const [first, second] = found;
  if (!first) {
    const known = tables.flatMap((one) => one.columns.map((column) => column.name));
    throw unknownColumn(ref.column, tables.map((one) => one.table).join(" or "), known);
  }
  if (second && first.table !== profiles[0]!.table) {
    throw new TabletalkError(
      "bad_plan",
      `The column '${ref.column}' is in ${first.table} and in ${second.table}.`,
      "Say which table it is of.",
    );
  }
  return first;
}

function profileCalled(name: string, profiles: readonly TableProfile[]): TableProfile {
  const known = profiles.map((profile) => profile.table);
  const found = knownAs(name, known);
  if (found === undefined) throw unknownTable(name, known);
  return profiles.find((profile) => profile.table === found)!;
}

function finite(node: ExprNode, profile: ColumnProfile): ExprNode {
  return profile.nonFinite ? caseWhen([[call("isfinite", node), node]]) : node;
}
