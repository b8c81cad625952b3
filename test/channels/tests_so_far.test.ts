import {join} from "node:path";
import {afterAll, beforeAll, expect, test} from "vitest";
import type {Planner} from "../../src/agents/contracts.ts";
import {createOfflineWriter} from "../../src/agents/offline/writer.ts";
import type {Channel} from "../../src/channels/channel.ts";
import {createConversations} from "../../src/channels/conversation.ts";
import type {Finished} from "../../src/channels/turn_parts.ts";
import {createEngine} from "../../src/data/create_engine.ts";
import type {Plan} from "../../src/planning/plan.ts";
import {readRecipe, recipeOf} from "../../src/planning/recipe.ts";
import {replayRecipe} from "../../src/planning/replay.ts";
import {TESTS_STEP} from "../../src/planning/tell_tests.ts";
import {openSqliteStore} from "../../src/store/sqlite/open.ts";
import type {Store} from "../../src/store/store.ts";
import {createRegistry} from "../../src/tools/registry.ts";
import {openRealData, type RealData} from "../planning/real_data.ts";

let data: RealData;
let store: Store;
beforeAll(async () => {
  data = await openRealData();
  store = await openSqliteStore(join(data.folder, "state.sqlite"));
});
afterAll(async () => {
  await store.close();
  await data[Symbol.asyncDispose]();
});

/** Orders that were paid, each with a made column; then whether it differs between groups. */
const byGroup = (group: string): Plan => ({
  steps: [
    {
      id: "paid",
      tool: "prepare_data",
      input: {
        method: "filter",
        table: "orders",
        where: {op: "=", of: {column: "status"}, value: "Paid"},
      },
    },
    {
      id: "priced",
      tool: "prepare_data",
      input: {
        method: "derive",
        table: {$step: "paid"},
        columns: [{name: "with_tax", of: {op: "*", left: {column: "net_amount"}, right: {constant: 1.19}}}],
      },
    },
    {
      id: "answer",
      tool: "run_statistics",
      input: {
        method: "group_test",
        table: {$step: "priced"},
        column: {name: "with_tax", of: {column: "with_tax"}},
        group: {name: group, of: {column: group}},
      },
    },
  ],
  headline: "answer",
});

test("tests are counted over a conversation, and a recipe of made tables replays the same, sentence and all", async () => {
  const finished: Finished[] = [];
  const planner: Planner = {
    name: "test",
    plan: async ({question}) => ({kind: "plan", plan: byGroup(question)}),
  };
  const writer = createOfflineWriter();
  const conversations = createConversations({
    store: async () => store,
    workspace: "w",
    parts: async () => ({
      session: data.session,
      registry: createRegistry(),
      planner: async () => planner,
      writer: async () => writer,
      drawChart: () => Promise.reject(new Error("no chart was asked for")),
      keepRecipe: async (one) => {
        finished.push(one);
        return String(finished.length);
      },
      limits: {timeMs: 20_000, rows: 5_000},
    }),
    timeZone: "UTC",
    turnMs: 60_000,
  });
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
    render: async () => undefined,
  };
  const ask = async (text: string, messageId: string) => {
    const result = await conversations.handle(
      {platform: "test", installation: "i", conversation: "c", actor: "a", messageId, text, files: []},
      channel,
    );
    if (!("answer" in result)) throw "error" in result ? result.error : new Error(result.state);
    return result.answer;
  };

  const first = await ask("region", "1");
  expect(first.answer).not.toContain("tests so far");
  const second = await ask("quantity", "2");
  expect(second.answer).toMatch(/2 tests so far in this conversation: \d with p below 0\.05/);
  expect(second.artifacts[TESTS_STEP]?.table.rows).toHaveLength(2);
  const again = await ask("region", "3");
  expect(again.answer).toMatch(/2 tests so far/);

  // An engine that has none of the made tables has to make them again.
  await using elsewhere = createEngine({folder: join(data.folder, "elsewhere"), timeZone: "UTC"});
  for (const [one, text] of [
    [finished[0]!, first.answer],
    [finished[1]!, second.answer],
  ] as const) {
    const recipe = recipeOf({
      ...one,
      datasets: data.datasets,
      text: one.written.text,
      values: one.written.values,
      evidence: one.written.evidence,
      artifacts: one.execution.artifacts,
    });
    expect(recipe.datasets.map(({name}) => name)).toEqual(["orders"]);
    const signal = new AbortController().signal;
    const report = await replayRecipe(readRecipe(JSON.parse(JSON.stringify(recipe))), {
      engine: elsewhere,
      registry: createRegistry(),
      findVersion: async (hash) => data.datasets.find(({version}) => version.hash === hash)?.version,
      write: (plan, artifacts) => writer.write({question: one.question, plan, artifacts, signal}),
      signal,
    });
    expect(report.differences).toEqual([]);
    expect(report.text).toBe(text);
  }
});
