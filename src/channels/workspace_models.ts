import type {Config} from "../config.ts";
import type {LimitSource} from "../models/daily_limits.ts";
import type {ModelSettings} from "../models/roles.ts";
import {settingOf} from "../store/settings.ts";
import type {Store} from "../store/store.ts";

/** Where models are chosen: in a person's terminal, or in a service, whose workspaces' owners are not its operator. */
export type ModelScene = "terminal" | "service";

/** What a workspace's models come to now. */
export interface WorkspaceModels {
  /** Changes when any of it does. */
  version: string;
  settings: ModelSettings;
  /** Limits of one turn that the workspace set. */
  turn: {calls?: number; tokens?: number; replyTokens?: number};
  /** Limits of a day, of the workspace and of the operator. */
  day: LimitSource[];
}

/**
 * The models of a workspace: undefined where only the offline pair answers, which costs one look into the settings. In a terminal
 * the flags and the environment stand before the workspace's registry; in a service the registry stands before them, and
 * `--model offline` of its operator before everything.
 */
export async function modelsOf(
  config: Config,
  store: Pick<Store, "db">,
  workspace: string,
  scene: ModelScene,
): Promise<WorkspaceModels | undefined> {
  if (config.model === "offline") return undefined;
  const isNamed =
    config.model !== undefined || Object.values(config.roles).some((name) => name !== undefined);
  if (!isNamed && (await settingOf(store, workspace, "models")) === undefined) return undefined;
  const [
    {registryOf, openKeys, keptKeys},
    {settingsOf, serviceScene, terminalScene, dayLimitsOf, namesModels},
  ] = await Promise.all([import("../models/registry_store.ts"), import("../models/registry_settings.ts")]);
  const {registry, version} = await registryOf(store, workspace);
  if (!isNamed && !namesModels(registry)) return undefined;
  const names = await keptKeys(store, workspace);
  const keys = names.length > 0 ? await openKeys(store, workspace, await sealerOf(config)) : {};
  const at = scene === "service" ? serviceScene(process.env, keys) : terminalScene(process.env, keys);
  const chosen = config.model === undefined ? {roles: config.roles} : {model: config.model};
  const settings =
    scene === "service" || !isNamed
      ? settingsOf(registry, at, chosen)
      : {...settingsOf({...registry, roles: {}}, at, chosen), lenient: false};
  return {
    version: JSON.stringify([version, Object.entries(keys)]),
    settings,
    turn: registry.limits.turn as WorkspaceModels["turn"],
    day: dayLimitsOf(registry, process.env),
  };
}

/** How this installation seals keys for its store. */
export async function sealerOf(config: Config) {
  const [{openSecrets}, {seal, unseal}] = await Promise.all([
    import("../access/secret.ts"),
    import("../access/seal.ts"),
  ]);
  const secrets = await openSecrets(config.home);
  return {
    seal: (text: string, place: readonly string[]) => seal(secrets, text, place),
    unseal: (sealed: string, place: readonly string[]) => unseal(secrets, sealed, place),
  };
}
