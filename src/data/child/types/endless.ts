import type {DuckDBConnection} from "@duckdb/node-api";
import type {ReceiptEntry} from "../../dataset.ts";
import {identifier} from "./form.ts";

/** NaN and infinities of columns that came as numbers: they are missing in the typed table, and told. */
export async function endlessEntries(
  columns: readonly {name: string; type: string}[],
  table: string,
  connection: DuckDBConnection,
): Promise<ReceiptEntry[]> {
  const floats = columns.filter(({type}) => /^(DOUBLE|FLOAT)$/.test(type));
  const entries: ReceiptEntry[] = [];
  for (let at = 0; at < floats.length; at += 100) {
    const batch = floats.slice(at, at + 100);
    const parts = batch.map(({name}) => `count(*) FILTER (WHERE NOT isfinite(${identifier(name)}))`);
    const counts =
      (await connection.runAndReadAll(`SELECT ${parts.join(", ")} FROM ${identifier(table)}`)).getRows()[0] ??
      [];
    for (const [index, {name}] of batch.entries())
      if (Number(counts[index]) > 0)
        entries.push({
          kind: "coerced",
          column: name,
          message: `${name}: ${counts[index]} values are not finite numbers and count as missing.`,
          count: Number(counts[index]),
        });
  }
  return entries;
}
