import {afterAll, beforeAll, describe, expect, test} from "vitest";
import {SECRETS} from "../kaggle/server/shelf.ts";
import {kaggleWorkplace} from "../kaggle/workplace.ts";
import {oneRevision, type RunningServer, startMcp} from "./running.ts";

const {server: kaggle} = kaggleWorkplace();

describe.each(oneRevision(0))("Kaggle over MCP, in revision %s", (revision) => {
  let server: RunningServer;
  const asked: string[] = [];
  let agrees = true;
  beforeAll(async () => {
    server = await startMcp({
      revision,
      environment: {KAGGLE_API_ENDPOINT: kaggle().url, KAGGLE_API_TOKEN: SECRETS.token},
      options: {capabilities: {elicitation: {form: {}}}},
    });
    server.client.setRequestHandler("elicitation/create", async ({params}) => {
      asked.push((params as {message: string}).message);
      return {action: "accept", content: {agree: agrees}};
    });
  }, 60_000);
  afterAll(() => server[Symbol.asyncDispose]());

  test("data is found by words with its licence, and looked at before it is taken", async () => {
    const found = JSON.parse(
      (await server.call("search_kaggle", {query: "penguins under 1 MB, licence CC BY 4.0"})).text,
    );
    expect(found.columns).toEqual(["ref", "title", "bytes", "licence", "downloads"]);
    expect(found.rows).toEqual([
      [
        "ada/penguins",
        "Penguins of Palmer",
        133,
        expect.stringContaining("any use that names its source"),
        400,
      ],
    ]);
    const one = JSON.parse((await server.call("search_kaggle", {query: "ada/penguins"})).text);
    expect(one).toMatchObject({version: 2, licence: "CC-BY-4.0 (any use that names its source)"});
    expect(one.rows[0]).toEqual(["penguins.csv", 61, "mass numeric"]);
  });

  test("it comes in as tables, and every result of it says where it is from", async () => {
    const made = JSON.parse((await server.call("import_kaggle", {ref: "ada/penguins"})).text);
    expect(made.rows.map(([table]: string[]) => table)).toEqual(["penguins_islands", "penguins_penguins"]);
    expect(asked).toEqual([]);
    const data = "Data: Penguins of Palmer (ada/penguins) version 2, CC-BY-4.0";
    expect(made.notes[0]).toContain(data);
    const calls = [
      ["run_sql", {sql: "SELECT count(*) AS n FROM penguins_penguins"}],
      ["describe_table", {table: "penguins_penguins"}],
      ["prepare_data", {method: "sort", table: "penguins_penguins", args: {order: ["mass"]}}],
      ["make_chart", {table: "penguins_penguins", kind: "bar", x: "species", y: "mass"}],
      ["ask", {question: "average mass by species", tables: ["penguins_penguins"]}],
      ["export_result", {table: "penguins_penguins", format: "csv"}],
    ] as const;
    for (const [tool, input] of calls) expect((await server.call(tool, input)).text, tool).toContain(data);
  });

  test("a licence that forbids some use is agreed to by the person", async () => {
    agrees = false;
    const refused = await server.call("import_kaggle", {ref: "grace/noise"});
    expect(refused).toMatchObject({isError: true});
    expect(refused.text).toContain("did not agree");
    agrees = true;
    const made = await server.call("import_kaggle", {ref: "grace/noise"});
    expect(made.isError).toBe(false);
    expect(asked.at(-1)).toBe("Noise: CC-BY-NC-SA-4.0 (no commercial use). Import it?");
  });

  test("what is not there is told with the nearest, and rules with where they are accepted", async () => {
    expect((await server.call("search_kaggle", {query: "ada/pengiuns"})).text).toContain("ada/penguins");
    const rules = await server.call("import_kaggle", {ref: "competitions/house-prices"});
    expect(rules.isError).toBe(true);
    expect(rules.text).toContain("https://www.kaggle.com/competitions/house-prices/rules");
  });
});
