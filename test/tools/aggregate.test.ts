import {beforeAll, describe, expect, test} from "vitest";
import type {Artifact} from "../../src/tools/tool.ts";
import {byMonth, byRegion, of, openFewOrders, total} from "./few_orders.ts";
import {openTables, type Tables} from "./open_tables.ts";

let tables: Tables;
const aggregate = (input: Record<string, unknown>) => tables.rows("aggregate", {table: "orders", ...input});

beforeAll(async () => {
  tables = await openFewOrders();
});

describe("measures", () => {
  test("each function over the whole table, missing values passed over", async () => {
    const measures = [
      {name: "rows", fn: "count"},
      {name: "amounts", fn: "count", of: of("amount")},
      {name: "regions", fn: "count_distinct", of: of("region")},
      total,
      {name: "mean", fn: "avg", of: of("amount")},
      {name: "median", fn: "median", of: of("amount")},
      {name: "lowest", fn: "min", of: of("amount")},
      {name: "highest", fn: "max", of: of("amount")},
      {name: "q25", fn: "quantile", q: 0.25, of: of("amount")},
      {name: "missing", fn: "null_count", of: of("amount")},
      {name: "missing share", fn: "null_share", of: of("amount")},
    ];
    expect(await aggregate({measures})).toEqual([[5, 4, 3, 75.5, 18.875, 15.25, 5, 40, 9.125, 1, 0.2]]);
  });

  test("spread is the sample's", async () => {
    const [row] = await aggregate({measures: [{name: "variance", fn: "variance", of: of("price")}]});
    expect(row![0]).toBeCloseTo(3.7, 12); // 5 0 2 3 1: squares of deviations from 2.2 add to 14.8
  });

  test("a measure's own rows, and a rate over another measure", async () => {
    const north = {op: "=", of: of("region"), value: "North"};
    const measures = [
      {name: "north", fn: "sum", of: of("amount"), where: north},
      {name: "each", fn: "sum", of: of("amount"), over: {fn: "count", of: of("amount")}},
      {
        name: "none",
        fn: "sum",
        of: of("amount"),
        over: {fn: "count", where: {op: "=", of: of("region"), value: "-"}},
      },
    ];
    expect(await aggregate({measures})).toEqual([[10.5, 18.875, null, 5]]);
  });

  test("nothing to count is 0, nothing to add is missing", async () => {
    const where = {op: "=", of: of("region"), value: "Nowhere"};
    expect(await aggregate({measures: [total, {name: "rows", fn: "count"}], where})).toEqual([[null, 0]]);
    expect(await aggregate({measures: [total], groups: [byRegion], where})).toEqual([]);
  });

  test("arithmetic in each row; division by zero is missing", async () => {
    const ratio = {op: "/", left: of("amount"), right: of("price")};
    expect(await aggregate({measures: [{name: "ratios", fn: "count", of: ratio}]})).toEqual([[3, 5]]);
    const paid = {op: "*", left: of("price"), right: {constant: 2}};
    expect(await aggregate({measures: [{name: "most", fn: "max", of: paid}]})).toEqual([[10, 5]]);
  });

  test("decimals add up to the cent", async () => {
    const cents = await openTables(
      {money: "amount\n0.1\n0.2\n0.3\n"},
      {money: {amount: {additivity: "additive"}}},
    );
    const input = {table: "money", measures: [{name: "sum", fn: "sum", of: of("amount")}]};
    expect((await cents.rows("aggregate", input))[0]![0]).toBeCloseTo(0.6, 14);
  });
});

describe("groups", () => {
  test("a row of its own for a missing group, unless it is left out", async () => {
    expect(await aggregate({measures: [total], groups: [byRegion]})).toEqual([
      ["East", 5, 1],
      ["North", 10.5, 2],
      ["South", 20, 1],
      [null, 40, 1],
    ]);
    const present = await aggregate({measures: [total], groups: [byRegion], includeMissing: false});
    expect(present.map(([region]) => region)).toEqual(["East", "North", "South"]);
  });

  test("periods are named by their first day, parts by their number", async () => {
    const counts = (group: object) => aggregate({measures: [{name: "rows", fn: "count"}], groups: [group]});
    expect(await counts(byMonth)).toEqual([
      ["2024-01-01", 2],
      ["2024-02-01", 2],
      ["2024-04-01", 1],
    ]);
    expect((await counts({name: "week", of: of("day"), unit: "week"}))[0]).toEqual(["2024-01-01", 1]);
    expect(await counts({name: "weekday", of: of("day"), part: "weekday"})).toEqual([
      [1, 1],
      [5, 1],
      [6, 3],
    ]);
  });

  test("bins of equal widths, of a width, and between edges", async () => {
    const counts = (group: object) =>
      aggregate({groups: [{name: "bin", of: of("amount"), ...group}], includeMissing: false});
    expect(await counts({bins: 7})).toEqual(
      [
        [5, 1],
        [10, 1],
        [20, 1],
        [35, 1],
      ].map(([low, n]) => [low, n]),
    );
    expect(await counts({width: 10})).toEqual([
      [0, 1],
      [10, 1],
      [20, 1],
      [40, 1],
    ]);
    expect(await counts({edges: [10, 20, 100]})).toEqual([
      ["under 10", 1],
      ["10 to 20", 1],
      ["20 to 100", 2],
    ]);
  });

  test("a value on the edge of a narrow bin falls into it", async () => {
    const narrow = await openTables({t: "x\n0.3\n0.6\n0.7\n"});
    const input = {table: "t", groups: [{name: "bin", of: of("x"), width: 0.1}]};
    expect(await narrow.rows("aggregate", input)).toEqual([
      [0.3, 1],
      [0.6, 1],
      [0.7, 1],
    ]);
  });
});

