import type {Dataset} from "./dataset.ts";
import type {Engine, Session} from "./engine.ts";
import type {ColumnProfile, TableProfile} from "./profile.ts";
import type {Cell, Column, ColumnType} from "./table.ts";

/** A column that seems to have another name now, and why. */
export interface Renamed {
  before: string;
  after: string;
  type: ColumnType;
  /** The share of its distinct values, from 0 to 1, that both have. */
  shared: number;
}

/** What became of the rows. Counts are rows; a row that is there twice counts twice. */
export interface Overlap {
  /** Rows that are the same in every shared column. */
  equal: number;
  /** By the column that identifies a row in both. */
  byKey?: {key: string; new: number; changed: number; gone: number; same: number};
}

/** How a new version differs from the one before it. */
export interface Drift {
  rows: {before: number; after: number};
  added: Column[];
  removed: Column[];
  renamed: Renamed[];
  retyped: {name: string; before: ColumnType; after: ColumnType}[];
  overlap: Overlap;
  /** First and last value of the dates that both have. */
  dates: {name: string; before: [Cell, Cell]; after: [Cell, Cell]}[];
}

interface Pair {
  before: string;
  after: string;
  cast: string;
}

/** This share of the distinct values tells a renamed column; less does where it stands at the same place. */
const SHARED = 0.8;
const SHARED_IN_PLACE = 0.4;
const LIMITS = {timeMs: 60_000};

/**
 * Compares two versions: columns, types, rows, dates. Reads only.
 * @throws TabletalkError time_limit, memory_limit, aborted
 */
export async function compareVersions(
  engine: Engine,
  before: Dataset,
  after: Dataset,
  signal?: AbortSignal,
): Promise<Drift> {
  const stop = signal ? {signal} : {};
  await using session = await engine.open([
    {name: "before", version: before.version},
    {name: "after", version: after.version},
  ]);
  const [was, is] = [await session.profile("before", stop), await session.profile("after", stop)];
  const same = was.columns.flatMap((one) => {
    const other = is.columns.find((column) => column.name.toLowerCase() === one.name.toLowerCase());
    return other ? [{one, other}] : [];
  });
  const removed = was.columns.filter((one) => !same.some((pair) => pair.one === one));
  const added = is.columns.filter((one) => !same.some((pair) => pair.other === one));
  const renamed = await findRenamed(session, {was, is, removed, added}, stop);
  const pairs = [
    ...same.map(({one, other}) => pairOf(one, other)),
    ...renamed.map((name) => ({...name, cast: castOf(name.type, name.type)})),
  ];
  return {
    rows: {before: was.rows, after: is.rows},
    added: added.filter((one) => !renamed.some((name) => name.after === one.name)).map(asColumn),
    removed: removed.filter((one) => !renamed.some((name) => name.before === one.name)).map(asColumn),
    renamed,
    retyped: same
      .filter(({one, other}) => one.type !== other.type)
      .map(({one, other}) => ({name: other.name, before: one.type, after: other.type})),
    overlap: await overlapOf(session, pairs, was, is, stop),
    dates: same
      .filter(({one, other}) => one.role === "date" && other.role === "date")
      .map(({one, other}) => ({name: other.name, before: [one.min, one.max], after: [other.min, other.max]})),
  };
}

/** Whether the columns are the same, in name and type. */
export const sameColumns = ({added, removed, renamed, retyped}: Drift): boolean =>
  added.length + removed.length + renamed.length + retyped.length === 0;

/** Whether every row and column of the earlier version is in the new one: replacing it loses nothing. */
export const losesNothing = (drift: Drift): boolean =>
  drift.removed.length + drift.renamed.length + drift.retyped.length === 0 &&
  drift.overlap.equal >= drift.rows.before;

