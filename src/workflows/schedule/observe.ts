import {createHash} from "node:crypto";
import type {Cell, Column, Table} from "../../data/table.ts";
import {TabletalkError} from "../../errors.ts";
import type {Evidence} from "../../planning/evidence.ts";
import type {Artifact} from "../../tools/tool.ts";

/** A number of a result, with the cell that it is from. */
export interface WatchedValue {
  name: string;
  value: number;
  unit?: string;
  evidence: Evidence;
}

/** What a run came to, as alerts look at it. */
export interface Observed {
  step: string;
  /** Undefined where the result has no number to watch (or it is missing). */
  value?: WatchedValue;
  /** The value over time, oldest first, where the result is a table by time: whole periods alone. */
  series?: {at: string; value: number; row: number}[];
  table: Table;
  digest: string;
}

const DAY_MS = 86_400_000;
const TIMES = new Set(["date", "timestamp"]);

/**
 * The value that an alert watches in a result. Of a table by time it is that of the last period that is over: the one that
 * runs would always seem to fall.
 * @param of the name of the value: a column, in any case
 * @throws TabletalkError unknown_column where the result has no such number
 */
export function observe(step: string, {table, units}: Artifact, now: Date, of?: string): Observed {
  const {columns, rows} = table;
  const column = watched(columns, of);
  const observed = {step, table, digest: digestOf(table)};
  if (!column) return observed;
  const at = columns.indexOf(column);
  const time = columns.findIndex(({type}) => TIMES.has(type));
  const unit = units[column.name] ?? column.unit;
  const shown = (row: number): WatchedValue => ({
    name: column.name,
    value: Number(rows[row]![at]),
    ...(unit !== undefined && {unit}),
    evidence: {step, row, column: column.name},
  });
  const isSeries = time >= 0 && rows.length > 1 && new Set(rows.map((row) => row[time])).size === rows.length;
  if (!isSeries) {
    const row = rows.findIndex((one) => typeof one[at] === "number");
    return row < 0 ? observed : {...observed, value: shown(row)};
  }
  const points = rows
    .map((row, number) => ({at: String(row[time] ?? ""), value: row[at], row: number}))
    .filter((one): one is {at: string; value: number; row: number} => typeof one.value === "number")
    .sort((a, b) => (a.at < b.at ? -1 : 1));
  const series = whole(points, now);
  const last = series.at(-1);
  return last ? {...observed, value: shown(last.row), series} : observed;
}

function watched(columns: readonly Column[], of: string | undefined): Column | undefined {
  const numbers = columns.filter(({type}) => type === "number" || type === "integer");
  if (of === undefined) return numbers[0];
  const plain = (name: string) =>
    name
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}]+/gu, " ")
      .trim();
  const wanted = plain(of);
  const found =
    numbers.find(({name}) => plain(name) === wanted) ??
    numbers.find(
      ({name}) => plain(name).split(" ").includes(wanted) || wanted.split(" ").includes(plain(name)),
    );
  // A result of one number is what was asked for, whatever it is called.
  if (found ?? numbers.length === 1) return found ?? numbers[0];
  throw new TabletalkError(
    "unknown_column",
    `The result has no number called ${of}.`,
    numbers.length > 0
      ? `It has ${numbers.map(({name}) => name).join(", ")}.`
      : "Watch for any difference: it has no numbers.",
  );
}

/** Without a last period that is not over: each is taken to be as long as the one before it. */
function whole<Point extends {at: string}>(points: readonly Point[], now: Date): Point[] {
  const [before, last] = points
    .slice(-2)
    .map(({at}) => Date.parse(at.length > 10 ? `${at.replace(" ", "T")}Z` : at));
  if (before === undefined || last === undefined) return [...points];
  const end = last + endOf(last - before);
  return points.slice(0, end > now.getTime() ? -1 : undefined);
}

/** Months and longer differ in their days: what is surely over is over after the longest of them. */
function endOf(ms: number): number {
  const days = ms / DAY_MS;
  if (days >= 365) return 366 * DAY_MS;
  if (days >= 89) return 92 * DAY_MS;
  return days >= 28 ? 31 * DAY_MS : ms;
}

/** A hash of a table: its columns and rows, in any order of the rows. */
function digestOf({columns, rows}: Table): string {
  const lines = rows.map((row: readonly Cell[]) => JSON.stringify(row)).sort();
  return createHash("sha256")
    .update(JSON.stringify([columns.map(({name}) => name), lines]))
    .digest("hex");
}
