import {expect, test} from "vitest";
import {openTables} from "../open_tables.ts";

const {run, rows} = await openTables({
  orders:
    "id,customer,day,amount\n1,A,2024-01-01,10\n2,B,2024-01-15,20\n3,C,2024-03-02,30\n4,A,2024-03-05,5\n",
  customers: "customer,city,amount\nA,Oslo,1\nB,Rome,2\nD,Bonn,3\n",
  twice: "customer,tag\nA,x\nA,y\n",
  more: "id,amount,colour\n5,1.5,red\n",
  texts: 'code,full\nAB-12,Ann Lee\nC-7,Bo van Dam\nnone,"x\'); DROP TABLE t; --"\n',
});
const names = (made: {table: {columns: {name: string}[]}}): string[] =>
  made.table.columns.map(({name}) => name);

test("a join says what matched and what is left over on both sides", async () => {
  const join = {
    method: "join",
    table: "orders",
    with: {table: "customers"},
    on: [{left: "customer", right: "customer"}],
  };
  const left = await run("prepare_data", join);
  expect(names(left)).toEqual(["id", "customer", "day", "amount", "city", "amount_customers"]);
  expect(left.table.rows.map((row) => [row[0], row[4]])).toEqual([
    [1, "Oslo"],
    [2, "Rome"],
    [3, null],
    [4, "Oslo"],
  ]);
  expect(left.receipt?.rows.slice(2)).toEqual([
    ["rows of orders matched", null, 3, null],
    ["rows of orders without a match", null, 1, "kept, with missing values"],
    ["rows of customers matched", null, 2, null],
    ["rows of customers without a match", null, 1, "left out"],
  ]);
  const full = await rows("prepare_data", {...join, kind: "full"});
  expect(full.map((row) => row[1])).toEqual(["A", "B", "C", "A", "D"]);
  expect(await rows("prepare_data", {...join, kind: "inner"})).toHaveLength(3);
});

test("a join that multiplies rows is refused unless asked for", async () => {
  const join = {
    method: "join",
    table: "orders",
    with: {table: "twice"},
    on: [{left: "customer", right: "customer"}],
  };
  await expect(run("prepare_data", join)).rejects.toThrow(
    /would multiply rows: 2 rows of orders have 4 matches/,
  );
  expect(await rows("prepare_data", {...join, multiply: true})).toHaveLength(6);
});

test("union matches columns by name and says how the tables differ", async () => {
  const made = await run("prepare_data", {method: "union", table: "orders", tables: ["more"], origin: true});
  expect(names(made)).toEqual(["id", "customer", "day", "amount", "colour", "origin"]);
  expect(made.table.rows.at(-1)).toEqual([5, null, null, 1.5, "red", "more"]);
  expect(made.receipt?.rows).toContainEqual(["types became one", "amount", 2, "integer, number: number"]);
});

test("pivot and unpivot turn a table and back", async () => {
  const wide = await run("prepare_data", {
    method: "pivot",
    table: "orders",
    rows: ["customer"],
    columns: "id",
    values: "amount",
  });
  expect(names(wide)).toEqual(["customer", "1", "2", "3", "4"]);
  expect(wide.table.rows[0]).toEqual(["A", 10, null, null, 5]);
  const long = await rows("prepare_data", {
    method: "unpivot",
    table: "customers",
    columns: ["city", "amount"],
  });
  expect(long.slice(0, 2)).toEqual([
    ["A", "city", "Oslo"],
    ["A", "amount", "1"],
  ]);
});

test("group makes a row of each group", async () => {
  const made = await rows("prepare_data", {
    method: "group",
    table: "orders",
    groups: [{name: "customer", of: {column: "customer"}}],
    measures: [{name: "total", fn: "sum", of: {column: "amount"}}],
  });
  expect(made).toEqual([
    ["A", 15],
    ["B", 20],
    ["C", 30],
  ]);
});

