import {mkdtempSync, rmSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {afterAll, beforeAll, expect, test} from "vitest";
import {plantedTable} from "../../../bench/analysis_tables.ts";
import {createHostedAgents} from "../../../src/agents/hosted/agents.ts";
import {createOfflinePlanner} from "../../../src/agents/offline/planner.ts";
import {createOfflineWriter} from "../../../src/agents/offline/writer.ts";
import {makeAnalysis} from "../../../src/channels/analyses/make_analysis.ts";
import type {TurnParts} from "../../../src/channels/turn_parts.ts";
import {createEngine} from "../../../src/data/create_engine.ts";
import type {Engine, Session} from "../../../src/data/engine.ts";
import {unboundIn} from "../../../src/reports/verify_document.ts";
import {createRegistry} from "../../../src/tools/registry.ts";
import {onModels, type Scripted, startProvider} from "./provider.ts";

let folder: string;
let engine: Engine;
let session: Session;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "tabletalk-guided-"));
  engine = createEngine({folder: join(folder, "data")});
  const path = join(folder, "orders.csv");
  writeFileSync(path, plantedTable(5, 150));
  session = await engine.open(await engine.importFile(path, {name: "orders"}));
});
afterAll(async () => {
  await engine.close();
  rmSync(folder, {recursive: true, force: true});
});

/** An analysis guided by a model that replies so; questions are planned and written offline. */
async function guided(replies: Scripted[], budget = {}) {
  await using provider = await startProvider({m: replies});
  const offline = {planner: createOfflinePlanner(), writer: createOfflineWriter()};
  const {planner} = createHostedAgents(onModels(provider, ["m"], {offline}));
  const asked: string[] = [];
  const parts: TurnParts = {
    session,
    registry: createRegistry(),
    planner: async () => ({
      ...offline.planner,
      name: planner.name,
      ...(planner.guide && {guide: planner.guide}),
      plan(input) {
        asked.push(input.question);
        return offline.planner.plan(input);
      },
    }),
    writer: async () => offline.writer,
    drawChart: async (step, {title}) => ({step, title, altText: title, paths: {}}),
    keepRecipe: async () => "recipe",
    limits: {timeMs: 60_000, rows: 5_000},
  };
  const setting = {asOf: new Date("2026-01-01"), timeZone: "UTC", signal: new AbortController().signal};
  const document = await makeAnalysis(
    {goal: "what drives revenue", budget: {steps: 34, ...budget}},
    parts,
    setting,
  );
  return {document, asked, sent: provider.requests().map(({messages}) => messages.at(-1)?.content ?? "")};
}

test("a model goes where the findings lead: its questions are executed, and their answers are findings", async () => {
  const {document, asked, sent} = await guided([
    {content: JSON.stringify({questions: ["average revenue by region", "who is to blame?"]})},
    {content: JSON.stringify({questions: []})},
    {content: JSON.stringify({order: [1, 0]})},
  ]);
  expect(asked).toEqual(["average revenue by region", "who is to blame?"]);
  expect(sent[0]).toContain("The goal: what drives revenue");
  expect(sent[0]).toMatch(/\((?:strong|moderate)\): Revenue/);
  const section = document.sections.find(({id}) => id === "goal");
  expect(JSON.stringify(section)).toContain("West");
  expect(unboundIn(document)).toEqual([]);
  // It sees aggregates: no row's own amounts stand side by side in what it was sent.
  const {rows} = await session.query("SELECT revenue, score FROM orders");
  for (const [revenue, score] of rows)
    expect(
      sent.some((one) =>
        one.split("\n").some((line) => line.includes(`${revenue}`) && line.includes(`${score}`)),
      ),
    ).toBe(false);
});

test("rubbish, or a model that is down, leaves the fixed programme as it is", async () => {
  const {document} = await guided([{content: "I would rather talk about the weather."}], {steps: 20});
  expect(document.summary.length).toBeGreaterThan(1);
  expect(document.sections.find(({id}) => id === "goal")).toBeUndefined();
});

test("without a token left it is not asked at all, and the report says so", async () => {
  const {document, sent} = await guided([{content: '{"questions": ["average revenue"]}'}], {tokens: 0});
  expect(sent).toEqual([]);
  expect(JSON.stringify(document.sections)).toMatch(/the 0 tokens that models may use were used/);
});
