import {writeFileSync} from "node:fs";
import {join} from "node:path";
import {afterAll, afterEach, beforeAll, beforeEach, expect, test} from "vitest";
import {localPrincipal} from "../../src/access/principal.ts";
import {createEngine} from "../../src/data/create_engine.ts";
import type {Engine, Session} from "../../src/data/engine.ts";
import {type Execution, executePlan} from "../../src/planning/execute.ts";
import type {Plan} from "../../src/planning/plan.ts";
import {recipeOf} from "../../src/planning/recipe.ts";
import {replayRecipe} from "../../src/planning/replay.ts";
import {disablePlugin, enablePlugin} from "../../src/plugins/enabling.ts";
import {openPlugins, type Plugins} from "../../src/plugins/workspace_tools.ts";
import {openSqliteStore} from "../../src/store/sqlite/open.ts";
import type {Store} from "../../src/store/store.ts";
import {createRegistry} from "../../src/tools/registry.ts";
import {moduleOf, putPlugin, putSample, temporaryHome} from "./plugin_folders.ts";

const data = temporaryHome();
let home: string;
let remove: () => void;
let store: Store;
let engine: Engine;
let session: Session;
let plugins: Plugins;
const owner = localPrincipal("w");
const never = new AbortController().signal;

beforeAll(async () => {
  engine = createEngine({folder: join(data.home, "data")});
  // First digits 1, 1, 2, 9, 3; one zero, which has none.
  writeFileSync(join(data.home, "orders.csv"), "id,amount\n1,12.5\n2,180\n3,0.25\n4,-9\n5,31\n6,0\n");
  session = await engine.open(await engine.importFile(join(data.home, "orders.csv")));
});
afterAll(async () => {
  await engine.close();
  data.remove();
});
beforeEach(async () => {
  ({home, remove} = temporaryHome());
  store = await openSqliteStore(join(home, "state.sqlite"));
  plugins = openPlugins({places: {home}, store: async () => store});
});
afterEach(async () => {
  await store.close();
  remove();
});

async function enable(name: string): Promise<void> {
  await plugins.check("w", name);
  await enablePlugin(store, owner, name);
}

async function ran(plan: Plan, signal = never, workspace = "w"): Promise<Execution> {
  const made = await plugins.forWorkspace(workspace);
  return executePlan(plan, {
    registry: made?.registry ?? createRegistry(),
    context: {
      session,
      profile: (table) => session.profile(table),
      limits: {timeMs: 10_000, rows: 100},
      asOf: new Date("2026-01-31"),
      timeZone: "UTC",
    },
    signal,
  });
}

const one = (tool: string, input: Record<string, unknown>): Plan => ({
  steps: [{id: "s1", tool, input}],
  headline: "s1",
});
const BENFORD = one("run_statistics", {method: "benford", table: "orders", column: "amount"});

test("a method of a plugin is one of its family's, with the plugin in its provenance", async () => {
  putSample(home);
  await enable("tabletalk-sample");
  const artifact = (await ran(BENFORD)).artifacts.get("s1")!;
  expect(artifact.kind).toBe("statistic");
  expect(artifact.table.rows.map(([digit, count]) => `${digit}:${count}`).join(" ")).toBe(
    "1:2 2:1 3:1 4:0 5:0 6:0 7:0 8:0 9:1",
  );
  expect(artifact.table.rows[0]?.[3]).toBeCloseTo(Math.log10(2), 12);
  expect(artifact.provenance.source).toEqual({kind: "plugin", name: "tabletalk-sample", version: "1.0.0"});
  expect(artifact.provenance.datasets.map(({name}) => name)).toEqual(["orders"]);
  expect(artifact.provenance.sql[0]).toContain('FROM "orders"');
  expect(artifact.provenance.notes.at(-1)).toBe("Computed by the plugin tabletalk-sample 1.0.0.");
});

test("what a plugin prepares is a table that later steps read", async () => {
  putSample(home);
  await enable("tabletalk-sample");
  const plan: Plan = {
    steps: [
      {id: "half", tool: "prepare_data", input: {method: "every_nth", table: "orders", n: 2, by: "id"}},
      {
        id: "sum",
        tool: "run_sql",
        input: {sql: "SELECT sum(amount) AS total, count(*) AS n FROM half", tables: [{$step: "half"}]},
      },
      {
        id: "digits",
        tool: "run_statistics",
        input: {method: "benford", table: {$step: "half"}, column: "amount"},
      },
    ],
    headline: "sum",
  };
  const {artifacts, steps} = await ran(plan);
  expect(steps.map(({error}) => error?.message)).toEqual([undefined, undefined, undefined]);
  expect(artifacts.get("sum")?.table.rows).toEqual([[171, 3]]);
  expect(artifacts.get("half")?.provenance.notes).toContain("Rows in the order of id.");
});

