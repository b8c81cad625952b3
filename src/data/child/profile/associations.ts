import type {DuckDBConnection} from "@duckdb/node-api";
import type {ColumnProfile} from "../../profile.ts";
import type {Association} from "../../profile_details.ts";
import {groups, isCoordinate} from "../../roles.ts";
import {identifier, rowOf} from "./sql.ts";

const MOST_NUMBERS = 40;
const MOST_CATEGORIES = 10;
const MOST_VALUES = 30;
const MOST_ROWS = 1_000_000;
const FEWEST_ROWS = 10;
const KEPT = 40;
const WEAK = 0.1;
/** Times one over the root of the rows: what chance seldom gives. */
const SURE = 3;

/**
 * How columns go together, the strongest first: Pearson's r of two numbers, bias-corrected Cramer's V of two categories
 * (Bergsma 2013), eta of a category and a number (its share
 * corrected as Kelley 1935 does). Beyond a million rows of a share of them, taken by hash.
 */
export async function associationsOf(
  connection: DuckDBConnection,
  table: string,
  columns: readonly ColumnProfile[],
  rows: number,
): Promise<{associations: Association[]; associationRows?: number}> {
  const numbers = columns.filter(isNumber).slice(0, MOST_NUMBERS);
  const categories = columns.filter(isCategory).slice(0, MOST_CATEGORIES);
  if (rows < FEWEST_ROWS || numbers.length + categories.length < 2) return {associations: []};
  const every = Math.ceil(rows / MOST_ROWS);
  const named = [...numbers, ...categories].map(({name}) => identifier(name));
  const from =
    every > 1 ? `(SELECT * FROM ${table} WHERE hash(${named.slice(0, 8).join(", ")}) % ${every} = 0)` : table;
  const found = [
    ...(await pearson(connection, from, numbers)),
    ...(await etas(connection, from, categories, numbers)),
    ...(await cramers(connection, from, categories)),
  ];
  const associations = found
    .filter(
      ({value, rows: both}) =>
        both >= FEWEST_ROWS && Math.abs(value) >= Math.max(WEAK, SURE / Math.sqrt(both)),
    )
    .sort((a, b) => Math.abs(b.value) - Math.abs(a.value))
    .slice(0, KEPT);
  return {associations, ...(every > 1 && {associationRows: Math.round(rows / every)})};
}

const isNumber = (column: ColumnProfile): boolean =>
  (column.type === "integer" || column.type === "number") &&
  (column.role === "measure" || isCoordinate(column)) &&
  (column.sd ?? 0) > 0 &&
  Number.isFinite(column.sd);

const isCategory = (column: ColumnProfile): boolean =>
  (groups(column) || column.role === "boolean") &&
  column.distinct > 1 &&
  column.distinct <= MOST_VALUES &&
  column.top.length > 0;

const double = (column: ColumnProfile): string => {
  const value = `CAST(${identifier(column.name)} AS DOUBLE)`;
  return column.nonFinite ? `CASE WHEN isfinite(${value}) THEN ${value} END` : value;
};

async function pearson(
  connection: DuckDBConnection,
  from: string,
  columns: readonly ColumnProfile[],
): Promise<Association[]> {
  const pairs = columns.flatMap((_, one) =>
    columns.slice(one + 1).map((__, after) => [one, one + 1 + after] as const),
  );
  if (pairs.length === 0) return [];
  // Scaled values: squares of huge numbers would overflow.
  const scaled = columns.map(
    (column, at) => `(${double(column)} - (${column.mean})) / ${column.sd} AS z${at}`,
  );
  const parts = pairs.flatMap(([a, b]) => [`corr(z${a}, z${b})`, `regr_count(z${a}, z${b})`]);
  const row = await rowOf(
    connection,
    `SELECT ${parts.join(", ")} FROM (SELECT ${scaled.join(", ")} FROM ${from})`,
  );
  return pairs.flatMap(([a, b], at): Association[] => {
    const value = row[at * 2];
    if (value === null || !Number.isFinite(Number(value))) return [];
    return [
      {
        columns: [columns[a]!.name, columns[b]!.name],
        kind: "r",
        value: Math.max(-1, Math.min(1, Number(value))),
        rows: Number(row[at * 2 + 1]),
      },
    ];
  });
}

