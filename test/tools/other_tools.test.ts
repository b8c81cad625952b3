import {beforeAll, describe, expect, test} from "vitest";
import {createRegistry} from "../../src/tools/registry.ts";
import {openTables, type Tables} from "./open_tables.ts";

const ORDERS = `id,state,city,amount
1,CA,Los Angeles,10
2,NY,New York City,20
3,California,San José,30
4,Texas,Huston,40
4,Texas,Huston,40
5,,New Haven,
`;

const of = (column: string) => ({column});

let tables: Tables;
beforeAll(async () => {
  tables = await openTables({orders: ORDERS}, {orders: {amount: {unit: "$"}, id: {role: "identifier"}}});
});

describe("find_values", () => {
  const find = async (text: string, more: object = {}) =>
    (await tables.rows("find_values", {table: "orders", text, ...more})).map((row) => [
      row[0],
      row[1],
      row[4],
    ]);

  test.each([
    [
      "CA",
      [
        ["state", "CA", "exact"],
        ["state", "California", "another name of the same place"],
      ],
    ],
    [
      "california",
      [
        ["state", "California", "other case or accents"],
        ["state", "CA", "another name of the same place"],
      ],
    ],
    ["san jose", [["city", "San José", "other case or accents"]]],
    ["Houston", [["city", "Huston", "typo"]]],
    [
      "new york",
      [
        ["state", "NY", "another name of the same place"],
        ["city", "New York City", "begins with it"],
      ],
    ],
    ["angeles", [["city", "Los Angeles", "a word begins with it"]]],
    ["'; DROP TABLE orders; --", []],
  ])("%s", async (text, found) => {
    expect(await find(text)).toEqual(found);
  });

  test("counts rows, best first; one column where it is named", async () => {
    expect(await tables.rows("find_values", {table: "orders", text: "Huston"})).toEqual([
      ["city", "Huston", 2, 1, "exact"],
    ]);
    expect(await find("new", {column: "state"})).toEqual([]);
    await expect(find("new", {column: "stat"})).rejects.toThrow(
      "No column 'stat' in orders; nearest: state.",
    );
  });
});

describe("prepare_data", () => {
  test("select: expressions, filters, an order by a column not shown, a limit", async () => {
    const input = {
      method: "select",
      table: "orders",
      columns: [{name: "double", of: {op: "*", left: of("amount"), right: {constant: 2}}}],
      where: {op: "is_not_null", of: of("amount")},
      order: [{by: "city", direction: "desc"}],
      limit: 2,
    };
    const artifact = await tables.run("prepare_data", input);
    expect(artifact.table.rows).toEqual([[60], [40]]);
    expect(artifact.units).toEqual({double: "$"});
    expect(artifact.provenance.notes).toContain("5 of 6 rows meet the conditions.");
  });

  test("select: different rows, in order", async () => {
    const input = {
      method: "select",
      table: "orders",
      columns: [{name: "state", of: of("state")}],
      distinct: true,
    };
    expect(await tables.rows("prepare_data", input)).toEqual([
      ["CA"],
      ["California"],
      ["NY"],
      ["Texas"],
      [null],
    ]);
  });

  test("duplicates: repeated rows with their counts", async () => {
    const artifact = await tables.run("prepare_data", {method: "duplicates", table: "orders"});
    expect(artifact.table.rows).toEqual([[4, "Texas", "Huston", 40, 2]]);
    const ids = {method: "duplicates", table: "orders", columns: [{name: "state", of: of("state")}]};
    expect(await tables.rows("prepare_data", ids)).toEqual([["Texas", 2]]);
  });
});

test("list_tables and describe_table", async () => {
  expect(await tables.rows("list_tables", {})).toEqual([["orders", 6, 4, "id, state, city, amount"]]);
  const described = await tables.rows("describe_table", {table: "ORDERS"});
  expect(described.map((row) => row.slice(0, 4))).toEqual([
    ["id", "integer", "identifier", null],
    ["state", "text", "geography", null],
    ["city", "text", "geography", null],
    ["amount", "integer", "measure", "$"],
  ]);
});

test("run_sql runs the SELECT that it is given", async () => {
  const artifact = await tables.run("run_sql", {sql: "SELECT count(*) AS rows FROM orders"});
  expect(artifact.table.rows).toEqual([[6]]);
  expect(artifact.provenance).toMatchObject({
    sql: ["SELECT count(*) AS rows FROM orders"],
    datasets: [{name: "orders"}],
  });
});

describe("make_chart", () => {
  const chart = async (spec: object) => {
    const byState = {name: "state", of: of("state")};
    const total = {name: "total", fn: "sum", of: of("amount")};
    const table = await tables.run("aggregate", {table: "orders", measures: [total], groups: [byState]});
    const registry = createRegistry();
    const input = registry.validateInput("make_chart", {
      spec: {title: "Sales", ...spec},
      from: {$step: "answer"},
    });
    return registry
      .get("make_chart")!
      .run(input, {...tables.context, artifacts: new Map([["answer", table]])});
  };

  test("its table is exactly the step's, its units too", async () => {
    const artifact = await chart({kind: "bar", x: "state", y: "total"});
    expect(artifact.kind).toBe("chart");
    expect(artifact.chart).toMatchObject({kind: "bar", yUnit: "$"});
    expect(artifact.table.rows).toHaveLength(5);
    expect(artifact.provenance.datasets).toEqual([
      {name: "orders", hash: expect.stringMatching(/^[0-9a-f]{64}$/)},
    ]);
  });

  test("columns must be there, and numbers where numbers are plotted", async () => {
    await expect(chart({kind: "bar", x: "stat", y: "total"})).rejects.toThrow(
      "no column 'stat'; nearest: state",
    );
    await expect(chart({kind: "bar", x: "total", y: "state"})).rejects.toMatchObject({code: "bad_chart"});
    await expect(chart({kind: "line", x: "state"})).rejects.toThrow("needs y");
  });

  test("bins bring their width along", async () => {
    const bins = await tables.run("run_statistics", {
      method: "histogram",
      table: "orders",
      column: {name: "amount", of: of("amount")},
      bins: 3,
    });
    const registry = createRegistry();
    const spec = {kind: "histogram", x: "amount", y: "count", title: "Amounts"};
    const input = registry.validateInput("make_chart", {spec, from: {$step: "s1"}});
    const artifact = await registry
      .get("make_chart")!
      .run(input, {...tables.context, artifacts: new Map([["s1", bins]])});
    expect(artifact.chart).toMatchObject({binWidth: 10, xUnit: "$"});
  });

  test("a step that did not run is told", async () => {
    const input = {spec: {kind: "bar", x: "a", y: "b", title: ""}, from: {$step: "s9"}};
    await expect(tables.run("make_chart", input)).rejects.toMatchObject({code: "bad_plan"});
  });
});
