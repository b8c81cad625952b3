import {TabletalkError} from "../errors.ts";
import {type ModelName, type ModelSetting, OFFLINE, parseModelList, parseModelName} from "./name.ts";
import type {Price} from "./prices.ts";
import {type AnswerMode, type HostedModel, resolveModel} from "./providers.ts";

/** What a model is wanted for. */
export type Role = "planner" | "specialist" | "reviewer" | "writer";

export const roles: readonly Role[] = ["planner", "specialist", "reviewer", "writer"];

/** Who a role's models come from where it names none of its own. */
const LIKE: Partial<Record<Role, Role>> = {specialist: "planner", reviewer: "planner"};

/** Models for a role, tried in order. `offline`: when all of them fail, the offline pair answers. */
export interface RoleModels {
  models: HostedModel[];
  offline: boolean;
}

/** Models as configured: for every role, or role by role. */
export interface ModelSettings {
  /** For each role that has none of its own: one name, a comma-separated list, or a list. */
  model?: string | ModelSetting[];
  roles?: Partial<Record<Role, string | ModelSetting[]>>;
  /** By "provider/model": how it hands over answers, and a price of your own (US dollars for a million tokens). */
  perModel?: Record<string, {answers?: AnswerMode; price?: Price}>;
}

/**
 * Which models serve which role. Settings win over the environment (`TABLETALK_PLANNER_MODEL` and so on,
 * `TABLETALK_MODEL`); without any of them a role is offline.
 *
 * @throws TabletalkError `bad_use` for a name that cannot be read, a missing key, or offline anywhere but last.
 */
export function resolveRoles(
  settings: ModelSettings,
  env: Readonly<Record<string, string | undefined>>,
): Record<Role, RoleModels> {
  const resolve = (role: Role): RoleModels => {
    const chosen =
      settings.roles?.[role] ??
      settings.model ??
      env[`TABLETALK_${role.toUpperCase()}_MODEL`] ??
      (LIKE[role] && (settings.roles?.[LIKE[role]] ?? env[`TABLETALK_${LIKE[role].toUpperCase()}_MODEL`])) ??
      env.TABLETALK_MODEL ??
      OFFLINE;
    const names = typeof chosen === "string" ? parseModelList(chosen) : chosen.map(parseModelName);
    const offline = names.findIndex((name) => name.provider === OFFLINE);
    if (offline >= 0 && offline !== names.length - 1) {
      throw new TabletalkError(
        "bad_use",
        "offline stands before another model, which would never be asked.",
        "Put offline last.",
      );
    }
    const models = names.filter((name) => name.provider !== OFFLINE).map((name) => model(name));
    return {models, offline: offline >= 0};
  };
  const model = (name: ModelName): HostedModel =>
    resolveModel(name, env, settings.perModel?.[`${name.provider}/${name.model}`] ?? {});
  return {
    planner: resolve("planner"),
    specialist: resolve("specialist"),
    reviewer: resolve("reviewer"),
    writer: resolve("writer"),
  };
}

/** Whether any role asks a model at all: if not, the offline pair needs nothing of this folder. */
export function needsModels(resolved: Readonly<Record<Role, RoleModels>>): boolean {
  return roles.some((role) => resolved[role].models.length > 0);
}
