import type {DuckDBConnection} from "@duckdb/node-api";
import type {ReceiptEntry} from "../../dataset.ts";
import {cleanSql, identifier} from "./form.ts";

/** Counts the texts that lost spaces or unseen signs at their ends. */
export async function trimmedEntries(
  names: readonly string[],
  table: string,
  connection: DuckDBConnection,
): Promise<ReceiptEntry[]> {
  if (names.length === 0) return [];
  const parts = names.flatMap((name) => {
    const column = identifier(name);
    const ragged = `${cleanSql(column)} <> ${column} AND ${cleanSql(column)} <> ''`;
    return [`count(*) FILTER (WHERE ${ragged})`, `min(${column}) FILTER (WHERE ${ragged})`];
  });
  const row =
    (await connection.runAndReadAll(`SELECT ${parts.join(", ")} FROM ${identifier(table)}`)).getRows()[0] ??
    [];
  return names.flatMap((name, index) => {
    const count = Number(row[2 * index]);
    return count === 0
      ? []
      : [
          {
            kind: "coerced",
            column: name,
            message: `${name}: ${count} ${count === 1 ? "text" : "texts"} lost spaces or unseen signs at ${count === 1 ? "its" : "their"} ends.`,
            count,
            examples: [JSON.stringify(String(row[2 * index + 1]))],
            reverse: {text: [name]},
          },
        ];
  });
}
