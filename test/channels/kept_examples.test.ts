import {afterAll, beforeAll, expect, test} from "vitest";
import {createHostedAgents} from "../../src/agents/hosted/agents.ts";
import {createOfflinePlanner} from "../../src/agents/offline/planner.ts";
import {withExamples} from "../../src/channels/kept_examples.ts";
import type {Plan} from "../../src/planning/plan.ts";
import {readingSchema} from "../../src/planning/reading.ts";
import {conversationFor} from "../../src/store/conversations.ts";
import {openSqliteStore} from "../../src/store/sqlite/open.ts";
import type {Store} from "../../src/store/store.ts";
import {saveFeedback, saveTurn} from "../../src/store/turns.ts";
import {onModels, startProvider} from "../agents/hosted/provider.ts";
import {openTables, type Tables} from "../tools/open_tables.ts";

let store: Store;
let tables: Tables;
beforeAll(async () => {
  store = await openSqliteStore(":memory:");
  tables = await openTables({till: "sold,shop,taken\n2024-01-01,North,10\n2024-02-01,South,20\n"});
  const conversation = await conversationFor(store, "w", {
    platform: "t",
    installation: "l",
    conversation: "c",
  });
  const reading = readingSchema.parse({
    intent: "aggregate",
    table: "till",
    measures: [{name: "total taken", fn: "sum", of: {column: "taken"}}],
  });
  const plan: Plan = {steps: [{id: "answer", tool: "aggregate", input: {}}], headline: "answer", reading};
  const turn = await saveTurn(store, "w", {
    conversation,
    question: "what did the shops take?",
    state: "answered",
    plan,
  });
  await saveFeedback(store, "w", {turn, actor: "ann", verdict: "up"});
});
afterAll(() => store.close());

async function planned(question: string, workspace: string) {
  const written = {
    readings: [
      {
        intent: "aggregate",
        table: "till",
        measures: [{name: "total taken", fn: "sum", of: "taken"}],
        filters: ["shop = 'North'"],
      },
    ],
    rewritten: "total taken of the shop North",
  };
  await using provider = await startProvider({m: [{content: JSON.stringify(written)}]});
  const {planner} = createHostedAgents(onModels(provider, ["m"]));
  const {session, asOf, timeZone} = tables.context;
  const input = {
    question,
    profiles: [await session.profile("till")],
    earlier: [],
    session,
    asOf,
    timeZone,
    signal: new AbortController().signal,
  };
  const output = await withExamples(planner, async () => store, workspace).plan(input);
  return {output, asked: provider.requests()[0]!.messages.at(-1)!.content};
}

test("a question like one whose answer was liked is shown how that one was read, and says that it was rewritten", async () => {
  const {output, asked} = await planned("what did shop North take?", "w");
  expect(asked).toContain("<examples>\nQ: what did the shops take?\nRead as: sum(taken)\n</examples>");
  expect(output).toMatchObject({
    readings: [
      {
        assumptions: [
          expect.stringContaining("“total taken of the shop North”, as one before whose answer was kept"),
        ],
      },
    ],
  });
});

test("another workspace's answers are no examples, and without one nothing is said of rewriting", async () => {
  const {output, asked} = await planned("what did shop North take?", "other");
  expect(asked).not.toContain("<examples>");
  expect(output).toMatchObject({readings: [{assumptions: []}]});
});

test("the offline planner is left as it is", () => {
  const planner = createOfflinePlanner();
  expect(withExamples(planner, async () => store, "w")).toBe(planner);
});
