import type {Config} from "../config.ts";
import type {LimitSource} from "../models/daily_limits.ts";
import type {ModelOverview} from "../models/overview.ts";
import type {HostedModel} from "../models/providers.ts";
import type {RegistryScene} from "../models/registry_settings.ts";
import type {KeptRegistry} from "../models/registry_store.ts";
import type {ModelSettings} from "../models/roles.ts";
import type {ModelTest} from "../models/test_model.ts";
import {settingOf} from "../store/settings.ts";
import type {Store} from "../store/store.ts";
import {nameOfUse} from "./who_asks.ts";

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
  const isNamed = namesModelsItself(config);
  if (!isNamed && (await settingOf(store, workspace, "models")) === undefined) return undefined;
  const {kept, settings, day} = await readModels(config, store, workspace, scene);
  const {namesModels} = await import("../models/registry_settings.ts");
  if (!isNamed && !namesModels(kept.registry)) return undefined;
  const keys = Object.values(settings.providers ?? {}).map(({key}) => key);
  return {
    version: JSON.stringify([kept.version, keys]),
    settings,
    turn: kept.registry.limits.turn as WorkspaceModels["turn"],
    day,
  };
}

/** A workspace's registry, and what it comes to here, whether or not it names any model. */
async function readModels(config: Config, store: Pick<Store, "db">, workspace: string, scene: ModelScene) {
  const [{registryOf}, {settingsOf, dayLimitsOf}, at] = await Promise.all([
    import("../models/registry_store.ts"),
    import("../models/registry_settings.ts"),
    registryScene(config, store, workspace, scene),
  ]);
  const kept: KeptRegistry = await registryOf(store, workspace);
  const chosen = config.model === undefined ? {roles: config.roles} : {model: config.model};
  const settings =
    scene === "service" || !namesModelsItself(config)
      ? settingsOf(kept.registry, at, chosen)
      : strict(settingsOf({...kept.registry, roles: {}}, at, chosen));
  const {embedding} = kept.registry.roles;
  return {
    kept,
    settings: embedding ? {...settings, roles: {...settings.roles, embedding}} : settings,
    day: dayLimitsOf(kept.registry, process.env),
  };
}

/** What flags and environment name must be there: it is said at start-up, not at the first question. */
function strict({lenient: _, ...settings}: ModelSettings): ModelSettings {
  return settings;
}

function namesModelsItself({model, roles}: Config): boolean {
  return model !== undefined || Object.values(roles).some((name) => name !== undefined);
}

/** What of this machine a workspace's registry may see, with its kept keys opened: for `changeRegistry` and for settings. */
export async function registryScene(
  config: Config,
  store: Pick<Store, "db">,
  workspace: string,
  scene: ModelScene,
): Promise<RegistryScene> {
  const [{keptKeys, openKeys}, {serviceScene, terminalScene}] = await Promise.all([
    import("../models/registry_store.ts"),
    import("../models/registry_settings.ts"),
  ]);
  const names = await keptKeys(store, workspace);
  const keys = names.length > 0 ? await openKeys(store, workspace, await sealerOf(config)) : {};
  return scene === "service" ? serviceScene(process.env, keys) : terminalScene(process.env, keys);
}

/** A workspace's models with their prices, limits and health. No model is asked. */
export async function overviewOfModels(
  config: Config,
  store: Pick<Store, "db">,
  workspace: string,
  scene: ModelScene,
): Promise<ModelOverview> {
  return (await surveyed(config, store, workspace, scene)).overview;
}

/**
 * Asks every model that a role names, or those named, one tiny call each, all at once. The calls are counted in the workspace's usage and
 * limits, and change the models' health.
 */
export async function testModels(
  config: Config,
  store: Store,
  workspace: string,
  scene: ModelScene,
  options: {signal: AbortSignal; only?: readonly string[]; actor?: string},
): Promise<ModelTest[]> {
  const {hosted, embedding, day} = await surveyed(config, store, workspace, scene);
  const [{testModel, TEST_BUDGET}, {testEmbedding}, {openAccount}, {allowanceOfTurn}, health, shared, used] =
    await Promise.all([
      import("../models/test_model.ts"),
      import("../models/test_embedding.ts"),
      import("../models/account.ts"),
      import("./limits_of_turn.ts"),
      import("../models/health.ts"),
      import("../models/shared_health.ts"),
      import("../models/usage_record.ts"),
    ]);
  const {saveUsage} = await import("../store/usage.ts");
  const {signal, only, actor} = options;
  const who = actor === undefined ? {} : {person: nameOfUse(actor)};
  const wanted = ({id}: HostedModel) => !only || only.includes(id);
  const allowance = await allowanceOfTurn({store, workspace, actor, sources: day, scene});
  const telling = shared.workspaceHealth(store, workspace, health.sharedHealth);
  const tests = [
    ...hosted.filter(wanted).map((model) => ({model, run: testModel})),
    ...embedding.filter(wanted).map((model) => ({model, run: testEmbedding})),
  ];
  return Promise.all(
    tests.map(async ({model, run}) => {
      const account = openAccount(TEST_BUDGET, allowance);
      const found = await run(model, {signal, health: telling, account});
      await saveUsage(store, workspace, who, used.usageRecord(account));
      return found;
    }),
  );
}

async function surveyed(config: Config, store: Pick<Store, "db">, workspace: string, scene: ModelScene) {
  const [{resolveRoles, resolveEmbedding}, {modelsNamed}, {overviewOf}, {sharedHealth}, shared, {keptKeys}] =
    await Promise.all([
      import("../models/roles.ts"),
      import("../models/registry_settings.ts"),
      import("../models/overview.ts"),
      import("../models/health.ts"),
      import("../models/shared_health.ts"),
      import("../models/registry_store.ts"),
    ]);
  await shared.learnHealth(store, workspace, sharedHealth);
  const {kept, settings, day} = await readModels(config, store, workspace, scene);
  // What cannot be asked is to be seen, not to end the list.
  const seen: ModelSettings = {...settings, lenient: "always"};
  const embeddingModels = resolveEmbedding(seen, process.env);
  const ofTurns = resolveRoles(seen, process.env);
  const others = modelsNamed(kept.registry, seen, process.env);
  const hosted = new Map(Object.values(ofTurns).flatMap(({models}) => models.map((one) => [one.id, one])));
  const {roles, models} = overviewOf({...ofTurns, embedding: embeddingModels}, others, sharedHealth);
  const overview: ModelOverview = {
    version: kept.version,
    roles,
    models,
    limits: day,
    keys: await keptKeys(store, workspace),
  };
  return {overview, hosted: [...hosted.values()], embedding: embeddingModels.models, day};
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
