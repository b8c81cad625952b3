import {execFileSync} from "node:child_process";
import {mkdtempSync, rmSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {afterAll, beforeAll, describe, expect, it} from "vitest";
import {everyNth} from "../../sweep.ts";
import {type RunningServer, startMcp} from "../running.ts";
import {ATTACKS, MEASURES, QUESTIONS} from "./attacks.ts";

const CLI = new URL("../../../src/cli.ts", import.meta.url).pathname;
const folder = mkdtempSync(join(tmpdir(), "tabletalk-attacks-"));
/** `size` is called like a count and opens every row; one row has a bonus, one is the chief, one has a dept of its own. */
const staff = Array.from({length: 60}, (_, at) => {
  const id = at + 1;
  return {
    id,
    name: `Person ${id}`,
    dept: id === 60 ? "Zeta" : "ABC"[id % 3]!,
    size: 500 + id,
    salary: 30_000 + 777 * id + (id % 2 === 0 ? 13 : 0),
    age: 20 + ((id * 7) % 40),
    hired: `${2010 + (id % 10)}-${String((id % 12) + 1).padStart(2, "0")}-11`,
    boss: (id % 9) + 1,
    chief: id === 60 ? 1 : 0,
    bonus: id === 33 ? 98_765 : "",
  };
});
const file = join(folder, "staff.csv");
writeFileSync(
  file,
  [Object.keys(staff[0]!), ...staff.map((one) => Object.values(one))].map((row) => row.join(",")).join("\n"),
);
const tiny = join(folder, "tiny.csv");
writeFileSync(tiny, ["dept,size", ...staff.slice(0, 30).map(({dept, age}) => `${dept},${age}`)].join("\n"));
afterAll(() => rmSync(folder, {recursive: true, force: true, maxRetries: 5}));

/** Salaries, the bonus and names that stand in a text. */
function toldOf(told: string): string[] {
  // Names that are drawn by chance hold any digits: "01a2035c49f2…52533a…" tells no salary.
  const text = told.replaceAll(/\b(?:recipe|conversation) [0-9a-f]{12,}\b/g, "");
  const numbers = new Set(
    text
      .replaceAll(/(?<=\d),(?=\d{3}(?!\d))/g, " ")
      .match(/\d+(?:\.\d+)?/g)
      ?.map(Number),
  );
  const plain = new Set(
    text
      .replaceAll(/(?<=\d),(?=\d{3}(?!\d))/g, "")
      .match(/\d+(?:\.\d+)?/g)
      ?.map(Number),
  );
  const has = (value: number) => numbers.has(value) || plain.has(value);
  return [
    ...staff.flatMap(({salary, name}) => [
      ...(has(salary) ? [`${salary}`] : []),
      ...(new RegExp(`${name}(?!\\d)`).test(text) ? [name] : []),
    ]),
    ...(has(98_765) ? ["98765"] : []),
    ...(/Zeta/.test(text) ? ["Zeta"] : []),
  ];
}

describe.each(["aggregates", "off"] as const)("attacks where the workspace's policy is %s", (policy) => {
  let server: RunningServer;
  beforeAll(async () => {
    const home = join(folder, policy);
    execFileSync(process.execPath, [CLI, "mcp-policy", policy, "--home", home]);
    server = await startMcp({files: [file], home});
    await server.call("list_tables");
  }, 60_000);
  afterAll(() => server[Symbol.asyncDispose]());

  it.each(everyNth(ATTACKS, 2, policy === "off" ? 1 : 0))("%s", async (_tries, tool, input) => {
    const {text, isError} = await server.call(tool, input);
    expect(toldOf(text), text).toEqual([]);
    if (isError) expect(text.length).toBeGreaterThan(40);
  });

  it.each(QUESTIONS)("ask: %s", async (question) => {
    const {text, content} = await server.call("ask", {question});
    expect(toldOf(text), text).toEqual([]);
    expect(content.length === 1 || /dept/.test(question), text).toBe(true);
  });

  it("describes a column of one value without it", async () => {
    const {structured, text} = await server.call("describe_table", {table: "staff"});
    expect(toldOf(text), text).toEqual([]);
    const bonus = structured.rows?.find(([column]) => column === "bonus") ?? [];
    const at = (name: string) => structured.columns?.indexOf(name) ?? -1;
    for (const name of ["min", "max", "mean", "median", "q25", "most frequent"])
      expect(bonus[at(name)] ?? null, name).toBeNull();
    const age = structured.rows?.find(([column]) => column === "age") ?? [];
    expect(age[at("mean")] ?? age[at("median")]).toEqual(expect.any(Number));
  });

  it("refuses what is not on the list, and says what is", async () => {
    for (const [tool, method] of [
      ["run_statistics", "insights"],
      ["prepare_data", "sort"],
      ["train_model", "anomalies"],
    ] as const) {
      const told = await server.call(tool, {method, table: "staff", args: {by: "salary"}});
      expect(told).toMatchObject({
        isError: true,
        text: expect.stringMatching(/describe, figures, histogram/),
      });
    }
  });

  it.each([
    ["describe", {columns: ["salary", "age"], groups: ["dept"]}],
    ["describe", {}],
    [
      "figures",
      {
        figures: [
          {figure: "mean", of: "salary"},
          {figure: "quantile", q: 0.25, of: "age"},
        ],
      },
    ],
    ["figures", {figures: ["sum(salary)", "count(*)"], groups: ["boss"], order: "sum of salary desc"}],
    ["histogram", {column: "age", bins: 4}],
    ["confidence_interval", {column: "salary"}],
    ["group_test", {column: "salary", group: "dept", where: "dept <> 'Zeta'"}],
    ["compare_groups", {column: "age", group: "dept", where: "id < 60"}],
    ["equal_variances", {column: "age", group: "dept", where: "id < 60"}],
    ["normality", {column: "salary"}],
    ["correlation", {columns: ["salary", "age"]}],
    ["linear_regression", {outcome: "salary", predictors: ["age"]}],
    ["contingency", {rows: "dept", columns: "boss", where: "id < 60 and boss in (1, 2, 3)"}],
  ])("still computes %s %j", async (method, args) => {
    const {structured, isError, text} = await server.call("run_statistics", {method, table: "staff", args});
    expect(isError, text).toBe(false);
    expect(structured.rows?.length, text).toBeGreaterThan(0);
    expect(
      structured.rows?.flat().some((cell) => typeof cell === "number"),
      text,
    ).toBe(true);
    expect(text).not.toMatch(/values behind|rows_counted|Zeta/);
  });

  it("tells of figures by group as they are", async () => {
    const {structured, text} = await server.call("run_statistics", {
      method: "figures",
      table: "staff",
      args: {
        figures: [
          {name: "mean", figure: "mean", of: "salary"},
          {name: "rows", figure: "rows"},
        ],
        groups: ["dept"],
      },
    });
    const mean = (dept: string) => {
      const own = staff.filter((one) => one.dept === dept);
      return own.reduce((sum, {salary}) => sum + salary, 0) / own.length;
    };
    expect(structured.columns).toEqual(["dept", "mean", "rows"]);
    expect(
      structured.rows?.map(([dept, value, n]) => [dept, Math.round(Number(value)), n]),
      text,
    ).toEqual([
      ["A", Math.round(mean("A")), 19],
      ["B", Math.round(mean("B")), 20],
      ["C", Math.round(mean("C")), 20],
    ]);
    expect(text).toMatch(/1 of fewer than 5 rows left out/);
  });

  it("draws a chart of groups that are large enough, whatever a column is called", async () => {
    for (const input of [
      {kind: "box", x: "size", y: "salary"},
      {kind: "bar", x: "size"},
      {kind: "histogram", x: "salary"},
    ]) {
      const {text} = await server.call("make_chart", {table: "staff", ...input});
      expect(toldOf(text), text).toEqual([]);
    }
  });

  it("draws boxes of enough values, without whiskers, which are single rows", async () => {
    const told = await server.call("make_chart", {table: "staff", kind: "box", x: "chief", y: "salary"});
    expect(told.isError, told.text).toBe(false);
    expect(told.text).toMatch(/1 of too few values/);
    const link = told.content.find(({type}) => type === "resource_link");
    const {contents} = await server.client.readResource({uri: String(link?.uri)});
    const [{text = ""} = {}] = contents as {text?: string}[];
    const [box] = (JSON.parse(text) as {data: Record<string, number[]>[]}).data;
    expect([box?.lowerfence, box?.upperfence]).toEqual([box?.q1, box?.q3]);
    // The middle of an odd number of rows stands in one of them.
    expect(toldOf(text.replace(/"median":\[\d+\]/, ""))).toEqual([]);
  });

  it("names the table where two readings sound the same", async () => {
    const home = join(folder, `${policy}-two`);
    execFileSync(process.execPath, [CLI, "mcp-policy", policy, "--home", home]);
    await using two = await startMcp({files: [file, tiny], home});
    const {text} = await two.call("ask", {question: "sum of size by dept"});
    const lines = text.split("\n").filter((line) => /^ +\d\. /.test(line));
    expect(lines.length, text).toBeGreaterThan(1);
    expect(new Set(lines.map((line) => line.replace(/^ +\d\. /, ""))).size, text).toBe(lines.length);
  }, 60_000);

  if (policy === "off") {
    it.each(MEASURES)("aggregate tells of nobody: %j", async (input) => {
      const told = await server.call("aggregate", {table: "staff", ...input});
      expect(toldOf(told.text), told.text).toEqual([]);
      const all = staff.reduce((sum, {salary}) => sum + salary, 0);
      if (/<>/.test(JSON.stringify(input))) expect(told.text).not.toContain(String(all - staff[59]!.salary));
    });

    it("aggregate still computes", async () => {
      const {structured, text} = await server.call("aggregate", {
        table: "staff",
        measures: ["avg(salary)", "median(age)", "count(*) where age > 40 as old", "sum(boss)"],
        groups: ["dept"],
        order: "dept",
      });
      expect(structured.columns, text).toEqual([
        "dept",
        "avg(salary)",
        "median(age)",
        "old",
        "sum(boss)",
        "n",
      ]);
      expect(structured.rows?.map(([dept]) => dept)).toEqual(["A", "B", "C"]);
      expect(
        structured.rows?.flat().every((cell) => cell !== null),
        text,
      ).toBe(true);
    });
  }
});