describe("joins", () => {
  const customers = {table: "customers", on: [{left: "customer", right: "id"}]};

  test("unmatched rows are kept by a left join, dropped by an inner one, and counted in the notes", async () => {
    const tier = {name: "tier", of: of("tier")};
    const left = await tables.run("aggregate", {
      table: "orders",
      joins: [customers],
      measures: [total],
      groups: [tier],
    });
    expect(left.table.rows).toEqual([
      ["gold", 50.5, 3],
      ["silver", 20, 1],
      [null, 5, 1],
    ]);
    expect(left.provenance.notes[0]).toBe(
      "4 of 5 rows of orders have a match in customers; the other 1 are kept, with missing values.",
    );
    expect(left.provenance.datasets.map((dataset) => dataset.name)).toEqual(["orders", "customers"]);
    const inner = [{...customers, kind: "inner"}];
    expect(await aggregate({joins: inner, measures: [total], groups: [tier]})).toEqual([
      ["gold", 50.5, 3],
      ["silver", 20, 1],
    ]);
  });

  test("a join that multiplies rows is refused, unless repeats cannot change the result", async () => {
    const joins = [{table: "lines", on: [{left: "customer", right: "customer"}]}];
    await expect(aggregate({joins, measures: [total]})).rejects.toThrow("would multiply rows");
    const customers = {name: "customers", fn: "count_distinct", of: {column: "customer", table: "orders"}};
    expect(await aggregate({joins, measures: [customers]})).toEqual([[4]]);
  });
});

describe("what does not add up", () => {
  const refused = (measure: object) =>
    expect(aggregate({measures: [measure]})).rejects.toMatchObject({code: "refused"});

  test("identifiers, rates and prices are not summed", async () => {
    await refused({name: "ids", fn: "sum", of: of("id")});
    await refused({name: "prices", fn: "sum", of: of("price")});
    await refused({name: "doubled", fn: "sum", of: {op: "*", left: of("price"), right: {constant: 2}}});
    const paid = {op: "*", left: of("price"), right: of("amount")};
    expect(await aggregate({measures: [{name: "paid", fn: "sum", of: paid}]})).toEqual([[177.5, 5]]);
  });

  test("a balance is summed over one date only", async () => {
    const units = {name: "units", fn: "sum", of: of("units")};
    const stock = {table: "stock", measures: [units]};
    await expect(tables.run("aggregate", stock)).rejects.toMatchObject({code: "refused"});
    const day = {name: "day", of: of("day")};
    expect(await tables.rows("aggregate", {...stock, groups: [day]})).toEqual([
      ["2024-01-01", 30, 2],
      ["2024-01-02", 11, 1],
    ]);
    const where = {op: "=", of: of("day"), value: "2024-01-01"};
    expect(await tables.rows("aggregate", {...stock, where})).toEqual([[30, 2]]);
  });
});

describe("names", () => {
  test("wrong names are told with the nearest right ones", async () => {
    await expect(aggregate({groups: [{name: "r", of: of("regoin")}]})).rejects.toThrow(
      "No column 'regoin' in orders; nearest: region.",
    );
    await expect(aggregate({table: "ordres"})).rejects.toThrow("No table 'ordres'; nearest: orders.");
    await expect(aggregate({measures: [total], order: [{by: "totl", direction: "asc"}]})).rejects.toThrow(
      "nearest: total",
    );
    await expect(aggregate({measures: [total, {...total, name: "Total"}]})).rejects.toMatchObject({
      code: "bad_plan",
    });
  });

  test("quotes, newlines, stars and the names of our own steps in identifiers", async () => {
    const name = "hostile";
    const hostile = await openTables({
      [name]: `"*","a""b",grouped\n1,x'y,2\n3,x'y,4\n`,
      grouped: "v\n1\n2\n",
    });
    const input = {
      table: name,
      measures: [
        {name: "*", fn: "sum", of: of("*")},
        {name: 'x"; DROP TABLE x', fn: "max", of: of("grouped")},
      ],
      groups: [{name: '"q"', of: of('a"b')}],
      windows: [{name: "it's", of: "*", fn: "share"}],
      where: {op: "=", of: of('a"b'), value: "x'y"},
    };
    const artifact = await hostile.run("aggregate", input);
    expect(artifact.table.columns.map((column) => column.name)).toEqual([
      '"q"',
      "*",
      'x"; DROP TABLE x',
      "it's",
      "n",
    ]);
    expect(artifact.table.rows).toEqual([["x'y", 4, 4, 1, 2]]);
    const own = {
      table: "grouped",
      measures: [{name: "v", fn: "sum", of: of("v")}],
      having: [{by: "v", op: ">", value: 0}],
    };
    expect(await hostile.rows("aggregate", own)).toEqual([[3, 2]]);
  });
});

test("an artifact tells how it came about", async () => {
  const where = {op: "is_not_null", of: of("region")};
  const input = {table: "orders", measures: [total], groups: [byRegion], where};
  const artifact: Artifact = await tables.run("aggregate", input);
  expect(artifact.units).toEqual({total: "$"});
  expect(artifact.provenance.datasets).toEqual([
    {name: "orders", hash: expect.stringMatching(/^[0-9a-f]{64}$/)},
  ]);
  expect(artifact.provenance.notes).toContain("4 of 5 rows meet the conditions.");
  expect(artifact.provenance.notes).toContain("sum of amount passes over 1 row where amount is missing.");
  const again = await tables.context.session.query(artifact.provenance.sql.at(-1)!);
  expect(again.rows).toEqual(artifact.table.rows);
});
