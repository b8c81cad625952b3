import {readFileSync} from "node:fs";
import {afterAll, beforeAll, describe, expect, test} from "vitest";
import {z} from "zod";
import {hashedEmbedder} from "../../../src/knowledge/embedders/hashed.ts";
import {
  addConversationDatasets,
  conversationDatasets,
  removeConversationDataset,
} from "../../../src/store/conversation_datasets.ts";
import {conversationFor} from "../../../src/store/conversations.ts";
import {saveDataset} from "../../../src/store/datasets.ts";
import {pinTurn} from "../../../src/store/pins.ts";
import type {Store} from "../../../src/store/store.ts";
import {saveFeedback, saveTurn} from "../../../src/store/turns.ts";
import {askedBefore, suggestionsFor} from "../../../src/workspace/memory/suggestions.ts";
import {describeStores} from "../../store/dialects.ts";
import {type Desk, openDesk, talking} from "./talk.ts";

const labelled = z
  .object({
    asked: z.array(z.string()),
    new: z.array(z.object({question: z.string(), same: z.string().nullable()})),
  })
  .parse(JSON.parse(readFileSync("evals/memory/questions.json", "utf8")));

const planOf = (table: string) => ({
  steps: [{id: "a", tool: "aggregate", input: {table, measures: []}}],
  headline: "a",
});

/** A question that somebody asked of a table, and that was answered. */
async function asked(
  store: Store,
  workspace: string,
  question: string,
  {table = "orders", actor = "ann"} = {},
): Promise<string> {
  const key = {platform: "t", installation: "i", conversation: actor};
  const conversation = await conversationFor(store, workspace, key);
  const version = {hash: table, path: `/${table}`, rows: 1, columns: [], receipt: {}, sourcePath: ""};
  await saveDataset(store, workspace, {name: table, version});
  return saveTurn(store, workspace, {
    conversation,
    question,
    state: "answered",
    plan: planOf(table),
    messageId: `${actor}-${question}`,
  });
}

describeStores("questions that were asked before", (store) => {
  test("are found by their meaning: precision and recall on a labelled set", async () => {
    for (const question of labelled.asked) await asked(store(), "labelled", question);
    const embedder = hashedEmbedder();
    let [offered, right] = [0, 0];
    for (const {question, same} of labelled.new) {
      const [best] = await askedBefore(store(), "labelled", question, ["orders"], {embedder});
      if (best) offered += 1;
      if (best && best.question === same) right += 1;
    }
    const known = labelled.new.filter(({same}) => same !== null).length;
    expect({offered, right, known}).toEqual({offered: 33, right: 30, known: 33});
  });

  test("are told only to those who may see all their datasets, in their own workspace, and not when disliked", async () => {
    await asked(store(), "seen", "total salary by department", {table: "salaries"});
    const bad = await asked(store(), "seen", "total salary by team", {table: "staff"});
    const like = (datasets: string[], workspace = "seen") =>
      askedBefore(store(), workspace, "salary by department in total", datasets);
    expect((await like(["salaries"])).map(({question}) => question)).toEqual(["total salary by department"]);
    expect(await like(["orders"])).toEqual([]);
    expect(await like(["salaries"], "unseen")).toEqual([]);
    expect((await suggestionsFor(store(), "seen", undefined, ["staff"])).length).toBe(1);
    await saveFeedback(store(), "seen", {turn: bad, actor: "x", verdict: "down"});
    expect(await suggestionsFor(store(), "seen", undefined, ["staff"])).toEqual([]);
  });

  test("begin a new conversation: pinned first, then liked, then one's own; completed as they are typed", async () => {
    const w = "begin";
    await asked(store(), w, "orders by month", {actor: "ann"});
    await asked(store(), w, "orders by country", {actor: "bob"});
    const liked = await asked(store(), w, "refunds by country", {actor: "bob"});
    const pinned = await asked(store(), w, "revenue by country", {actor: "bob"});
    await asked(store(), w, "now by week", {actor: "bob"});
    await saveFeedback(store(), w, {turn: liked, actor: "x", verdict: "up"});
    await pinTurn(store(), w, {turn: pinned, by: "person"});
    const told = async (typed?: string) =>
      (await suggestionsFor(store(), w, undefined, ["orders"], typed === undefined ? {} : {typed})).map(
        ({question}) => question,
      );
    expect(await told()).toEqual([
      "revenue by country",
      "refunds by country",
      "orders by country",
      "orders by month",
    ]);
    expect(await told("orders by")).toEqual(["orders by country", "orders by month"]);
    expect(await told("country")).toEqual(["revenue by country", "refunds by country", "orders by country"]);
  });
});

describeStores("the datasets of a conversation", (store) => {
  test("are added, listed in order, and taken away", async () => {
    const key = {platform: "t", installation: "i", conversation: "c"};
    const conversation = await conversationFor(store(), "w", key);
    const listed = () => conversationDatasets(store(), "w", conversation);
    expect(await listed()).toEqual([]);
    await addConversationDatasets(store(), "w", conversation, ["orders", "orders"]);
    await addConversationDatasets(store(), "w", conversation, ["customers", "orders"]);
    expect([...(await listed())].sort()).toEqual(["customers", "orders"]);
    expect(await removeConversationDataset(store(), "w", conversation, "orders")).toBe(true);
    expect(await removeConversationDataset(store(), "w", conversation, "orders")).toBe(false);
    expect(await listed()).toEqual(["customers"]);
  });
});

describe("a reply that is declined", () => {
  let desk: Desk;
  beforeAll(async () => {
    desk = await openDesk();
  });
  afterAll(() => desk.close());

  describeStores("offers what was asked before", (store) => {
    test("of data that the asker sees", async () => {
      const visits = await desk.table("visits", "day,visits,city\n2024-05-01,3,Oslo\n2024-05-02,4,Rome\n");
      const ann = talking(desk, {store: store(), datasets: [visits]});
      await ann("average visits per city");
      const bob = talking(desk, {store: store(), datasets: [visits], actor: "bob"});
      const answer = await bob("average visits per city among left-handed foxes");
      expect(answer.state).not.toBe("answered");
      expect(answer.answer).toContain("  - Asked before: average visits per city");
      const other = await desk.table("trips", "day,trips,city\n2024-05-01,3,Oslo\n2024-05-02,4,Rome\n");
      const eve = talking(desk, {store: store(), datasets: [other], actor: "eve"});
      expect((await eve("average visits per city among left-handed foxes")).answer).not.toContain("Asked");
    });
  });
});
