import type {DuckDBConnection} from "@duckdb/node-api";
import {cleanText, identifier} from "./form.ts";

const ROWS = 1_000;
const FEWEST = 50;
const CELLS = 400_000;
const LAST = 500;

/**
 * The clean texts of some rows by column, blanks left out: the first ones, and the last ones where the table is not read
 * from a file anew. `ragged` are the columns with spaces at the ends of a text.
 */
export async function sampleTexts(
  table: string,
  names: readonly string[],
  connection: DuckDBConnection,
): Promise<{texts: Map<string, Map<string, number>>; ragged: Set<string>}> {
  const ragged = new Set<string>();
  const texts = new Map(names.map((name) => [name, new Map<string, number>()]));
  if (names.length === 0) return {texts, ragged};
  const most = Math.max(FEWEST, Math.min(ROWS, Math.floor(CELLS / names.length)));
  const list = names.map(identifier).join(", ");
  const add = async (sql: string): Promise<number> => {
    const reader = await connection.runAndReadAll(sql);
    for (const [index, column] of reader.getColumns().entries()) {
      const counts = texts.get(names[index]!)!;
      for (const value of column) {
        if (value === null) continue;
        const text = cleanText(String(value));
        if (text.length < String(value).length && text !== "") ragged.add(names[index]!);
        if (text !== "") counts.set(text, (counts.get(text) ?? 0) + 1);
      }
    }
    return reader.currentRowCount;
  };
  const read = await add(`SELECT ${list} FROM ${identifier(table)} LIMIT ${most}`);
  if (read < most) return {texts, ragged};
  const kind = await connection.runAndReadAll(
    `SELECT estimated_size FROM duckdb_tables() WHERE table_name = '${table.replaceAll("'", "''")}' AND NOT internal`,
  );
  const rows = Number(kind.getRows()[0]?.[0] ?? 0);
  if (rows > most)
    await add(`SELECT ${list} FROM ${identifier(table)} WHERE rowid >= ${Math.max(most, rows - LAST)}`);
  return {texts, ragged};
}
