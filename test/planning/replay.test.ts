import {rmSync, writeFileSync} from "node:fs";
import {join} from "node:path";
import {afterAll, beforeAll, describe, expect, test} from "vitest";
import {compileReading} from "../../src/planning/compile.ts";
import type {Plan} from "../../src/planning/plan.ts";
import {readingSchema} from "../../src/planning/reading.ts";
import {type Recipe, readRecipe, recipeOf} from "../../src/planning/recipe.ts";
import {versionsOf} from "../../src/planning/recipe_data.ts";
import {isSameCell, type ReplayOptions, replayRecipe} from "../../src/planning/replay.ts";
import {verifyDraft} from "../../src/planning/verify.ts";
import {saveDataset} from "../../src/store/datasets.ts";
import {recipeById, saveRecipe} from "../../src/store/recipes.ts";
import {openSqliteStore} from "../../src/store/sqlite/open.ts";
import type {Store} from "../../src/store/store.ts";
import {createRegistry} from "../../src/tools/registry.ts";
import {csvOf, ORDERS, openRealData, type RealData} from "./real_data.ts";

let data: RealData;
let store: Store;
let recipe: Recipe;
beforeAll(async () => {
  data = await openRealData();
  store = await openSqliteStore(join(data.folder, "state.sqlite"));
  for (const {name, version} of data.datasets) {
    await saveDataset(store, "w", {name, version: {...version, sourcePath: data.file}});
  }
  recipe = await asked();
});
afterAll(async () => {
  await store.close();
  await data[Symbol.asyncDispose]();
});

describe("a recipe", () => {
  test("goes through the store and a replay says the same", async () => {
    await saveRecipe(store, "w", recipe.id, recipe);
    const kept = readRecipe(await recipeById(store, "w", recipe.id.slice(0, 6)));
    expect(kept).toEqual(recipe);
    const report = await replay(kept);
    expect(report.differences).toEqual([]);
    expect(report).toMatchObject({same: true, text: recipe.text, warnings: []});
  });

  test("of the same question on the same data has the same id", async () => {
    expect((await asked()).id).toBe(recipe.id);
  });

  test("names the data that was read, and where it came from", () => {
    expect(recipe.datasets).toEqual([
      {name: "orders", hash: data.datasets[0]!.version.hash, sourcePath: data.file},
    ]);
  });

  test("that is none is refused", () => {
    expect(() => readRecipe({hello: 1})).toThrow(/no recipe/);
    expect(() => readRecipe({...recipe, format: 2})).toThrow(/format 2/);
  });
});

test("a SELECT over a table that a step made is replayed from the recipe", async () => {
  const kept = await asked({
    headline: "answer",
    steps: [
      {
        id: "by_region",
        tool: "aggregate",
        input: {
          table: "orders",
          measures: [{name: "revenue", fn: "sum", of: {column: "net_amount"}}],
          groups: [{name: "region", of: {column: "region"}}],
        },
      },
      {
        id: "answer",
        tool: "run_sql",
        input: {
          sql: "SELECT region, revenue FROM by_region ORDER BY revenue DESC LIMIT 1",
          tables: [{$step: "by_region"}],
        },
      },
    ],
  });
  expect((await replay(kept)).same).toBe(true);
});

describe("a replay tells", () => {
  test("a number that its cell no longer shows", async () => {
    const text = recipe.text.replace(/\d(?=\D*$)/, (digit) => String((Number(digit) + 1) % 10));
    const report = await replay({...recipe, text});
    expect(report.same).toBe(false);
    expect(report.differences).toMatchObject([{what: "number"}]);
  });

  test("a headline value and a cell that were others", async () => {
    const changed = structuredClone(recipe);
    changed.values[0]!.value = (changed.values[0]!.value as number) * (1 + 1e-9);
    changed.artifacts.answer!.digest = "other";
    changed.artifacts.answer!.table!.rows[1]![1] = 7;
    const report = await replay(changed);
    expect(report.differences.map((one) => [one.what, one.where])).toEqual([
      ["value", "revenue of the first"],
      ["cell", "answer row 1, column revenue"],
    ]);
  });

  test("a reply that the writer words otherwise, unless a model wrote it", async () => {
    const write = async () => ({text: "Something else.", values: []});
    expect((await replay(recipe, {write})).differences).toMatchObject([
      {what: "text", is: "Something else."},
    ]);
    expect((await replay({...recipe, writer: "some-model"}, {write})).same).toBe(true);
  });

  test("that another version of the engine made it", async () => {
    const report = await replay({...recipe, engine: {...recipe.engine, tabletalk: "0.0.1"}});
    expect(report.same).toBe(true);
    expect(report.warnings).toMatchObject(
      [/Made with tabletalk 0.0.1/].map((pattern) => expect.stringMatching(pattern)),
    );
  });
});

describe("a version that the store lost", () => {
  const unknown = {findVersion: async () => undefined};

  test("is imported again from its file", async () => {
    expect((await replay(recipe, unknown)).same).toBe(true);
  });

  test("is an error when the file has changed, or is gone", async () => {
    writeFileSync(data.file, csvOf(ORDERS.slice(1)));
    await expect(replay(recipe, unknown)).rejects.toMatchObject({
      code: "bad_recipe",
      message: expect.stringMatching(/has changed/),
    });
    rmSync(data.file);
    await expect(replay(recipe, unknown)).rejects.toMatchObject({
      code: "bad_recipe",
      next: expect.stringMatching(/Bring back/),
    });
    expect((await replay(recipe)).same).toBe(true);
  });
});

test.each([
  [1, 1 + 1e-13, true],
  [1e9, 1e9 * (1 + 1e-11), false],
  [0, 1e-300, false],
  [null, 0, false],
  ["a", "a", true],
])("cells %j and %j are the same: %s", (was, is, same) => {
  expect(isSameCell(was, is)).toBe(same);
});

async function asked(steps?: Plan): Promise<Recipe> {
  const reading = readingSchema.parse({
    intent: "aggregate",
    table: "orders",
    measures: [{name: "revenue", fn: "sum", of: {column: "net_amount"}}],
    groups: [{name: "region", of: {column: "region"}}],
  });
  const plan = steps ?? compileReading(reading, data.profile);
  const {artifacts} = await data.run(plan);
  const [first] = artifacts.get("answer")!.table.rows;
  const text = `${first![0]} made ${(first![1] as number).toFixed(2)}.`;
  const values = [
    {name: "revenue of the first", value: first![1]!, evidence: {step: "answer", row: 0, column: "revenue"}},
  ];
  const {evidence} = verifyDraft({text, values}, artifacts, {reading});
  expect(evidence).toHaveLength(1);
  return recipeOf({
    plan,
    datasets: data.datasets,
    asOf: new Date(),
    timeZone: "UTC",
    text,
    values,
    evidence,
    artifacts,
  });
}

function replay(one: Recipe, options: Partial<ReplayOptions> = {}) {
  return replayRecipe(one, {
    engine: data.engine,
    registry: createRegistry(),
    findVersion: versionsOf(store, "w"),
    signal: new AbortController().signal,
    ...options,
  });
}
