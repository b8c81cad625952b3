import type {DuckDBConnection} from "@duckdb/node-api";

/** So many columns are given their types in one statement: planning takes more than its share of time and memory beyond. */
const AT_ONCE = 250;

/**
 * Makes `target.main.data` of the columns that `select` gives, from one place to another. A wide table is made in parts
 * of some columns each, which are then put side by side.
 */
export async function makeTable(
  width: number,
  connection: DuckDBConnection,
  select: (from: number, to: number) => string,
): Promise<void> {
  if (width <= 2 * AT_ONCE) {
    await connection.run(`CREATE TABLE target.main.data AS ${select(0, width)}`);
    return;
  }
  const parts: string[] = [];
  for (let from = 0; from < width; from += AT_ONCE) {
    const part = `target.main.part_${parts.length}`;
    await connection.run(`CREATE TABLE ${part} AS ${select(from, Math.min(width, from + AT_ONCE))}`);
    parts.push(part);
  }
  await connection.run(`CREATE TABLE target.main.data AS SELECT * FROM ${sideBySide(parts)}`);
  for (const part of parts) await connection.run(`DROP TABLE ${part}`);
}

/** A balanced tree of joins: every one of them holds all columns below it. */
function sideBySide(parts: readonly string[]): string {
  if (parts.length === 1) return parts[0]!;
  const half = Math.ceil(parts.length / 2);
  return `(${sideBySide(parts.slice(0, half))} POSITIONAL JOIN ${sideBySide(parts.slice(half))})`;
}
