import type {Config} from "../config.ts";
import type {Engine} from "../data/engine.ts";
import {mayHavePlugins, pluginSettings, type WorkspacePlugins, workspacePlugins} from "../plugins/present.ts";
import type {Store} from "../store/store.ts";
import type {Registry} from "../tools/registry.ts";
import type {ModelScene} from "./workspace_models.ts";

/** The plugins and servers of a workspace of this installation. Nothing of them is loaded where there are none. */
export function pluginsOf(
  {home}: Pick<Config, "home">,
  store: () => Promise<Store>,
  workspace: string,
  scene: ModelScene = "service",
): WorkspacePlugins {
  const secrets = async () => (await import("../access/secret.ts")).openSecrets(home);
  const settings = pluginSettings();
  // Whoever sits at the terminal is the operator: servers on this machine are theirs to call.
  const reach = scene === "terminal" ? "private" : settings.reach;
  return workspacePlugins({home, store, secrets, ...settings, reach}, workspace);
}

/** An engine that imports what plugins read, too, where any may be installed. */
export async function withPluginImporters(
  engine: Engine,
  {home}: Pick<Config, "home">,
  plugins: WorkspacePlugins,
): Promise<Engine> {
  if (!mayHavePlugins({home, ...pluginSettings()})) return engine;
  const {withImporters} = await import("../plugins/imports/engine.ts");
  return withImporters(engine, () => plugins.importers());
}

let plain: Promise<Registry> | undefined;

/** The tools and methods that a workspace has now: ours, and those of its plugins and servers. */
export async function registryNow(plugins: WorkspacePlugins): Promise<Registry> {
  const withTheirs = (await plugins.tools())?.registry;
  if (withTheirs) return withTheirs;
  plain ??= import("../tools/registry.ts").then(({createRegistry}) => createRegistry());
  return plain;
}
