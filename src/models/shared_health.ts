import {z} from "zod";
import {changeSetting, settingOf} from "../store/settings.ts";
import type {InsideStore, Store} from "../store/store.ts";
import type {Health, SkippedModels} from "./health.ts";
import type {HostedModel} from "./providers.ts";

const SETTING = "model_health";
const keptSchema = z.record(
  z.string(),
  z.object({
    trips: z.number(),
    until: z.number(),
    trouble: z.enum(["key", "unknown_model", "overload", "down", "slow"]),
    says: z.string(),
    next: z.string(),
  }),
);

/** Takes over which of a workspace's models other processes pass over. What cannot be read is left as if nobody knew. */
export async function learnHealth(
  store: Pick<Store, "db">,
  workspace: string,
  health: Health,
): Promise<void> {
  health.learn(readKept(await settingOf(store, workspace, SETTING)));
}

/** Tells other processes which of a workspace's models this one passes over, where that is news. */
export async function tellHealth(
  store: InsideStore,
  workspace: string,
  health: Health,
  models: readonly HostedModel[],
): Promise<void> {
  const known = readKept(await settingOf(store, workspace, SETTING));
  const skipped = health.skipped(models);
  const news = Object.keys({...known, ...skipped}).some(
    (name) => known[name]?.until !== skipped[name]?.until,
  );
  if (news) await changeSetting(store, workspace, SETTING, () => skipped, "health");
}

function readKept(stored: unknown): SkippedModels {
  return keptSchema.safeParse(stored).data ?? {};
}
