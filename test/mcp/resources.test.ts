import {mkdir, symlink, writeFile} from "node:fs/promises";
import {join} from "node:path";
import {afterAll, beforeAll, describe, expect, it} from "vitest";
import {SAMPLES} from "../../src/commands/runtime.ts";
import {oneRevision, type RunningServer, startMcp} from "./running.ts";

describe.each(oneRevision(1))("resources, in revision %s", (revision) => {
  let server: RunningServer;
  beforeAll(async () => {
    server = await startMcp({files: SAMPLES, revision});
  }, 60_000);
  afterAll(() => server[Symbol.asyncDispose]());

  const read = async (uri: string) => {
    const {contents} = await server.client.readResource({uri});
    return contents[0] as {uri: string; mimeType: string; text?: string; blob?: string};
  };
  const completed = async (uri: string, name: string, value: string) =>
    (await server.client.complete({ref: {type: "ref/resource", uri}, argument: {name, value}})).completion
      .values;

  it("lists the tables, with what a host needs to show them", async () => {
    const {resources} = await server.client.listResources();
    expect(resources).toContainEqual(
      expect.objectContaining({
        uri: "tabletalk://tables/penguins",
        title: "penguins",
        description: "A table of 344 rows.",
        mimeType: "application/json",
        annotations: expect.objectContaining({audience: ["user", "assistant"]}),
        icons: [expect.objectContaining({mimeType: "image/svg+xml"})],
      }),
    );
  });

  it("offers templates for tables, recipes and exports", async () => {
    const {resourceTemplates} = await server.client.listResourceTemplates();
    expect(resourceTemplates.map(({uriTemplate}) => uriTemplate)).toEqual(
      expect.arrayContaining([
        "tabletalk://tables/{name}",
        "tabletalk://recipes/{id}",
        "tabletalk://exports/{file}",
      ]),
    );
  });

  it("reads a table's profile, as describe_table tells it", async () => {
    const {text = "", mimeType} = await read("tabletalk://tables/penguins");
    expect(mimeType).toBe("application/json");
    const told = JSON.parse(text);
    expect(told).toMatchObject({table: "penguins", rowCount: 344});
    expect(told.profile).toEqual((await server.call("describe_table", {table: "penguins"})).structured);
  });

  it("reads the recipe that a result told", async () => {
    const {structured} = await server.call("run_statistics", {
      method: "group_test",
      table: "penguins",
      args: {column: "Body Mass (g)", group: "Species"},
    });
    const {text = ""} = await read(`tabletalk://recipes/${structured.recipe}`);
    expect(JSON.parse(text)).toMatchObject({id: structured.recipe, datasets: [{name: "penguins"}]});
  });

  it("reads and lists what was exported, text or bytes", async () => {
    const table = "SELECT Species, count(*) AS n FROM penguins GROUP BY 1 ORDER BY 1";
    for (const format of ["csv", "parquet"])
      await server.call("export_result", {table, format, name: "counts"});
    expect(await read("tabletalk://exports/counts.csv")).toMatchObject({
      mimeType: "text/csv",
      text: "Species,n\r\nAdelie,152\r\nChinstrap,68\r\nGentoo,124\r\n",
    });
    const {blob = ""} = await read("tabletalk://exports/counts.parquet");
    expect(Buffer.from(blob, "base64").subarray(0, 4).toString()).toBe("PAR1");
    const {resources} = await server.client.listResources();
    expect(resources.map(({uri}) => uri)).toEqual(
      expect.arrayContaining(["tabletalk://exports/counts.csv", "tabletalk://exports/counts.parquet"]),
    );
  });

  it("says how large a file is that is too large to read, and where it lies", async () => {
    await server.call("export_result", {
      table: "SELECT range AS n, repeat('x', 100) AS text FROM range(60000)",
      format: "csv",
      name: "large",
    });
    await expect(read("tabletalk://exports/large.csv")).rejects.toThrow(/bytes.*large\.csv/);
  });

  it("completes names", async () => {
    expect(await completed("tabletalk://tables/{name}", "name", "sea")).toEqual(["seattle_weather"]);
    expect(await completed("tabletalk://tables/{name}", "name", "eng")).toEqual(["penguins"]);
    await server.call("export_result", {table: "SELECT 1 AS one", format: "json", name: "complete me"});
    expect(await completed("tabletalk://exports/{file}", "file", "comp")).toEqual(["complete_me.json"]);
  });

  it("reads nothing else, whatever an address holds", async () => {
    const folder = join(server.home, "exports");
    await mkdir(folder, {recursive: true});
    await writeFile(join(server.home, "outside.csv"), "secret\n");
    await symlink(join(server.home, "outside.csv"), join(folder, "linked.csv"));
    await writeFile(join(folder, ".hidden.csv"), "secret\n");
    await writeFile(join(folder, "script.js"), "secret\n");
    for (const uri of [
      "tabletalk://tables/penguin",
      "tabletalk://tables/",
      "tabletalk://tables/penguins%00",
      "tabletalk://tables/penguins'--",
      "tabletalk://tables/%E0%A4%A",
      "tabletalk://tables/penguins/more",
      "tabletalk://tables/penguins?x=1",
      "tabletalk://tables/__proto__",
      "tabletalk://recipes/000000000000",
      "tabletalk://recipes/none",
      "tabletalk://recipes/%25",
      "tabletalk://exports/none.csv",
      "tabletalk://exports/linked.csv",
      "tabletalk://exports/.hidden.csv",
      "tabletalk://exports/script.js",
      "tabletalk://exports/..%2Foutside.csv",
      "tabletalk://exports/..%5Coutside.csv",
      "tabletalk://exports/%2Fetc%2Fpasswd",
      "tabletalk://exports/../outside.csv",
      "tabletalk://exports/",
      "tabletalk://state/state.sqlite",
      "file:///etc/passwd",
    ])
      await expect(read(uri), uri).rejects.toMatchObject({code: -32602});
  });
});
