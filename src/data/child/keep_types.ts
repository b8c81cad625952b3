import type {DuckDBConnection} from "@duckdb/node-api";
import type {ReceiptEntry} from "../dataset.ts";

/** How a loaded table becomes the kept one. */
export interface Refined {
  /** The SELECT that gives the table its types. */
  select: string;
  /** Adds to the receipt what was decided, and what did not parse; `target` is the table made by `select`. */
  report(target: string, entries: ReceiptEntry[]): Promise<void>;
}

const identifier = (name: string): string => `"${name.replaceAll('"', '""')}"`;
const ENDLESS = /^(DOUBLE|FLOAT|DATE|TIMESTAMP)/;

/** A table whose types are known stays as it is; only NaN and infinities become missing, so that no aggregate turns into one. */
export async function keepTypes(table: string, connection: DuckDBConnection): Promise<Refined> {
  const reader = await connection.runAndReadAll(`SELECT column_name, column_type FROM (DESCRIBE ${table})`);
  const columns = reader.getRows().map((row) => ({name: String(row[0]), type: String(row[1])}));
  const parts = columns.map(({name, type}) => {
    const column = identifier(name);
    return ENDLESS.test(type) ? `CASE WHEN isfinite(${column}) THEN ${column} END AS ${column}` : column;
  });
  return {
    select: `SELECT ${parts.join(", ")} FROM ${table}`,
    async report(_target, entries: ReceiptEntry[]) {
      const endless = columns.filter(({type}) => ENDLESS.test(type));
      if (endless.length === 0) return;
      const counts = endless.map(({name}) => `count(*) FILTER (WHERE NOT isfinite(${identifier(name)}))`);
      const row =
        (await connection.runAndReadAll(`SELECT ${counts.join(", ")} FROM ${table}`)).getRows()[0] ?? [];
      for (const [at, {name}] of endless.entries()) {
        const count = Number(row[at]);
        if (count > 0)
          entries.push({
            kind: "coerced",
            column: name,
            message: `${name}: ${count} values are not finite and count as missing.`,
            count,
          });
      }
    },
  };
}
