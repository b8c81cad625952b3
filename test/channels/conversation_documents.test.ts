import {randomUUID} from "node:crypto";
import {mkdtempSync, rmSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {afterAll, beforeAll, expect, test} from "vitest";
import {createOfflinePlanner} from "../../src/agents/offline/planner.ts";
import {documentQuestionOf} from "../../src/agents/offline/talk/document_question.ts";
import {createOfflineWriter} from "../../src/agents/offline/writer.ts";
import type {Answer} from "../../src/channels/channel.ts";
import {createConversations} from "../../src/channels/conversation.ts";
import {withKnowledge} from "../../src/channels/knowledge_tool.ts";
import {createEngine} from "../../src/data/create_engine.ts";
import type {Engine, Session} from "../../src/data/engine.ts";
import {ingestDocument} from "../../src/knowledge/ingest.ts";
import {defaultPipeline} from "../../src/knowledge/pipeline.ts";
import {executePlan} from "../../src/planning/execute.ts";
import {ensureCollection} from "../../src/store/collections.ts";
import {definitionsOf} from "../../src/store/definitions.ts";
import {openSqliteStore} from "../../src/store/sqlite/open.ts";
import type {Store} from "../../src/store/store.ts";
import {createRegistry} from "../../src/tools/registry.ts";

const folder = mkdtempSync(join(tmpdir(), "tabletalk-documents-"));
const WITH = "with documents";
let engine: Engine;
let store: Store;
let data: Session;
let nothing: Session;

beforeAll(async () => {
  engine = createEngine({folder: join(folder, "data")});
  store = await openSqliteStore(join(folder, "state.sqlite"));
  data = await engine.open(await engine.importFile("evals/main-job/data/titanic.csv"));
  nothing = await engine.open([]);
  const setting = {store, workspace: WITH};
  const pipeline = defaultPipeline();
  const all = await ensureCollection(store, WITH, {name: "all", pipeline, createdBy: "ann"});
  for (const name of ["shop-policies.md", "metric-definitions.md", "staff-handbook.md"]) {
    const path = join("evals/knowledge/documents", name);
    await ingestDocument(setting, all, {path, location: name, createdBy: "ann"});
  }
});
afterAll(async () => {
  await store.close();
  await engine.close();
  rmSync(folder, {recursive: true, force: true});
});

/** Says something into a new conversation and returns the answer. */
async function say(text: string, {workspace = WITH, session = data} = {}): Promise<Answer> {
  const conversations = createConversations({
    store: async () => store,
    workspace,
    parts: async () => ({
      session,
      registry: createRegistry(),
      planner: async () => createOfflinePlanner(),
      writer: async () => createOfflineWriter(),
      drawChart: async (step, {title}) => ({step, title, altText: title, paths: {}}),
      keepRecipe: async () => "1",
      limits: {timeMs: 20_000, rows: 5_000},
    }),
    asOf: new Date("2026-11-21T12:00:00Z"),
    timeZone: "UTC",
    turnMs: 60_000,
  });
  const at = {platform: "test", installation: "", conversation: randomUUID(), actor: "ann", messageId: "1"};
  const capabilities = {
    nativeTable: true,
    nativeChart: false,
    image: false,
    buttons: false,
    files: false,
    maxTextLength: 9e9,
  };
  const result = await conversations.handle(
    {...at, text, files: []},
    {platform: "test", capabilities, render: async () => undefined},
  );
  if (!("answer" in result)) throw new Error(JSON.stringify(result));
  return result.answer;
}

test("what a writing says is quoted with its source, and nothing is computed", async () => {
  const answer = await say("What do the shop policies say about refunds?");
  expect(answer.answer).toContain(
    "“Once the parcel has reached our warehouse we check it within two working days",
  );
  expect(answer.answer).toContain("[1] Policies of the Larkfield online shop, Refunds, shop-policies.md");
  expect(answer.citations?.[0]).toMatchObject({number: 1, location: "shop-policies.md"});
  expect(answer).toMatchObject({values: [], artifacts: {}});
});

test.each([
  "According to the staff handbook, how many days of holiday do I get?",
  "How many days of holiday do I get according to the handbook?",
  "Search the handbook for days of holiday",
  "how many days of holiday are there in the handbook?",
])("ways to ask a writing: %s", async (text) => {
  const answer = await say(text);
  expect(answer.citations?.[0]?.quote).toContain("27 days of paid holiday");
});

test("a question to data is computed though documents are there, and its answer cites none", async () => {
  const answer = await say("What is the average age?");
  expect(answer.answer).toMatch(/\d/);
  expect(Object.keys(answer.artifacts).length).toBeGreaterThan(0);
  expect(answer.citations).toBeUndefined();
});

test("a table's own name is no writing", async () => {
  const answer = await say("what does the titanic say about fare?");
  expect(answer.citations).toBeUndefined();
});

test("what the documents do not say is not found", async () => {
  const answer = await say("What does the handbook say about violins?");
  expect(answer.answer).toBe("I don't find it in the documents.");
  expect(answer.declined).toBeDefined();
});

test("without data, questions go to the documents; where there are none, nothing changes", async () => {
  const asked = await say("How long is a gift card good for?", {session: nothing});
  expect(asked.citations?.[0]?.quote).toContain("valid for three years");
  const elsewhere = await say("What does the handbook say about refunds?", {workspace: "without"});
  expect(elsewhere.citations).toBeUndefined();
  expect(elsewhere.answer).not.toContain("documents");
});

test("a definition is proposed to the person, and not taken over", async () => {
  const answer = await say("What do the metric definitions say about how an active customer is defined?");
  expect(answer.answer).toContain("at least one paid order in the last 90 days");
  const plain = await say("How is an active customer defined?", {session: nothing});
  expect(plain.answer).toContain("teach it in your data's words: remember that active customer means …");
  expect(await definitionsOf(store, WITH)).toEqual([]);
});

test.each([
  "What is the total revenue by region?",
  "show sales in the documents department",
  "what does it cost on average",
  "how many passengers survived",
  "what do customers in Berlin buy",
  "find rows for region North",
  "top 5 products according to revenue",
])("a question to data names no writing: %s", (text) => {
  const found = documentQuestionOf(text);
  expect(found === undefined || !found.plain).toBe(true);
});

test("the tool that finds passages is there where documents are, and gives them with page and heading", async () => {
  const ours = createRegistry();
  expect(await withKnowledge(ours, store, "without")).toBe(ours);
  const registry = await withKnowledge(ours, store, WITH);
  expect(registry.names()).toEqual([...ours.names(), "search_knowledge"]);
  expect(registry.describe().at(-1)).toMatchObject({
    name: "search_knowledge",
    inputSchema: {required: ["question"]},
  });
  expect(() => registry.validateInput("search_knowledge", {})).toThrow(/question/);
  const {artifacts} = await executePlan(
    {
      steps: [{id: "s1", tool: "search_knowledge", input: {question: "price promise", limit: 2}, needs: []}],
      headline: "s1",
    } as never,
    {
      registry,
      context: {
        session: data,
        profile: async () => undefined as never,
        limits: {timeMs: 1_000, rows: 10},
        asOf: new Date(),
        timeZone: "UTC",
      },
      signal: new AbortController().signal,
    },
  );
  const {columns, rows} = artifacts.get("s1")!.table;
  expect(columns.map(({name}) => name)).toEqual([
    "number",
    "document",
    "page",
    "heading",
    "passage",
    "closeness",
  ]);
  expect(rows[0]!.slice(0, 4)).toEqual([
    1,
    "Policies of the Larkfield online shop",
    null,
    "Policies of the Larkfield online shop > Price promise",
  ]);
});
