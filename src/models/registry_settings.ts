import {TabletalkError} from "../errors.ts";
import type {LimitSource} from "./daily_limits.ts";
import {OFFLINE, parseModelList} from "./name.ts";
import {type Provider, providers} from "./providers.ts";
import {checkAddress, type Reach} from "./reach.ts";
import type {Registry, RegistryProvider} from "./registry.ts";
import {type AnyRole, type ModelSettings, resolveList} from "./roles.ts";

/** Where a registry is used: what of this machine it may see. */
export interface RegistryScene {
  env: Readonly<Record<string, string | undefined>>;
  /**
   * Which addresses may be called for it: in a service `public`, or `private` where its operator says so. Absent: a terminal, where
   * whoever writes the registry may call what they like.
   */
  reach?: Reach;
  /** Whether a variable of the environment may be sent to an address as its key. */
  offersKey(variable: string, address: string): boolean;
  /** Keys that were kept for the workspace, opened, by name. */
  keys: Readonly<Record<string, string>>;
}

/** A person's own terminal: whoever edits the registry there has the environment as it is. */
export function terminalScene(env: RegistryScene["env"], keys: RegistryScene["keys"] = {}): RegistryScene {
  return {env, offersKey: () => true, keys};
}

/**
 * A service, whose workspaces' owners are not its operator. `TABLETALK_PRIVATE_ADDRESSES=1` lets registries name addresses of this
 * machine and its networks; `TABLETALK_OFFERED_KEYS="NAME@host, ..."` lets them send a variable as the key to that host.
 */
export function serviceScene(env: RegistryScene["env"], keys: RegistryScene["keys"] = {}): RegistryScene {
  const offered = new Set(
    (env.TABLETALK_OFFERED_KEYS ?? "").split(",").map((one) => one.trim().toLowerCase()),
  );
  return {
    env,
    reach: /^(1|true|yes)$/i.test(env.TABLETALK_PRIVATE_ADDRESSES ?? "") ? "private" : "public",
    offersKey: (variable, address) =>
      URL.canParse(address) && offered.has(`${variable}@${new URL(address).host}`.toLowerCase()),
    keys,
  };
}

/** Lists of models as the operator's flags and environment name them. */
export interface OperatorsModels {
  model?: string;
  roles?: Partial<Record<AnyRole, string | undefined>>;
}

/**
 * The settings that a registry comes to. Models without key or address are left out where others of their role are left.
 * `defaults`: the models of roles that it does not fill (the operator's).
 */
export function settingsOf(
  registry: Registry,
  scene: RegistryScene,
  defaults: OperatorsModels = {},
): ModelSettings {
  const own = Object.fromEntries(
    Object.entries(registry.providers).map(([name, one]) => [name, providerOf(name, one, scene)]),
  );
  const {planner} = registry.roles;
  const followers = planner && {specialist: planner, reviewer: planner};
  const theirs = Object.entries(defaults.roles ?? {}).flatMap(([role, list]) => (list ? [[role, list]] : []));
  const roles = {...Object.fromEntries(theirs), ...followers, ...registry.roles};
  const named = [defaults.model, ...Object.values(defaults.roles ?? {})].filter((list) => list !== undefined);
  return {
    ...(defaults.model !== undefined && {model: defaults.model}),
    roles,
    perModel: registry.models,
    providers: own,
    lenient: "beside others",
    ...(scene.reach && {reach: scene.reach, operators: named.flatMap((list) => parseModelList(list, own))}),
  };
}

function providerOf(name: string, one: RegistryProvider, scene: RegistryScene): Provider {
  const title = one.title ?? name;
  const provider: Provider = {
    title,
    protocol: one.protocol,
    url: one.address,
    urlEnv: [],
    keyEnv: [],
    needsKey: one.key !== undefined,
  };
  if (!one.key) return provider;
  if ("sealed" in one.key) {
    const key = Object.hasOwn(scene.keys, one.key.sealed) ? scene.keys[one.key.sealed] : undefined;
    return {...provider, keyFrom: `the kept key ${one.key.sealed}`, ...(key && {key})};
  }
  const {env: variable} = one.key;
  if (!scene.offersKey(variable, one.address))
    return {...provider, keyFrom: `${variable} (which the operator does not offer for this address)`};
  return {...provider, keyEnv: [variable]};
}

