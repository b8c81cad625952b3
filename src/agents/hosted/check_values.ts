import type {Session} from "../../data/engine.ts";
import type {TableProfile} from "../../data/profile.ts";
import type {Reading} from "../../planning/reading.ts";
import {sayCondition} from "../../planning/say_condition.ts";
import type {Condition, Expression} from "../../tools/condition.ts";
import {findColumn, type KnownColumn, nearestNames, type Scope} from "./columns.ts";
import {tame} from "./fence.ts";
import {isPersonal} from "./personal.ts";

type Scalar = string | number | boolean;

export interface ValueContext {
  scope: Scope;
  profiles: readonly TableProfile[];
  session: Session;
  signal: AbortSignal;
}

/**
 * Looks every value of a reading's conditions up in the data and puts the data's own spelling in its place. Returns the
 * reading so mended, and a sentence for each value that no row has, with the nearest ones that exist.
 */
export async function checkValues(
  reading: Reading,
  context: ValueContext,
): Promise<{reading: Reading; issues: string[]}> {
  const issues: string[] = [];
  const mend = (condition: Condition) => mendCondition(condition, context, issues);
  const filters = [];
  for (const filter of reading.filters) {
    const condition = await mend(filter.condition);
    filters.push({condition, said: sayCondition(condition)});
  }
  const measures = [];
  for (const measure of reading.measures) {
    const where = measure.where && (await mend(measure.where));
    const overWhere = measure.over?.where && (await mend(measure.over.where));
    const over = measure.over && {...measure.over, ...(overWhere && {where: overWhere})};
    measures.push({...measure, ...(where && {where}), ...(over && {over})});
  }
  return {reading: {...reading, filters, measures}, issues};
}

async function mendCondition(
  condition: Condition,
  context: ValueContext,
  issues: string[],
): Promise<Condition> {
  switch (condition.op) {
    case "and":
    case "or": {
      const args = [];
      for (const arg of condition.args) args.push(await mendCondition(arg, context, issues));
      return {op: condition.op, args};
    }
    case "not":
      return {op: "not", arg: await mendCondition(condition.arg, context, issues)};
    case "=":
    case "!=":
      return {...condition, value: await mendValue(condition.of, condition.value, context, issues)};
    case "in":
    case "not_in": {
      const values: Scalar[] = [];
      for (const value of condition.values)
        values.push(await mendValue(condition.of, value, context, issues));
      return {...condition, values};
    }
    default:
      return condition;
  }
}

async function mendValue(
  of: Expression,
  value: Scalar,
  context: ValueContext,
  issues: string[],
): Promise<Scalar> {
  const column = "column" in of ? findColumn(context.scope, of.column, of.table) : undefined;
  if (!column) return value;
  const {type} = column.profile;
  if (type === "boolean")
    return typeof value === "string" && /^(true|false)$/i.test(value) ? /^true$/i.test(value) : value;
  if (type === "integer" || type === "number")
    return typeof value === "string" && value.trim() && !Number.isNaN(Number(value)) ? Number(value) : value;
  if (type !== "text") return value;
  const wanted = String(value);
  const {found, nearest} = await lookUp(column, wanted, context);
  if (found.includes(wanted)) return wanted;
  if (found.length === 1) return found[0]!;
  const profile = context.profiles.find((one) => one.table === column.table);
  const hidden = profile && isPersonal(column.profile, profile);
  const near = found.length > 1 ? found : nearest;
  const hint = hidden || !near.length ? "" : `; nearest: ${near.map((one) => `'${tame(one)}'`).join(", ")}`;
  issues.push(`no row has '${tame(wanted)}' in "${column.shown}"${hint}`);
  return value;
}

/** Spellings that differ only in case and outer spaces, and the values most like it. */
async function lookUp(
  column: KnownColumn,
  wanted: string,
  {session, signal}: ValueContext,
): Promise<{found: string[]; nearest: string[]}> {
  const known = column.profile.top.map(({value}) => String(value));
  const fold = (text: string) => text.trim().toLowerCase();
  if (known.includes(wanted)) return {found: [wanted], nearest: []};
  if (column.profile.distinct <= known.length) {
    return {found: known.filter((one) => fold(one) === fold(wanted)), nearest: nearestNames(wanted, known)};
  }
  const name = `"${column.profile.name.replaceAll('"', '""')}"`;
  const text = `'${fold(wanted).replaceAll("'", "''")}'`;
  const sql =
    `SELECT DISTINCT ${name} AS v, lower(trim(${name})) = ${text} AS same, jaro_winkler_similarity(lower(${name}), ${text}) AS near ` +
    `FROM "${column.table.replaceAll('"', '""')}" WHERE ${name} IS NOT NULL ORDER BY same DESC, near DESC, v LIMIT 5`;
  const {rows} = await session.query(sql, {signal});
  return {
    found: rows.filter((row) => row[1] === true).map((row) => String(row[0])),
    nearest: rows
      .filter((row) => row[1] !== true)
      .slice(0, 3)
      .map((row) => String(row[0])),
  };
}
