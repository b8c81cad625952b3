import type {Session} from "../../data/engine.ts";
import type {TableProfile} from "../../data/profile.ts";
import type {Reading} from "../../planning/reading.ts";
import {sayCondition} from "../../planning/say_condition.ts";
import type {Condition, Expression} from "../../tools/condition.ts";
import {findValuesTool} from "../../tools/find_values.ts";
import {otherPlaceNames} from "../../tools/place_names.ts";
import {findColumn, type KnownColumn, nearestOrFirst, type Scope} from "./columns.ts";
import {tame} from "./fence.ts";
import {isPersonal} from "./personal.ts";

type Scalar = string | number | boolean;

export interface ValueContext {
  scope: Scope;
  profiles: readonly TableProfile[];
  session: Session;
  signal: AbortSignal;
  asOf: Date;
  timeZone: string;
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

interface Spellings {
  /** The value as the data spells it; several where it could be any of them. */
  found: string[];
  nearest: string[];
}

/** How the data spells a value: from the profile where that lists every value, else from the data itself. */
async function lookUp(column: KnownColumn, wanted: string, context: ValueContext): Promise<Spellings> {
  const known = column.profile.top.map(({value}) => String(value));
  if (known.includes(wanted)) return {found: [wanted], nearest: []};
  if (column.profile.distinct > known.length) return searchData(column, wanted, context);
  const fold = (text: string) => text.trim().toLowerCase();
  const names = [wanted, ...otherPlaceNames(wanted)].map(fold);
  return {found: known.filter((one) => names.includes(fold(one))), nearest: nearestOrFirst(wanted, known)};
}

/** What `find_values` says: from this score on, a value is the same but for case, accents or a place's other name. */
const SAME = 0.95;

async function searchData(column: KnownColumn, wanted: string, context: ValueContext): Promise<Spellings> {
  const {session, profiles, signal, asOf, timeZone} = context;
  const artifact = await findValuesTool.run(
    {table: column.table, column: column.profile.name, text: wanted, limit: 5},
    {
      session,
      profile: async (table) =>
        profiles.find((one) => one.table === table) ?? session.profile(table, {signal}),
      artifacts: new Map(),
      signal,
      limits: {timeMs: 5000, rows: 5},
      asOf,
      timeZone,
    },
  );
  const at = (name: string) => artifact.table.columns.findIndex((one) => one.name === name);
  const rows = artifact.table.rows.map((row) => ({
    value: String(row[at("value")]),
    score: Number(row[at("score")]),
  }));
  const exact = rows.filter((row) => row.value === wanted);
  const same = exact.length ? exact : rows.filter((row) => row.score >= SAME);
  return {found: same.map((row) => row.value), nearest: rows.slice(0, 3).map((row) => row.value)};
}
