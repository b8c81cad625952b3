import {CompiledQuery} from "kysely";
import type {Store} from "./store.ts";

/** What counts for limits of rate: the one call that rate-limiter-flexible makes of a client of Postgres. */
export interface CounterClient {
  query(query: {text: string; values?: readonly unknown[]}): Promise<{rows: unknown[]; rowCount: number}>;
}

/** The table that the migrations make, for all workers on one store. */
export const COUNTER_TABLE = "rate_counters";

/** Counters in the store's own connections. The SQL is that of Postgres, which SQLite reads too, with `?1` for `$1`. */
export function counterClient(store: Pick<Store, "db" | "dialect">): CounterClient {
  return {
    query: async ({text, values = []}) => {
      const sql = store.dialect === "sqlite" ? text.replace(/\$(\d+)/g, "?$1") : text;
      const result = await store.db.executeQuery(CompiledQuery.raw(sql, [...values]));
      return {rows: result.rows, rowCount: result.rows.length};
    },
  };
}

/** Takes away counters whose time is over. */
export async function clearCounters(store: Pick<Store, "db">, now = Date.now()): Promise<void> {
  await store.db.executeQuery(
    CompiledQuery.raw(`DELETE FROM ${COUNTER_TABLE} WHERE expire <= ${Math.floor(now)}`),
  );
}
