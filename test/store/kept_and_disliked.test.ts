import {afterAll, beforeAll, describe, expect, test} from "vitest";
import {conversationFor} from "../../src/store/conversations.ts";
import {dislikedTurns} from "../../src/store/feedback.ts";
import {keptQuestions, noteReplay} from "../../src/store/kept_questions.ts";
import {saveRecipe} from "../../src/store/recipes.ts";
import {openSqliteStore} from "../../src/store/sqlite/open.ts";
import type {Store} from "../../src/store/store.ts";
import {saveTemplate, templateHistory, templatesOf} from "../../src/store/templates.ts";
import {saveFeedback, saveTurn} from "../../src/store/turns.ts";

let store: Store;
let conversation: string;
beforeAll(async () => {
  store = await openSqliteStore(":memory:");
  conversation = await conversationFor(store, "w", {platform: "t", installation: "l", conversation: "c"});
});
afterAll(() => store.close());

async function answered(question: string, recipe: string): Promise<string> {
  await saveRecipe(store, "w", recipe, {of: question});
  return saveTurn(store, "w", {conversation, question, state: "answered", plan: {of: question}, recipe});
}

describe("answers that were kept or disliked", () => {
  test("kept are those that were liked or replayed, and that nobody disliked, newest first", async () => {
    const liked = await answered("liked", "r1");
    await answered("replayed", "r2");
    const both = await answered("liked by one, disliked by another", "r3");
    await answered("neither", "r4");
    await saveFeedback(store, "w", {turn: liked, actor: "ann", verdict: "up"});
    await saveFeedback(store, "w", {turn: both, actor: "ann", verdict: "up"});
    await saveFeedback(store, "w", {turn: both, actor: "bob", verdict: "down", comment: "wrong month"});
    await noteReplay(store, "w", "r2");
    await noteReplay(store, "w", "r2");
    await noteReplay(store, "w", "no such recipe");
    expect((await keptQuestions(store, "w")).map((one) => one.question)).toEqual(["replayed", "liked"]);
    expect(await keptQuestions(store, "other")).toEqual([]);
  });

  test("disliked are told with what was asked before them, their recipe and what was said", async () => {
    expect(await dislikedTurns(store, "w")).toMatchObject([
      {
        question: "liked by one, disliked by another",
        earlier: ["liked", "replayed"],
        recipe: {of: "liked by one, disliked by another"},
        comments: ["wrong month"],
      },
    ]);
    expect(await dislikedTurns(store, "other")).toEqual([]);
  });
});

describe("a template", () => {
  const agent = {kind: "agent" as const, name: "shelter", changedBy: "ann"};

  test("that changes is a new version; the same again is none; what is removed stays in its history", async () => {
    expect(await saveTemplate(store, "w", {...agent, content: {does: "a"}})).toBe(1);
    expect(await saveTemplate(store, "w", {...agent, content: {does: "a"}})).toBe(1);
    expect(await saveTemplate(store, "w", {...agent, content: {does: "b"}})).toBe(2);
    expect(await templatesOf(store, "w", "agent")).toMatchObject([{version: 2, content: {does: "b"}}]);
    expect(await saveTemplate(store, "w", agent)).toBe(3);
    expect(await templatesOf(store, "w", "agent")).toEqual([]);
    expect((await templateHistory(store, "w", "agent", "shelter")).map((one) => one.version)).toEqual([
      1, 2, 3,
    ]);
    expect(await saveTemplate(store, "w", {...agent, name: "never"})).toBe(0);
  });

  test("of one kind or workspace is none of another", async () => {
    await saveTemplate(store, "w", {...agent, content: {does: "a"}});
    expect(await templatesOf(store, "w", "prompt")).toEqual([]);
    expect(await templatesOf(store, "other", "agent")).toEqual([]);
  });
});
