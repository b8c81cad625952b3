import {createHash, randomUUID} from "node:crypto";
import {join} from "node:path";
import {isCommercial} from "../access/commercial.ts";
import type {Principal} from "../access/principal.ts";
import type {ChartRenderer} from "../charts/renderer.ts";
import type {Config} from "../config.ts";
import type {Dataset, DatasetVersion} from "../data/dataset.ts";
import type {Engine, Session} from "../data/engine.ts";
import {localVersion, shareVersion, type VersionPlace} from "../data/shared_versions.ts";
import {TabletalkError} from "../errors.ts";
import {type DetailsChange, saveDetails} from "../store/dataset_details.ts";
import {datasetsOf, type StoredDataset, saveDataset, versionByHash} from "../store/datasets.ts";
import type {FileStore} from "../store/files/file_store.ts";
import {keptRead} from "../store/kept_reads.ts";
import type {Store} from "../store/store.ts";
import {drawChart, undrawnChart} from "./chart_files.ts";
import {withDirectCalls} from "./direct_call.ts";
import {importForAsker} from "./import_for_asker.ts";
import {kaggleIn} from "./kaggle/open_kaggle.ts";
import {keepRecipeIn} from "./keep_recipe.ts";
import {withExamples} from "./kept_examples.ts";
import {withKnowledge} from "./knowledge_tool.ts";
import {pluginsOf, registryNow, withPluginImporters} from "./open_plugins.ts";
import type {WorkspaceService} from "./service.ts";
import type {SessionPool} from "./session_pool.ts";
import type {TurnParts} from "./turn_parts.ts";
import {agentsOf, type WorkspaceAgents} from "./workspace_agents.ts";

/** A workspace with what only the service itself uses. */
export interface OpenWorkspace extends WorkspaceService {
  /** Where its tables and pictures lie on this machine. */
  readonly folders: {data: string; charts: string};
  /** The parts of a turn over a session. Without pictures a chart is told of, and drawn when somebody looks at it. */
  parts(session: Session, options?: PartsOptions): Promise<TurnParts>;
  /** Keeps a table that a step made as a dataset of the workspace, with what is said of it. */
  keepTable(table: Dataset, details: DetailsChange): Promise<void>;
  close(): Promise<void>;
}

export interface PartsOptions {
  pictures: boolean;
  /** Who asks. Without them nothing is imported by what they say. */
  by?: Principal | undefined;
}

export interface WorkspaceParts {
  config: Config;
  store: Store;
  pool: SessionPool;
  charts: () => Promise<ChartRenderer>;
  /** Where files are that every worker must reach. */
  files: () => Promise<FileStore>;
}

/** The workspace whose data is the terminal's of this home. */
const TERMINAL = "terminal";

