import {tiedRanks} from "../../statistics/ranks/tied_ranks.ts";
import {timeOf} from "./fit_pipeline.ts";
import {type RawColumn, rowCount} from "./raw_column.ts";

/** A column that would tell a model what it is to foretell, or nothing that holds for new rows. */
export interface Leak {
  column: string;
  why: string;
}

const NEAR_COPY = 0.999;
const SAME_ORDER = 0.9999;
/** Rows that a copy of the labels may have otherwise, as a share: slips of the pen. */
const MOST_SLIPS = 0.005;

/**
 * Columns that must not be learnt from: copies of the target under another name, identifiers, dates after the outcome.
 * @param target numbers, or classes from 0
 * @param outcome when each row's outcome was known, where the table says
 */
export function findLeaks(
  raw: readonly RawColumn[],
  target: Float64Array,
  classes: number,
  outcome?: readonly (string | null)[],
): Leak[] {
  return raw.flatMap((column): Leak[] => {
    const why =
      copyOf(column, target, classes) ?? identifier(column) ?? (outcome && laterThan(column, outcome));
    return why === undefined ? [] : [{column: column.name, why}];
  });
}

/** Rows of the second part that equal, target and all, a row of the first. */
export function sharedRows(
  raw: readonly RawColumn[],
  target: Float64Array,
  train: Uint32Array,
  test: Uint32Array,
): number {
  const key = (row: number): string =>
    `${target[row]}\u0001${raw.map((column) => column.values[row]).join("\u0001")}`;
  const seen = new Set<string>();
  for (const row of train) seen.add(key(row));
  let count = 0;
  for (const row of test) if (seen.has(key(row))) count++;
  return count;
}

function copyOf(column: RawColumn, target: Float64Array, classes: number): string | undefined {
  if (column.type === "date") return undefined;
  if (column.type === "number" && classes <= 2 && Math.abs(correlation(column.values, target)) > NEAR_COPY)
    return "it is the target, or made of it (correlation above 0.999)";
  if (column.type === "number" && classes === 0 && sameOrder(column.values, target))
    return "it puts the rows in the target's own order (rank correlation above 0.9999): it is made of it";
  if (classes === 0) return undefined;
  const counts = new Map<string | number, number[]>();
  let rows = 0;
  for (let row = 0; row < target.length; row++) {
    const value = column.values[row];
    if (value === null || value === undefined || Number.isNaN(value)) continue;
    const own = counts.get(value) ?? new Array<number>(classes).fill(0);
    if (own[target[row]!]!++ === 0 && counts.size < classes) counts.set(value, own);
    else if (!counts.has(value)) return undefined;
    rows++;
  }
  const most = [...counts.values()].map((own) => own.indexOf(Math.max(...own)));
  if (counts.size !== classes || new Set(most).size !== classes) return undefined;
  let other = rows;
  for (const [at, own] of [...counts.values()].entries()) other -= own[most[at]!]!;
  if (other === 0) return "each of its values stands for one value of the target";
  return other <= MOST_SLIPS * rows
    ? `each of its values stands for one value of the target, but in ${other} of ${rows} rows`
    : undefined;
}

/** Whether a column is the target through a curve that only rises, or only falls: its logarithm, its rank. */
function sameOrder(values: Float64Array, target: Float64Array): boolean {
  const rows = [...values.keys()].filter((row) => Number.isFinite(values[row]!));
  if (rows.length < 20) return false;
  const [own, wanted] = [values, target].map((all) =>
    Float64Array.from(tiedRanks(Float64Array.from(rows, (row) => all[row]!)).ranks),
  );
  return Math.abs(correlation(own!, wanted!)) > SAME_ORDER;
}

function identifier(column: RawColumn): string | undefined {
  const n = rowCount([column]);
  if (column.type === "label") {
    const present = column.values.filter((value) => value !== null);
    const distinct = new Set(present).size;
    return present.length >= 50 && distinct > 0.9 * present.length
      ? "nearly every row has its own value: it names rows, or is free text"
      : undefined;
  }
  if (column.type !== "number" || n < 20) return undefined;
  let least = Infinity;
  let most = -Infinity;
  for (const value of column.values) {
    if (!Number.isInteger(value)) return undefined;
    least = Math.min(least, value);
    most = Math.max(most, value);
  }
  return most - least === n - 1 && new Set(column.values).size === n ? "it numbers the rows" : undefined;
}

function laterThan(column: RawColumn, outcome: readonly (string | null)[]): string | undefined {
  if (column.type !== "date") return undefined;
  let later = 0;
  let both = 0;
  for (const [row, value] of column.values.entries()) {
    const [own, known] = [timeOf(value), timeOf(outcome[row] ?? null)];
    if (Number.isNaN(own) || Number.isNaN(known)) continue;
    both++;
    if (own > known) later++;
  }
  return later > 0.01 * both ? `in ${later} rows its date is after the outcome's` : undefined;
}

function correlation(a: Float64Array, b: Float64Array): number {
  let [n, meanA, meanB, aa, bb, ab] = [0, 0, 0, 0, 0, 0];
  for (let row = 0; row < a.length; row++) {
    const [x, y] = [a[row]!, b[row]!];
    if (!Number.isFinite(x) || !Number.isFinite(y)) continue;
    n++;
    const [dx, dy] = [x - meanA, y - meanB];
    meanA += dx / n;
    meanB += dy / n;
    aa += dx * (x - meanA);
    bb += dy * (y - meanB);
    ab += dx * (y - meanB);
  }
  return n > 2 && aa > 0 && bb > 0 ? ab / Math.sqrt(aa * bb) : 0;
}
