import {execFileSync} from "node:child_process";
import {mkdtempSync, rmSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {encode} from "gpt-tokenizer";
import {afterAll, beforeAll, describe, expect, it} from "vitest";
import {everyNth} from "../../sweep.ts";
import {type RunningServer, startMcp, type Told} from "../running.ts";
import {SINGLE_ROWS} from "./single_rows.ts";

const CLI = new URL("../../../src/cli.ts", import.meta.url).pathname;
const folder = mkdtempSync(join(tmpdir(), "tabletalk-policy-"));
const TOWNS = ["Ulm", "Bonn", "Kiel"];
const FIRST = ["Ada", "Ben", "Cleo", "Dan", "Eve", "Finn", "Gus", "Hal", "Ida", "Jon"];
const LAST = ["Frost", "Grant", "Hobbs", "Inman", "Jonas", "Kemp"];
/** 60 persons; the 17th is the one to be found out. */
const people = Array.from({length: 60}, (_, at) => ({
  id: at + 1,
  name: at === 16 ? "Zora Quill" : `${FIRST[at % 10]} ${LAST[Math.floor(at / 10)]}`,
  salary: at === 16 ? 731_377 : 100_003 + ((at * 7_919) % 600_000),
  // Lonely has a town of its own.
  town: at === 5 ? "Lonely" : TOWNS[at % 3]!,
}));
writeFileSync(
  join(folder, "people.csv"),
  `id,name,salary,town\n${people.map((one) => Object.values(one).join(",")).join("\n")}\n`,
);
writeFileSync(
  join(folder, "towns.csv"),
  `town,inhabitants\n${TOWNS.map((town, at) => `${town},${at + 5}`).join("\n")}\n`,
);
afterAll(() => rmSync(folder, {recursive: true, force: true, maxRetries: 5}));

async function startWith(policy: string): Promise<RunningServer> {
  const home = join(folder, policy);
  execFileSync(process.execPath, [CLI, "mcp-policy", policy, "--home", home]);
  return startMcp({files: [join(folder, "people.csv"), join(folder, "towns.csv")], home});
}

/** Nobody's name or salary stands in an answer. */
function tellsOfNobody({text}: Told, sql = ""): void {
  for (const {name, salary} of people) {
    if (!sql.includes(name)) expect(text).not.toContain(name);
    expect(text).not.toMatch(new RegExp(`(?<!\\d)${salary}(?!\\d)`));
  }
}

describe("where a workspace tells assistants of groups alone", () => {
  let server: RunningServer;
  beforeAll(async () => {
    server = await startWith("aggregates");
    await server.call("list_tables");
  }, 60_000);
  afterAll(() => server[Symbol.asyncDispose]());

  it("knows at least 40 ways to ask for a single row", () => {
    expect(SINGLE_ROWS.length).toBeGreaterThanOrEqual(40);
  });

  it.each(SINGLE_ROWS)("%s", async (_tries, sql) => {
    const told = await server.call("run_sql", {sql});
    tellsOfNobody(told, sql);
    if (told.isError) expect(told.text.length).toBeGreaterThan(30);
    // Groups that are told have five rows at least; a number of fewer is empty.
    else for (const row of told.structured.rows ?? []) expect(row.some((cell) => cell === 17)).toBe(false);
  });

  it.each(everyNth(SINGLE_ROWS, 3))("as a table: %s", async (_tries, sql) => {
    for (const [tool, method, args] of [
      ["run_statistics", "describe", {}],
      ["prepare_data", "select", {}],
    ] as const) {
      const told = await server.call(tool, {method, table: sql, args});
      // Means, quartiles and extremes of all rows are told; who has them is not.
      for (const {name} of people) if (!sql.includes(name)) expect(told.text).not.toContain(name);
      if (tool === "prepare_data") tellsOfNobody(told, sql);
      if (/\b17\b|'Zora Quill'$|LIMIT 1/.test(sql)) expect(told.text).not.toMatch(/(?<!\d)731377(?!\d)/);
    }
  });

  it("tells of groups, leaves out the small ones, and says how many", async () => {
    const {structured} = await server.call("run_sql", {
      sql: "SELECT town, count(*) AS n, round(avg(salary)) AS pay FROM people GROUP BY town ORDER BY town",
    });
    expect(structured.rows?.map(([town, n]) => [town, n])).toEqual([
      ["Bonn", 20],
      ["Kiel", 19],
      ["Ulm", 20],
    ]);
    expect(structured.columns).toEqual(["town", "n", "pay"]);
    expect(structured.notes).toContain("1 group of fewer than 5 rows left out.");
  });

  it.each([
    ["SELECT count(*) FROM people", [[60]]],
    ["SELECT count(DISTINCT name) AS n FROM people", [[60]]],
    [
      "SELECT avg(n) AS a FROM (SELECT town, count(*) AS n FROM people GROUP BY town, id % 10)",
      [[expect.any(Number)]],
    ],
    [
      "WITH big AS (SELECT * FROM people WHERE salary > 200000) SELECT count(*) > 5 AS many FROM big",
      [[true]],
    ],
    ["SELECT sum(CASE WHEN town = 'Ulm' THEN 1 ELSE 0 END) AS ulm FROM people", [[20]]],
    [
      "SELECT count(*) FILTER (WHERE town = 'Ulm') * 100.0 / count(*) AS share FROM people",
      [[expect.closeTo(33.33, 1)]],
    ],
    [
      "SELECT CASE WHEN id <= 30 THEN 'early' ELSE 'late' END AS part, count(*) FROM people GROUP BY part ORDER BY part",
      [
        ["early", 30],
        ["late", 30],
      ],
    ],
    [
      "SELECT count(*) AS n FROM people WHERE salary > (SELECT avg(salary) FROM people)",
      [[expect.any(Number)]],
    ],
    [
      "SELECT 'all' AS what, count(*) AS n FROM people UNION ALL SELECT town, count(*) FROM people GROUP BY town ORDER BY n DESC LIMIT 1",
      [["all", 60]],
    ],
    [
      "SELECT round(corr(id, salary), 3) AS r, median(salary) > 0 AS m, quantile_cont(id, 0.25) AS q FROM people",
      [[expect.any(Number), true, expect.any(Number)]],
    ],
  ])("runs: %s", async (sql, rows) => {
    const {structured, text} = await server.call("run_sql", {sql});
    expect(structured.rows, text).toEqual(rows);
  });

  it("says what to do about a mistake, not what stands in a cell", async () => {
    const {text, isError} = await server.call("run_sql", {sql: "SELECT avg(slary) FROM people"});
    expect(isError).toBe(true);
    expect(text).toMatch(/"salary"/);
  });

  it("computes statistics of a SELECT that singles nobody out", async () => {
    const {structured, isError, text} = await server.call("run_statistics", {
      method: "describe",
      table: "SELECT salary FROM people WHERE town = 'Ulm'",
      args: {columns: ["salary"]},
    });
    expect(isError, text).toBe(false);
    expect(JSON.stringify(structured.rows)).toContain("20");
  });

  it("computes none of conditions that leave one person", async () => {
    const told = await server.call("run_statistics", {
      method: "describe",
      table: "people",
      args: {columns: ["salary"], where: "id = 17"},
    });
    expect(told).toMatchObject({isError: true, text: expect.stringMatching(/at least 5 rows/)});
    tellsOfNobody(told);
  });

  itTellsNoRows(() => server);
});

describe("where a workspace lets assistants run no SQL", () => {
  let server: RunningServer;
  beforeAll(async () => {
    server = await startWith("off");
    await server.call("list_tables");
  }, 60_000);
  afterAll(() => server[Symbol.asyncDispose]());

  it("offers aggregate in the place of run_sql, in few tokens", async () => {
    const {tools} = await server.client.listTools();
    expect(tools.map(({name}) => name)).not.toContain("run_sql");
    const tool = tools.find(({name}) => name === "aggregate");
    expect(encode(JSON.stringify(tool)).length).toBeLessThanOrEqual(170);
    await expect(server.call("run_sql", {sql: "SELECT 1"})).rejects.toThrow(/There is no tool/);
  });

  it("computes measures by groups, and leaves out the small ones", async () => {
    const {structured, text} = await server.call("aggregate", {
      table: "people",
      measures: ["count(*)", "avg(salary)", "sum(salary) where id > 30 as late"],
      groups: ["town"],
      where: "salary > 1000",
      order: "town desc",
      limit: 2,
    });
    expect(structured.columns?.slice(0, 4), text).toEqual(["town", "count(*)", "avg(salary)", "late"]);
    expect(structured.rows?.map(([town, n]) => [town, n])).toEqual([
      ["Ulm", 20],
      ["Kiel", 19],
    ]);
    expect(structured.notes).toContain("1 group of fewer than 5 rows left out.");
    expect(structured.recipe).toEqual(expect.any(String));
  });

  it.each([
    [{measures: ["sum(salary)"], where: "id = 17"}, /at least 5 rows/],
    [{measures: ["max(salary)"]}, /single rows/],
    [{measures: ["sum(salary * 2)"]}, /formula/],
    [{measures: ["min(name)"]}, /single rows/],
    [{measures: ["mode(name)"]}, /single rows/],
    [{measures: ["list(name)"]}, /is no measure/],
    [{measures: ["sum(slary)"]}, /salary/],
    [{measures: ["sum(salary)"], groups: ["twon"]}, /town/],
    [{measures: ["count(*)"], order: "salary"}, /no column of the result/],
    [{measures: ["count(*)"], limit: 0}, /whole number/],
    [{measures: []}, /./],
  ])("aggregate refuses %j", async (input, words) => {
    const told = await server.call("aggregate", {table: "people", ...input});
    expect(told).toMatchObject({isError: input.measures.length > 0, text: expect.stringMatching(words)});
    tellsOfNobody(told);
  });

  it.each([
    {measures: ["sum(salary) where id = 17"]},
    {measures: ["max(salary) where name = 'Zora Quill'"]},
    {measures: ["sum(salary)"], groups: ["id"]},
    {measures: ["count(*)", "max(salary)"], groups: ["name"]},
  ])("aggregate tells of nobody: %j", async (input) => {
    tellsOfNobody(await server.call("aggregate", {table: "people", ...input}), "Zora Quill");
  });

  it.each(SINGLE_ROWS.slice(0, 12))("lets no SELECT stand for a table: %s", async (_tries, sql) => {
    for (const tool of ["run_statistics", "prepare_data"] as const) {
      const told = await server.call(tool, {
        method: tool === "prepare_data" ? "select" : "describe",
        table: sql,
      });
      expect(told.isError, told.text).toBe(true);
      tellsOfNobody(told, sql);
    }
    tellsOfNobody(await server.call("aggregate", {table: sql, measures: ["count(*)"]}), sql);
  });

  itTellsNoRows(() => server);
});

/** What holds in both. */
function itTellsNoRows(server: () => RunningServer): void {
  it("describes a table without values of persons", async () => {
    const told = await server().call("describe_table", {table: "people"});
    tellsOfNobody({
      ...told,
      text: JSON.stringify(told.structured.rows?.filter(([column]) => column !== "salary")),
    });
    const name = told.structured.rows?.find(([column]) => column === "name");
    expect(name).toContain("personal: not shown");
  });

  it.each([
    ["prepare_data", {method: "select", args: {columns: ["name", "salary"]}}],
    ["prepare_data", {method: "filter", args: {where: "id = 17"}}],
    ["prepare_data", {method: "sort", args: {by: ["salary desc"]}}],
    ["prepare_data", {method: "duplicates", args: {}}],
    ["prepare_data", {method: "sample", args: {rows: 3}}],
    ["train_model", {method: "anomalies", args: {}}],
    ["train_model", {method: "reduce", args: {}}],
    ["run_statistics", {method: "compare_groups", args: {column: "salary", group: "name"}}],
    [
      "run_statistics",
      {method: "figures", args: {figures: [{name: "m", figure: "mean", of: "salary"}], groups: ["name"]}},
    ],
    ["export_result", {format: "csv"}],
    ["make_chart", {kind: "scatter", x: "id", y: "salary"}],
    ["make_chart", {kind: "bar", x: "name", y: "salary"}],
  ])("shows no row by %s %j", async (tool, input) => {
    const told = await server().call(tool, {table: "people", ...input});
    tellsOfNobody(told);
  });

  it("keeps no table that could make one person many", async () => {
    const input = {table: "people", method: "filter", args: {where: "id = 17", save_as: "zora"}};
    const told = await server().call("prepare_data", input);
    expect(told).toMatchObject({isError: true, text: expect.stringMatching(/save_as/)});
  });

  it("joins no table for a method, which could make one person many", async () => {
    const joins = [{table: "people", on: "town = people.town"}];
    const input = {table: "towns", method: "describe", args: {columns: ["salary"], joins}};
    const told = await server().call("run_statistics", input);
    expect(told).toMatchObject({isError: true, text: expect.stringMatching(/joins/)});
  });

  it("prepares nothing, for it could neither be shown nor kept, and says so", async () => {
    const input = {table: "people", method: "filter", args: {where: "town = 'Ulm'"}};
    const told = await server().call("prepare_data", input);
    expect(told).toMatchObject({
      isError: true,
      text: expect.stringMatching(/prepare_data has nothing to tell/),
    });
    const explained = await server().call("prepare_data", {method: "filter"});
    expect(explained.isError, explained.text).toBe(false);
  });

  it("answers a question for a single row without it", async () => {
    tellsOfNobody(await server().call("ask", {question: "Which people have the highest salary? List them."}));
  });
}
