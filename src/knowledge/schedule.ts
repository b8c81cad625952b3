import type {StoredSource} from "../store/knowledge_sources.ts";
import {scheduledSources} from "../store/knowledge_sources.ts";
import type {Store} from "../store/store.ts";

/**
 * The sources of every workspace whose time has come since they were last synchronized (or added): for whoever looks every minute or
 * so. One that fell due several times is due once.
 */
export async function dueSources(
  store: Pick<Store, "db">,
  now: Date,
  timeZone: string,
): Promise<(StoredSource & {workspace: string})[]> {
  const scheduled = await scheduledSources(store);
  if (scheduled.length === 0) return [];
  const {Cron} = await import("croner");
  return scheduled.filter(({cron, syncedAt, createdAt}) => {
    const next = new Cron(cron!, {timezone: timeZone, paused: true}).nextRun(new Date(syncedAt ?? createdAt));
    return next !== null && next <= now;
  });
}
