import {beforeAll, expect, test} from "vitest";
import {acceptMessage, conversationFor, messagesOf} from "../../src/store/conversations.ts";
import {datasetsOf, forgetDataset, saveDataset, versionByHash} from "../../src/store/datasets.ts";
import {definitionHistory, definitionsOf, saveDefinition} from "../../src/store/definitions.ts";
import {recipeById, saveRecipe} from "../../src/store/recipes.ts";
import {inTransaction, type Store} from "../../src/store/store.ts";
import {artifactsOf, earlierTurns, feedbackOn, saveFeedback, saveTurn} from "../../src/store/turns.ts";
import {describeStores} from "./dialects.ts";

const key = {platform: "slack", installation: "T1", conversation: "C1"};
const message = {
  ...key,
  messageId: "m1",
  actor: "ann",
  text: "how many?",
  files: [{path: "/a.csv", name: "a.csv"}],
};

describeStores("repositories", (opened) => {
  let store: Store;
  beforeAll(() => {
    store = opened();
  });

  test("a redelivered message does nothing", async () => {
    expect(await acceptMessage(store, "w", message)).toBe(true);
    expect(await acceptMessage(store, "w", {...message, text: "changed"})).toBe(false);
    const conversation = await conversationFor(store, "w", key);
    expect((await messagesOf(store, "w", conversation)).map((one) => one.text)).toEqual(["how many?"]);
  });

  test("the same message in another workspace is another message", async () => {
    expect(await acceptMessage(store, "other", message)).toBe(true);
    const here = await conversationFor(store, "w", key);
    expect(await messagesOf(store, "other", here)).toEqual([]);
  });

  test("a thread is a conversation of its own", async () => {
    const thread = await conversationFor(store, "w", {...key, thread: "17.3"});
    expect(thread).not.toBe(await conversationFor(store, "w", key));
  });

  test("earlier turns come newest last, answered ones only, and stay in their workspace", async () => {
    const conversation = await conversationFor(store, "turns", key);
    for (const question of ["one", "two", "three"]) {
      await saveTurn(store, "turns", {conversation, question, state: "answered", plan: {headline: question}});
    }
    await saveTurn(store, "turns", {conversation, question: "what?", state: "declined"});
    const turns = await earlierTurns(store, "turns", conversation, 2);
    expect(turns.map((turn) => [turn.question, turn.plan])).toEqual([
      ["two", {headline: "two"}],
      ["three", {headline: "three"}],
    ]);
    expect(await earlierTurns(store, "w", conversation, 2)).toEqual([]);
  });

  test("a turn keeps its artifacts, and feedback attaches to it", async () => {
    const conversation = await conversationFor(store, "w", key);
    const artifact = {
      step: "s1",
      kind: "table",
      title: "t",
      digest: "abc",
      content: {rows: [[1, null, "é"]]},
    };
    const turn = await saveTurn(store, "w", {conversation, question: "q", state: "answered"}, [artifact]);
    expect(await artifactsOf(store, "w", turn)).toEqual([artifact]);
    await saveFeedback(store, "w", {turn, actor: "ann", verdict: "up"});
    await saveFeedback(store, "w", {turn, actor: "ann", verdict: "down", comment: "wrong month"});
    expect(await feedbackOn(store, "w", turn)).toMatchObject([{verdict: "down", comment: "wrong month"}]);
  });

  test("a turn of a conversation in another workspace is refused, and leaves nothing behind", async () => {
    const conversation = await conversationFor(store, "w", key);
    const stray = {conversation, question: "stray", state: "answered" as const};
    await expect(saveTurn(store, "elsewhere", stray)).rejects.toThrow(/FOREIGN KEY/i);
    expect(await earlierTurns(store, "elsewhere", conversation, 9)).toEqual([]);
  });

  test("a name points to its newest version; older versions are found by hash, also when the name is gone", async () => {
    const version = (hash: string) => ({
      hash,
      path: `/data/${hash}.duckdb`,
      rows: 3,
      columns: [{name: "a", type: "integer"}],
      receipt: {entries: []},
      sourcePath: "/files/orders.csv",
    });
    await saveDataset(store, "w", {name: "orders", version: version("aaa")});
    await saveDataset(store, "w", {name: "orders", version: version("bbb")});
    expect(await datasetsOf(store, "w")).toEqual([{name: "orders", version: version("bbb")}]);
    expect(await versionByHash(store, "w", "aaa")).toEqual(version("aaa"));
    expect(await versionByHash(store, "other", "aaa")).toBeUndefined();
    expect(await forgetDataset(store, "w", "orders")).toBe(true);
    expect(await datasetsOf(store, "w")).toEqual([]);
    expect(await versionByHash(store, "w", "bbb")).toEqual(version("bbb"));
  });

  test("a recipe is found by the beginning of its id", async () => {
    await saveRecipe(store, "w", "3f2a91", {plan: 1});
    await saveRecipe(store, "w", "3f77aa", {plan: 2});
    await saveRecipe(store, "w", "3f2a91", {plan: "never this"});
    expect(await recipeById(store, "w", "3f2")).toEqual({plan: 1});
    await expect(recipeById(store, "w", "3f")).rejects.toMatchObject({code: "bad_recipe"});
    await expect(recipeById(store, "other", "3f2a91")).rejects.toMatchObject({code: "bad_recipe"});
    await expect(recipeById(store, "w", "")).rejects.toMatchObject({code: "bad_recipe"});
  });

  test("definitions are versioned, and a forgotten one is out of use but not lost", async () => {
    expect(await saveDefinition(store, "w", {term: "net", meaning: "without refunds", taughtBy: "ann"})).toBe(
      1,
    );
    expect(
      await saveDefinition(store, "w", {term: "net", meaning: "without refunds and tax", taughtBy: "bo"}),
    ).toBe(2);
    expect(await definitionsOf(store, "w")).toMatchObject([
      {term: "net", version: 2, meaning: "without refunds and tax"},
    ]);
    await saveDefinition(store, "w", {term: "net", taughtBy: "bo"});
    expect(await definitionsOf(store, "w")).toEqual([]);
    expect(await definitionHistory(store, "w", "net")).toHaveLength(3);
  });

  test("what is in a transaction is kept together or not at all, also beside other work", async () => {
    const failing = inTransaction(store, async (inside) => {
      await saveRecipe(inside, "w", "beef00", {});
      throw new Error("no");
    });
    const beside = saveRecipe(store, "w", "cafe00", {});
    await expect(failing).rejects.toThrow("no");
    await beside;
    await expect(recipeById(store, "w", "beef00")).rejects.toMatchObject({code: "bad_recipe"});
    expect(await recipeById(store, "w", "cafe00")).toEqual({});
  });
});
