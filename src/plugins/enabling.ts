import {z} from "zod";
import {demand} from "../access/permissions.ts";
import type {Principal} from "../access/principal.ts";
import {TabletalkError} from "../errors.ts";
import {changeSetting, settingOf} from "../store/settings.ts";
import type {InsideStore} from "../store/store.ts";

const SETTING = "plugins";
const keptSchema = z.object({enabled: z.array(z.string()).default([])});

/** How often a running step asks whether another process took its source away. */
const ASK_MS = 1_000;

/** A change of what a workspace has enabled, told in this process. */
type Listener = (workspace: string, source: string) => void;
const listeners = new Set<Listener>();

/** The names of the plugins that a workspace has enabled. */
export async function enabledPlugins(store: Pick<InsideStore, "db">, workspace: string): Promise<string[]> {
  return namesIn(await settingOf(store, workspace, SETTING));
}

/** Lets a workspace use a plugin. @throws TabletalkError forbidden for anyone but an owner */
export async function enablePlugin(store: InsideStore, who: Principal, name: string): Promise<void> {
  demand(who, "plugins.write");
  const change = (before: unknown) => ({enabled: [...new Set([...namesIn(before), name])].sort()});
  await changeSetting(store, who.workspace, SETTING, change, who.actor);
}

/**
 * From now on no step of it begins in that workspace, and those that run are stopped.
 * @returns whether it was enabled
 * @throws TabletalkError forbidden for anyone but an owner
 */
export async function disablePlugin(store: InsideStore, who: Principal, name: string): Promise<boolean> {
  demand(who, "plugins.write");
  let was = false;
  const change = (before: unknown) => {
    was = namesIn(before).includes(name);
    return {enabled: namesIn(before).filter((one) => one !== name)};
  };
  await changeSetting(store, who.workspace, SETTING, change, who.actor);
  tellDisabled(who.workspace, name);
  return was;
}

/** Stops the steps of a source that run in this process; other processes see it in their settings. */
export function tellDisabled(workspace: string, source: string): void {
  for (const listener of [...listeners]) listener(workspace, source);
}

/** What a step's work is held by: whether its source is still enabled in its workspace. */
export interface Standing {
  workspace: string;
  source: string;
  isEnabled(): Promise<boolean>;
}

/**
 * Runs the work of a source that can be taken away: not at all where it was, and stopped at once when it is, even if the
 * work ignores its signal.
 * @throws TabletalkError refused where the source was disabled; whatever the work throws
 */
export async function whileEnabled<T>(
  standing: Standing,
  signal: AbortSignal,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const {workspace, source, isEnabled} = standing;
  if (!(await isEnabled())) throw disabled(source);
  const taken = new AbortController();
  const {promise, reject} = Promise.withResolvers<never>();
  promise.catch(() => undefined);
  const stop = () => {
    const error = disabled(source);
    taken.abort(error);
    reject(error);
  };
  const listener: Listener = (where, name) => {
    if (where === workspace && name === source) stop();
  };
  listeners.add(listener);
  const asking = setInterval(() => {
    isEnabled().then(
      (still) => still || stop(),
      // A store that cannot be asked takes nothing away: the step has its own time limit.
      () => undefined,
    );
  }, ASK_MS);
  asking.unref();
  try {
    return await Promise.race([work(AbortSignal.any([signal, taken.signal])), promise]);
  } finally {
    clearInterval(asking);
    listeners.delete(listener);
  }
}

function disabled(source: string): TabletalkError {
  return new TabletalkError(
    "refused",
    `${source} was disabled in this workspace.`,
    "An owner can enable it again; without it, ask for something else.",
  );
}

function namesIn(kept: unknown): string[] {
  return keptSchema.safeParse(kept).data?.enabled ?? [];
}
