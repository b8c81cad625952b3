import {join} from "node:path";
import {DuckDBInstance} from "@duckdb/node-api";
import {write} from "hucre";
import {expect, test} from "vitest";
import {workplace} from "./workplace.ts";

const {engine, file, folder, imported} = workplace();

test("JSON: an array of objects, one object a line, and what is nested by dotted names", async () => {
  const rows = [
    {a: 1, b: "x", c: {d: 1}, when: "2024-01-31"},
    {a: 2, b: null, c: {d: 2}, when: "2024-02-01"},
  ];
  for (const [name, text] of [
    ["list.json", JSON.stringify(rows)],
    ["lines.ndjson", rows.map((row) => JSON.stringify(row)).join("\n")],
  ] as const) {
    const dataset = await imported(name, text);
    expect(dataset.version.columns).toEqual([
      {name: "a", type: "integer"},
      {name: "b", type: "text"},
      {name: "c.d", type: "integer"},
      {name: "when", type: "date"},
    ]);
    expect(dataset.version.receipt.entries.map((entry) => entry.kind)).toContain("nested");
  }
});

test("Parquet keeps its types; NaN and infinities become missing and are counted", async () => {
  const path = join(folder, "typed.parquet");
  const connection = await (await DuckDBInstance.create(":memory:")).connect();
  await connection.run(
    `COPY (SELECT * FROM (VALUES (1, DATE '2024-01-31', 1.5::DOUBLE), (2, NULL, 'nan'::DOUBLE), (3, NULL, 'inf'::DOUBLE)) t(i, d, x)) TO '${path}'`,
  );
  connection.closeSync();
  const [dataset] = await engine.importFile(path);
  expect(dataset!.version.columns.map(({type}) => type)).toEqual(["integer", "date", "number"]);
  const session = await engine.open([dataset!]);
  expect((await session.query("SELECT sum(x), count(x) FROM typed")).rows).toEqual([[1.5, 1]]);
  expect(dataset!.version.receipt.entries.find((entry) => entry.kind === "coerced")).toMatchObject({
    column: "x",
    count: 2,
  });
});

test("a workbook gives a table for each sheet with data", async () => {
  const bytes = await write({
    sheets: [
      {name: "Sales", rows: [["Report"], ["region", "amount"], ["North", 10], ["South", 20.5]]},
      {
        name: "Staff & co",
        rows: [
          ["name", "hired"],
          ["Ann", new Date(Date.UTC(2024, 0, 31))],
          ["Bo", null],
        ],
      },
      {name: "Empty", rows: []},
    ],
  });
  const datasets = await engine.importFile(file("book.xlsx", Buffer.from(bytes)));
  expect(datasets.map(({name}) => name)).toEqual(["book_sales", "book_staff_co"]);
  const session = await engine.open(datasets);
  expect((await session.query("SELECT sum(amount) FROM book_sales")).rows).toEqual([[30.5]]);
  expect((await session.query("SELECT name, hired FROM book_staff_co ORDER BY name")).rows).toEqual([
    ["Ann", "2024-01-31"],
    ["Bo", null],
  ]);
  expect(await engine.importFile(file("book.xlsx", Buffer.from(bytes)))).toEqual(datasets);
});

test("500 columns are imported and profiled", async () => {
  const names = Array.from({length: 500}, (_, at) => `c${at}`);
  const row = names.map((_, at) => at).join(",");
  const dataset = await imported("wide.csv", `${names.join(",")}\n${row}\n${row}\n${row}\n`);
  expect(dataset.version.columns).toHaveLength(500);
  expect(dataset.version.columns[499]).toEqual({name: "c499", type: "integer"});
  const profile = await (await engine.open([dataset])).profile("wide");
  expect(profile.columns[499]).toMatchObject({name: "c499", min: 499, max: 499, distinct: 1});
}, 120_000);