test("a tool of a plugin is a tool; its own refusals are told as they are", async () => {
  putSample(home);
  await enable("tabletalk-sample");
  const {artifacts} = await ran(one("working_days", {from: "2026-01-01", to: "2026-01-31"}));
  expect(artifacts.get("s1")?.table.rows).toEqual([["2026-01-01", "2026-01-31", 22]]);
  const refused = await ran(one("working_days", {from: "2026-02-01", to: "2026-01-31"}));
  expect(refused.steps[0]?.error).toMatchObject({
    code: "bad_plan",
    message: "2026-01-31 is before 2026-02-01.",
    next: "Give the earlier date as from.",
  });
});

test("a plugin is in no other workspace, and in none before it is enabled", async () => {
  putSample(home);
  expect(await plugins.forWorkspace("w")).toBeUndefined();
  await enable("tabletalk-sample");
  expect(await plugins.forWorkspace("another")).toBeUndefined();
  await expect(ran(BENFORD, never, "another")).rejects.toMatchObject({code: "bad_plan"});
});

test("only an owner enables and disables", async () => {
  const analyst = {...owner, role: "analyst" as const};
  await expect(enablePlugin(store, analyst, "tabletalk-sample")).rejects.toMatchObject({code: "forbidden"});
  await expect(disablePlugin(store, analyst, "tabletalk-sample")).rejects.toMatchObject({code: "forbidden"});
});

const WAITS = moduleOf(
  "waits",
  `tools: [defineTool({name: "wait_long", description: "Waits, whatever is asked.", input: z.object({}),
     run: () => new Promise((done) => setTimeout(() => done({title: "Done", text: "done"}), 20_000))})]`,
);

test("disabled: the next turn does not have it, and a step that runs is stopped, though it does not listen", async () => {
  putPlugin(home, "waits", {"index.js": WAITS});
  await enable("waits");
  const running = ran(one("wait_long", {}));
  await new Promise((soon) => setTimeout(soon, 200));
  await disablePlugin(store, owner, "waits");
  const {steps} = await running;
  expect(steps[0]?.error).toMatchObject({code: "refused", message: "waits was disabled in this workspace."});
  expect(await plugins.forWorkspace("w")).toBeUndefined();
});

test("disabled by another process, a step that runs is stopped too", async () => {
  putPlugin(home, "waits", {"index.js": WAITS});
  await enable("waits");
  const running = ran(one("wait_long", {}));
  await new Promise((soon) => setTimeout(soon, 200));
  await using other = await openSqliteStore(join(home, "state.sqlite"));
  await other.db
    .updateTable("settings")
    .set({content: '{"enabled":[]}'})
    .where("name", "=", "plugins")
    .execute();
  expect((await running).steps[0]?.error?.message).toBe("waits was disabled in this workspace.");
});

test("a plan that was made while it was enabled does not run it afterwards", async () => {
  putSample(home);
  await enable("tabletalk-sample");
  const {registry} = (await plugins.forWorkspace("w"))!;
  await disablePlugin(store, owner, "tabletalk-sample");
  const context = {
    session,
    profile: session.profile,
    limits: {timeMs: 1_000, rows: 10},
    asOf: new Date(),
    timeZone: "UTC",
  };
  const {steps} = await executePlan(BENFORD, {registry, context, signal: never});
  expect(steps[0]?.error?.code).toBe("refused");
});

test.each([
  ["throws", "run() { throw new Error('a\\nb'); }", "broke: a"],
  ["gives nothing", "async run() {}", "gave something that is no result"],
  [
    "gives rows that do not fit",
    "async run() { return {title: 'T', table: {columns: ['a'], rows: [[1, 2]]}}; }",
    "row 0 has 2 cells, and there are 1 columns",
  ],
  [
    "gives a cell that is none",
    "async run() { return {title: 'T', table: {columns: ['a'], rows: [[{}]]}}; }",
    "a cell that is no text",
  ],
  [
    "writes to the data",
    "async run(_, {query}) { return {title: 'T', table: await query('DROP TABLE orders')}; }",
    "",
  ],
])("a step of a plugin that %s fails, and names the plugin or the statement", async (_what, run, said) => {
  putPlugin(home, "bad", {
    "index.js": moduleOf(
      "bad",
      `tools: [defineTool({name: "bad_one", description: "Is bad.", input: z.object({}), ${run}})]`,
    ),
  });
  await enable("bad");
  const [step] = (await ran(one("bad_one", {}))).steps;
  expect(step?.state).toBe("failed");
  expect(step?.error?.message).toContain(said);
  expect((await session.query("SELECT count(*) FROM orders")).rows).toEqual([[6]]);
});

