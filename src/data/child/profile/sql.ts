import type {DuckDBConnection, DuckDBValue} from "@duckdb/node-api";

/** Columns a statement: DuckDB's planner slows down on thousands of aggregates at once. */
export const BATCH = 40;

export const identifier = (name: string): string => `"${name.replaceAll('"', '""')}"`;

export const literal = (text: string): string => `'${text.replaceAll("'", "''")}'`;

/** The one row of an aggregate. */
export async function rowOf(connection: DuckDBConnection, sql: string): Promise<DuckDBValue[]> {
  return (await connection.runAndReadAll(sql)).getRows()[0] ?? [];
}

/** How often each whole number comes up in each of some expressions; nulls are left out. */
export async function countsOf(
  connection: DuckDBConnection,
  from: string,
  expressions: readonly string[],
): Promise<Map<number, number>[]> {
  const counts = expressions.map(() => new Map<number, number>());
  if (expressions.length === 0) return counts;
  const parts = expressions.map(
    (expression, at) =>
      `(SELECT ${at}, b, count(*) FROM (SELECT ${expression} AS b FROM ${from}) GROUP BY b)`,
  );
  const reader = await connection.runAndReadAll(parts.join(" UNION ALL "));
  for (const [at, bin, count] of reader.getRows())
    if (bin !== null) counts[Number(at)]!.set(Number(bin), Number(count));
  return counts;
}
