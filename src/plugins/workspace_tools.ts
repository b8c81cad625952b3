import {ownVersion} from "../config.ts";
import {TabletalkError} from "../errors.ts";
import type {InsideStore} from "../store/store.ts";
import {type AddedTools, createRegistry, MOST_TOOLS, type Registry} from "../tools/registry.ts";
import type {Method, Tool, ToolSource} from "../tools/tool.ts";
import {enabledPlugins, type Standing} from "./enabling.ts";
import {type BrokenPlugin, findPlugins, type Installed, type PluginPlaces} from "./find.ts";
import type {AddedImporter} from "./imports/convert.ts";
import {OUR_ENDINGS} from "./imports/engine.ts";
import {type LoadedPlugin, loadPlugin} from "./load.ts";
import {type AddedChart, withOwnCharts} from "./own_charts.ts";
import type {PluginAgent} from "./plugin.ts";
import {checkMethods, methodOfPlugin, toolOfPlugin} from "./plugin_tools.ts";

/** An agent that a plugin brings; whoever makes specialists of agents holds it against the registry. */
export interface AddedAgent extends PluginAgent {
  plugin: string;
  version: string;
}

/** What a workspace has beside what is ours, as it is now: made anew for each turn. */
export interface WorkspaceTools {
  registry: Registry;
  agents: readonly AddedAgent[];
  importers: readonly AddedImporter[];
  /** What is enabled and cannot be used: what, why, what to do. */
  problems: readonly BrokenPlugin[];
}

/** More tools for a registry, from elsewhere than plugins. */
export interface MoreTools {
  tools: readonly Tool[];
  sources: readonly ToolSource[];
  problems: readonly BrokenPlugin[];
}

export interface PluginsConfig {
  /** Where plugins lie. */
  places: Omit<PluginPlaces, "version">;
  store: () => Promise<Pick<InsideStore, "db">>;
}

/** The plugins of an installation, and what each workspace has of them. */
export interface Plugins {
  /** Looks again at what is installed; nothing of it is loaded. */
  installed(): Promise<Installed>;
  /**
   * What a workspace has enabled, loaded where it was not yet; undefined where that is nothing. A plugin that is broken is
   * among its `problems`, and hinders nothing else.
   */
  forWorkspace(workspace: string, more?: MoreTools): Promise<WorkspaceTools | undefined>;
  /**
   * Holds a plugin against what a workspace has enabled already, before it is enabled there.
   * @throws TabletalkError bad_use, not_found naming what is in its way
   */
  check(workspace: string, name: string): Promise<LoadedPlugin>;
}

/** Nothing is looked for, or loaded, before it is asked. */
export function openPlugins({places, store}: PluginsConfig): Plugins {
  const wholePlaces = (): PluginPlaces => ({...places, version: ownVersion()});
  let seen: Promise<Installed> | undefined;
  const installed = (): Promise<Installed> => {
    seen = findPlugins(wholePlaces());
    return seen;
  };
  const named = async (name: string) => {
    const known = (await (seen ?? installed())).plugins.find((one) => one.name === name);
    return known ?? (await installed()).plugins.find((one) => one.name === name);
  };
  const standingFor = (workspace: string, source: string): Standing => ({
    workspace,
    source,
    isEnabled: async () => (await enabledPlugins(await store(), workspace)).includes(source),
  });
  const gather = async (workspace: string, names: readonly string[]) => {
    const loaded: LoadedPlugin[] = [];
    const problems: BrokenPlugin[] = [];
    for (const name of names) {
      try {
        const found = await named(name);
        if (!found) throw missing(name);
        loaded.push(await loadPlugin(found));
      } catch (error) {
        problems.push({where: name, error: asProblem(error)});
      }
    }
    const added = emptyAdded();
    for (const plugin of loaded) {
      const error = addPlugin(plugin, standingFor(workspace, plugin.name), added);
      if (error) problems.push({where: plugin.name, error});
    }
    return {added, problems};
  };
  return {
    installed,
    async forWorkspace(workspace, more) {
      const names = await enabledPlugins(await store(), workspace);
      if (names.length === 0 && !more) return undefined;
      const {added, problems} = await gather(workspace, names);
      const {tools, problems: tooMany} = withMore(added, more);
      return {
        registry: registryOf(added, tools, more?.sources ?? []),
        agents: added.agents,
        importers: added.importers,
        problems: [...problems, ...(more?.problems ?? []), ...tooMany],
      };
    },
    async check(workspace, name) {
      const found = await named(name);
      if (!found) throw missing(name, await installed());
      const plugin = await loadPlugin(found);
      const names = (await enabledPlugins(await store(), workspace)).filter((one) => one !== name);
      const {added} = await gather(workspace, names);
      const error = addPlugin(plugin, standingFor(workspace, name), added);
      if (error) throw error;
      return plugin;
    },
  };
}

/** What plugins bring, gathered. */
export interface Added {
  tools: Tool[];
  methods: Record<string, Method[]>;
  agents: AddedAgent[];
  importers: AddedImporter[];
  charts: AddedChart[];
  sources: ToolSource[];
}

