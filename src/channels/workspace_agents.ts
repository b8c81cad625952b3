import type {Planner, Writer} from "../agents/contracts.ts";
import type {HostedAgents} from "../agents/hosted/agents.ts";
import type {Config} from "../config.ts";
import type {Account} from "../models/account.ts";
import {sharedHealth} from "../models/health.ts";
import {usageRecord} from "../models/usage_record.ts";
import type {ToolLookup} from "../planning/validate.ts";
import type {WorkspacePlugins} from "../plugins/present.ts";
import type {Store} from "../store/store.ts";
import type {ModelUsage} from "./turn_parts.ts";
import {askerOf} from "./who_asks.ts";
import {type ModelScene, modelsOf, type WorkspaceModels} from "./workspace_models.ts";

/** Who plans and writes for a workspace, each made when it is first asked for. */
export interface WorkspaceAgents {
  planner: () => Promise<Planner>;
  writer: () => Promise<Writer>;
  /** What models were asked in the turn of this signal; undefined where none was. */
  usage: (signal: AbortSignal) => ModelUsage | undefined;
}

/**
 * The offline pair, or hosted agents on the models of the workspace's registry and the configuration, with the workspace's own agents
 * and prompts. A change of the registry counts from the next question.
 */
export async function agentsOf(
  config: Config,
  store: () => Promise<Store>,
  workspace: string,
  scene: ModelScene = "terminal",
  plugins?: WorkspacePlugins,
): Promise<WorkspaceAgents> {
  const planner = async () => (await import("../agents/offline/planner.ts")).createOfflinePlanner();
  const writer = async () => (await import("../agents/offline/writer.ts")).createOfflineWriter();
  const accounts = new WeakMap<AbortSignal, Account>();
  let made: {version: string; hosted: Promise<HostedAgents>} | undefined;
  const hosted = async (): Promise<HostedAgents | undefined> => {
    if (config.model === "offline") return undefined;
    const opened = await store();
    const models = await modelsOf(config, opened, workspace, scene);
    if (!models) return undefined;
    if (made?.version !== models.version)
      made = {
        version: models.version,
        hosted: hostedOn(models, {config, store: opened, workspace, scene, accounts, plugins}),
      };
    await (await import("../models/shared_health.ts")).learnHealth(opened, workspace, sharedHealth);
    return made.hosted;
  };
  return {
    planner: async () => (await hosted())?.planner ?? planner(),
    writer: async () => (await hosted())?.writer ?? writer(),
    usage: (signal) => {
      const account = accounts.get(signal);
      return account && usageOf(account);
    },
  };
}

interface HostedScene {
  config: Config;
  store: Store;
  workspace: string;
  scene: ModelScene;
  accounts: WeakMap<AbortSignal, Account>;
  plugins: WorkspacePlugins | undefined;
}

async function hostedOn(models: WorkspaceModels, scene: HostedScene): Promise<HostedAgents> {
  const {config, store, workspace, accounts, plugins} = scene;
  const [hosted, account, limits, registry, own, planner, writer, shared, added, turnLimits] =
    await Promise.all([
      import("../agents/hosted/agents.ts"),
      import("../models/account.ts"),
      import("../models/daily_limits.ts"),
      import("../tools/registry.ts"),
      import("./own_templates.ts"),
      import("../agents/offline/planner.ts"),
      import("../agents/offline/writer.ts"),
      import("../models/shared_health.ts"),
      import("./added_agents.ts"),
      import("./limits_of_turn.ts"),
    ]);
  const ours = registry.createRegistry();
  // What is connected may be another at each question: asked for when the question's templates are.
  let now: ToolLookup = ours;
  const tools = added.liveTools(() => now);
  const templates = async () => {
    const brought = await plugins?.tools();
    now = brought?.registry ?? ours;
    const mine = await own.ownTemplates(store, workspace, now);
    if (!brought) return mine;
    const names = new Set(mine.agents?.map(({name}) => name));
    const others = added.addedSpecialists(brought).specialists.filter(({name}) => !names.has(name));
    return {...mine, agents: [...(mine.agents ?? []), ...others]};
  };
  const budget = {
    ...(config.modelMs !== undefined && {callMs: config.modelMs, localCallMs: config.modelMs}),
    ...models.turn,
  };
  const open = (signal: AbortSignal): Account => {
    const asks = {store, workspace, actor: askerOf(signal), sources: models.day, scene: scene.scene};
    return account.openAccount(
      budget,
      limits.lazyAllowance(() => turnLimits.allowanceOfTurn(asks)),
    );
  };
  return hosted.createHostedAgents({
    ...models.settings,
    offline: {planner: planner.createOfflinePlanner(), writer: writer.createOfflineWriter()},
    tools,
    templates,
    health: shared.workspaceHealth(store, workspace, sharedHealth),
    account: (signal) => {
      const opened = accounts.get(signal) ?? open(signal);
      accounts.set(signal, opened);
      return opened;
    },
  });
}

/** What a turn's account says, for its record. */
function usageOf(account: Account): ModelUsage {
  const {usage, sent, answers} = account;
  const prompts = Object.fromEntries(sent.flatMap(({role, prompt}) => (prompt ? [[role, prompt]] : [])));
  return {tokens: {...usage, answers}, sent, prompts, used: usageRecord(account)};
}
