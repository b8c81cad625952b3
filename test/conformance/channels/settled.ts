import {setTimeout as pause} from "node:timers/promises";
import {replayStored} from "../../../src/channels/http/replay_job.ts";
import type {OpenService} from "../../../src/channels/open_service.ts";
import type {Job} from "../../../src/store/jobs.ts";

const DEADLINE_MS = 180_000;

/** How many messages were kept so far. */
export async function keptMessages({store}: Pick<OpenService, "store">): Promise<number> {
  const found = await store.db
    .selectFrom("deliveries")
    .select(({fn}) => fn.countAll().as("count"))
    .executeTakeFirstOrThrow();
  return Number(found.count);
}

/** Waits until every message that was kept is answered, and every answer has arrived. */
export async function settled(
  {store}: Pick<OpenService, "store">,
  least = 0,
  wrong: () => readonly string[] = () => [],
  isRefused: () => boolean = () => false,
): Promise<void> {
  const isSettled = async () => {
    if ((await keptMessages({store})) < least && !isRefused()) return false;
    const open = await store.db
      .selectFrom("deliveries")
      .select("message")
      .where("state", "in", ["waiting", "taken"])
      .execute();
    return open.length === 0;
  };
  await until(isSettled, "every answer to arrive", wrong);
}

/** Waits for what a person would wait for. */
export async function until<T>(
  what: () => Promise<T | undefined | false> | T | undefined | false,
  forWhat: string,
  wrong: () => readonly string[] = () => [],
): Promise<T> {
  const deadline = Date.now() + DEADLINE_MS;
  for (;;) {
    const found = await what();
    if (found !== undefined && found !== false) return found;
    if (Date.now() > deadline) throw new Error([`Waited in vain for ${forWhat}.`, ...wrong()].join("\n"));
    await pause(10);
  }
}

/** Computes a recipe again, as the API does. */
export async function replayed(
  service: OpenService,
  workspace: string,
  recipe: string,
): Promise<{same: boolean; text: string}> {
  const job = {workspace, input: {recipe}} as Job;
  const signal = AbortSignal.timeout(DEADLINE_MS);
  return (await replayStored(service)(job, {signal, progress: () => {}})) as {same: boolean; text: string};
}

/** What is kept of opinions, newest last. */
export async function opinions({store}: Pick<OpenService, "store">): Promise<string[]> {
  const rows = await store.db.selectFrom("feedback").select("verdict").orderBy("created_at").execute();
  return rows.map(({verdict}) => verdict);
}
