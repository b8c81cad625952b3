import type {DuckDBConnection} from "@duckdb/node-api";
import {cleanText, identifier} from "./form.ts";

const ROWS = 1_000;
const FEWEST = 50;
const CELLS = 400_000;
const LAST = 500;
/** Wide tables are read some columns at a time: each takes a buffer. */
const AT_ONCE = 500;

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
  const add = async (rest: string): Promise<number> => {
    let rows = 0;
    for (let from = 0; from < names.length; from += AT_ONCE) {
      const some = names.slice(from, from + AT_ONCE);
      const reader = await connection.runAndReadAll(
        `SELECT ${some.map(identifier).join(", ")} FROM ${identifier(table)} ${rest}`,
      );
      for (const [index, column] of reader.getColumns().entries()) {
        const counts = texts.get(some[index]!)!;
        for (const value of column) {
          if (value === null) continue;
          const text = cleanText(String(value));
          if (text.length < String(value).length && text !== "") ragged.add(some[index]!);
          if (text !== "") counts.set(text, (counts.get(text) ?? 0) + 1);
        }
      }
      rows = reader.currentRowCount;
    }
    return rows;
  };
  const read = await add(`LIMIT ${most}`);
  if (read < most) return {texts, ragged};
  const kind = await connection.runAndReadAll(
    `SELECT estimated_size FROM duckdb_tables() WHERE table_name = '${table.replaceAll("'", "''")}' AND NOT internal`,
  );
  const rows = Number(kind.getRows()[0]?.[0] ?? 0);
  if (rows > most) await add(`WHERE rowid >= ${Math.max(most, rows - LAST)}`);
  return {texts, ragged};
}
