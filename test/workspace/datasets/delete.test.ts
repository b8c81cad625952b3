import {readdirSync} from "node:fs";
import {join} from "node:path";
import {DatabaseSync} from "node:sqlite";
import {afterAll, beforeAll, expect, test} from "vitest";
import {createOfflinePlanner} from "../../../src/agents/offline/planner.ts";
import {createOfflineWriter} from "../../../src/agents/offline/writer.ts";
import type {Channel} from "../../../src/channels/channel.ts";
import {createConversations} from "../../../src/channels/conversation.ts";
import type {Dataset} from "../../../src/data/dataset.ts";
import {recipeOf} from "../../../src/planning/recipe.ts";
import {addConversationDatasets} from "../../../src/store/conversation_datasets.ts";
import {deletedDatasets, saveDataset, versionByHash} from "../../../src/store/datasets.ts";
import {keptQuestions, noteReplay} from "../../../src/store/kept_questions.ts";
import {recipeById, saveRecipe} from "../../../src/store/recipes.ts";
import {openSqliteStore} from "../../../src/store/sqlite/open.ts";
import type {Store} from "../../../src/store/store.ts";
import {appendEvents} from "../../../src/store/turn_events.ts";
import {artifactsOf, earlierTurns, saveFeedback, saveTurn} from "../../../src/store/turns.ts";
import {createRegistry} from "../../../src/tools/registry.ts";
import {catalogueMissing} from "../../../src/workspace/datasets/catalogue_datasets.ts";
import {deleteDataset} from "../../../src/workspace/datasets/delete_dataset.ts";
import {describeDataset} from "../../../src/workspace/datasets/describe_dataset.ts";
import {searchDatasets} from "../../../src/workspace/datasets/search_datasets.ts";
import {failure, workplace} from "../../data/workplace.ts";
import {someone} from "./people.ts";

const place = workplace();
const olga = someone("olga", "owner");
const path = (): string => join(place.folder, "state.sqlite");
let store: Store;
let sales: Dataset;
let other: Dataset;
const turns: Record<string, string> = {};

const silent: Channel = {
  platform: "test",
  capabilities: {
    nativeTable: true,
    nativeChart: false,
    image: false,
    buttons: false,
    files: false,
    maxTextLength: 9999,
  },
  render: async () => {},
};

/** Asks with all that a turn is made of, over one dataset, in a conversation of its own. */
async function ask(dataset: Dataset, conversation: string, text: string): Promise<string> {
  const session = await place.engine.open([dataset]);
  const conversations = createConversations({
    store: async () => store,
    workspace: "w",
    timeZone: "UTC",
    turnMs: 60_000,
    parts: async () => ({
      session,
      registry: createRegistry(),
      planner: async () => createOfflinePlanner(),
      writer: async () => createOfflineWriter(),
      drawChart: () => Promise.reject(new Error("no chart is asked for")),
      async keepRecipe({execution, written, ...finished}) {
        const {artifacts} = execution;
        const {text: reply, values, evidence} = written;
        const recipe = recipeOf({
          ...finished,
          datasets: session.datasets,
          text: reply,
          values,
          evidence,
          artifacts,
        });
        await saveRecipe(store, "w", recipe.id, recipe);
        return recipe.id;
      },
      limits: {timeMs: 20_000, rows: 1000},
    }),
  });
  const message = {platform: "test", installation: "i", conversation, actor: "ann", text, files: []};
  const result = await conversations.handle({...message, messageId: text}, silent);
  if (result.state === "repeated") throw new Error("asked twice");
  return result.turn;
}

/** Every cell of every table of the state that holds a text. */
function cellsWith(text: string): string[] {
  const database = new DatabaseSync(path(), {readOnly: true});
  const tables = database.prepare("SELECT name FROM sqlite_master WHERE type = 'table'").all();
  const found = tables.flatMap(({name}) =>
    database
      .prepare(`SELECT * FROM "${String(name)}"`)
      .all()
      .flatMap((row) =>
        Object.entries(row)
          .filter(([, cell]) => String(cell).toLowerCase().includes(text.toLowerCase()))
          .map(([column]) => `${String(name)}.${column}`),
      ),
  );
  database.close();
  return [...new Set(found)].sort();
}

const csv = (regions: readonly string[]): string =>
  [
    "region,revenue,units",
    ...Array.from({length: 60}, (_, at) => `${regions[at % 3]},${100 + ((at * 37) % 800)},${1 + (at % 9)}`),
  ].join("\n");

