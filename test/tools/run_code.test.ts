import {beforeAll, describe, expect, test} from "vitest";
import {openTables, type Tables} from "./open_tables.ts";

const ORDERS = `day,shop,amount,paid
2024-01-01,North,10,true
2024-01-02,South,20,false
2024-01-03,North,,true
2024-01-04,South,40,true
`;

let tables: Tables;
beforeAll(async () => {
  tables = await openTables({orders: ORDERS});
});
const run = (code: string, columns?: string[]) =>
  tables.run("run_code", {code, tables: [{table: "orders", ...(columns && {columns})}]});
const failure = (code: string) =>
  run(code).then(
    () => "no error",
    (error: {code: string; message: string}) => `${error.code}: ${error.message}`,
  );

describe("what code returns", () => {
  test("a list of objects is a table", async () => {
    const {table} = await run(`
      const best = new Map();
      for (const {shop, amount} of rows("orders")) best.set(shop, Math.max(best.get(shop) ?? 0, amount ?? 0));
      return [...best].map(([shop, most]) => ({shop, most}));`);
    expect(table).toEqual({
      columns: [
        {name: "shop", type: "text"},
        {name: "most", type: "integer"},
      ],
      rows: [
        ["North", 10],
        ["South", 40],
      ],
    });
  });

  test("an object is a row, of lists it is columns, a value is a cell, missing stays missing", async () => {
    expect((await run("return {n: tables.orders.amount.length, mean: 70 / 3}")).table.rows).toEqual([
      [4, 70 / 3],
    ]);
    expect((await run("return {a: [1, 2], b: ['x', null]}")).table.rows).toEqual([
      [1, "x"],
      [2, null],
    ]);
    expect((await run("return tables.orders.amount")).table.rows).toEqual([[10], [20], [null], [40]]);
    expect((await run("return 0 / 0")).table.rows).toEqual([[null]]);
  });

  test("columns come as they are typed", async () => {
    const {table} = await run(
      "const {day, shop, amount, paid} = tables.orders; return [{day: day[0], shop: shop[0], amount: amount[0], paid: paid[0]}]",
    );
    expect(table.columns.map(({type}) => type)).toEqual(["date", "text", "integer", "boolean"]);
    expect(table.rows).toEqual([["2024-01-01", "North", 10, true]]);
  });

  test("the same twice: the clock stands still, chance has a seed", async () => {
    const code =
      "return [Math.random(), Date.now(), new Date().toISOString(), new Date(2020, 0, 1).getFullYear()].map(String)";
    const [first, second] = [await run(code), await run(code)];
    expect(first.table).toEqual(second.table);
    expect(first.table.rows.slice(1)).toEqual([
      [String(Date.parse("2024-06-15T00:00:00Z"))],
      ["2024-06-15T00:00:00.000Z"],
      ["2020"],
    ]);
  });

  test("says what it printed and what it read", async () => {
    const {provenance} = await run("print('seen', {a: 1}); return 1", ["amount"]);
    expect(provenance.notes).toEqual(["Computed by code over 4 rows of orders.", 'Printed: seen {"a":1}']);
    expect(provenance.sql).toEqual(['SELECT "amount" FROM "orders"']);
  });
});

describe("code that breaks says where", () => {
  test.each([
    ["const a = 1;\nreturn b;", "bad_plan: The code broke (line 2): ReferenceError: 'b' is not defined"],
    [
      "return tables.sales",
      "bad_plan: The code broke (line 1): ReferenceError: there is no table sales; there are: orders",
    ],
    ["return (", "bad_plan: The code broke"],
    ["1 + 1", "bad_plan: The code broke: The code returned nothing."],
    ["return Promise.resolve(1)", "bad_plan: The code broke: The code returned a promise"],
    ["return [[1, 2]]", "bad_plan: The code returned a list of lists."],
    ["return [{a: {b: 1}}]", 'bad_plan: The value "a" of a row is a list or an object.'],
    ["return []", "bad_plan: The code returned a table without columns."],
    ["throw new Error('x'.repeat(10000))", "bad_plan: The code broke (line 1): Error: xxx"],
  ])("%s", async (code, said) => {
    expect(await failure(code)).toContain(said);
  });

  test("an unknown column is named with the nearest", async () => {
    await expect(run("return 1", ["amont"])).rejects.toMatchObject({
      code: "unknown_column",
      next: "Use one of: amount.",
    });
  });
});

describe("code reaches nothing", () => {
  test.each([
    "process",
    "require",
    "fetch",
    "XMLHttpRequest",
    "WebSocket",
    "Deno",
    "Bun",
    "std",
    "os",
    "importScripts",
    "setTimeout",
    "WebAssembly",
    "__tables",
    "__answer",
  ])("no %s", async (name) => {
    expect((await run(`return typeof ${name}`)).table.rows).toEqual([["undefined"]]);
  });

  test("no module is imported, no constructor leads outside", async () => {
    expect(await failure("return import('node:fs')")).toContain("bad_plan");
    expect((await run("return typeof (() => {}).constructor('return this')().process")).table.rows).toEqual([
      ["undefined"],
    ]);
    expect(
      (await run("return typeof print.constructor.constructor('return this')().process")).table.rows,
    ).toEqual([["undefined"]]);
  });

  test("an endless loop, an endless recursion and too much memory end, and the next code runs", async () => {
    const hurried = {...tables.context, limits: {timeMs: 500, rows: 100}};
    const {runCodeTool} = await import("../../src/tools/run_code.ts");
    const input = (code: string) => runCodeTool.input.parse({code, tables: [{table: "orders"}]});
    await expect(runCodeTool.run(input("for (;;);"), hurried)).rejects.toMatchObject({code: "time_limit"});
    expect(await failure("const f = () => f(); return f()")).toContain("bad_plan: The code broke");
    expect(await failure("const all = []; for (;;) all.push('x'.repeat(1e6) + all.length)")).toContain(
      "memory_limit",
    );
    expect(await failure("return 'x'.repeat(5e6)")).toContain("characters as JSON");
    expect((await run("return 7")).table.rows).toEqual([[7]]);
  });

  test("a turn that is stopped stops it", async () => {
    const {runCodeTool} = await import("../../src/tools/run_code.ts");
    const stop = new AbortController();
    const running = runCodeTool.run(
      runCodeTool.input.parse({code: "for (;;);", tables: [{table: "orders"}]}),
      {...tables.context, signal: stop.signal},
    );
    setTimeout(() => stop.abort(), 200);
    await expect(running).rejects.toMatchObject({code: "aborted"});
  });
});
