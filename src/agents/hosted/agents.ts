import {TabletalkError} from "../../errors.ts";
import {type Account, type Budget, openAccount} from "../../models/account.ts";
import {type ModelSettings, type Role, type RoleModels, resolveRoles, roles} from "../../models/roles.ts";
import type {ToolLookup} from "../../planning/validate.ts";
import type {Planner, Writer} from "../contracts.ts";
import {createHostedPlanner, type Template} from "./planner.ts";
import type {Specialist} from "./specialists.ts";
import {createHostedWriter} from "./writer.ts";

export interface HostedConfig extends ModelSettings {
  /** Where keys and addresses are found. Default: the process's environment. */
  env?: Readonly<Record<string, string | undefined>>;
  /** Hard limits for one turn, planner and writer together. */
  budget?: Partial<Budget>;
  /** The pair behind the name "offline": the last in a list of models, or alone for a role. */
  offline?: {planner: Planner; writer: Writer};
  /** Lets the planner delegate to specialists, who write steps over these tools, beside readings and SQL. */
  tools?: ToolLookup;
  /** Specialists of a workspace in place of ours. */
  specialists?: readonly Specialist[];
  /** Prompts of a workspace in place of ours. */
  templates?: Partial<Record<Role, Template>>;
  /** The first wait before a request is tried again, in milliseconds. Default 500. */
  retryBaseMs?: number;
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
  const resolved = resolveRoles(config, config.env ?? process.env);
  for (const role of roles) checkOffline(role, resolved[role], config);
  const accounts = new WeakMap<AbortSignal, Account>();
  const account = (signal: AbortSignal): Account => {
    const open = accounts.get(signal) ?? openAccount(config.budget);
    accounts.set(signal, open);
    return open;
  };
  const shared = {account, ...(config.retryBaseMs !== undefined && {retryBaseMs: config.retryBaseMs})};
  const planner = createHostedPlanner({
    ...shared,
    models: resolved.planner,
    specialistModels: resolved.specialist,
    reviewerModels: resolved.reviewer,
    ...(config.offline && {offline: config.offline.planner, secondReader: config.offline.planner}),
    ...(config.tools && {tools: config.tools}),
    ...(config.specialists && {specialists: config.specialists}),
    ...(config.templates?.planner && {template: config.templates.planner}),
  });
  const writer = createHostedWriter({
    ...shared,
    models: resolved.writer,
    ...(config.offline && {offline: config.offline.writer}),
    ...(config.templates?.writer && {template: config.templates.writer}),
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
