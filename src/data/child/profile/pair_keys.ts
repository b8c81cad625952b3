import type {DuckDBConnection} from "@duckdb/node-api";
import type {ColumnProfile} from "../../profile.ts";
import {identifier, rowOf} from "./sql.ts";

const CANDIDATES = 12;
const PROBE_ROWS = 20_000;
const FOUND = 3;
const CHECKED = 12;

/**
 * Pairs of columns that identify a row together, where none does alone: tried on the first rows, then on all. Measures
 * with fractions and prose are no parts of a key.
 */
export async function pairKeysOf(
  connection: DuckDBConnection,
  from: string,
  columns: readonly ColumnProfile[],
  rows: number,
): Promise<[string, string][]> {
  const parts = columns
    .filter(
      (column) =>
        column.nulls === 0 &&
        column.distinct > 1 &&
        column.type !== "number" &&
        column.type !== "other" &&
        !(column.role === "measure" && column.distinct > 50) &&
        column.role !== "boolean",
    )
    .sort((a, b) => rank(b) - rank(a) || b.distinct - a.distinct)
    .slice(0, CANDIDATES);
  const pairs = parts
    .flatMap((a, at) => parts.slice(at + 1).map((b) => [a, b] as const))
    .filter(([a, b]) => a.distinct * b.distinct >= rows);
  if (pairs.length === 0 || rows < 3) return [];
  const distinct = ([a, b]: (typeof pairs)[number]): string =>
    `count(DISTINCT hash(${identifier(a.name)}, ${identifier(b.name)}))`;
  const probe = await rowOf(
    connection,
    `SELECT count(*), ${pairs.map(distinct).join(", ")} FROM (SELECT * FROM ${from} LIMIT ${PROBE_ROWS})`,
  );
  const promising = pairs.filter((_, at) => probe[at + 1] === probe[0]).slice(0, CHECKED);
  if (promising.length === 0) return [];
  const full =
    rows <= PROBE_ROWS
      ? promising.map(() => rows)
      : (await rowOf(connection, `SELECT ${promising.map(distinct).join(", ")} FROM ${from}`)).map(Number);
  return promising
    .filter((_, at) => full[at] === rows)
    .slice(0, FOUND)
    .map(([a, b]) => [a.name, b.name]);
}

/** Names and dates are likelier parts of a key than codes and counts. */
const rank = (column: ColumnProfile): number =>
  ({identifier: 3, date: 3, geography: 2, category: 2, text: 1, measure: 0, boolean: 0})[column.role];
