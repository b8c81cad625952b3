import type {DuckDBConnection} from "@duckdb/node-api";
import {HASH_SPACE, type StoredSketch, storeSample, type ValueKind} from "../catalogue/sketch.ts";
import type {ColumnProfile, TableProfile} from "../profile.ts";
import {identifier} from "./profile/sql.ts";

/** How many hashes a sample holds, about: a share of one half is known to 2 of 100 for rows, 4 for values. */
const ROW_HASHES = 2048;
const VALUE_HASHES = 640;
const MIX = "11400714819323198485::UBIGINT";
/** Columns a statement: DuckDB's planner slows down on very many aggregates at once. */
const BATCH = 40;
/** Beyond this many columns whole rows are not compared, and values of the others neither. */
const COMPARED = 200;

/**
 * Sketches a table in one pass: a sample of the hashes of its rows, and of every column's values. A row's hash is made of
 * the sum of its cells' hashes, so that neither the order nor the names of columns matter.
 */
export async function sketchTable(
  connection: DuckDBConnection,
  profile: TableProfile,
): Promise<StoredSketch> {
  const {rows, columns} = profile;
  const from = identifier(profile.table);
  const whole = rows > 0 && columns.length > 0 && columns.length <= COMPARED;
  const sketched = columns.slice(0, COMPARED).flatMap((column) => {
    const kind = kindOf(column);
    return kind && column.distinct > 0 ? [{column, kind}] : [];
  });
  const found: StoredSketch["columns"] = [];
  for (let at = 0; at < sketched.length; at += BATCH) {
    const batch = sketched.slice(at, at + BATCH);
    const hashed = batch.map(({column}, index) => `${cellHash(column)} >> 16 AS h${index}`);
    const lists = batch.map(({column}, index) => {
      const below = boundFor(column.distinct, VALUE_HASHES);
      const filter = [
        ...(column.nulls > 0 ? [`n${index}`] : []),
        ...(below < HASH_SPACE ? [`h${index} < ${below}`] : []),
      ];
      return `list(DISTINCT h${index})${filter.length > 0 ? ` FILTER (${filter.join(" AND ")})` : ""}`;
    });
    const filled = batch.flatMap(({column}, index) =>
      column.nulls > 0 ? [`${identifier(column.name)} IS NOT NULL AS n${index}`] : [],
    );
    const reader = await connection.runAndReadAll(
      `SELECT ${lists.join(", ")} FROM (SELECT ${[...hashed, ...filled].join(", ")} FROM ${from})`,
    );
    const row = reader.getRowsJson()[0] ?? [];
    for (const [index, {column, kind}] of batch.entries()) {
      const hashes = ((row[index] ?? []) as unknown[]).map(Number);
      const {name, distinct} = column;
      found.push({name, kind, distinct, sample: storeSample(boundFor(distinct, VALUE_HASHES), hashes)});
    }
  }
  if (!whole) return {rows, columns: found};
  const below = boundFor(rows, ROW_HASHES);
  // Shortened, so that the sum of as many as may be does not overflow.
  const row = `hash(${columns.map((column) => `(${cellHash(column)} >> 8)`).join(" + ")})`;
  const reader = await connection.runAndReadAll(
    `SELECT sum(r), bit_xor(hash(r)), list(DISTINCT r >> 16) FILTER (r >> 16 < ${below}) FROM (SELECT ${row} AS r FROM ${from})`,
  );
  const [sum, mixed, hashes] = reader.getRowsJson()[0] ?? [];
  return {
    rows,
    content: `${columns.length}-${rows}-${String(sum)}-${String(mixed)}`,
    sample: storeSample(below, ((hashes ?? []) as unknown[]).map(Number)),
    columns: found,
  };
}

function kindOf({type}: ColumnProfile): ValueKind | undefined {
  if (type === "integer" || type === "number") return "number";
  if (type === "date" || type === "timestamp") return "time";
  return type === "text" ? "text" : undefined;
}

/**
 * Whole numbers and others, dates and times of the same day, hash alike. Hashed twice: files are met whose rows were chosen
 * by DuckDB's own hash, of which a sample by that hash would tell something else.
 */
const cellHash = (column: ColumnProfile): string => `hash(xor(hash(${comparable(column)}), ${MIX}))`;

function comparable({name, type}: ColumnProfile): string {
  const column = identifier(name);
  if (type === "integer" || type === "number") return `CAST(${column} AS DOUBLE)`;
  if (type === "date" || type === "timestamp") return `CAST(${column} AS TIMESTAMP)`;
  return type === "text" ? column : `CAST(${column} AS VARCHAR)`;
}

/** The bound below which about so many of the different hashes lie. */
const boundFor = (distinct: number, hashes: number): number =>
  distinct <= hashes ? HASH_SPACE : Math.floor((HASH_SPACE * hashes) / distinct);
