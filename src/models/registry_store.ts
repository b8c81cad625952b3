import {TabletalkError} from "../errors.ts";
import {changeSetting, settingOf, storedSetting} from "../store/settings.ts";
import type {InsideStore, Store} from "../store/store.ts";
import type {Provider} from "./providers.ts";
import {emptyRegistry, parseRegistry, type Registry} from "./registry.ts";
import {checkRegistry, type RegistryScene, settingsOf, terminalScene} from "./registry_settings.ts";

const SETTING = "models";
const KEYS = "model_keys";
const MOST_KEYS = 50;

/** A workspace's registry, with the version that an edit names. 0: nobody has written one. */
export interface KeptRegistry {
  registry: Registry;
  version: number;
  changedBy?: string;
  changedAt?: string;
}

/** Who edits: what they are in the workspace, and how records name them. */
export interface Editor {
  role: "owner" | "analyst" | "viewer";
  actor: string;
}

/** How keys are sealed for the store. `place` is bound to the sealed text, so that it opens nowhere else. */
export interface KeySealer {
  seal(text: string, place: readonly string[]): string;
  unseal(sealed: string, place: readonly string[]): string;
}

/**
 * The registry of a workspace; an empty one where nobody has written any.
 * @throws TabletalkError store_failed where what is stored cannot be read
 */
export async function registryOf(store: Pick<Store, "db">, workspace: string): Promise<KeptRegistry> {
  const kept = await storedSetting(store, workspace, SETTING);
  if (!kept) return {registry: emptyRegistry, version: 0};
  const {content, ...rest} = kept;
  try {
    return {registry: parseRegistry(content), ...rest};
  } catch (error) {
    throw new TabletalkError(
      "store_failed",
      "The workspace's registry of models cannot be read.",
      "An owner writes it anew: tabletalk models import FILE.",
      {cause: error},
    );
  }
}

/**
 * Changes a registry: `change` makes the new one of the old one. With `ifVersion` only where it is still at that version.
 * @throws TabletalkError forbidden for anyone but an owner; bad_use, refused for one that cannot be used; conflict where somebody
 * changed it in between
 */
export async function changeRegistry(
  store: InsideStore,
  workspace: string,
  by: Editor,
  change: (before: Registry) => unknown,
  scene: RegistryScene,
  ifVersion?: number,
): Promise<KeptRegistry> {
  demandOwner(by);
  let registry = emptyRegistry;
  const version = await changeSetting(
    store,
    workspace,
    SETTING,
    (before, at) => {
      if (ifVersion !== undefined && ifVersion !== at) {
        throw new TabletalkError(
          "conflict",
          `The registry of models is at version ${at}, not ${ifVersion}: somebody changed it.`,
          "Read it again, and make the change once more.",
        );
      }
      registry = parseRegistry(change(readable(before)));
      checkRegistry(registry, scene);
      return registry;
    },
    by.actor,
  );
  return {registry, version, changedBy: by.actor};
}

/** The providers that a workspace wrote down, for checking names of models; without keys. */
export async function ownProviders(
  store: Pick<Store, "db">,
  workspace: string,
): Promise<Record<string, Provider>> {
  if ((await settingOf(store, workspace, SETTING)) === undefined) return {};
  const {registry} = await registryOf(store, workspace);
  return {...settingsOf(registry, terminalScene({})).providers};
}

/** One that cannot be read is written anew from an empty one, rather than never. */
function readable(stored: unknown): Registry {
  if (stored === undefined) return emptyRegistry;
  try {
    return parseRegistry(stored);
  } catch {
    return emptyRegistry;
  }
}

/**
 * Keeps a key for a workspace's providers under a name, sealed; an empty one takes it away. It is never shown again.
 * @throws TabletalkError forbidden for anyone but an owner; bad_use for a name or a key that is none
 */
export async function keepKey(
  store: InsideStore,
  workspace: string,
  by: Editor,
  {name, key}: {name: string; key: string},
  sealer: KeySealer,
): Promise<void> {
  demandOwner(by);
  if (!/^[a-z0-9_-]{1,40}$/.test(name))
    throw new TabletalkError(
      "bad_use",
      `"${name}" is no name of a key.`,
      "Use small letters, digits, _ and -.",
    );
  if (!/^[\x21-\x7e]{0,4096}$/.test(key))
    throw new TabletalkError(
      "bad_use",
      "That is no key: it holds a space or a letter that no key has.",
      "Copy it anew.",
    );
  await changeSetting(
    store,
    workspace,
    KEYS,
    (before) => {
      const {[name]: _, ...others} = sealedIn(before);
      if (key === "") return others;
      if (Object.keys(others).length >= MOST_KEYS)
        throw new TabletalkError("bad_use", `${MOST_KEYS} keys are kept already.`, "Take one away first.");
      return {...others, [name]: sealer.seal(key, placeOf(workspace, name))};
    },
    by.actor,
  );
}

/** The names of the keys that a workspace keeps. */
export async function keptKeys(store: Pick<Store, "db">, workspace: string): Promise<string[]> {
  return Object.keys(sealedIn(await settingOf(store, workspace, KEYS))).sort();
}

/** The kept keys, opened, for `RegistryScene.keys`; one that does not open is left out, so that its models are told as unusable. */
export async function openKeys(
  store: Pick<Store, "db">,
  workspace: string,
  sealer: KeySealer,
): Promise<Record<string, string>> {
  const opened: Record<string, string> = {};
  for (const [name, sealed] of Object.entries(sealedIn(await settingOf(store, workspace, KEYS)))) {
    try {
      opened[name] = sealer.unseal(sealed, placeOf(workspace, name));
    } catch (error) {
      if (!(error instanceof TabletalkError)) throw error;
    }
  }
  return opened;
}

function placeOf(workspace: string, name: string): string[] {
  return [workspace, "settings", KEYS, name];
}

function sealedIn(stored: unknown): Record<string, string> {
  if (typeof stored !== "object" || stored === null) return {};
  return Object.fromEntries(
    Object.entries(stored).filter((entry): entry is [string, string] => typeof entry[1] === "string"),
  );
}

function demandOwner({role}: Editor): void {
  if (role === "owner") return;
  throw new TabletalkError(
    "forbidden",
    `The registry of models is for owners to change; you are ${role}.`,
    "Ask an owner of the workspace.",
  );
}