async function etas(
  connection: DuckDBConnection,
  from: string,
  categories: readonly ColumnProfile[],
  numbers: readonly ColumnProfile[],
): Promise<Association[]> {
  const found: Association[] = [];
  if (numbers.length === 0) return found;
  const parts = numbers.flatMap((column) => {
    const z = `((${double(column)} - (${column.mean})) / ${column.sd})`;
    return [`count(${z})`, `sum(${z})`, `sum(${z} * ${z})`];
  });
  for (const category of categories) {
    const name = identifier(category.name);
    const reader = await connection.runAndReadAll(
      `SELECT ${parts.join(", ")} FROM ${from} WHERE ${name} IS NOT NULL GROUP BY ${name}`,
    );
    const rows = reader.getRows().map((row) => row.map(Number));
    for (const [at, column] of numbers.entries()) {
      const of = rows.map((row) => ({n: row[at * 3]!, sum: row[at * 3 + 1]!, squares: row[at * 3 + 2]!}));
      const filled = of.filter(({n}) => n > 0);
      const n = filled.reduce((all, one) => all + one.n, 0);
      if (filled.length < 2 || n < 5 * filled.length) continue;
      const mean = filled.reduce((all, one) => all + one.sum, 0) / n;
      const total = filled.reduce((all, one) => all + one.squares, 0) - n * mean ** 2;
      const between = filled.reduce((all, one) => all + one.n * (one.sum / one.n - mean) ** 2, 0);
      // Kelley's epsilon: group means explain a little by chance alone.
      const corrected = 1 - ((1 - between / total) * (n - 1)) / (n - filled.length);
      const value = Math.sqrt(Math.max(0, Math.min(1, corrected)));
      if (total > 0 && Number.isFinite(value))
        found.push({columns: [category.name, column.name], kind: "eta", value, rows: n});
    }
  }
  return found;
}

async function cramers(
  connection: DuckDBConnection,
  from: string,
  categories: readonly ColumnProfile[],
): Promise<Association[]> {
  const pairs = categories.flatMap((a, at) => categories.slice(at + 1).map((b) => [a, b] as const));
  if (pairs.length === 0) return [];
  const parts = pairs.map(([a, b], at) => {
    const [one, other] = [identifier(a.name), identifier(b.name)];
    return `(SELECT ${at} AS pair, CAST(${one} AS VARCHAR) AS a, CAST(${other} AS VARCHAR) AS b, count(*) AS n FROM ${from} WHERE ${one} IS NOT NULL AND ${other} IS NOT NULL GROUP BY ${one}, ${other})`;
  });
  const reader = await connection.runAndReadAll(parts.join(" UNION ALL "));
  const cells = Map.groupBy(reader.getRows(), ([pair]) => Number(pair));
  return [...cells].flatMap(([at, rows]): Association[] => {
    const counts = rows.map(([, a, b, n]) => ({a: String(a), b: String(b), n: Number(n)}));
    const {value, n} = cramersV(counts);
    if (!Number.isFinite(value)) return [];
    return [{columns: [pairs[at]![0].name, pairs[at]![1].name], kind: "V", value, rows: n}];
  });
}

/** Bias-corrected Cramer's V of a table of counts (Bergsma 2013, "A bias-correction for Cramer's V and Tschuprow's T"). */
function cramersV(counts: readonly {a: string; b: string; n: number}[]): {value: number; n: number} {
  const [as, bs] = [new Map<string, number>(), new Map<string, number>()];
  let n = 0;
  for (const one of counts) {
    as.set(one.a, (as.get(one.a) ?? 0) + one.n);
    bs.set(one.b, (bs.get(one.b) ?? 0) + one.n);
    n += one.n;
  }
  const [r, c] = [as.size, bs.size];
  if (n < 2 || r < 2 || c < 2) return {value: Number.NaN, n};
  const phi = counts.reduce((sum, one) => sum + one.n ** 2 / (as.get(one.a)! * bs.get(one.b)!), 0) - 1;
  const corrected = Math.max(0, phi - ((r - 1) * (c - 1)) / (n - 1));
  const [rows, columns] = [r - (r - 1) ** 2 / (n - 1), c - (c - 1) ** 2 / (n - 1)];
  return {value: Math.sqrt(Math.min(1, corrected / Math.min(rows - 1, columns - 1))), n};
}
