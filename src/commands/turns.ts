import {randomUUID} from "node:crypto";
import {join} from "node:path";
import {isCommercial} from "../access/commercial.ts";
import type {Channel} from "../channels/channel.ts";
import {drawChart} from "../channels/chart_files.ts";
import {createConversations, type HandleOptions, type TurnResult} from "../channels/conversation.ts";
import {withDirectCalls} from "../channels/direct_call.ts";
import {withExamples} from "../channels/kept_examples.ts";
import type {TurnParts} from "../channels/turn_parts.ts";
import type {ImportChoices} from "../data/choices.ts";
import {withoutPassword} from "../data/database_url.ts";
import type {Dataset} from "../data/dataset.ts";
import type {Session} from "../data/engine.ts";
import type {ToolLookup} from "../planning/validate.ts";
import {recipeKeeper} from "./recipes.ts";
import {type Runtime, WORKSPACE} from "./runtime.ts";

export interface TurnsOptions {
  signal?: AbortSignal;
  /** How the files are read. */
  choices?: ImportChoices;
  /** Where the chart goes; default: a file of its own in the home folder. */
  chartPath?: string;
  /** Draws in place of the renderer. */
  drawChart?: TurnParts["drawChart"];
}

/** The turns of a terminal over some files. */
export interface Turns {
  datasets(): Promise<Dataset[]>;
  session(): Promise<Session>;
  /** From now on questions can be about these too; one of a name that is there takes its place. */
  include(added: readonly Dataset[]): Promise<void>;
  parts(): Promise<TurnParts>;
  ask(
    question: string,
    to: {conversation: string; channel: Channel},
    handling?: HandleOptions,
  ): Promise<TurnResult>;
}

/** Starts importing at once, so that the engine works while the planner loads. */
export function startTurns(runtime: Runtime, files: readonly string[], options: TurnsOptions = {}): Turns {
  const {config} = runtime;
  let datasets = runtime.importFiles(files, {
    ...(options.signal && {signal: options.signal}),
    ...(options.choices && {choices: options.choices}),
  });
  let session = datasets.then((imported) => runtime.open(imported));
  session.catch(() => {});
  // What a turn will need, loading while the child process imports.
  const registry = import("../tools/registry.ts").then(({createRegistry}) => createRegistry());
  // A picture that was asked for on the command line will need the browser, which takes longest to start.
  if (options.chartPath !== undefined && !options.chartPath.toLowerCase().endsWith(".html")) {
    datasets.then(async () => (await runtime.charts()).browser()).catch(() => {});
  }
  for (const soon of [registry, runtime.planner(), runtime.writer(), runtime.store()]) soon.catch(() => {});

  const parts = async (): Promise<TurnParts> => {
    const tools = (await runtime.plugins.tools())?.registry ?? (await registry);
    return {...(await partsHere()), registry: tools, planner: () => plannerOver(tools)};
  };
  const plannerOver = async (tools: ToolLookup) =>
    withDirectCalls(withExamples(await runtime.planner(), runtime.store, WORKSPACE), tools);
  const partsHere = async (): Promise<Omit<TurnParts, "registry" | "planner">> => ({
    session: await session,
    writer: runtime.writer,
    usage: runtime.usage,
    drawChart:
      options.drawChart ??
      (async (step, artifact, signal) => {
        const path = options.chartPath ?? join(await runtime.chartFolder(), `${randomUUID()}.png`);
        return drawChart(runtime.charts, step, artifact, path, signal);
      }),
    keepRecipe: recipeKeeper(runtime, () => datasets),
    limits: {timeMs: config.queryMs, rows: config.rows},
    longStepMs: config.longStepMs,
    commercial: await isCommercial(await runtime.store(), WORKSPACE),
    kaggle: runtime.kaggle,
    async importFile(path, importing) {
      const {keepNew} = await import("./kaggle_import.ts");
      const kept = await keepNew(runtime, await (await runtime.engine()).importFile(path, importing));
      await include(kept);
      return kept;
    },
    over: async (imported, work) => work({...(await parts()), session: await runtime.open(imported)}),
  });
  async function include(added: readonly Dataset[]): Promise<void> {
    const kept = (await datasets).filter((one) => !added.some((other) => other.name === one.name));
    const all = [...kept, ...added];
    const opened = await runtime.open(all);
    datasets = Promise.resolve(all);
    session = Promise.resolve(opened);
  }
  const conversations = createConversations({
    store: runtime.store,
    workspace: WORKSPACE,
    parts,
    ...(config.asOf && {asOf: config.asOf}),
    timeZone: config.timeZone,
    turnMs: config.turnMs,
    folders: {data: join(config.home, "data"), charts: join(config.home, "charts")},
  });

  return {
    datasets: () => datasets,
    session: () => session,
    include,
    parts,
    ask: (question, {conversation, channel}, handling) =>
      conversations.handle(
        {
          platform: "terminal",
          installation: "local",
          conversation,
          actor: "person",
          messageId: randomUUID(),
          text: question,
          files: files.map(withoutPassword).map((path) => ({path, name: path})),
        },
        channel,
        {...(options.signal && {signal: options.signal}), ...handling},
      ),
  };
}
