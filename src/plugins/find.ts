import {existsSync} from "node:fs";
import {readdir, readFile, realpath, stat} from "node:fs/promises";
import {createRequire} from "node:module";
import {dirname, isAbsolute, join, resolve, sep} from "node:path";
import {pathToFileURL} from "node:url";
import {z} from "zod";
import {TabletalkError} from "../errors.ts";
import {inRange} from "./version_range.ts";

/** What a package says of itself that makes it a plugin. */
export const KEYWORD = "tabletalk-plugin";
const MOST_MANIFEST_BYTES = 100_000;

/** A plugin that is installed. Nothing of its code was loaded to know this. */
export interface InstalledPlugin {
  name: string;
  version: string;
  description: string;
  folder: string;
  /** The module that exports `plugin`. */
  entry: string;
}

/** Something that was to be a plugin and cannot be one: where it lies, and what to do. */
export interface BrokenPlugin {
  where: string;
  error: TabletalkError;
}

export interface Installed {
  plugins: InstalledPlugin[];
  broken: BrokenPlugin[];
}

export interface PluginPlaces {
  /** Tabletalk's home: its folder `plugins` holds a folder a plugin, and perhaps a `node_modules`. */
  home: string;
  /** The setting TABLETALK_PLUGINS: names of npm packages, and paths of folders, with commas between. */
  setting?: string | undefined;
  /** Where names of packages are looked up first. Default: the folder of the process. */
  from?: string;
  /** This Tabletalk's version, which a plugin's `engines` are held against. */
  version: string;
}

const manifestSchema = z.object({
  name: z
    .string()
    .regex(/^(@[a-z0-9~-][a-z0-9._~-]*\/)?[a-z0-9~-][a-z0-9._~-]*$/, "is no name of a package")
    .max(214),
  version: z.string().regex(/^\d+\.\d+\.\d+/, "is no version such as 1.0.0"),
  description: z.string().max(1000).optional(),
  keywords: z.array(z.string()).optional(),
  main: z.string().optional(),
  exports: z.unknown().optional(),
  engines: z.record(z.string(), z.string()).optional(),
});
type Manifest = z.infer<typeof manifestSchema>;

/**
 * The plugins that are installed: folders in `<home>/plugins`, packages with the keyword `tabletalk-plugin` in a
 * `node_modules` there, and what the setting names. Only their package.json is read. A broken one is told among `broken`
 * and hinders no other; of two with one name the first stays.
 */
export async function findPlugins(places: PluginPlaces): Promise<Installed> {
  const found: Installed = {plugins: [], broken: []};
  const take = async (folder: string, where: string): Promise<void> => {
    try {
      const plugin = await readPlugin(folder, places.version);
      const same = found.plugins.find((one) => one.name === plugin.name);
      if (same && same.folder === plugin.folder) return;
      if (same)
        throw bad(
          `There is another plugin called ${plugin.name}, in ${same.folder}.`,
          "Remove one of the two, or give it another name in its package.json.",
        );
      found.plugins.push(plugin);
    } catch (error) {
      found.broken.push({where, error: asBroken(error, where)});
    }
  };
  const own = join(places.home, "plugins");
  for (const folder of await foldersIn(own)) await take(folder, folder);
  for (const folder of await packagesIn(join(own, "node_modules"))) await take(folder, folder);
  for (const named of (places.setting ?? "")
    .split(",")
    .map((one) => one.trim())
    .filter(Boolean)) {
    const folders = await foldersOf(named, places);
    if (folders.length === 0) {
      const error = bad(
        `TABLETALK_PLUGINS names ${named}, and there is no such plugin.`,
        isPath(named)
          ? "Name a folder that holds a plugin, or packages with the keyword tabletalk-plugin in its node_modules."
          : `Install it: npm install --prefix ${own} ${named}`,
      );
      found.broken.push({where: named, error});
    }
    for (const folder of folders) await take(folder, named);
  }
  return found;
}

/**
 * One plugin by its folder, its code not loaded.
 * @throws TabletalkError bad_use naming what is wrong in its package.json
 */
