import {expect, test} from "vitest";
import {openTables} from "../open_tables.ts";

const SALES = `day,shop,amount,note
2024-01-01,North,10,  a  b
2024-01-02,South,,x
2024-01-02,South,,x
2024-01-03,North,30,Ünï
`;

const {run, rows} = await openTables({
  sales: SALES,
  'we"ird': `"a ""b"" -- c",x\n1,"'); DROP TABLE data; --"\n2,y\n`,
  messy: `n,d\n"$1,234.50",31.12.2024\n(12),01.02.2024\nabc,32.01.2024\n50 %,\n`,
});

test("filter keeps the rows that meet a condition and stores them", async () => {
  const made = await run("prepare_data", {
    method: "filter",
    table: "sales",
    where: {op: "=", of: {column: "shop"}, value: "North"},
  });
  expect(made.table.rows.map((row) => row[2])).toEqual([10, 30]);
  expect(made.made?.version.rows).toBe(2);
  expect(made.receipt?.rows.slice(0, 2)).toEqual([
    ["rows before", null, 4, null],
    ["rows after", null, 2, null],
  ]);
});

test("a filter without a condition is refused", async () => {
  await expect(run("prepare_data", {method: "filter", table: "sales"})).rejects.toThrow(/needs a condition/);
});

test("sort puts missing values last and breaks ties by the other columns", async () => {
  const made = await rows("prepare_data", {
    method: "sort",
    table: "sales",
    order: [{by: "amount", direction: "desc"}],
  });
  expect(made.map((row) => row[2])).toEqual([30, 10, null, null]);
});

test("derive adds a column, or replaces the one of that name", async () => {
  const made = await run("prepare_data", {
    method: "derive",
    table: "sales",
    columns: [
      {name: "double", of: {op: "*", left: {column: "amount"}, right: {constant: 2}}},
      {name: "shop", of: {fn: "upper", of: {column: "shop"}}},
    ],
  });
  expect(made.table.columns.map(({name}) => name)).toEqual(["day", "shop", "amount", "note", "double"]);
  expect(made.table.rows[0]?.slice(1)).toEqual(["NORTH", 10, made.table.rows[0]![3], 20]);
  expect(made.provenance.notes).toContain("double: 4 cells computed (amount * 2; 2 are missing).");
});

test("rename refuses two columns of one name", async () => {
  const made = await run("prepare_data", {
    method: "rename",
    table: "sales",
    names: [{from: "Amount", to: "revenue"}],
  });
  expect(made.table.columns.map(({name}) => name)).toEqual(["day", "shop", "revenue", "note"]);
  await expect(
    run("prepare_data", {method: "rename", table: "sales", names: [{from: "amount", to: "Shop"}]}),
  ).rejects.toThrow(/Two columns would be called/);
});

test("cast reads numbers with signs and units, dates by a format, and counts what is lost", async () => {
  const made = await run("prepare_data", {
    method: "cast",
    table: "messy",
    columns: [
      {column: "n", to: "number"},
      {column: "d", to: "date", format: "%d.%m.%Y"},
    ],
  });
  expect(made.table.rows).toEqual([
    [1234.5, "2024-12-31"],
    [-12, "2024-02-01"],
    [null, null],
    [50, null],
  ]);
  expect(made.receipt?.rows).toContainEqual(["values did not fit and are missing", "n", 1, "abc -> missing"]);
  await expect(
    run("prepare_data", {
      method: "cast",
      table: "messy",
      columns: [{column: "n", to: "number"}],
      losses: "refuse",
    }),
  ).rejects.toThrow(/1 value of n is no number/);
});

test("clean_text changes only what it says, and says how often", async () => {
  const made = await run("prepare_data", {
    method: "clean_text",
    table: "sales",
    columns: ["note"],
    accents: true,
    case: "title",
  });
  expect(made.table.rows.map((row) => row[3])).toEqual(["A B", "X", "X", "Uni"]);
  expect(made.receipt?.rows.at(-1)?.slice(0, 3)).toEqual(["cells changed", "note", 4]);
});

test("deduplicate keeps the first or the last by an order, in the table's order", async () => {
  const all = await rows("prepare_data", {method: "deduplicate", table: "sales"});
  expect(all).toHaveLength(3);
  const last = await rows("prepare_data", {
    method: "deduplicate",
    table: "sales",
    columns: ["shop"],
    order: [{by: "day", direction: "asc"}],
    keep: "last",
  });
  expect(last.map((row) => [row[1], row[0]])).toEqual([
    ["South", "2024-01-02"],
    ["North", "2024-01-03"],
  ]);
});

test("hostile names and cells stay what they are", async () => {
  const made = await rows("prepare_data", {
    method: "sort",
    table: "we_ird",
    order: [{by: 'a "b" -- c', direction: "desc"}],
  });
  expect(made).toEqual([
    [2, "y"],
    [1, "'); DROP TABLE data; --"],
  ]);
});

test("the same preparation of the same version is the same version", async () => {
  const input = {method: "sort", table: "sales", order: [{by: "amount", direction: "asc"}]};
  const [one, two] = [await run("prepare_data", input), await run("prepare_data", input)];
  expect(two.made?.version.hash).toBe(one.made?.version.hash);
  expect(two.table.rows).toEqual(one.table.rows);
});
