import type {Session} from "../../data/engine.ts";
import type {ColumnProfile, TableProfile} from "../../data/profile.ts";
import type {Cell} from "../../data/table.ts";
import type {DatePart} from "../../tools/condition.ts";

/** What rows can be put into groups by: a column, or a repeating part of its dates. */
export interface Grouping {
  column: string;
  part?: DatePart;
}

/** How much of what varies in a measure a grouping explains. */
export interface Effect {
  grouping: Grouping;
  /** Groups with rows, without the missing. */
  groups: number;
  /** Rows of each, largest first. */
  sizes: number[];
  /** Variance explained of each measure asked about, 0 to 1, less what chance alone explains. */
  explained: number[];
}

export const quotedName = (name: string): string => `"${name.replaceAll('"', '""')}"`;

const PARTS: Partial<Record<DatePart, string>> = {month: "month", weekday: "isodow", hour: "hour"};

const sqlOf = ({column, part}: Grouping): string =>
  part ? `date_part('${PARTS[part] ?? part}', ${quotedName(column)})` : quotedName(column);

const LIMITS = {rows: 50_000};

/** The effects of groupings on measures, in one pass over the table. */
export async function effectsOf(
  session: Session,
  profile: TableProfile,
  groupings: readonly Grouping[],
  measures: readonly string[],
  signal?: AbortSignal,
): Promise<Effect[]> {
  if (groupings.length === 0) return [];
  const cells = [
    ...groupings.map((one, at) => `${sqlOf(one)} AS g${at}`),
    ...measures.map((name, at) => `CAST(${quotedName(name)} AS DOUBLE) AS m${at}`),
  ];
  const sets = groupings.map((_, at) => `(g${at})`).join(", ");
  const figures = measures.map((_, at) => {
    const known = `isfinite(m${at})`;
    return `count(m${at}) FILTER (${known}) AS n${at}, avg(m${at}) FILTER (${known}) AS a${at}, coalesce(var_pop(m${at}) FILTER (${known}), 0) AS v${at}`;
  });
  const keys = groupings.map((_, at) => `g${at}`).join(", ");
  const sql = `SELECT GROUPING(${keys}) AS s, coalesce(${groupings.map((_, at) => `CAST(g${at} AS VARCHAR)`).join(", ")}) IS NULL AS missing, count(*) AS n${figures.length > 0 ? `, ${figures.join(", ")}` : ""} FROM (SELECT ${cells.join(", ")} FROM ${quotedName(profile.table)}) AS base GROUP BY GROUPING SETS (${sets}, ())`;
  const {rows} = await session.query(sql, {limits: LIMITS, ...(signal && {signal})});
  const all = 2 ** groupings.length - 1;
  const whole = rows.find((row) => Number(row[0]) === all);
  return groupings.map((grouping, at) => {
    const set = all - 2 ** (groupings.length - 1 - at);
    const own = rows.filter((row) => Number(row[0]) === set && row[1] !== true);
    const explained = measures.map((_, measure) => {
      const [n, mean, variance] = [3, 4, 5].map((place) => Number(whole?.[place + 3 * measure] ?? 0));
      return explainedBy(
        own.map((row) => [num(row[3 + 3 * measure]), num(row[4 + 3 * measure])]),
        n!,
        mean!,
        variance!,
      );
    });
    const sizes = own.map((row) => Number(row[2])).sort((a, b) => b - a);
    return {grouping, groups: own.length, sizes, explained};
  });
}

const num = (cell: Cell | undefined): number => Number(cell ?? 0);

/** Omega squared: eta squared without what as many random groups would explain. */
function explainedBy(groups: readonly number[][], n: number, mean: number, variance: number): number {
  const filled = groups.filter(([size]) => size! > 0);
  const total = variance * n;
  if (!(total > 0) || filled.length < 2 || n <= filled.length) return 0;
  const between = filled.reduce((sum, [size, own]) => sum + size! * (own! - mean) ** 2, 0);
  const within = Math.max(0, total - between) / (n - filled.length);
  return Math.max(0, Math.min(1, (between - (filled.length - 1) * within) / (total + within)));
}

