import {mkdir} from "node:fs/promises";
import {join} from "node:path";
import {fileURLToPath} from "node:url";
import type {Planner, Writer} from "../agents/contracts.ts";
import {pluginsOf, withPluginImporters} from "../channels/open_plugins.ts";
import {importProgressText, progressOn} from "../channels/terminal/progress.ts";
import type {ModelUsage} from "../channels/turn_parts.ts";
import {agentsOf} from "../channels/workspace_agents.ts";
import type {ChartRenderer} from "../charts/renderer.ts";
import type {Config} from "../config.ts";
import type {Dataset} from "../data/dataset.ts";
import type {Engine, ImportOptions, Session} from "../data/engine.ts";
import {TabletalkError} from "../errors.ts";
import type {KaggleClient} from "../kaggle/client.ts";
import type {WorkspacePlugins} from "../plugins/present.ts";
import type {Store} from "../store/store.ts";

/** The sample data that comes with Tabletalk. */
export const SAMPLES: readonly string[] = ["seattle-weather.csv", "penguins.json"].map((name) =>
  fileURLToPath(new URL(`../../samples/${name}`, import.meta.url)),
);

/** The workspace of a person's terminal. */
export const WORKSPACE = "terminal";

/** What the commands share, each part made when it is first asked for. */
export interface Runtime extends AsyncDisposable {
  config: Config;
  engine(): Promise<Engine>;
  store(): Promise<Store>;
  /** What plugins and other servers bring. */
  plugins: WorkspacePlugins;
  /**
   * Imports every file, in the order given; `-` is standard input, and the name of a known dataset is that dataset. Shows
   * on a terminal how far it is; Ctrl-C stops it.
   */
  importFiles(paths: readonly string[], options?: ImportOptions): Promise<Dataset[]>;
  open(datasets: readonly Dataset[]): Promise<Session>;
  /** Kaggle, with its cache in the home folder. */
  kaggle(): Promise<KaggleClient>;
  planner(): Promise<Planner>;
  writer(): Promise<Writer>;
  /** What models were asked in the turn of this signal; undefined where none is ever asked. */
  usage(signal: AbortSignal): Promise<ModelUsage | undefined>;
  /** The renderer of charts; its browser starts with the first picture. */
  charts(): Promise<ChartRenderer>;
  /** The folder for charts that nobody named a file for. */
  chartFolder(): Promise<string>;
}

/** Makes the parts lazily, once each; disposing closes those that were made. */
export function createRuntime(config: Config): Runtime {
  const engine = once(async () => {
    await mkdir(config.home, {recursive: true}).catch((error: unknown) => {
      throw new TabletalkError(
        "bad_use",
        `The folder ${config.home} cannot be made: ${error instanceof Error ? error.message : String(error)}.`,
        "Point --home or TABLETALK_HOME at a folder that can be written.",
      );
    });
    const {createEngine} = await import("../data/create_engine.ts");
    const made = createEngine({
      folder: join(config.home, "data"),
      memoryMb: config.memoryMb,
      timeZone: config.timeZone,
    });
    return withPluginImporters(made, config, plugins);
  });
  const store = once(async () => {
    const {openStore} = await import("../store/open.ts");
    return openStore(config);
  });
  const plugins = pluginsOf(config, store.get, WORKSPACE, "terminal");
  const agents = once(() => agentsOf(config, store.get, WORKSPACE, "terminal", plugins));
  const kaggle = once(async () => (await import("../channels/kaggle/open_kaggle.ts")).kaggleIn(config.home));
  const charts = once(async () => (await import("../charts/renderer.ts")).createChartRenderer());

  return {
    config,
    engine: engine.get,
    store: store.get,
    plugins,
    async importFiles(paths, options = {}) {
      const making = await engine.get();
      const stop = new AbortController();
      const interrupt = () =>
        stop.abort(new TabletalkError("aborted", "Stopped.", "Start it again when you like."));
      process.once("SIGINT", interrupt);
      const signal = options.signal ? AbortSignal.any([options.signal, stop.signal]) : stop.signal;
      const progress = progressOn(process.stderr);
      const importing: ImportOptions = {
        onProgress: (told) => progress.say(`${importProgressText(told)}  (Ctrl-C stops it)`),
        ...options,
        signal,
      };
      const one = async (path: string): Promise<Dataset[]> => {
        if (path === "-") {
          const {keepInput} = await import("./read_input.ts");
          const kept = await keepInput(config.home, process.stdin, signal);
          return making.importFile(kept, {name: "pasted", ...importing});
        }
        if (/^kaggle:/i.test(path) || /^(https?:\/\/)?(www\.)?kaggle\.com\//i.test(path)) {
          const {importFromKaggle} = await import("./kaggle_import.ts");
          return importFromKaggle(await kaggle.get(), making, path, importing, (doing) =>
            progress.say(`${doing}  (Ctrl-C stops it)`),
          );
        }
        const {knownDataset, mayBeName} = await import("./known_data.ts");
        if (mayBeName(path)) return [await knownDataset(await store.get(), WORKSPACE, path)];
        return making.importFile(path, importing);
      };
      try {
        return withDifferentNames((await Promise.all(paths.map(one))).flat());
      } finally {
        process.removeListener("SIGINT", interrupt);
        progress.clear();
      }
    },
    open: async (datasets) => (await engine.get()).open(datasets),
    kaggle: kaggle.get,
    planner: async () => (await agents.get()).planner(),
    writer: async () => (await agents.get()).writer(),
    usage: async (signal) => (await agents.get()).usage(signal),
    charts: charts.get,
    async chartFolder() {
      const folder = join(config.home, "charts");
      await mkdir(folder, {recursive: true});
      return folder;
    },
    async [Symbol.asyncDispose]() {
      const [opened, known] = [engine.made(), store.made()];
      if (opened && known) await sweep(config, known).catch(() => undefined);
      await Promise.allSettled([
        engine.made()?.then((one) => one.close()),
        store.made()?.then((one) => one.close()),
        charts.made()?.then((one) => one.close()),
      ]);
    },
  };
}

/** Once a day, what nobody used for long and can be made again goes. */
async function sweep(config: Config, known: Promise<Store>): Promise<void> {
  const [{sweepUnused}, {modelsNamed}] = await Promise.all([
    import("../data/sweep_unused.ts"),
    import("../store/recipes.ts"),
  ]);
  await sweepUnused(join(config.home, "data"), async () => modelsNamed(await known));
}

/** Two files of one name are two tables: the second gets a number. */
function withDifferentNames(datasets: readonly Dataset[]): Dataset[] {
  const taken = new Set<string>();
  return datasets.map((dataset) => {
    let name = dataset.name;
    for (let number = 2; taken.has(name); number += 1) name = `${dataset.name}_${number}`;
    taken.add(name);
    return {...dataset, name};
  });
}

function once<T>(make: () => Promise<T>) {
  let made: Promise<T> | undefined;
  return {
    get: () => {
      made ??= make();
      return made;
    },
    made: () => made,
  };
}
