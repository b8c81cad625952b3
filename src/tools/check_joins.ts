import {
  and,
  type ExprNode,
  isNotNull,
  JoinNode,
  ScalarSubqueryNode,
  SelectClauseNode,
  SelectQuery,
} from "@uwdata/mosaic-sql";
import {TabletalkError} from "../errors.ts";
import type {Join, Measure} from "./measure.ts";
import {aggregateCall, call, columnNode, printSql, selectFrom, tableNamed} from "./sql_print.ts";
import {fromOf, keysEqual, type Source} from "./sql_source.ts";
import type {ToolContext} from "./tool.ts";

/** What was found out about the joins of a source. */
export interface JoinCheck {
  sql: string[];
  notes: string[];
  /** Some join repeats rows: counts of rows are then counts of pairs. */
  multiplies: boolean;
}

/**
 * Counts matches of every join and sees that none repeats rows of the table joined to. Where every measure is one that
 * repeats cannot change (count_distinct, min, max), repeating is allowed and noted.
 * @throws TabletalkError refused, saying which keys repeat and what to do.
 */
export async function checkJoins(
  source: Source,
  measures: readonly Measure[] | undefined,
  context: ToolContext,
): Promise<JoinCheck> {
  const check: JoinCheck = {sql: [], notes: [], multiplies: false};
  for (const [index, join] of source.joins.entries()) {
    const keys = keysQuery(join);
    const matches = matchQuery(source, index);
    check.sql.push(keys, matches);
    const [unique, matched] = await Promise.all([ask(keys, context), ask(matches, context)]);
    const [rows, distinct] = [unique[0] ?? 0, unique[1] ?? 0];
    const by = join.on.map((on) => on.right).join(", ");
    if (rows > distinct) {
      if (!measures?.every(repeatsDoNotMatter)) throw multiplies(join, by, rows, distinct);
      check.multiplies = true;
      check.notes.push(
        `${join.table} has ${rows} rows for ${distinct} values of ${by}: only what repeats cannot change is computed.`,
      );
    }
    const [all, found] = [matched[0] ?? 0, matched[1] ?? 0];
    const lost = all - found;
    const fate = join.kind === "inner" ? "left out" : "kept, with missing values";
    check.notes.push(
      `${found} of ${all} rows of ${source.table} have a match in ${join.table}${lost > 0 ? `; the other ${lost} are ${fate}` : ""}.`,
    );
  }
  return check;
}

function repeatsDoNotMatter(measure: Measure): boolean {
  const parts = measure.over ? [measure, measure.over] : [measure];
  return parts.every(({fn}) => fn === "count_distinct" || fn === "min" || fn === "max");
}

function multiplies(join: Join, by: string, rows: number, distinct: number): TabletalkError {
  return new TabletalkError(
    "refused",
    `Joining ${join.table} would multiply rows: it has ${rows} rows for ${distinct} values of ${by}, so sums and counts would be too large.`,
    `Aggregate ${join.table} by ${by} first (run_sql), join on more columns, or count distinct values.`,
  );
}

/** The rows of the joined table that can match, and the different keys among them. */
function keysQuery(join: Join): string {
  const keys = join.on.map((on) => columnNode(on.right));
  const key: ExprNode = keys.length === 1 ? keys[0]! : call("row", ...keys);
  const query = selectFrom(
    [
      {name: "rows", node: aggregateCall("count")},
      {name: "keys", node: aggregateCall("count", [key], {distinct: true})},
    ],
    tableNamed(join.table),
  );
  return printSql(query.where(and(...keys.map((one) => isNotNull(one)))));
}

/** The rows joined to, and those of them that find a match. */
function matchQuery(source: Source, index: number): string {
  const join = source.joins[index]!;
  const left = fromOf(source.table, source.joins.slice(0, index), source.profiles);
  const count = {name: "rows", node: aggregateCall("count")};
  const matching = selectFrom(
    [count],
    new JoinNode(left, tableNamed(join.table), "REGULAR", "SEMI", keysEqual(join, source.profiles)),
  );
  const query = new SelectQuery();
  query._select = [
    new SelectClauseNode(new ScalarSubqueryNode(selectFrom([count], left)), "rows"),
    new SelectClauseNode(new ScalarSubqueryNode(matching), "matched"),
  ];
  return printSql(query);
}

async function ask(sql: string, context: ToolContext): Promise<number[]> {
  const result = await context.session.query(sql, {
    signal: context.signal,
    limits: {timeMs: context.limits.timeMs},
  });
  return (result.rows[0] ?? []).map(Number);
}
