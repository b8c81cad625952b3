import {type DuckDBConnection, DuckDBTypeId} from "@duckdb/node-api";
import {geographyOf} from "../geography/recognise.ts";
import {type ColumnProfile, type TableProfile, TOP_VALUES} from "../profile.ts";
import {additivityOf, isCoordinate, nameParts, roleOf, unitOf} from "../roles.ts";
import type {Cell} from "../table.ts";
import {columnType, toCell} from "./cells.ts";

const identifier = (name: string): string => `"${name.replaceAll('"', '""')}"`;
const EXACT_ROWS = 5_000_000;
const QUANTILES = "[0.05, 0.25, 0.5, 0.75, 0.95]";
/** Columns a statement: DuckDB's planner slows down on thousands of aggregates at once. */
const BATCH = 40;
/** Beyond this many columns whole rows are not compared. */
const COMPARED = 200;

/** Profiles a table: one pass for what every column has, and one for the most frequent values. */
export async function profileTable(connection: DuckDBConnection, table: string): Promise<TableProfile> {
  const from = identifier(table);
  const head = await connection.runAndReadAll(`SELECT * FROM ${from} LIMIT 0`);
  const columns = head.columnNames().map((name, index) => {
    const type = head.columnType(index);
    const floating = type.typeId === DuckDBTypeId.DOUBLE || type.typeId === DuckDBTypeId.FLOAT;
    return {name, type: columnType(type), floating};
  });
  const rows = Number(await single(connection, `SELECT count(*) FROM ${from}`));
  const nonFinite = await countNonFinite(connection, from, columns);
  const profiles: ColumnProfile[] = [];
  for (let at = 0; at < columns.length; at += BATCH) {
    const batch = columns.slice(at, at + BATCH);
    const statement = (safe: boolean): string =>
      `SELECT ${batch.flatMap((column) => aggregatesOf(column, {rows, safe, finite: !nonFinite.has(column.name)})).join(", ")} FROM ${from}`;
    // Squares of numbers beyond 1e150 overflow, which DuckDB holds for an error.
    const reader = await connection.runAndReadAll(statement(false)).catch((error: unknown) => {
      if (!/out of range/i.test(String(error))) throw error;
      return connection.runAndReadAll(statement(true));
    });
    const values = reader.getRows()[0] ?? [];
    for (const [index, column] of batch.entries()) {
      const cell = (offset: number): Cell => toCell(values[index * 7 + offset] ?? null, () => undefined);
      const quantiles = reader.getRowsJson()[0]?.[index * 7 + 6];
      const lost = nonFinite.get(column.name);
      profiles.push({...profileOf(column, rows, cell, quantiles), ...(lost && {nonFinite: lost})});
    }
  }
  const entities = profiles.some(
    (column) => column.type === "text" && column.nulls === 0 && column.distinct === rows,
  );
  if (entities || !profiles.some((column) => column.role === "date")) {
    for (const column of profiles) if (column.additivity === "balance") column.additivity = "additive";
  }
  await addTop(connection, from, profiles);
  for (const column of profiles) findPlace(column);
  const keys = profiles
    .filter(
      (column) => rows > 0 && column.nulls === 0 && column.distinct === rows && column.type !== "number",
    )
    .map((column) => column.name);
  const duplicateRows =
    keys.length > 0 || rows === 0 || columns.length > COMPARED
      ? 0
      : rows - Number(await single(connection, `SELECT count(*) FROM (SELECT DISTINCT * FROM ${from})`));
  return {table, rows, duplicateRows, keys, columns: profiles};
}

interface Known {
  name: string;
  type: ColumnProfile["type"];
  /** Whether it may hold NaN and infinities. */
  floating: boolean;
}

/** How many NaN and infinities the columns hold that have some. */
async function countNonFinite(
  connection: DuckDBConnection,
  from: string,
  columns: readonly Known[],
): Promise<Map<string, number>> {
  const found = new Map<string, number>();
  const floating = columns.filter((column) => column.floating);
  for (let at = 0; at < floating.length; at += BATCH) {
    const batch = floating.slice(at, at + BATCH);
    const parts = batch.map(({name}) => `sum((NOT isfinite(${identifier(name)}))::INTEGER)`);
    const row =
      (await connection.runAndReadAll(`SELECT ${parts.join(", ")} FROM ${from}`)).getRows()[0] ?? [];
    for (const [index, {name}] of batch.entries())
      if (Number(row[index] ?? 0) > 0) found.set(name, Number(row[index]));
  }
  return found;
}