export const emptyAdded = (): Added => ({
  tools: [],
  methods: {},
  agents: [],
  importers: [],
  charts: [],
  sources: [],
});

/** Adds all of a plugin, or nothing where a part of it is in the way of something: then the error says of what. */
export function addPlugin(
  loaded: LoadedPlugin,
  standing: Standing,
  added: Added,
): TabletalkError | undefined {
  const {name, plugin} = loaded;
  const {tools = [], methods = [], agents = [], importers = [], charts = []} = plugin;
  const ours = createRegistry();
  try {
    for (const tool of tools) {
      const taken = ours.get(tool.name) ?? added.tools.find((one) => one.name === tool.name);
      if (taken) throw clash(name, `the tool ${tool.name}`);
    }
    for (const {family, name: method} of methods) {
      const known = [...ours.methods(family), ...(added.methods[family] ?? [])].map((one) => one.name);
      if (
        known.includes(method) ||
        methods.filter((one) => one.family === family && one.name === method).length > 1
      )
        throw clash(name, `the method ${family}.${method}`);
    }
    for (const agent of agents)
      if (added.agents.some((one) => one.name === agent.name)) throw clash(name, `the agent @${agent.name}`);
    for (const ending of importers.flatMap((one) => one.endings))
      if (OUR_ENDINGS.has(ending) || added.importers.some(({importer}) => importer.endings.includes(ending)))
        throw clash(name, `the ending ${ending}`);
    const room = MOST_TOOLS - ours.names().length - added.tools.length;
    if (tools.length > room) throw noRoom(name, tools.length, room);
    const made = tools.map((tool) => toolOfPlugin(tool, loaded, standing));
    const madeMethods = methods.map(
      (method) => [method.family, methodOfPlugin(method, loaded, standing)] as const,
    );
    checkMethods(madeMethods.map(([, method]) => method));
    added.tools.push(...made);
    for (const [family, method] of madeMethods)
      added.methods[family] = [...(added.methods[family] ?? []), method];
  } catch (error) {
    return asProblem(error);
  }
  added.agents.push(...agents.map((agent) => ({...agent, plugin: name, version: loaded.version})));
  added.importers.push(...importers.map((importer, at) => ({plugin: loaded, importer, at})));
  added.charts.push(...charts.map((chart) => ({plugin: loaded, chart, standing})));
  added.sources.push({kind: "plugin", name, version: loaded.version});
  return undefined;
}

/** Tools from elsewhere come after those of plugins, as many as there is room for. */
function withMore(added: Added, more: MoreTools | undefined): {tools: Tool[]; problems: BrokenPlugin[]} {
  const room = MOST_TOOLS - createRegistry().names().length - added.tools.length;
  const wanted = more?.tools ?? [];
  const left = wanted.slice(room);
  return {
    tools: [...added.tools, ...wanted.slice(0, room)],
    problems: left.map(({name}) => ({where: name, error: noRoom(name, 1, 0)})),
  };
}

/** Our tools and these. */
export function registryOf(added: Added, tools: readonly Tool[], sources: readonly ToolSource[]): Registry {
  const all: AddedTools = {
    tools,
    methods: added.methods,
    sources: [...added.sources, ...sources],
    ...(added.charts.length > 0 && {instead: [withOwnCharts(added.charts)]}),
  };
  return createRegistry(all);
}

function clash(plugin: string, what: string): TabletalkError {
  return new TabletalkError(
    "bad_use",
    `The plugin ${plugin} brings ${what}, and there is one of that name already.`,
    "Have its author take another name, or disable the plugin that has it.",
  );
}

function noRoom(who: string, wanted: number, room: number): TabletalkError {
  return new TabletalkError(
    "limit_reached",
    `${who} brings ${wanted} ${wanted === 1 ? "tool" : "tools"}; a workspace has at most ${MOST_TOOLS} in all, and ${room <= 0 ? "none is" : `${room} ${room === 1 ? "is" : "are"}`} free.`,
    "Disable another plugin, or allow fewer tools of servers. Methods of our families count nothing.",
  );
}

function missing(name: string, {plugins}: Pick<Installed, "plugins"> = {plugins: []}): TabletalkError {
  const known = plugins.map((one) => one.name);
  return new TabletalkError(
    "not_found",
    `The plugin ${name} is not installed.`,
    known.length > 0
      ? `Installed are: ${known.join(", ")}.`
      : "Put it into the folder plugins of Tabletalk's home, or name it in TABLETALK_PLUGINS.",
  );
}

function asProblem(error: unknown): TabletalkError {
  if (error instanceof TabletalkError) return error;
  const message = error instanceof Error ? error.message : String(error);
  return new TabletalkError(
    "bad_use",
    `It cannot be used: ${message.split("\n")[0]!.slice(0, 300)}`,
    "Tell its author.",
    {
      cause: error,
    },
  );
}