test("NaN is no number in a result, and rows beyond the limit are cut", async () => {
  const run =
    "async run() { return {title: 'T', table: {columns: ['a'], rows: Array.from({length: 500}, (_, at) => [at ? at : NaN])}}; }";
  putPlugin(home, "many", {
    "index.js": moduleOf(
      "many",
      `tools: [defineTool({name: "many_rows", description: "Is long.", input: z.object({}), ${run}})]`,
    ),
  });
  await enable("many");
  const artifact = (await ran(one("many_rows", {}))).artifacts.get("s1")!;
  expect([artifact.table.rows.length, artifact.truncated, artifact.table.rows[0]?.[0]]).toEqual([
    100,
    true,
    null,
  ]);
});

test.each([
  [
    "a tool of ours",
    "tools: [defineTool({name: 'run_sql', description: 'Another.', input: z.object({}), run() {}})]",
    "the tool run_sql",
  ],
  [
    "a method of ours",
    "methods: [defineMethod({family: 'run_statistics', name: 'anova', description: 'Another.', input: z.object({}), run() {}})]",
    "the method run_statistics.anova",
  ],
  [
    "an ending of ours",
    "importers: [{endings: ['.csv'], description: 'Another.', read() {}}]",
    "the ending .csv",
  ],
  [
    "a method of another plugin",
    "methods: [defineMethod({family: 'run_statistics', name: 'benford', description: 'Another.', input: z.object({}), run() {}})]",
    "the method run_statistics.benford",
  ],
])("%s cannot be taken by a plugin", async (_what, parts, named) => {
  putSample(home);
  await enable("tabletalk-sample");
  putPlugin(home, "thief", {"index.js": moduleOf("thief", parts)});
  await expect(enable("thief")).rejects.toThrow(
    `The plugin thief brings ${named}, and there is one of that name already.`,
  );
});

test("beyond 15 tools in all a plugin is refused with a clear word", async () => {
  const tools = Array.from(
    {length: 6},
    (_, at) => `defineTool({name: "tool_${at}", description: "One of six.", input: z.object({}), run() {}})`,
  );
  putPlugin(home, "six", {"index.js": moduleOf("six", `tools: [${tools.join(", ")}]`)});
  await expect(enable("six")).rejects.toMatchObject({code: "limit_reached"});
});

test("a plugin that broke after it was enabled is among the problems, and the others work", async () => {
  putSample(home);
  const folder = putPlugin(home, "fragile", {"index.js": moduleOf("fragile", "")});
  await enable("tabletalk-sample");
  await enable("fragile");
  await new Promise((soon) => setTimeout(soon, 20));
  writeFileSync(join(folder, "index.js"), "throw new Error('since the update')");
  const made = (await openPlugins({places: {home}, store: async () => store}).forWorkspace("w"))!;
  expect(made.problems.map(({where, error}) => `${where}: ${error.message}`)).toEqual([
    "fragile: The plugin fragile cannot be loaded: since the update.",
  ]);
  expect(made.registry.methods("run_statistics").map(({name}) => name)).toContain("benford");
});

test("a recipe names the plugin that it used; where it is missing the replay says so", async () => {
  putSample(home);
  await enable("tabletalk-sample");
  const {artifacts} = await ran(BENFORD);
  const datasets = session.datasets;
  const recipe = recipeOf({
    plan: BENFORD,
    datasets,
    asOf: new Date(),
    timeZone: "UTC",
    text: "",
    values: [],
    evidence: [],
    artifacts,
  });
  expect(recipe.sources).toEqual([{kind: "plugin", name: "tabletalk-sample", version: "1.0.0"}]);
  const replay = async () =>
    replayRecipe(recipe, {
      engine,
      registry: (await plugins.forWorkspace("w"))?.registry ?? createRegistry(),
      findVersion: async () => datasets[0]!.version,
      signal: never,
    });
  expect((await replay()).same).toBe(true);
  await disablePlugin(store, owner, "tabletalk-sample");
  await expect(replay()).rejects.toMatchObject({
    code: "bad_recipe",
    message: "This recipe used the plugin tabletalk-sample 1.0.0, which is not enabled here.",
  });
});
