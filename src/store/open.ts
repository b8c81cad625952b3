import {join} from "node:path";
import {TabletalkError} from "../errors.ts";
import type {Store} from "./store.ts";

/**
 * Opens the state: the file in the home folder, or what the setting `store` names, a file or a Postgres address.
 * @throws TabletalkError store_failed when it cannot be opened; bad_use for an address of something else
 */
export async function openStore(
  config: {home: string; store?: string | undefined},
  options: {onWaiting?: (why: string) => void; waitMs?: number; connections?: number} = {},
): Promise<Store> {
  const {store} = config;
  if (store !== undefined && isPostgres(store)) {
    const {openPostgresStore} = await import("./postgres/open.ts");
    return openPostgresStore(store, options);
  }
  if (store !== undefined && /^[a-z][a-z0-9+]+:\/\//i.test(store))
    throw new TabletalkError(
      "bad_use",
      "The state can be in a SQLite file or on a Postgres server.",
      "Set TABLETALK_STORE to a path, or to postgres://user:password@host/database.",
    );
  const {openSqliteStore} = await import("./sqlite/open.ts");
  return openSqliteStore(store ?? join(config.home, "state.sqlite"));
}

/** Whether an address is one of a Postgres server. */
export function isPostgres(address: string): boolean {
  return /^postgres(ql)?:\/\//i.test(address);
}
