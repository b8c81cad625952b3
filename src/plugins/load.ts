import {stat} from "node:fs/promises";
import {pathToFileURL} from "node:url";
import {TabletalkError} from "../errors.ts";
import type {InstalledPlugin} from "./find.ts";
import {checkPlugin, type Plugin} from "./plugin.ts";
import {serveOurs} from "./resolve_ours.ts";

const LOAD_MS = 10_000;

/** A plugin whose code is in this process. */
export interface LoadedPlugin extends InstalledPlugin {
  plugin: Plugin;
}

const loaded = new Map<string, Promise<LoadedPlugin>>();

/**
 * Loads a plugin's code, once a process and version of its files. What it exports as `plugin` is held against the contract,
 * and its name and version against its package.json.
 * @throws TabletalkError bad_use saying what is wrong with it
 */
export async function loadPlugin(installed: InstalledPlugin): Promise<LoadedPlugin> {
  const {entry, version} = installed;
  const changed = (await stat(entry)).mtimeMs;
  const key = `${entry} ${version} ${changed}`;
  const known = loaded.get(key) ?? load(installed, changed);
  loaded.set(key, known);
  known.catch(() => loaded.delete(key));
  return known;
}

async function load(installed: InstalledPlugin, changed: number): Promise<LoadedPlugin> {
  const {name, version, entry} = installed;
  serveOurs(installed.folder);
  const url = pathToFileURL(entry);
  url.searchParams.set("changed", String(changed));
  const module = await within(LOAD_MS, import(/* @vite-ignore */ url.href), name).catch((error: unknown) => {
    if (error instanceof TabletalkError) throw error;
    const why = error instanceof Error ? error.message : String(error);
    throw bad(installed, `cannot be loaded: ${firstLine(why)}`, error);
  });
  const written =
    (module as {plugin?: unknown; default?: unknown}).plugin ?? (module as {default?: unknown}).default;
  if (written === undefined) throw bad(installed, "exports no `plugin`");
  const plugin = checkPlugin(written);
  if (plugin.name !== name || plugin.version !== version)
    throw bad(
      installed,
      `calls itself ${plugin.name} ${plugin.version}, and its package.json says otherwise`,
    );
  return {...installed, plugin};
}

async function within<T>(ms: number, work: Promise<T>, name: string): Promise<T> {
  const {promise, reject} = Promise.withResolvers<never>();
  const timer = setTimeout(
    () =>
      reject(
        new TabletalkError(
          "bad_use",
          `The plugin ${name} did not load in ${ms / 1000} s.`,
          "Let it do nothing while it loads.",
        ),
      ),
    ms,
  );
  try {
    return await Promise.race([work, promise]);
  } finally {
    clearTimeout(timer);
  }
}

const firstLine = (text: string): string => text.split("\n")[0]!.slice(0, 300);

const bad = ({name, folder}: InstalledPlugin, what: string, cause?: unknown): TabletalkError =>
  new TabletalkError(
    "bad_use",
    `The plugin ${name} ${what}.`,
    `Mend it in ${folder}, then: tabletalk plugins check ${folder}`,
    {cause},
  );