export interface Pair {
  columns: [string, string];
  /** Pearson's r. */
  r: number;
}

/** How pairs of numbers go together, strongest first. */
export async function pairsOf(
  session: Session,
  profile: TableProfile,
  measures: readonly string[],
  signal?: AbortSignal,
): Promise<Pair[]> {
  const pairs = measures.flatMap((one, at) =>
    measures.slice(at + 1).map((other): [string, string] => [one, other]),
  );
  if (pairs.length === 0) return [];
  const finite = (name: string) => {
    const cell = `CAST(${quotedName(name)} AS DOUBLE)`;
    return `CASE WHEN isfinite(${cell}) THEN ${cell} END`;
  };
  const sql = `SELECT ${pairs.map(([a, b]) => `corr(${finite(a)}, ${finite(b)})`).join(", ")} FROM ${quotedName(profile.table)}`;
  const {rows} = await session.query(sql, signal ? {signal} : {});
  return pairs
    .map((columns, at) => ({columns, r: Number(rows[0]?.[at] ?? Number.NaN)}))
    .filter(({r}) => Number.isFinite(r))
    .sort((a, b) => Math.abs(b.r) - Math.abs(a.r));
}

/** How many different combinations some groupings have, of each list. */
export async function combinations(
  session: Session,
  table: string,
  lists: readonly (readonly string[])[],
  signal?: AbortSignal,
): Promise<number[]> {
  if (lists.length === 0) return [];
  const all = [...new Set(lists.flat())];
  if (all.length === 0) return lists.map(() => 1);
  const base = `SELECT DISTINCT ${all.map((cell, at) => `${cell} AS d${at}`).join(", ")} FROM ${quotedName(table)}`;
  const counts = lists.map((list) => {
    const cells = list.map((cell) => `d${all.indexOf(cell)}`).join(", ");
    return list.length === 0 ? "1" : `(SELECT count(*) FROM (SELECT DISTINCT ${cells} FROM base) AS d)`;
  });
  const sql = `WITH base AS MATERIALIZED (${base}) SELECT ${counts.join(", ")}`;
  const {rows} = await session.query(sql, signal ? {signal} : {});
  return (rows[0] ?? []).map(Number);
}

/** Columns that rows are put into groups by, most useful first: few values, few of them missing. */
export function groupingsOf(profile: TableProfile, time: string | undefined): Grouping[] {
  const {rows} = profile;
  const columns = profile.columns.filter((column) => isGrouping(column, rows)).slice(0, 12);
  const dates = profile.columns.filter(
    (column) => column.name === time && (column.type === "date" || column.type === "timestamp"),
  );
  return [...columns.map(({name}) => ({column: name})), ...dates.flatMap(partsOf)];
}

/** A category or a place with 2 to 60 values that repeat. */
function isGrouping(column: ColumnProfile, rows: number): boolean {
  const named = column.role === "category" || column.role === "boolean" || column.role === "geography";
  if (
    !named ||
    column.geography === "latitude" ||
    column.geography === "longitude" ||
    column.geography === "postcode"
  )
    return false;
  const filled = rows - column.nulls;
  if (filled < rows * 0.4 || column.distinct < 2) return false;
  const places = column.geography === "country" || column.geography === "us_state";
  return column.distinct <= (places ? 260 : 60) && (column.distinct <= filled * 0.8 || rows < 40);
}

/** Months where there are several years of days, weekdays where there are weeks, hours where there are times. */
function partsOf(column: ColumnProfile): Grouping[] {
  const days =
    (Date.parse(String(column.max).slice(0, 10)) - Date.parse(String(column.min).slice(0, 10))) / 86_400_000;
  const parts: Grouping[] = [];
  if (days >= 540 && column.distinct > 24) parts.push({column: column.name, part: "month"});
  if (days >= 27 && column.distinct > 20 && days / column.distinct < 3.5)
    parts.push({column: column.name, part: "weekday"});
  if (column.type === "timestamp" && column.distinct > 48) parts.push({column: column.name, part: "hour"});
  return parts;
}
