import type {DuckDBConnection} from "@duckdb/node-api";
import type {Decision} from "./decision.ts";
import {cleanSql, cleanText, identifier} from "./form.ts";

/** The texts of a column that have no value in its form. */
export interface Lost {
  /** Cells that are not blank. */
  filled: number;
  /** Cells without a value. */
  count: number;
  /** The most frequent of their texts. */
  texts: Map<string, number>;
}

const MOST_TEXTS = 2_000;
const BATCH = 50;

/** Counts what has no value in columns of a table: one pass over them. */
export async function lostTexts(
  table: string,
  names: readonly string[],
  decisions: ReadonlyMap<string, Decision>,
  connection: DuckDBConnection,
): Promise<Map<string, Lost>> {
  const found = new Map<string, Lost>();
  for (let at = 0; at < names.length; at += BATCH) {
    const batch = names.slice(at, at + BATCH);
    const forms = batch.map((name) => decisions.get(name)!.form);
    const firsts = batch.map((name, index) => forms[index]!.first?.(identifier(name)) ?? "NULL");
    const values = batch.map((name, index) => forms[index]!.sql(identifier(name), `"f ${index}"`));
    const cells = batch.map((name, index) => {
      const clean = cleanSql(identifier(name));
      return `CASE WHEN ${identifier(name)} IS NULL OR ${clean} = '' THEN NULL WHEN "v ${index}" IS NULL THEN ${clean} ELSE '' END`;
    });
    const rows = `SELECT *, ${firsts.map((first, index) => `${first} AS "f ${index}"`).join(", ")} FROM ${identifier(table)}`;
    const valued = `SELECT *, ${values.map((value, index) => `${value} AS "v ${index}"`).join(", ")} FROM (${rows})`;
    const long = `SELECT unnest(range(${batch.length})) AS i, unnest([${cells.join(", ")}]) AS t FROM (${valued})`;
    const reader = await connection.runAndReadAll(
      `SELECT i, t, n, sum(n) OVER (PARTITION BY i), sum(n) FILTER (WHERE t <> '') OVER (PARTITION BY i) FROM (SELECT i, t, count(*) AS n FROM (${long}) WHERE t IS NOT NULL GROUP BY i, t) QUALIFY row_number() OVER (PARTITION BY i ORDER BY n DESC, t) <= ${MOST_TEXTS}`,
    );
    for (const [index, text, times, filled, count] of reader.getRows()) {
      const name = batch[Number(index)]!;
      const of = found.get(name) ?? {
        filled: Number(filled),
        count: Number(count ?? 0),
        texts: new Map<string, number>(),
      };
      if (String(text) !== "") of.texts.set(cleanText(String(text)), Number(times));
      found.set(name, of);
    }
  }
  return found;
}
