import {z} from "zod";
import {changeSetting, settingOf} from "../store/settings.ts";
import type {InsideStore, Store} from "../store/store.ts";
import {circuitName, type Health, type SkippedModels} from "./health.ts";
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

/** Tells other processes whether this one passes a model over, where that is news. */
export async function tellHealth(
  store: InsideStore,
  workspace: string,
  health: Health,
  model: HostedModel,
): Promise<void> {
  const name = circuitName(model);
  const now = health.skipped([model]);
  if (readKept(await settingOf(store, workspace, SETTING))[name]?.until === now[name]?.until) return;
  const change = (before: unknown) => {
    const {[name]: _, ...others} = readKept(before);
    const still = Object.entries(others).filter(([, {until}]) => until > Date.now());
    return {...Object.fromEntries(still), ...now};
  };
  await changeSetting(store, workspace, SETTING, change, "health");
}

/**
 * Breakers that tell what they find out to the other processes of a workspace. Telling is never waited for, and a store that
 * cannot be written to stops no question.
 */
export function workspaceHealth(store: InsideStore, workspace: string, health: Health): Health {
  const tell = (model: HostedModel) => {
    tellHealth(store, workspace, health, model).catch(() => undefined);
  };
  return {
    ...health,
    async enter(model, options) {
      const pass = await health.enter(model, options);
      if (!pass) return undefined;
      return {
        ...pass,
        answered(ms) {
          pass.answered(ms);
          if (pass.probe) tell(model);
        },
        failed(failure) {
          pass.failed(failure);
          if (health.skips(model)) tell(model);
        },
      };
    },
  };
}

function readKept(stored: unknown): SkippedModels {
  return keptSchema.safeParse(stored).data ?? {};
}
