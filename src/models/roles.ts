import {TabletalkError} from "../errors.ts";
import {type ModelName, type ModelSetting, OFFLINE, parseModelList, parseModelName} from "./name.ts";
import {type HostedModel, type ModelTraits, type Provider, resolveModel} from "./providers.ts";
import type {Reach} from "./reach.ts";

/** What a model is wanted for in a turn. */
export type Role = "planner" | "specialist" | "reviewer" | "writer";

export const roles: readonly Role[] = ["planner", "specialist", "reviewer", "writer"];

/** Every role that a registry can fill: those of a turn, and the vectors of documents and questions. */
export const ALL_ROLES = ["planner", "specialist", "reviewer", "writer", "embedding"] as const;
export type AnyRole = (typeof ALL_ROLES)[number];

/** Who a role's models come from where it names none of its own. */
const LIKE: Partial<Record<Role, Role>> = {specialist: "planner", reviewer: "planner"};

/** A model that is named and cannot be asked as things are, and what would help. */
export interface UnusableModel {
  id: string;
  why: string;
  next: string;
}

/** Models for a role, tried in order. `offline`: when all of them fail, the offline pair answers. */
export interface RoleModels {
  models: HostedModel[];
  offline: boolean;
  /** Those that were left out. */
  unusable?: UnusableModel[];
}

/** Models as configured: for every role, or role by role. */
export interface ModelSettings {
  /** For each role that has none of its own: one name, a comma-separated list, or a list. */
  model?: string | ModelSetting[];
  roles?: Partial<Record<AnyRole, string | ModelSetting[]>>;
  /** By "provider/model": how it hands over answers, a price of your own (US dollars for a million tokens), its limits. */
  perModel?: Readonly<Record<string, ModelTraits>>;
  /** Providers beside ours, or in their place. */
  providers?: Readonly<Record<string, Provider>>;
  /** A model without its key or address is left out: where another of its role is left, or always. Absent: it is an error. */
  lenient?: "beside others" | "always";
  /** Which addresses may be called where they were written down over the network; absent: the operator wrote them. */
  reach?: Reach;
  /** With `reach`: the models that the operator named, which are called wherever they are. */
  operators?: readonly ModelName[];
}

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Which models serve which role of a turn. Settings win over the environment (`TABLETALK_PLANNER_MODEL` and so on,
 * `TABLETALK_MODEL`); without any of them a role is offline.
 *
 * @throws TabletalkError `bad_use` for a name that cannot be read, a missing key, or offline anywhere but last.
 */
export function resolveRoles(settings: ModelSettings, env: Environment): Record<Role, RoleModels> {
  const resolve = (role: Role): RoleModels => {
    const chosen =
      settings.roles?.[role] ??
      settings.model ??
      env[`TABLETALK_${role.toUpperCase()}_MODEL`] ??
      (LIKE[role] && (settings.roles?.[LIKE[role]] ?? env[`TABLETALK_${LIKE[role].toUpperCase()}_MODEL`])) ??
      env.TABLETALK_MODEL ??
      OFFLINE;
    return resolveList(chosen, settings, env);
  };
  return {
    planner: resolve("planner"),
    specialist: resolve("specialist"),
    reviewer: resolve("reviewer"),
    writer: resolve("writer"),
  };
}

/**
 * Which models make vectors, in order: settings, then `TABLETALK_EMBEDDING_MODEL`. Without them, and at the end of a list, `offline`
 * means the embedder that comes with Tabletalk.
 *
 * @throws TabletalkError `bad_use` as `resolveRoles` does.
 */
export function resolveEmbedding(settings: ModelSettings, env: Environment): RoleModels {
  return resolveList(settings.roles?.embedding ?? env.TABLETALK_EMBEDDING_MODEL ?? OFFLINE, settings, env);
}

/** The models of a list that someone wrote down. @throws TabletalkError `bad_use` as `resolveRoles` does. */
export function resolveList(
  chosen: string | readonly ModelSetting[],
  settings: ModelSettings,
  env: Environment,
): RoleModels {
  const names =
    typeof chosen === "string"
      ? parseModelList(chosen, settings.providers)
      : chosen.map((one) => parseModelName(one, settings.providers));
  const offline = names.findIndex((name) => name.provider === OFFLINE);
  if (offline >= 0 && offline !== names.length - 1) {
    throw new TabletalkError(
      "bad_use",
      "offline stands before another model, which would never be asked.",
      "Put offline last.",
    );
  }
  const unusable: UnusableModel[] = [];
  let failure: unknown;
  const models = names
    .filter((name) => name.provider !== OFFLINE)
    .flatMap((name) => {
      try {
        return [configured(name, settings, env)];
      } catch (error) {
        if (!settings.lenient || !(error instanceof TabletalkError)) throw error;
        failure ??= error;
        unusable.push({id: `${name.provider}/${name.model}`, why: error.message, next: error.next});
        return [];
      }
    });
  if (failure && models.length === 0 && offline < 0 && settings.lenient !== "always") throw failure;
  return {models, offline: offline >= 0, ...(unusable.length > 0 && {unusable})};
}

function configured(name: ModelName, settings: ModelSettings, env: Environment): HostedModel {
  const {perModel = {}, providers, operators = []} = settings;
  const isOperators =
    !Object.hasOwn(providers ?? {}, name.provider) &&
    operators.some(
      (one) => one.provider === name.provider && one.model === name.model && one.url === name.url,
    );
  const reach = isOperators ? undefined : settings.reach;
  const id = `${name.provider}/${name.model}`;
  return resolveModel(name, env, {
    ...(Object.hasOwn(perModel, id) && perModel[id]),
    ...(providers && {own: providers}),
    ...(reach && {reach}),
  });
}

/** Whether any role asks a model at all: if not, the offline pair needs nothing of this folder. */
export function needsModels(resolved: Readonly<Record<Role, RoleModels>>): boolean {
  return roles.some((role) => resolved[role].models.length > 0);
}
