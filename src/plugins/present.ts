import {existsSync} from "node:fs";
import {join} from "node:path";
import type {Secrets} from "../access/secret.ts";
import type {Reach} from "../models/reach.ts";
import {keptRead} from "../store/kept_reads.ts";
import type {InsideStore, Store} from "../store/store.ts";
import type {AddedImporter} from "./imports/convert.ts";
import type {Plugins, WorkspaceTools} from "./workspace_tools.ts";

/** What this room needs of an installation. */
export interface PluginScene {
  /** Tabletalk's home: plugins lie in its folder `plugins`, the operator's commands in its `servers.json`. */
  home: string;
  /** The setting TABLETALK_PLUGINS. */
  setting?: string | undefined;
  store: () => Promise<InsideStore & Pick<Store, "revision">>;
  /** Opens the headers of servers; asked for only where there are some. */
  secrets: () => Promise<Secrets>;
  /** Which addresses servers may have. */
  reach: Reach;
}

/** What a workspace has beside what is ours, as it is at the moment of asking. */
export interface WorkspacePlugins {
  /** For one turn; undefined where nothing is enabled. Then nothing of this room is loaded either. */
  tools(): Promise<WorkspaceTools | undefined>;
  importers(): Promise<readonly AddedImporter[]>;
}

/** The settings of an installation that this room goes by. */
export function pluginSettings(
  environment: NodeJS.ProcessEnv = process.env,
): Pick<PluginScene, "setting" | "reach"> {
  return {
    setting: environment.TABLETALK_PLUGINS,
    reach: /^(1|true|yes)$/i.test(environment.TABLETALK_PRIVATE_ADDRESSES ?? "") ? "private" : "public",
  };
}

/** Whether a plugin may be installed at all. */
export function mayHavePlugins({home, setting}: Pick<PluginScene, "home" | "setting">): boolean {
  return Boolean(setting?.trim()) || existsSync(join(home, "plugins"));
}

/** The plugins and servers of a workspace. Plugins are looked for once; what is enabled is asked each time. */
export function workspacePlugins(scene: PluginScene, workspace: string): WorkspacePlugins {
  let opened: Promise<Plugins> | undefined;
  const open = (): Promise<Plugins> => {
    opened ??= import("./workspace_tools.ts").then(({openPlugins}) =>
      openPlugins({places: {home: scene.home, setting: scene.setting}, store: scene.store}),
    );
    return opened;
  };
  return {
    async tools() {
      const more = await serversOf(scene, workspace);
      if (!more && !mayHavePlugins(scene)) return undefined;
      return (await open()).forWorkspace(workspace, more);
    },
    async importers() {
      if (!mayHavePlugins(scene)) return [];
      return (await (await open()).forWorkspace(workspace))?.importers ?? [];
    },
  };
}

async function serversOf(scene: PluginScene, workspace: string) {
  const store = await scene.store();
  const isThere = await keptRead(store, ["servers", workspace], async () =>
    (await import("../store/mcp_servers.ts")).hasServers(store, workspace),
  );
  if (!isThere) return undefined;
  const {serverTools} = await import("./servers/workspace_servers.ts");
  return serverTools({store, secrets: scene.secrets, reach: scene.reach, home: scene.home}, workspace);
}
