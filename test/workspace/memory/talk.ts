import {randomUUID} from "node:crypto";
import {mkdtemp, rm, writeFile} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import type {Planner, Writer} from "../../../src/agents/contracts.ts";
import {createOfflinePlanner} from "../../../src/agents/offline/planner.ts";
import {createOfflineWriter} from "../../../src/agents/offline/writer.ts";
import type {Answer, Channel, TurnEvent} from "../../../src/channels/channel.ts";
import {createConversations} from "../../../src/channels/conversation.ts";
import {withExamples} from "../../../src/channels/kept_examples.ts";
import {createEngine} from "../../../src/data/create_engine.ts";
import type {Dataset} from "../../../src/data/dataset.ts";
import type {Engine} from "../../../src/data/engine.ts";
import {recipeOf} from "../../../src/planning/recipe.ts";
import {saveDataset} from "../../../src/store/datasets.ts";
import {saveRecipe} from "../../../src/store/recipes.ts";
import type {Store} from "../../../src/store/store.ts";
import {createRegistry} from "../../../src/tools/registry.ts";

/** A folder with an engine, where tables are imported from CSV text. */
export interface Desk {
  folder: string;
  engine: Engine;
  /** Imports CSV text under a name; the same name again is its next version. */
  table(name: string, csv: string): Promise<Dataset>;
  close(): Promise<void>;
}

export async function openDesk(): Promise<Desk> {
  const folder = await mkdtemp(join(tmpdir(), "tabletalk-memory-"));
  const engine = createEngine({folder: join(folder, "data")});
  return {
    folder,
    engine,
    async table(name, csv) {
      const path = join(folder, `${name}-${randomUUID()}.csv`);
      await writeFile(path, csv);
      const [dataset] = await engine.importFile(path, {name});
      return dataset!;
    },
    async close() {
      await engine.close();
      await rm(folder, {recursive: true, force: true});
    },
  };
}

export interface TalkOptions {
  store: Store;
  workspace?: string;
  datasets: readonly Dataset[];
  conversation?: string;
  actor?: string;
  planner?: Planner;
  writer?: Writer;
  events?: TurnEvent[];
  asOf?: string;
}

export type Said = Answer & {state: string; turn: string};

/** A conversation, each message through all that a real one goes through. */
export function talking(desk: Desk, options: TalkOptions): (text: string) => Promise<Said> {
  const {store, workspace = "w", datasets, actor = "ann", events = []} = options;
  const conversation = options.conversation ?? randomUUID();
  const channel: Channel = {
    platform: "test",
    capabilities: {
      nativeTable: true,
      nativeChart: false,
      image: false,
      buttons: false,
      files: false,
      maxTextLength: 10_000,
    },
    render: async (_, event) => void events.push(event),
  };
  const conversations = createConversations({
    store: async () => store,
    workspace,
    parts: async () => ({
      session: await desk.engine.open(datasets),
      registry: createRegistry(),
      planner: async () =>
        withExamples(options.planner ?? createOfflinePlanner(), async () => store, workspace),
      writer: async () => options.writer ?? createOfflineWriter(),
      async drawChart(step, {title}) {
        const path = join(desk.folder, "charts", `${randomUUID()}.html`);
        await writeFile(path, "<p>chart</p>");
        return {step, title, altText: title, paths: {html: path}};
      },
      async keepRecipe({execution, written, ...finished}) {
        const recipe = recipeOf({
          ...finished,
          datasets,
          text: written.text,
          values: written.values,
          evidence: written.evidence,
          artifacts: execution.artifacts,
        });
        for (const {name, version} of datasets)
          await saveDataset(store, workspace, {
            name,
            version: {...version, sourcePath: version.receipt.source.path},
          });
        await saveRecipe(store, workspace, recipe.id, recipe);
        return recipe.id;
      },
      limits: {timeMs: 20_000, rows: 5_000},
    }),
    folders: {data: join(desk.folder, "data"), charts: join(desk.folder, "charts")},
    asOf: new Date(options.asOf ?? "2024-06-15T12:00:00Z"),
    timeZone: "UTC",
    turnMs: 60_000,
  });
  return async (text) => {
    const result = await conversations.handle(
      {
        platform: "test",
        installation: "i",
        conversation,
        actor,
        messageId: randomUUID(),
        text,
        files: [],
      },
      channel,
    );
    if (!("answer" in result)) throw "error" in result ? result.error : new Error(result.state);
    return {...result.answer, state: result.state, turn: result.turn};
  };
}

/** What a reply states, to the cent. */
export const numbers = (answer: Answer) =>
  answer.values.map(({value}) => (typeof value === "number" ? Number(value.toFixed(2)) : value));