/** Opens a workspace: its folder in the home, its engine, its agents, each when it is first used. */
export function openWorkspace(
  id: string,
  {config, store, pool, charts, files}: WorkspaceParts,
): OpenWorkspace {
  const own = store.within(id);
  const folder = folderOf(config.home, id);
  let engine: Promise<Engine> | undefined;
  let agents: Promise<WorkspaceAgents> | undefined;
  const plugins = pluginsOf(config, async () => own, id);
  const registry = async () => withKnowledge(await registryNow(plugins), own, id);
  const engineOf = () => {
    engine ??= import("../data/create_engine.ts").then(({createEngine}) =>
      withPluginImporters(
        createEngine({folder: join(folder, "data"), memoryMb: config.memoryMb, timeZone: config.timeZone}),
        config,
        plugins,
      ),
    );
    return engine;
  };
  const agentsHere = () => {
    agents ??= agentsOf(config, async () => own, id, "service", plugins);
    return agents;
  };
  const place = async () => ({files: await files(), store: own, workspace: id, folder: join(folder, "data")});
  const datasets = async (names: readonly string[]) => {
    const shared = await place();
    const known = await keptRead(
      own,
      ["datasets", id],
      async () => new Map((await datasetsOf(own, id)).map((one) => [one.name, one])),
    );
    return Promise.all(
      names.map((name) => {
        const found = known.get(name);
        if (!found) throw unknownDataset(name);
        return asDataset(found, shared);
      }),
    );
  };
  const withVersions = async <T>(opened: readonly Dataset[], work: (session: Session) => Promise<T>) => {
    const key = JSON.stringify([id, opened.map(({name, version}) => [name, version.hash])]);
    return pool.use({key, workspace: id, engine: await engineOf(), datasets: opened}, work);
  };

  return {
    id,
    folders: {data: join(folder, "data"), charts: join(folder, "charts")},
    store: own,
    registry,
    datasets,
    engine: engineOf,
    async version(hash) {
      const stored = await versionByHash(own, id, hash);
      return stored && (await asDataset({name: hash, version: stored}, await place())).version;
    },
    async importFile(path, {by: _by, nameOf, demand, ...options}) {
      const made = await (await engineOf()).importFile(path, options);
      await demand?.(made);
      const shared = await place();
      const kept: Dataset[] = [];
      for (const {name: given, version} of made) {
        const name = nameOf ? await nameOf(given) : given;
        await shareVersion(shared, version);
        await saveDataset(own, id, {name, version: {...version, sourcePath: version.receipt.source.path}});
        kept.push({name, version});
      }
      return kept;
    },
    async keepTable({name, version}, details) {
      await shareVersion(await place(), version);
      // Before its rows are there: nobody sees them in between who may not.
      await saveDetails(own, id, name, details);
      await saveDataset(own, id, {name, version: {...version, sourcePath: ""}});
    },
    async withSession(names, work) {
      return withVersions(await datasets(names), work);
    },
    withVersions,
    async shareTable({version}) {
      await shareVersion(await place(), version);
    },
    async sharedTable({name, version}) {
      const local = await localVersion(await place(), version).catch((error: unknown) => {
        if (error instanceof TabletalkError && error.code === "no_data") return undefined;
        throw error;
      });
      return local && {name, version: local};
    },
    kaggle: () => kaggleIn(folder),
    async parts(session, options = {pictures: true}) {
      const {pictures, by} = options;
      const {planner, writer, usage} = await agentsHere();
      const tools = await registry();
      return {
        session,
        registry: tools,
        planner: async () =>
          withDirectCalls(
            withExamples(await planner(), async () => own, id),
            tools,
          ),
        writer,
        usage: async (signal) => usage(signal),
        drawChart: (step, artifact, signal) =>
          !pictures
            ? undrawnChart(step, artifact)
            : drawChart(charts, step, artifact, join(folder, "charts", `${randomUUID()}.png`), signal),
        keepRecipe: keepRecipeIn(own, id, session),
        limits: {timeMs: config.queryMs, rows: config.rows},
        longStepMs: config.longStepMs,
        commercial: await isCommercial(own, id),
        kaggle: this.kaggle,
        ...(by && {importFile: (path, importing) => importForAsker(this, by, path, importing)}),
        over: (others, work) =>
          this.withSession(
            others.map(({name}) => name),
            async (opened) => work(await this.parts(opened, options)),
          ),
      };
    },
    async close() {
      await engine?.then((one) => one.close()).catch(() => {});
    },
  };
}

/** Where a workspace's files lie. An id that is no plain name lies under its hash. */
export function folderOf(home: string, workspace: string): string {
  if (workspace === TERMINAL) return home;
  const name = /^[A-Za-z0-9_-]{1,64}$/.test(workspace)
    ? workspace
    : createHash("sha256").update(workspace).digest("hex");
  return join(home, "workspaces", name);
}

/** A dataset with its file on this machine. */
async function asDataset({name, version}: StoredDataset, place: VersionPlace): Promise<Dataset> {
  const {path} = await localVersion(place, version);
  const {hash, rows} = version;
  return {
    name,
    version: {
      hash,
      path,
      rows,
      columns: version.columns as DatasetVersion["columns"],
      receipt: version.receipt as DatasetVersion["receipt"],
    },
  };
}

function unknownDataset(name: string): TabletalkError {
  return new TabletalkError(
    "no_data",
    `There is no dataset ${name}.`,
    "List the datasets to see what there is.",
  );
}
