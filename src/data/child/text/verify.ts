import type {DuckDBConnection} from "@duckdb/node-api";

const identifier = (name: string): string => `"${name.replaceAll('"', '""')}"`;
const literal = (text: string): string => `'${text.replaceAll("'", "''")}'`;

/** Labels of totals that stand alone in a cell, in the commonest languages. */
const LABELS = [
  "total",
  "totals",
  "grand total",
  "subtotal",
  "sub-total",
  "sum",
  "summe",
  "gesamt",
  "gesamtsumme",
  "zwischensumme",
  "somme",
  "sous-total",
  "suma",
  "totale",
  "totaal",
  "итого",
  "всего",
  "合計",
  "小計",
  "合计",
  "总计",
  "합계",
];
/** Columns whose cells may say that a row is a total. */
const LABEL_COLUMNS = 3;

/**
 * Looks over a table that was read without care for what its head and tail did not show: rows of totals, and cells that
 * swallowed whole lines because a quote was never closed.
 */
export async function verifyPlain(
  table: string,
  {quotes, totals, width, delimiter}: {quotes: boolean; totals: boolean; width: number; delimiter: string},
  connection: DuckDBConnection,
): Promise<"totals" | "lines" | undefined> {
  const reader = await connection.runAndReadAll(`SELECT * FROM ${table} LIMIT 0`);
  const types = reader.columnTypes();
  const texts = reader.columnNames().filter((_name, at) => types[at]!.toString() === "VARCHAR");
  const tests: {of: "totals" | "lines"; sql: string}[] = [];
  if (totals)
    for (const name of texts.slice(0, LABEL_COLUMNS))
      tests.push({
        of: "totals",
        sql: `count(*) FILTER (WHERE length(${identifier(name)}) < 20 AND lower(${identifier(name)}) IN (${LABELS.map(literal).join(", ")}))`,
      });
  if (quotes && width > 1)
    for (const name of texts)
      tests.push({
        of: "lines",
        sql: `count(*) FILTER (WHERE contains(${identifier(name)}, chr(10)) AND contains(split_part(${identifier(name)}, chr(10), 2), ${literal(delimiter)}))`,
      });
  for (let at = 0; at < tests.length; at += 100) {
    const some = tests.slice(at, at + 100);
    const counts = await connection.runAndReadAll(
      `SELECT ${some.map(({sql}) => sql).join(", ")} FROM ${table}`,
    );
    const found = some.find((_test, index) => Number(counts.getRows()[0]![index]) > 0);
    if (found) return found.of;
  }
  return undefined;
}