/**
 * Checks that a registry can be used here, before it is kept: addresses within reach, keys that may be named, models of roles whose
 * provider there is. A key or an address that is only missing now is no fault.
 * @throws TabletalkError refused, bad_use naming what is wrong
 */
export function checkRegistry(registry: Registry, scene: RegistryScene): void {
  for (const [name, {address, key}] of Object.entries(registry.providers)) {
    checkAddress(address, scene.reach ?? "private");
    if (!key || !("env" in key) || scene.offersKey(key.env, address)) continue;
    throw new TabletalkError(
      "refused",
      `The provider ${name} may not take its key from ${key.env}: the operator does not offer it for this address.`,
      `Keep a key for it, or have the operator add ${key.env}@${new URL(address).host} to TABLETALK_OFFERED_KEYS.`,
    );
  }
  const known = new Set([...Object.keys(providers), ...Object.keys(registry.providers)]);
  const named = [...Object.keys(registry.models), ...Object.values(registry.roles).flat()];
  for (const id of named) {
    const provider = id.split("/")[0] ?? "";
    if (id === OFFLINE || known.has(provider)) continue;
    throw new TabletalkError(
      "bad_use",
      `${id} names the provider ${provider}, which there is not.`,
      `There are: ${[...known].join(", ")}. One of your own goes under "providers".`,
    );
  }
}

/** Whether any role of a turn asks a model. */
export function namesModels({roles}: Registry): boolean {
  const {embedding: _, ...ofTurns} = roles;
  return Object.values(ofTurns).some((list) => list.some((id) => id !== OFFLINE));
}

/**
 * The limits of a day that hold in a workspace: those of its registry, which an owner raises, and the operator's
 * (`TABLETALK_DAY_TOKENS`, `TABLETALK_DAY_COST` for a workspace, `TABLETALK_PERSON_DAY_TOKENS`, `TABLETALK_PERSON_DAY_COST` for a person).
 * @throws TabletalkError bad_use for a variable that holds no number
 */
export function dayLimitsOf(registry: Registry, env: RegistryScene["env"]): LimitSource[] {
  const limit = (prefix: string) => {
    const [tokens, cost] = [numberIn(env, `${prefix}_TOKENS`), numberIn(env, `${prefix}_COST`)];
    return {...(tokens !== undefined && {tokens}), ...(cost !== undefined && {cost})};
  };
  const operator = {workspace: limit("TABLETALK_DAY"), person: limit("TABLETALK_PERSON_DAY")};
  const sources = [
    {limits: registry.limits.day, raisedBy: "An owner of the workspace"},
    {limits: operator, raisedBy: "The operator of this machine"},
  ];
  return sources.filter(({limits}) =>
    [limits.workspace, limits.person].some((one) => one?.tokens !== undefined || one?.cost !== undefined),
  );
}

function numberIn(env: RegistryScene["env"], name: string): number | undefined {
  const text = env[name]?.trim();
  if (!text) return undefined;
  const number = Number(text);
  if (Number.isFinite(number) && number >= 0) return number;
  throw new TabletalkError("bad_use", `${name} is no number: ${text}.`, "Set it to a number, or to nothing.");
}

/** Every model that a registry speaks of, as it can be called; what cannot is told with why. */
export function modelsNamed(registry: Registry, settings: ModelSettings, env: RegistryScene["env"]) {
  const ids = [...new Set([...Object.values(registry.roles).flat(), ...Object.keys(registry.models)])];
  const listed = ids.filter((id) => id !== OFFLINE);
  return resolveList([...listed, OFFLINE], {...settings, lenient: "always"}, env);
}
