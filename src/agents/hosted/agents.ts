import {TabletalkError} from "../../errors.ts";
import {type Account, type Budget, openAccount} from "../../models/account.ts";
import type {Health} from "../../models/health.ts";
import {
  type ModelSettings,
  type Role,
  type RoleModels,
  resolveList,
  resolveRoles,
  roles,
} from "../../models/roles.ts";
import type {ToolLookup} from "../../planning/validate.ts";
import type {Planner, Writer} from "../contracts.ts";
import {withOwnAgents} from "./agent_template.ts";
import {createHostedPlanner, type Templates} from "./planner.ts";
import {PROMPTS} from "./prompts/current.ts";
import type {PromptName, Template} from "./prompts/template.ts";
import type {Specialist} from "./specialists.ts";
import {createHostedWriter} from "./writer.ts";

/** What a workspace put in place of our templates, or beside them. */
export interface OwnTemplates {
  agents?: readonly Specialist[];
  prompts?: Partial<Record<PromptName, Template>>;
}

export interface HostedConfig extends ModelSettings {
  /** Where keys and addresses are found. Default: the process's environment. */
  env?: Readonly<Record<string, string | undefined>>;
  /** Hard limits for one turn, planner and writer together. */
  budget?: Partial<Budget>;
  /** The pair behind the name "offline": the last in a list of models, or alone for a role. */
  offline?: {planner: Planner; writer: Writer};
  /** Lets the planner delegate to specialists, who write steps over these tools, beside readings and SQL. */
  tools?: ToolLookup;
  /** The workspace's own agents and prompts; a function is asked at each question, so that a change counts at once. */
  templates?: OwnTemplates | (() => Promise<OwnTemplates>);
  /** The first wait before a request is tried again, in milliseconds. Default 500. */
  retryBaseMs?: number;
  /** Which models are passed over for now. Default: what this process knows. */
  health?: Health;
  /** Opens (once) the account of the turn with a signal: with its own budget, and the limits of whoever asks. */
  account?: (signal: AbortSignal) => Account;
}

export interface HostedAgents {
  planner: Planner;
  writer: Writer;
  /** What the turn with this signal used and sent so far. */
  account(signal: AbortSignal): Account;
}

/**
 * The planner and the writer on the configured models. Nothing of Mastra or of a provider is loaded before the first
 * question.
 *
 * @throws TabletalkError `bad_use` for a model that cannot be reached as configured: unknown, without key or address.
 */
export function createHostedAgents(config: HostedConfig): HostedAgents {
  const env = config.env ?? process.env;
  const resolved = resolveRoles(config, env);
  for (const role of roles) checkOffline(role, resolved[role], config);
  const accounts = new WeakMap<AbortSignal, Account>();
  const accountHere = (signal: AbortSignal): Account => {
    const open = accounts.get(signal) ?? openAccount(config.budget);
    accounts.set(signal, open);
    return open;
  };
  const account = config.account ?? accountHere;
  const templates = async (): Promise<Templates> => {
    const own = typeof config.templates === "function" ? await config.templates() : config.templates;
    return {prompts: {...PROMPTS, ...own?.prompts}, specialists: withOwnAgents(own?.agents ?? [])};
  };
  const shared = {
    account,
    ...(config.retryBaseMs !== undefined && {retryBaseMs: config.retryBaseMs}),
    ...(config.health && {health: config.health}),
  };
  const planner = createHostedPlanner({
    ...shared,
    models: resolved.planner,
    specialistModels: resolved.specialist,
    reviewerModels: resolved.reviewer,
    modelsOf: (names) => resolveList(names, config, env).models,
    templates,
    ...(config.offline && {offline: config.offline.planner, secondReader: config.offline.planner}),
    ...(config.tools && {tools: config.tools}),
  });
  const writer = createHostedWriter({
    ...shared,
    models: resolved.writer,
    template: async () => (await templates()).prompts.writer,
    ...(config.offline && {offline: config.offline.writer}),
  });
  return {planner, writer, account};
}

function checkOffline(role: Role, models: RoleModels, config: HostedConfig): void {
  if (!models.offline || config.offline) return;
  throw new TabletalkError(
    "bad_use",
    `The ${role} is to be offline, and no offline pair was given.`,
    "Name a model for it.",
  );
}
