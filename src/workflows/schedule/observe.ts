import {createHash} from "node:crypto";
import type {Cell, Table} from "../../data/table.ts";
import type {Evidence} from "../../planning/evidence.ts";
import {formatValue} from "../../planning/format_value.ts";
import type {Artifact} from "../../tools/tool.ts";
import {type KeptWhole, tableDigest, wholeOf} from "../run/whole_digest.ts";
import {watchedColumn, watchedColumns} from "./watched_columns.ts";
import {wholePeriods} from "./whole_periods.ts";

/** A number of a result, with the cell that it is from. */
export interface WatchedValue {
  name: string;
  value: number;
  unit?: string;
  evidence: Evidence;
}

/** A point of a value over time. */
export interface ObservedPoint {
  at: string;
  value: number;
  row: number;
}

/** One of the values that an alert watches: of a row, or of the rows of a group over time. */
export interface ObservedGroup {
  /** What tells it from the others of the result, from run to run; empty where it is the only one. */
  key: string;
  /** In words: "North, A". */
  said: string;
  value: WatchedValue;
  /** The value over time, oldest first, where the result is a table by time: whole periods alone. */
  series?: ObservedPoint[];
}

/** What a run came to, as alerts look at it. */
export interface Observed {
  step: string;
  /** Every value that is watched; none where the result has no number to watch, or they are all missing. */
  groups: ObservedGroup[];
  table: Table;
  /** Of the whole result, its rows in any order; undefined where a part alone is known. */
  digest?: string;
  /** Of the rows a part alone is here: how many there are, where that is known. */
  part?: {rows?: number};
}

/** What helps to see what is watched. */
export interface ObserveOptions {
  /** The name of the value: a column, in any case. */
  of?: string | undefined;
  /** The names of columns that the workflow groups by. */
  groups?: readonly string[];
}

/** So many rows or groups are watched; of more the first. */
export const MOST_GROUPS = 1_000;

/**
 * The values that an alert watches in a result: of each row, or of each group over time that of the last period that is over,
 * for the one that runs would always seem to fall.
 * @param now on the clock that periods are cut by, as if it were UTC
 * @throws TabletalkError unknown_column where the result has no such number
 */
export function observe(step: string, artifact: Artifact, now: Date, options: ObserveOptions = {}): Observed {
  const {table, units, truncated} = artifact;
  const {columns, rows} = table;
  const known = watchedColumns(table, options.groups);
  const column = watchedColumn(columns, known, options.of);
  const whole = wholeOf(artifact);
  const isPart = truncated || rows.length > MOST_GROUPS;
  const observed: Observed = {
    step,
    table,
    groups: [],
    ...(whole ? {digest: whole.digest} : !truncated && {digest: tableDigest(table)}),
    ...(isPart && {part: rowsIn(whole, truncated, rows.length)}),
  };
  if (!column) return observed;
  const at = columns.indexOf(column);
  const unit = units[column.name] ?? column.unit;
  const shown = (row: number): WatchedValue => ({
    name: column.name,
    value: Number(rows[row]![at]),
    ...(unit !== undefined && {unit}),
    evidence: {step, row, column: column.name},
  });
  const usable = rows.flatMap((row, number) => (typeof row[at] === "number" ? [number] : []));
  const keys = known.keys.filter((key) => key !== at);
  const beside = keys.filter((key) => key !== known.time);
  const byGroup = grouped(usable, (row) => keyOf(rows[row]!, beside));
  const isSeries =
    known.time >= 0 &&
    known.time !== at &&
    rows.length > 1 &&
    [...byGroup.values()].every(
      (own) => new Set(own.map((row) => rows[row]![known.time])).size === own.length,
    ) &&
    new Set(rows.map((row) => row[known.time])).size > 1;
  if (isSeries) {
    for (const [key, own] of [...byGroup].slice(0, MOST_GROUPS)) {
      const points = own
        .map((row) => ({at: String(rows[row]![known.time] ?? ""), value: Number(rows[row]![at]), row}))
        .sort((a, b) => (a.at < b.at ? -1 : 1));
      const series = wholePeriods(points, now);
      const last = series.at(-1);
      if (!last) continue;
      const said = saidOf(rows[last.row]!, beside);
      observed.groups.push({key: byGroup.size === 1 ? "" : key, said, value: shown(last.row), series});
    }
    return observed;
  }
  const isOne = rows.length === 1;
  const times = new Map<string, number>();
  for (const row of usable.slice(0, MOST_GROUPS)) {
    const key = keyOf(rows[row]!, keys);
    const again = (times.get(key) ?? 0) + 1;
    times.set(key, again);
    const said = saidOf(rows[row]!, keys) || (isOne ? "" : `row ${row + 1}`);
    observed.groups.push({
      key: isOne && keys.length === 0 ? "" : again === 1 ? key : `${key} ${again}`,
      said,
      value: shown(row),
    });
  }
  return observed;
}

function grouped(numbers: readonly number[], keyAt: (row: number) => string): Map<string, number[]> {
  const found = new Map<string, number[]>();
  for (const row of numbers) {
    const key = keyAt(row);
    found.set(key, [...(found.get(key) ?? []), row]);
  }
  return found;
}

function keyOf(row: readonly Cell[], keys: readonly number[]): string {
  if (keys.length === 0) return "";
  const text = JSON.stringify(keys.map((key) => row[key] ?? null));
  return text.length <= 120 ? text : createHash("sha256").update(text).digest("hex");
}

const saidOf = (row: readonly Cell[], keys: readonly number[]): string =>
  keys
    .slice(0, 4)
    .map((key) => (typeof row[key] === "number" ? String(row[key]) : formatValue(row[key] ?? null)))
    .join(", ")
    .slice(0, 120);

function rowsIn(whole: KeptWhole | undefined, truncated: boolean, shown: number): {rows?: number} {
  if (whole) return {rows: whole.rows};
  return truncated ? {} : {rows: shown};
}