test("windows go along an order within groups", async () => {
  const made = await run("prepare_data", {
    method: "window",
    table: "orders",
    by: ["customer"],
    order: [{by: "day", direction: "asc"}],
    columns: [
      {name: "before", fn: "lag", of: "amount"},
      {name: "running", fn: "running_sum", of: "amount"},
      {name: "part", fn: "share", of: "amount"},
      {name: "place", fn: "rank", order: [{by: "amount", direction: "desc"}]},
    ],
  });
  expect(made.table.rows.map((row) => row.slice(4))).toEqual([
    [null, 10, 10 / 15, 1],
    [null, 20, 1, 1],
    [null, 30, 1, 1],
    [10, 15, 5 / 15, 2],
  ]);
  await expect(
    run("prepare_data", {method: "window", table: "orders", columns: [{name: "r", fn: "rank"}]}),
  ).rejects.toThrow(/has no order/);
});

test("resampled periods have no gaps unless they are left", async () => {
  const resample = {
    method: "resample",
    table: "orders",
    column: "day",
    unit: "month",
    measures: [{name: "total", fn: "sum", of: {column: "amount"}}],
  };
  const filled = (gaps: string) => rows("prepare_data", {...resample, gaps});
  const [first, last] = [
    ["2024-01-01", 30],
    ["2024-03-01", 35],
  ];
  expect(await filled("missing")).toEqual([first, ["2024-02-01", null], last]);
  expect(await filled("zero")).toEqual([first, ["2024-02-01", 0], last]);
  expect(await filled("forward")).toEqual([first, ["2024-02-01", 30], last]);
  expect(await filled("leave")).toEqual([first, last]);
  expect(await rows("prepare_data", {...resample, by: ["customer"], gaps: "zero"})).toEqual([
    ["A", "2024-01-01", 10],
    ["A", "2024-02-01", 0],
    ["A", "2024-03-01", 5],
    ["B", "2024-01-01", 20],
    ["C", "2024-03-01", 30],
  ]);
  await expect(run("prepare_data", {...resample, column: "amount"})).rejects.toThrow(/not a date/);
});

test("a sample is the same rows each time, another with another seed", async () => {
  const sample = {method: "sample", table: "orders", rows: 2};
  const one = await rows("prepare_data", sample);
  expect(one).toHaveLength(2);
  expect(await rows("prepare_data", sample)).toEqual(one);
  const seeds = await Promise.all([1, 2, 3, 4, 5].map((seed) => rows("prepare_data", {...sample, seed})));
  expect(new Set(seeds.map((found) => JSON.stringify(found))).size).toBeGreaterThan(1);
  const half = await rows("prepare_data", {method: "sample", table: "orders", share: 0.5, by: ["customer"]});
  expect(half.filter((row) => row[1] === "A")).toHaveLength(1);
  await expect(run("prepare_data", {method: "sample", table: "orders"})).rejects.toThrow(
    /number of rows or a share/,
  );
});

test("dates come apart, and only dates", async () => {
  const made = await run("prepare_data", {
    method: "date_parts",
    table: "orders",
    column: "day",
    parts: ["year", "weekday", "is_weekend"],
  });
  expect(made.table.rows[0]?.slice(4)).toEqual([2024, 1, false]);
  await expect(run("prepare_data", {method: "date_parts", table: "orders", column: "id"})).rejects.toThrow(
    /not a date/,
  );
});

test("text is split at a separator and found by a pattern", async () => {
  const split = await rows("prepare_data", {
    method: "split_column",
    table: "texts",
    column: "full",
    separator: " ",
    into: ["first", "last"],
  });
  expect(split.slice(0, 2).map((row) => row.slice(2))).toEqual([
    ["Ann", "Lee"],
    ["Bo", "van Dam"],
  ]);
  const found = await rows("prepare_data", {
    method: "extract",
    table: "texts",
    column: "code",
    pattern: "^([A-Z]+)-(\\d+)$",
    into: ["letters", "digits"],
  });
  expect(found.map((row) => row.slice(2))).toEqual([
    ["AB", "12"],
    ["C", "7"],
    [null, null],
  ]);
  const extract = {method: "extract", table: "texts", column: "code", into: ["x"]};
  await expect(run("prepare_data", {...extract, pattern: "("})).rejects.toThrow(/cannot be used/);
  await expect(run("prepare_data", {...extract, pattern: "(?=a)"})).rejects.toThrow(/cannot be used/);
});