beforeAll(async () => {
  store = await openSqliteStore(path());
  const keep = async (dataset: Dataset): Promise<Dataset> => {
    await saveDataset(store, "w", {
      name: dataset.name,
      version: {...dataset.version, sourcePath: dataset.version.receipt.source.path},
    });
    return dataset;
  };
  await keep(await place.imported("sales.csv", csv(["Quetzalia", "Xanadu"])));
  sales = await keep(await place.imported("sales.csv", csv(["Zanzibar", "Quetzalia", "Xanadu"])));
  other = await keep(await place.imported("other.csv", csv(["Northland", "Southland", "Eastland"])));
  await catalogueMissing(store, olga, async (datasets, work) => work(await place.engine.open(datasets)));
  await describeDataset(store, olga, "sales", {title: "Sales", tags: ["money"]});

  turns.total = await ask(sales, "first", "total revenue by region");
  turns.best = await ask(sales, "second", "which region has the highest revenue?");
  turns.other = await ask(other, "third", "total revenue by region");
  await ask(sales, "first", "what regions are there?");
  const {conversation} = (await earlierTurns(store, "w", (await conversationOf(turns.total))!, 1))[0]!;
  await saveTurn(store, "w", {
    conversation,
    question: "and the best?",
    state: "choices",
    answer: {text: "Zanzibar or Xanadu?"},
    summary: "Zanzibar or Xanadu?",
    message: "m1",
  });
  await appendEvents(store, "w", "m1", [
    {attempt: 1, number: 1, event: {type: "text", text: "Zanzibar or Xanadu?"}},
  ]);
  await addConversationDatasets(store, "w", conversation, ["sales"]);
  await saveFeedback(store, "w", {turn: turns.total, actor: "ann", verdict: "up"});
  await noteReplay(store, "w", (await recipeIdOf(turns.total))!);
  const session = await place.engine.open([sales]);
  await session.make!({name: "made", sql: "SELECT region, revenue FROM sales"});
}, 120_000);
afterAll(() => store.close());

const rowOf = (turn: string) =>
  store.db.selectFrom("turns").selectAll().where("id", "=", turn).executeTakeFirstOrThrow();
const conversationOf = async (turn: string) => (await rowOf(turn)).conversation;
const recipeIdOf = async (turn: string) => (await rowOf(turn)).recipe;

test("only who may delete it deletes it", async () => {
  expect((await failure(deleteDataset(store, someone("vic", "viewer"), "sales"))).code).toBe("forbidden");
  expect((await failure(deleteDataset(store, someone("eve", "owner", {}, "elsewhere"), "sales"))).code).toBe(
    "not_found",
  );
  expect((await failure(deleteDataset(store, olga, "nothing"))).code).toBe("not_found");
});

test("with a dataset goes all that came of it, and nothing else", async () => {
  expect(cellsWith("Zanzibar")).toEqual(
    expect.arrayContaining([
      "artifacts.content",
      "catalogue.content",
      "recipes.content",
      "turn_events.event",
      "turns.answer",
      "turns.summary",
    ]),
  );
  const recipe = (await recipeIdOf(turns.total!))!;
  const before = await rowOf(turns.other!);
  const kept = await keptQuestions(store, "w");
  expect(kept.map(({turn}) => turn)).toEqual([turns.total]);

  const deleted = await deleteDataset(store, olga, "sales");
  expect(deleted).toMatchObject({name: "sales", versions: 2, madeTables: 1, recipes: 3});
  expect(deleted.answers).toBeGreaterThanOrEqual(4);

  for (const value of ["Zanzibar", "Quetzalia", "Xanadu"]) expect(cellsWith(value)).toEqual([]);
  expect(cellsWith(sales.version.hash)).toEqual([]);
  const files = readdirSync(place.store).filter((file) => /^[0-9a-f]{64}\./.test(file));
  expect(files.filter((file) => file.endsWith(".duckdb"))).toEqual([`${other.version.hash}.duckdb`]);

  const told = await rowOf(turns.best!);
  expect(told).toMatchObject({
    question: "which region has the highest revenue?",
    plan: null,
    answer: null,
    recipe: null,
  });
  expect(told.summary).toMatch(
    /^The data of sales was deleted on \d{4}-\d\d-\d\d, and this answer with it\.$/,
  );
  expect(await artifactsOf(store, "w", turns.best!)).toEqual([]);
  expect(await failure(recipeById(store, "w", recipe))).toMatchObject({code: "no_data"});
  expect(await versionByHash(store, "w", sales.version.hash)).toBeUndefined();
  expect(await searchDatasets(store, olga, "zanzibar")).toEqual([]);
  expect(await keptQuestions(store, "w")).toEqual([]);
  expect((await deletedDatasets(store, "w")).map(({name}) => name)).toEqual(["sales"]);

  expect(await rowOf(turns.other!)).toEqual(before);
  expect(await artifactsOf(store, "w", turns.other!)).not.toEqual([]);
});

test("what another dataset has too stays", async () => {
  await saveDataset(store, "w", {name: "copy", version: {...other.version, sourcePath: "/x.csv"}});
  expect(await deleteDataset(store, olga, "copy")).toMatchObject({versions: 0, answers: 0, recipes: 0});
  expect(await versionByHash(store, "w", other.version.hash)).toBeDefined();
  expect(await rowOf(turns.other!)).toMatchObject({state: "answered"});
  expect((await rowOf(turns.other!)).plan).not.toBeNull();
});

test("the same file can be imported again", async () => {
  const again = await place.imported("sales.csv", csv(["Zanzibar", "Quetzalia", "Xanadu"]));
  expect(again.version.hash).toBe(sales.version.hash);
  await saveDataset(store, "w", {name: "sales", version: {...again.version, sourcePath: "/x.csv"}});
  const turn = await ask(again, "fourth", "total revenue by region");
  expect((await rowOf(turn)).summary).toContain("Zanzibar");
});
