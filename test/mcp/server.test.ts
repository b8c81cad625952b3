import {encode} from "gpt-tokenizer";
import {afterAll, beforeAll, describe, expect, it} from "vitest";
import {SAMPLES} from "../../src/commands/runtime.ts";
import {MOST_TOOLS} from "../../src/tools/registry.ts";
import {REVISIONS, type RunningServer, startMcp} from "./running.ts";

const NO_ORDER = "No fixed order: add ORDER BY before you page.";
const MOST_TOKENS = 2_000;

describe.each(REVISIONS)("the server over standard input and output, in revision %s", (revision) => {
  let server: RunningServer;
  beforeAll(async () => {
    server = await startMcp({files: SAMPLES, revision});
  }, 60_000);
  afterAll(() => server[Symbol.asyncDispose]());

  it("says who it is and how to begin", () => {
    expect(server.client.getServerVersion()).toMatchObject({name: "tabletalk", title: "Tabletalk"});
    expect(server.client.getInstructions()).toMatch(/list_tables/);
    expect(server.client.getNegotiatedProtocolVersion()).toBe(revision);
  });

  it("shows few tools, in few tokens, each with a title, hints and a schema of an object", async () => {
    const {tools} = await server.client.listTools();
    expect(tools.length).toBeLessThanOrEqual(MOST_TOOLS);
    expect(encode(JSON.stringify(tools)).length).toBeLessThanOrEqual(MOST_TOKENS);
    for (const tool of tools) {
      expect(tool.title, tool.name).toBeTruthy();
      expect(tool.inputSchema.type).toBe("object");
      expect(tool.annotations, tool.name).toMatchObject({openWorldHint: expect.any(Boolean)});
    }
  });

  it("tells tables, what is in one, and what a SELECT gives", async () => {
    const {structured: tables} = await server.call("list_tables");
    expect(tables.rows?.[0]).toEqual(["penguins", 344, expect.stringContaining("Body Mass (g) integer")]);
    expect(tables.rows?.map(([name]) => name)).toEqual(["penguins", "seattle_weather"]);
    const {structured: columns} = await server.call("describe_table", {table: "Penguins"});
    expect(columns.rows?.[0]?.slice(0, 3)).toEqual(["Species", "text", "category"]);
    const sql = "SELECT Species, count(*) AS n FROM penguins GROUP BY ALL ORDER BY n DESC";
    const {structured, text} = await server.call("run_sql", {sql});
    expect(structured).toEqual({
      columns: ["Species", "n"],
      rows: [
        ["Adelie", 152],
        ["Gentoo", 124],
        ["Chinstrap", 68],
      ],
    });
    expect(JSON.parse(text)).toEqual(structured);
  });

  it("pages a long result, and each page says where the next begins", async () => {
    const sql = "SELECT range AS n FROM range(250)";
    const first = await server.call("run_sql", {sql});
    expect(first.structured).toMatchObject({truncated: true, nextOffset: 100, notes: [NO_ORDER]});
    const last = await server.call("run_sql", {sql, limit: 100, offset: 200});
    expect(last.structured.rows).toHaveLength(50);
    expect(last.structured.rows?.at(-1)).toEqual([249]);
    expect(last.structured.truncated).toBeUndefined();
    expect(last.structured.notes).toBeUndefined();
  });

  it.each([
    ["SELECT range AS n FROM range(250) ORDER BY n", false],
    ["SELECT range AS n FROM range(250) UNION ALL SELECT 1 ORDER BY 1", false],
    ["SELECT * FROM (SELECT range AS n FROM range(250) ORDER BY n)", true],
    ["SELECT row_number() OVER (ORDER BY range) AS n FROM range(250)", true],
    ["SELECT range AS n, ' ORDER BY ' AS said FROM range(250) -- ORDER BY n", true],
    ["SELECT range AS n FROM range(250) ORDER BY random()", true],
    ["SELECT range AS n FROM range(250) ORDER BY (SELECT NULL)", true],
    ["SELECT range AS n FROM range(250) ORDER BY true, 1 + 1", true],
    ["SELECT range AS n FROM range(250) GROUP BY n ORDER BY count(*)", false],
    ["SELECT range AS n FROM range(250) ORDER BY ALL", false],
  ])("a page of %s has no fixed order: %j", async (sql, isLoose) => {
    const {structured} = await server.call("run_sql", {sql});
    expect(structured).toMatchObject({truncated: true});
    expect(structured.notes).toEqual(isLoose ? [NO_ORDER] : undefined);
  });

  it.each([
    ["SELECT * FROM penguins ORDER BY random()", true],
    ["SELECT * FROM penguins WHERE random() < 0.9", true],
    ["SELECT * FROM penguins LIMIT 300", true],
    ["SELECT * FROM penguins TABLESAMPLE reservoir(200)", true],
    ['SELECT * FROM penguins ORDER BY "Body Mass (g)" LIMIT 300', false],
    ["SELECT * FROM penguins", false],
  ])("a recipe over %s may differ when it is run again: %j", async (table, varies) => {
    const {structured} = await server.call("run_statistics", {
      method: "describe",
      table,
      args: {columns: ["Body Mass (g)"]},
    });
    expect(structured.recipe).toEqual(expect.any(String));
    expect(JSON.stringify(structured.notes).includes("may differ")).toBe(varies);
  });

  it("explains a method that is named alone", async () => {
    const {structured} = await server.call("run_statistics", {method: "group_test"});
    expect(structured.rows?.map(([field]) => field)).toEqual([
      "column",
      "group",
      "test?",
      "alternative?",
      "level?",
      "post_hoc?",
      "where?",
    ]);
  });

  it("takes columns by name, formulas as in SQL, and a SELECT as a table", async () => {
    const {structured} = await server.call("run_statistics", {
      method: "correlation",
      table: "SELECT * FROM penguins WHERE Species = 'Gentoo'",
      args: {columns: ["Body Mass (g)", "Flipper Length (mm)"]},
    });
    // scipy.stats.pearsonr on the 123 Gentoo penguins that have both.
    expect(structured.rows?.[0]?.[2]).toBeCloseTo(0.7026665, 6);
    expect(structured.recipe).toMatch(/^[0-9a-f]{12}$/);
  });

  it("tells what would fit where an input does not", async () => {
    const wrong = await server.call("run_statistics", {
      method: "group_test",
      table: "penguins",
      args: {column: "Body Mass (g)", groupp: "Species"},
    });
    expect(wrong.isError).toBe(true);
    expect(wrong.text).toMatch(/no 'groupp'; nearest: group/);
    expect(wrong.text).toMatch(/args of group_test: column: column or formula \[as name\], group: /);
    const unknown = await server.call("run_statistics", {method: "grop_test", table: "penguins"});
    expect(unknown.text).toMatch(/nearest: group_test/);
    const three = {column: "Body Mass (g)", group: "Species", test: "student"};
    const data = await server.call("run_statistics", {method: "group_test", table: "penguins", args: three});
    expect(data.text).toMatch(/compares two groups; Species has 3\. Use anova/);
    const nothing = await server.call("describe_table", {table: "pinguins"});
    expect(nothing).toMatchObject({isError: true, text: expect.stringMatching(/penguins/)});
  });

  it("answers a call of a tool that is not there with those that are", async () => {
    await expect(server.client.callTool({name: "drop_table", arguments: {}})).rejects.toThrow(
      /no tool "drop_table".*list_tables/s,
    );
  });
});
