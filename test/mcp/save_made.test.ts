import {afterAll, beforeAll, describe, expect, it} from "vitest";
import {SAMPLES} from "../../src/commands/runtime.ts";
import {loadConfig} from "../../src/config.ts";
import {detailsOf, saveDetails} from "../../src/store/dataset_details.ts";
import {openStore} from "../../src/store/open.ts";
import {type RunningServer, startMcp} from "./running.ts";

let server: RunningServer;
beforeAll(async () => {
  server = await startMcp({files: SAMPLES});
}, 60_000);
afterAll(() => server[Symbol.asyncDispose]());

const prepare = (method: string, args: Record<string, unknown>, more: Record<string, unknown> = {}) =>
  server.call("prepare_data", {method, table: "penguins", args, ...more});
const count = async (table: string) => {
  const {structured} = await server.call("run_sql", {sql: `SELECT count(*) AS n FROM ${table}`});
  return structured.rows?.[0]?.[0];
};

describe("save_as", () => {
  it("keeps what a method made as a table that any other tool takes", async () => {
    const filled = await prepare(
      "fill_missing",
      {columns: ["Body Mass (g)"], how: "mean"},
      {save_as: "Filled!"},
    );
    expect(filled.structured).toMatchObject({table: "filled", columns: expect.any(Array)});
    const {structured} = await server.call("run_statistics", {
      method: "figures",
      table: "filled",
      args: {figures: [{name: "missing", figure: "missing", of: "Body Mass (g)"}]},
    });
    expect(structured.rows).toEqual([[0]]);
    const {structured: tables} = await server.call("list_tables", {search: "filled"});
    expect(tables.rows?.[0]?.slice(0, 2)).toEqual(["filled", 344]);
    expect(await count("filled")).toBe(344);
  });

  it("may stand among args, and keeps all rows of what select shows a few of", async () => {
    const {structured} = await prepare("select", {where: "Island = 'Biscoe'", save_as: "biscoe"});
    expect(structured.truncated).toBe(true);
    expect(structured.rows?.length).toBeLessThan(168);
    expect(await count("biscoe")).toBe(168);
    const {structured: small} = await prepare("select", {columns: ["Species"], where: "Island = 'Biscoe'"});
    expect(small.truncated).toBeUndefined();
    expect(small.rows).toHaveLength(168);
  });

  it("a table that a step made is replaced by what another makes, an imported one never", async () => {
    await prepare("filter", {where: "Island = 'Dream'"}, {save_as: "one_island"});
    await prepare("filter", {where: "Island = 'Torgersen'"}, {save_as: "one_island"});
    expect(await count("one_island")).toBe(52);
    const refused = await prepare("filter", {where: "Island = 'Dream'"}, {save_as: "penguins"});
    expect(refused).toMatchObject({isError: true, text: expect.stringContaining("such as penguins_made")});
    expect(await count("penguins")).toBe(344);
  });

  it("of a private table is private too", async () => {
    const store = await openStore(loadConfig({home: server.home}, {}));
    const private_ = {visibility: "private", owner: "person"} as const;
    await saveDetails(store, "terminal", "seattle_weather", private_);
    await server.call("prepare_data", {
      method: "filter",
      table: "seattle_weather",
      args: {where: "wind > 5", save_as: "windy"},
    });
    expect(await detailsOf(store, "terminal", "windy")).toMatchObject(private_);
    expect(await count("windy")).toBeGreaterThan(0);
    await store[Symbol.asyncDispose]();
  });

  it("is refused for what is no name, and by tools that make no tables", async () => {
    expect(await prepare("filter", {where: "Island = 'Dream'"}, {save_as: " "})).toMatchObject({
      isError: true,
      text: expect.stringContaining("save_as is no name"),
    });
    const {isError} = await server.call("run_statistics", {
      method: "missing",
      table: "penguins",
      save_as: "missing",
    });
    expect(isError).toBe(true);
  });
});
