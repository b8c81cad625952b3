import type {Planner, Writer} from "../agents/contracts.ts";
import {type Config, isOffline} from "../config.ts";
import type {Store} from "../store/store.ts";
import type {ModelUsage} from "./turn_parts.ts";

/** Who plans and writes for a workspace, each made when it is first asked for. */
export interface WorkspaceAgents {
  planner: () => Promise<Planner>;
  writer: () => Promise<Writer>;
  /** What models were asked in the turn of this signal; undefined where none is ever asked. */
  usage: (signal: AbortSignal) => ModelUsage | undefined;
}

/** The offline pair, or hosted agents with the workspace's own agents and prompts. */
export async function agentsOf(
  config: Config,
  store: () => Promise<Store>,
  workspace: string,
): Promise<WorkspaceAgents> {
  const planner = async () => (await import("../agents/offline/planner.ts")).createOfflinePlanner();
  const writer = async () => (await import("../agents/offline/writer.ts")).createOfflineWriter();
  if (isOffline(config)) return {planner, writer, usage: () => undefined};
  const [{createHostedAgents}, {createRegistry}, {ownTemplates}] = await Promise.all([
    import("../agents/hosted/agents.ts"),
    import("../tools/registry.ts"),
    import("./own_templates.ts"),
  ]);
  const tools = createRegistry();
  const hosted = createHostedAgents({
    ...(config.model === undefined ? {roles: config.roles} : {model: config.model}),
    offline: {planner: await planner(), writer: await writer()},
    tools,
    templates: async () => ownTemplates(await store(), workspace, tools),
    ...(config.modelMs !== undefined && {budget: {callMs: config.modelMs, localCallMs: config.modelMs}}),
  });
  return {
    planner: async () => hosted.planner,
    writer: async () => hosted.writer,
    usage: (signal) => {
      const {usage, sent} = hosted.account(signal);
      const prompts = Object.fromEntries(sent.flatMap(({role, prompt}) => (prompt ? [[role, prompt]] : [])));
      return {tokens: usage, sent, prompts};
    },
  };
}
