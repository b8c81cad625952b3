import type {Session} from "../data/engine.ts";
import type {Table} from "../data/table.ts";
import {TabletalkError} from "../errors.ts";
import type {Execution} from "../planning/execute.ts";
import type {Plan, Step} from "../planning/plan.ts";
import {allowedSelect, FEWEST_ROWS, tooFewRows} from "./guarded_select.ts";
import type {McpCalling} from "./mcp_tool.ts";
import {isSelect, planOfCall} from "./plan_of_call.ts";
import {type AllowedMethod, allowedMethod, type Given} from "./policy/allowed_methods.ts";
import {demandColumn, demandCondition, demandGroup} from "./policy/plain_parts.ts";

/** A plan that the workspace's policy allows, and what is to be said of it. */
export interface AllowedPlan {
  plan: Plan;
  notes: string[];
  /** What has to run first: the error of a method may name a small group, too. */
  counting?: {
    plan: Plan;
    /** @throws TabletalkError refused where a number would be of too few rows */
    demand(execution: Execution): void;
  };
  /** What may be told of its result. @throws TabletalkError refused where that is nothing */
  told(table: Table): {table: Table; notes: string[]};
}

/** The step that counts the rows and values which a call reads, and those that count two columns together. */
const COUNTED = "rows_read";
const WEIGHED = "weighed_";
/** A row that makes up more of a column's spread than this tells itself in a coefficient: a yes of fewer than five rows does. */
const MOST_WEIGHT = 1 / FEWEST_ROWS;

/**
 * The plan of a call as the workspace's policy allows it. Where it tells of groups alone, only methods run whose every number is
 * known to be of enough rows: a SELECT in the place of a table may single out no row, columns and conditions are taken as they
 * are, and steps of ours count what each number is of.
 * @throws TabletalkError refused
 */
export async function allowedPlan(
  tool: string,
  given: Given,
  session: Session,
  {policy, signal}: Pick<McpCalling, "policy" | "signal">,
): Promise<AllowedPlan> {
  if (policy.sql === "on")
    return {plan: planOfCall(tool, given), notes: [], told: (table) => ({table, notes: []})};
  const method = allowedMethod(tool, given);
  const {table, joins, where} = given;
  if (Array.isArray(joins) && joins.length > 0)
    throw new TabletalkError(
      "refused",
      "This workspace does not tell of single rows, which a join could repeat.",
      "Leave joins out.",
    );
  demandCondition(where);
  for (const of of method.columns(given)) demandColumn(of, "columns");
  for (const group of method.groups?.(given) ?? []) demandGroup(group, "groups");
  const input = method.prepare?.(given) ?? given;
  if (typeof table !== "string") throw new TabletalkError("bad_plan", "No table is named.", "Give `table`.");
  const {sql, notes} = isSelect(table)
    ? await allowedSelect(table, "method", {session, policy, signal})
    : {sql: table, notes: []};
  const plan = planOfCall(tool, {...input, table: sql});
  const [data] = isSelect(table) ? plan.steps : [];
  const counts = counting(method, {...input, table: data ? {$step: data.id} : table});
  return {
    plan,
    notes,
    counting: {
      plan: {steps: [...(data ? [data] : []), ...counts], headline: COUNTED},
      demand: (execution) => {
        demandCounted(method, input, execution);
      },
    },
    told: (result) => told(method, input, result),
  };
}

/** Steps that count what a method is of; none of their columns is called as the caller says. */
function counting(method: AllowedMethod, input: Given): Step[] {
  const {table, where, period} = input;
  const columns = method.columns(input);
  const groups = (method.groups?.(input) ?? []).map((group, at) => ({
    ...(group as Given),
    name: `group_${at}`,
  }));
  const source = {table, ...(period !== undefined && {period})};
  const conditions = where === undefined ? [] : [where];
  const and = (args: unknown[]) => (args.length > 0 ? {where: {op: "and", args}} : {});
  const counts = [
    {name: "rows_counted", fn: "count"},
    ...columns.map((of, at) => ({name: `values_${at}`, fn: "count", of})),
  ];
  const present = groups.map(({of}: Given) => ({op: "is_not_null", of}));
  const steps: Step[] = [
    {
      id: COUNTED,
      tool: "aggregate",
      input: {...source, groups, ...and([...conditions, ...present]), measures: counts},
    },
  ];
  if (!method.weighs) return steps;
  const pairs = columns.flatMap((of, at) =>
    columns.flatMap((other, place) => (place === at ? [] : [{of, other}])),
  );
  return [
    ...steps,
    ...pairs.map(
      ({of, other}, at): Step => ({
        id: `${WEIGHED}${at}`,
        tool: "aggregate",
        input: {
          ...source,
          ...and([...conditions, {op: "is_not_null", of}, {op: "is_not_null", of: other}]),
          measures: [
            {name: "rows_counted", fn: "count"},
            {name: "least", fn: "min", of},
            {name: "most", fn: "max", of},
            {name: "middle", fn: "avg", of},
            {name: "spread", fn: "variance", of},
          ],
        },
      }),
    ),
  ];
}

function told(method: AllowedMethod, input: Given, result: Table): {table: Table; notes: string[]} {
  if (!method.tell) return {table: result, notes: []};
  const {table, leftOut} = method.tell(result, input);
  if (table.rows.length === 0) throw tooFewRows();
  return {table, notes: leftOut > 0 ? [`${leftOut} of fewer than ${FEWEST_ROWS} rows left out.`] : []};
}

/** @throws TabletalkError refused where a group, or what two columns share, is too small; the error of a count */
function demandCounted(method: AllowedMethod, input: Given, {artifacts, steps}: Execution): void {
  const failed = steps.find(({id, error}) => error && (id === COUNTED || id.startsWith(WEIGHED)))?.error;
  if (failed) throw failed;
  const counted = artifacts.get(COUNTED);
  if (!counted || counted.truncated) throw tooFewRows();
  const from = method.groups?.(input).length ?? 0;
  const places = 1 + method.columns(input).length;
  const {rows} = counted.table;
  // A method that tells each row's own count may have columns that are nearly empty.
  const judged = method.tell ? 1 : places;
  const isSmall = (row: Table["rows"][number]): boolean =>
    row.slice(from, from + judged).some((count) => Number(count ?? 0) < method.least);
  if (rows.length === 0) throw tooFewRows();
  if (rows.some(isSmall)) throw from > 0 ? smallGroups(method.least) : tooFewRows();
  if (!method.weighs) return;
  const weighed = [...artifacts].filter(([id]) => id.startsWith(WEIGHED));
  if (weighed.length < 2) throw tooFewRows();
  for (const [, {table}] of weighed) {
    const [n, least, most, middle, spread] = (table.rows[0] ?? []).map(Number);
    const farthest = Math.max(Math.abs(most! - middle!), Math.abs(middle! - least!));
    const isHeavy = !(farthest ** 2 <= MOST_WEIGHT * (n! - 1) * spread! * (1 + 1e-9));
    if (!(n! >= method.least) || (isHeavy && spread !== 0)) throw heavyRow();
  }
}

const smallGroups = (least: number): TabletalkError =>
  new TabletalkError(
    "refused",
    `This workspace tells of groups of at least ${FEWEST_ROWS} rows; this takes ${least} values in each, and a group has fewer.`,
    "Leave small groups out with where, or ask describe by groups.",
  );

const heavyRow = (): TabletalkError =>
  new TabletalkError(
    "refused",
    "One row weighs too much in one of these columns: the result would be that row's.",
    "Ask for columns that vary more evenly, or for more rows.",
  );