/** Seven aggregates a column. `safe`: without the standard deviation of huge numbers. */
function aggregatesOf(
  {name, type}: Known,
  options: {rows: number; safe: boolean; finite: boolean},
): string[] {
  const column = identifier(name);
  const numeric = type === "integer" || type === "number";
  const value = options.finite ? column : `CASE WHEN isfinite(${column}) THEN ${column} END`;
  const deviation = options.safe
    ? `CASE WHEN max(abs(CAST(${value} AS DOUBLE))) < 1e150 THEN stddev_samp(CASE WHEN abs(CAST(${value} AS DOUBLE)) < 1e150 THEN ${value} END) END`
    : `stddev_samp(${value})`;
  return [
    `count(${column})`,
    options.rows > EXACT_ROWS ? `approx_count_distinct(${column})` : `count(DISTINCT ${column})`,
    type === "other" ? "NULL" : `min(${value})`,
    type === "other" ? "NULL" : `max(${value})`,
    numeric ? `avg(${value})` : type === "text" ? `avg(length(${column}))` : "NULL",
    numeric ? deviation : "NULL",
    numeric ? `quantile_cont(CAST(${value} AS DOUBLE), ${QUANTILES})` : "NULL",
  ];
}

function profileOf(
  column: {name: string; type: ColumnProfile["type"]},
  rows: number,
  cell: (offset: number) => Cell,
  quantiles: unknown,
): ColumnProfile {
  const {name, type} = column;
  const nulls = rows - Number(cell(0) ?? 0);
  const distinct = Number(cell(1) ?? 0);
  const [min, max] = [cell(2), cell(3)];
  const role = roleOf({
    name,
    type,
    rows,
    nulls,
    distinct,
    min,
    max,
    meanLength: type === "text" ? Number(cell(4) ?? 0) : 0,
  });
  const unit = unitOf(name);
  const numeric = type === "integer" || type === "number";
  return {
    name,
    type,
    role,
    ...(role === "measure" && {
      additivity: additivityOf(
        name,
        unit,
        type === "number" && min !== null && Number(min) >= 0 && Number(max) <= 1,
      ),
    }),
    ...(role === "measure" && unit && {unit}),
    nulls,
    distinct,
    min,
    max,
    ...(numeric && cell(4) !== null && {mean: Number(cell(4))}),
    ...(numeric && cell(5) !== null && {sd: Number(cell(5))}),
    ...(numeric &&
      Array.isArray(quantiles) && {quantiles: quantiles.map(Number) as ColumnProfile["quantiles"]}),
    top: [],
  };
}

/** A column of places has a role of its own; a coordinate or a postcode is no longer a measure. */
function findPlace(column: ColumnProfile): void {
  const geography = geographyOf({
    ...column,
    words: nameParts(column.name),
    short: column.role !== "text" || column.top.every(({value}) => String(value).length <= 60),
  });
  if (!geography) return;
  column.role = "geography";
  column.geography = geography;
  delete column.unit;
  if (isCoordinate(column)) column.additivity = "average";
  else delete column.additivity;
}

/** The most frequent values of the columns that questions name values of. */
async function addTop(connection: DuckDBConnection, from: string, profiles: ColumnProfile[]): Promise<void> {
  const listed = profiles.filter(
    (column) =>
      column.type !== "other" &&
      (column.type === "text" || column.type === "boolean" || column.distinct <= TOP_VALUES),
  );
  for (let at = 0; at < listed.length; at += BATCH) {
    const parts = listed.slice(at, at + BATCH).map((column, index) => {
      const name = identifier(column.name);
      return `(SELECT ${at + index} AS c, CAST(${name} AS VARCHAR) AS v, count(*) AS n FROM ${from} WHERE ${name} IS NOT NULL GROUP BY ${name} ORDER BY n DESC, v LIMIT ${TOP_VALUES})`;
    });
    const reader = await connection.runAndReadAll(parts.join(" UNION ALL "));
    for (const [index, value, count] of reader.getRows()) {
      const column = listed[Number(index)]!;
      column.top.push({value: typed(column, String(value)), count: Number(count)});
    }
  }
  for (const column of listed)
    column.top.sort((a, b) => b.count - a.count || String(a.value).localeCompare(String(b.value)));
}

function typed(column: ColumnProfile, text: string): Cell {
  if (column.type === "boolean") return text === "true";
  if (column.type === "integer" || column.type === "number")
    return Number.isSafeInteger(Number(text)) || column.type === "number" ? Number(text) : text;
  return text;
}

async function single(connection: DuckDBConnection, sql: string): Promise<unknown> {
  return (await connection.runAndReadAll(sql)).getRows()[0]?.[0];
}