async function findRenamed(
  session: Session,
  all: {was: TableProfile; is: TableProfile; removed: ColumnProfile[]; added: ColumnProfile[]},
  stop: {signal?: AbortSignal},
): Promise<Renamed[]> {
  const candidates: (Renamed & {inPlace: boolean})[] = [];
  for (const before of all.removed)
    for (const after of all.added) {
      if (before.type !== after.type || before.distinct === 0 || after.distinct === 0) continue;
      const [a, b] = [identifier(before.name), identifier(after.name)];
      const sql = `SELECT count(*) FROM (SELECT DISTINCT ${a} AS v FROM before WHERE ${a} IS NOT NULL) x JOIN (SELECT DISTINCT ${b} AS v FROM after WHERE ${b} IS NOT NULL) y USING (v)`;
      const common = Number((await session.query(sql, {limits: LIMITS, ...stop})).rows[0]?.[0] ?? 0);
      const inPlace = all.was.columns.indexOf(before) === all.is.columns.indexOf(after);
      // Small whole numbers are alike in many columns: they tell nothing.
      const [fewest, most] = [
        Math.min(before.distinct, after.distinct),
        Math.max(before.distinct, after.distinct),
      ];
      const numbers = before.type === "integer" || before.type === "number";
      if (numbers && !inPlace && (fewest < 20 || common < most / 2)) continue;
      candidates.push({
        before: before.name,
        after: after.name,
        type: after.type,
        shared: common / fewest,
        inPlace,
      });
    }
  const found: Renamed[] = [];
  const likely = candidates
    .filter(({shared, inPlace}) => shared >= (inPlace ? SHARED_IN_PLACE : SHARED))
    .sort((a, b) => b.shared - a.shared || Number(b.inPlace) - Number(a.inPlace));
  for (const {inPlace: _, ...one} of likely)
    if (!found.some((other) => other.before === one.before || other.after === one.after)) found.push(one);
  return found;
}

async function overlapOf(
  session: Session,
  pairs: readonly Pair[],
  was: TableProfile,
  is: TableProfile,
  stop: {signal?: AbortSignal},
): Promise<Overlap> {
  if (pairs.length === 0) return {equal: 0};
  const hashed = (table: "before" | "after", of: readonly Pair[]): string =>
    `hash(${of.map((pair) => `CAST(${identifier(pair[table])} AS ${pair.cast})`).join(", ")})`;
  const counted = (table: "before" | "after"): string =>
    `(SELECT ${hashed(table, pairs)} AS h, count(*) AS n FROM ${table} GROUP BY h)`;
  const sql = `SELECT sum(least(x.n, y.n)) FROM ${counted("before")} x JOIN ${counted("after")} y USING (h)`;
  const equal = Number((await session.query(sql, {limits: LIMITS, ...stop})).rows[0]?.[0] ?? 0);
  const key = keyOf(pairs, was, is);
  if (!key || pairs.length === 1) return {equal};
  const rest = pairs.filter((pair) => pair !== key);
  const keyed = (table: "before" | "after"): string =>
    `(SELECT CAST(${identifier(key[table])} AS ${key.cast}) AS k, ${hashed(table, rest)} AS h FROM ${table})`;
  const counts = await session.query(
    `SELECT count(*) FILTER (WHERE x.k IS NULL), count(*) FILTER (WHERE y.k IS NULL), count(*) FILTER (WHERE x.h = y.h), count(*) FILTER (WHERE x.h <> y.h) FROM ${keyed("before")} x FULL JOIN ${keyed("after")} y USING (k)`,
    {limits: LIMITS, ...stop},
  );
  const [fresh, gone, same, changed] = (counts.rows[0] ?? []).map(Number) as [number, number, number, number];
  // Where nearly every row of the same key is another row, the key is but a numbering.
  if (changed > 2 && same < changed / 10) return {equal};
  return {equal, byKey: {key: key.after, new: fresh, changed, gone, same}};
}

/** The column that identifies a row in both: never one that measures. */
function keyOf(pairs: readonly Pair[], was: TableProfile, is: TableProfile): Pair | undefined {
  const keys = pairs.filter((pair) => was.keys.includes(pair.before) && is.keys.includes(pair.after));
  const role = (pair: Pair) => is.columns.find((one) => one.name === pair.after)?.role;
  return keys.find((pair) => role(pair) === "identifier") ?? keys.find((pair) => role(pair) !== "measure");
}

const pairOf = (one: ColumnProfile, other: ColumnProfile): Pair => ({
  before: one.name,
  after: other.name,
  cast: castOf(one.type, other.type),
});

/** A type in which values of both compare: whole numbers stay exact. */
function castOf(one: ColumnType, other: ColumnType): string {
  const both = new Set([one, other]);
  const within = (...types: ColumnType[]) => [...both].every((type) => types.includes(type));
  if (within("integer")) return "HUGEINT";
  if (within("integer", "number")) return "DOUBLE";
  if (within("date", "timestamp")) return "TIMESTAMP";
  return within("boolean") ? "BOOLEAN" : "VARCHAR";
}

const asColumn = ({name, type}: ColumnProfile): Column => ({name, type});
const identifier = (name: string): string => `"${name.replaceAll('"', '""')}"`;
