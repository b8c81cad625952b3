import {localPrincipal} from "../access/principal.ts";
import {addedSpecialists, specialistFrom} from "../channels/added_agents.ts";
import {printable} from "../channels/terminal/style.ts";
import {type Config, loadConfig, ownVersion} from "../config.ts";
import {disablePlugin, enabledPlugins, enablePlugin} from "../plugins/enabling.ts";
import {readPlugin} from "../plugins/find.ts";
import {type LoadedPlugin, loadPlugin} from "../plugins/load.ts";
import {pluginSettings} from "../plugins/present.ts";
import {addPlugin, emptyAdded, openPlugins, type Plugins, registryOf} from "../plugins/workspace_tools.ts";
import type {CommonFlags} from "./program.ts";
import {createRuntime, type Runtime, WORKSPACE} from "./runtime.ts";

/** `tabletalk plugins list`: what is installed, what of it is enabled here, what is broken. */
export async function listPlugins(flags: CommonFlags): Promise<void> {
  const config = loadConfig(flags);
  await using runtime = createRuntime(config);
  const {plugins, broken} = await opened(runtime, config).installed();
  const enabled = await enabledPlugins(await runtime.store(), WORKSPACE);
  const now = await runtime.plugins.tools();
  const problems = [
    ...broken,
    ...(now?.problems ?? []),
    ...(now ? addedSpecialists(now).problems.map((error) => ({where: "agents", error})) : []),
  ].map(({where, error}) => ({where, message: error.message, next: error.next}));
  const all = plugins.map(({name, version, description, folder}) => ({
    name,
    version,
    description,
    folder,
    enabled: enabled.includes(name),
  }));
  if (flags.json) return print(JSON.stringify({plugins: all, problems}, undefined, 2));
  if (all.length === 0 && problems.length === 0)
    print(`No plugin is installed. Put one into ${config.home}/plugins, or name it in TABLETALK_PLUGINS.`);
  for (const {name, version, description, enabled: on} of all)
    print(`${on ? "on " : "off"}  ${name} ${version}${description ? `  ${description}` : ""}`);
  for (const {where, message, next} of problems) print(`!    ${where}: ${message}\n     ${next}`);
}

/** `tabletalk plugins enable NAME`: from the next question on, this workspace has what it brings. */
export async function enable(name: string, flags: CommonFlags): Promise<void> {
  const config = loadConfig(flags);
  await using runtime = createRuntime(config);
  const plugin = await opened(runtime, config).check(WORKSPACE, name);
  checkAgents(plugin);
  await enablePlugin(await runtime.store(), localPrincipal(WORKSPACE), name);
  print(`${name} ${plugin.version} is enabled. It brings ${broughtBy(plugin).join("; ") || "nothing"}.`);
}

/** `tabletalk plugins disable NAME`: at once; its steps that run are stopped. */
export async function disable(name: string, flags: CommonFlags): Promise<void> {
  const config = loadConfig(flags);
  await using runtime = createRuntime(config);
  const was = await disablePlugin(await runtime.store(), localPrincipal(WORKSPACE), name);
  print(was ? `${name} is disabled.` : `${name} was not enabled.`);
}

/** `tabletalk plugins check FOLDER`: for whoever writes one. Loads it as it would be, and says what it brings. */
export async function check(folder: string, flags: CommonFlags): Promise<void> {
  loadConfig(flags);
  const plugin = await loadPlugin(await readPlugin(folder, ownVersion()));
  const standing = {workspace: WORKSPACE, source: plugin.name, isEnabled: async () => true};
  const error = addPlugin(plugin, standing, emptyAdded());
  if (error) throw error;
  checkAgents(plugin);
  const brings = broughtBy(plugin);
  if (flags.json)
    return print(JSON.stringify({name: plugin.name, version: plugin.version, brings}, undefined, 2));
  print(`${plugin.name} ${plugin.version} can be used.`);
  for (const one of brings) print(`  ${one}`);
}

function opened(runtime: Runtime, {home}: Config): Plugins {
  return openPlugins({places: {home, ...pluginSettings()}, store: runtime.store});
}

/** @throws TabletalkError bad_use where an agent of it could not be one */
function checkAgents(plugin: LoadedPlugin): void {
  const added = emptyAdded();
  addPlugin(plugin, {workspace: WORKSPACE, source: plugin.name, isEnabled: async () => true}, added);
  const registry = registryOf(added, added.tools, []);
  for (const agent of added.agents) specialistFrom(agent, registry);
}

/** What a plugin brings, a line for each part. */
function broughtBy({plugin}: LoadedPlugin): string[] {
  const {tools = [], methods = [], agents = [], importers = [], charts = []} = plugin;
  const parts: [string, string[]][] = [
    ["tools", tools.map(({name}) => name)],
    ["methods", methods.map(({family, name}) => `${family}.${name}`)],
    ["agents", agents.map(({name}) => `@${name}`)],
    ["files", importers.flatMap(({endings}) => endings)],
    ["charts", charts.map(({kind}) => kind)],
  ];
  return parts.flatMap(([what, names]) => (names.length > 0 ? [`${what}: ${names.join(", ")}`] : []));
}

function print(text: string): void {
  process.stdout.write(`${printable(text, true)}\n`);
}
