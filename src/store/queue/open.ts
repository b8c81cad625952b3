import type {JobQueue} from "../jobs.ts";
import {isPostgres} from "../open.ts";
import type {Store} from "../store.ts";
import type {QueueOptions} from "./embedded.ts";

/** The queue of a store: pg-boss where it is on Postgres, else the rows of the file. */
export async function openQueue(
  store: Store,
  address: string | undefined,
  options: QueueOptions,
): Promise<JobQueue> {
  if (store.dialect === "postgres" && address !== undefined && isPostgres(address)) {
    const {bossQueue} = await import("./boss.ts");
    return bossQueue(store, address, options);
  }
  const {embeddedQueue} = await import("./embedded.ts");
  return embeddedQueue(store, options);
}