export async function readPlugin(given: string, tabletalk: string): Promise<InstalledPlugin> {
  const folder = await realpath(resolve(given)).catch(() => undefined);
  if (folder === undefined) throw bad(`There is no folder ${given}.`, "Name the folder of a plugin.");
  const path = join(folder, "package.json");
  const size = (await stat(path).catch(() => undefined))?.size;
  if (size === undefined)
    throw bad(`${given} has no package.json.`, 'Add one with name, version, "type": "module" and main.');
  if (size > MOST_MANIFEST_BYTES) throw bad(`${path} is too long for a package.json.`, "Shorten it.");
  let json: unknown;
  try {
    json = JSON.parse(await readFile(path, "utf8"));
  } catch {
    throw bad(`${path} is not JSON.`, "Mend it.");
  }
  const parsed = manifestSchema.safeParse(json);
  if (!parsed.success) {
    const issue = parsed.error.issues[0]!;
    throw bad(
      `In ${path}, ${issue.path.join(".") || "the whole"} cannot be used: ${issue.message}.`,
      "Give it name, version and main.",
    );
  }
  const manifest = parsed.data;
  const range = manifest.engines?.tabletalk;
  if (range !== undefined && !inRange(tabletalk, range))
    throw bad(
      `${manifest.name} ${manifest.version} is for Tabletalk ${range}; this is ${tabletalk}.`,
      "Take a version of the plugin that fits, or another Tabletalk.",
    );
  return {
    name: manifest.name,
    version: manifest.version,
    description: manifest.description ?? "",
    folder,
    entry: entryOf(manifest, folder),
  };
}

const isPath = (named: string): boolean => named.startsWith(".") || isAbsolute(named);

async function foldersOf(named: string, places: PluginPlaces): Promise<string[]> {
  if (isPath(named)) {
    const folder = resolve(places.from ?? process.cwd(), named);
    if (existsSync(join(folder, "package.json")) && !existsSync(join(folder, "node_modules")))
      return [folder];
    const inside = await packagesIn(join(folder, "node_modules"));
    const itself = await readFile(join(folder, "package.json"), "utf8").catch(() => "");
    return itself.includes(KEYWORD) ? [folder, ...inside] : inside;
  }
  const roots = [places.from ?? process.cwd(), join(places.home, "plugins"), import.meta.dirname];
  for (const root of roots) {
    const paths = createRequire(pathToFileURL(join(root, "package.json"))).resolve.paths(named) ?? [];
    const at = paths.map((path) => join(path, named)).find((path) => existsSync(join(path, "package.json")));
    if (at !== undefined) return [at];
  }
  return [];
}

/** Every folder that stands in one; hidden ones and `node_modules` are none of them. */
async function foldersIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, {withFileTypes: true}).catch(() => []);
  return entries
    .filter(({name}) => !name.startsWith(".") && name !== "node_modules")
    .filter((entry) => entry.isDirectory() || entry.isSymbolicLink())
    .map(({name}) => join(folder, name))
    .sort();
}

/** The packages of a `node_modules` that say that they are plugins. */
async function packagesIn(modules: string): Promise<string[]> {
  const all: string[] = [];
  for (const folder of await foldersIn(modules))
    all.push(...(folder.includes(`${sep}@`, modules.length) ? await foldersIn(folder) : [folder]));
  const marked = await Promise.all(
    all.map(async (folder) => {
      const text = await readFile(join(folder, "package.json"), "utf8").catch(() => "");
      return text.length < MOST_MANIFEST_BYTES && hasKeyword(text);
    }),
  );
  return all.filter((_, at) => marked[at]);
}

function hasKeyword(text: string): boolean {
  if (!text.includes(KEYWORD)) return false;
  try {
    const parsed = manifestSchema.safeParse(JSON.parse(text));
    // A manifest that says it is a plugin and is broken is told, and not passed over.
    return parsed.success ? (parsed.data.keywords ?? []).includes(KEYWORD) : true;
  } catch {
    return true;
  }
}

/** @throws TabletalkError bad_use where the package names no module of its own */
function entryOf({name, main, exports}: Manifest, folder: string): string {
  const named = exportedAs(exports) ?? main;
  const candidates = named === undefined ? ["index.js", "index.mjs", "index.ts"] : [named];
  const entry = candidates.map((one) => resolve(folder, one)).find((path) => existsSync(path));
  if (entry?.startsWith(folder + sep)) return entry;
  throw bad(
    `${name} has no module ${candidates.join(", ")} in ${dirname(join(folder, "x"))}.`,
    "Name the module that exports `plugin` as main in its package.json.",
  );
}

function exportedAs(exports: unknown): string | undefined {
  if (typeof exports === "string") return exports;
  if (exports === null || typeof exports !== "object") return undefined;
  const {".": self, import: imported, default: other} = exports as Record<string, unknown>;
  return exportedAs(self) ?? exportedAs(imported) ?? exportedAs(other);
}

function asBroken(error: unknown, where: string): TabletalkError {
  if (error instanceof TabletalkError) return error;
  const message = error instanceof Error ? error.message : String(error);
  return new TabletalkError(
    "bad_use",
    `${where} cannot be read: ${message}`,
    "See whether the folder is whole.",
    {
      cause: error,
    },
  );
}

const bad = (message: string, next: string): TabletalkError => new TabletalkError("bad_use", message, next);
