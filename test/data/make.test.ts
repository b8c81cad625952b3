import {readdir} from "node:fs/promises";
import {dirname} from "node:path";
import {expect, test} from "vitest";
import {openTables} from "../tools/open_tables.ts";

const {context} = await openTables({sales: "shop,amount\nNorth,1\nSouth,2\n"});
const {session} = context;
const make = (sql: string) => session.make!({name: "made", sql});

test("a made table is a version of its own that a session can hold beside the others", async () => {
  const {dataset, first} = await make('SELECT shop, amount * 2 AS twice FROM "sales"');
  expect(first.rows).toEqual([
    ["North", 2],
    ["South", 4],
  ]);
  expect(dataset.version.rows).toBe(2);
  expect(dataset.version.receipt.madeFrom).toEqual([
    {name: "sales", hash: session.datasets[0]!.version.hash},
  ]);
  await using both = await session.with!([dataset]);
  const {rows} = await both.query("SELECT sum(twice) - sum(amount) FROM made JOIN sales USING (shop)");
  expect(rows).toEqual([[3]]);
  expect((await both.profile("made")).columns.map(({name}) => name)).toEqual(["shop", "twice"]);
});

test.each([
  "SELECT * FROM read_csv('/etc/passwd')",
  "SELECT * FROM '/etc/passwd'",
  "SELECT getenv('HOME')",
  "SELECT 1; SELECT 2",
  "DROP TABLE sales",
  "SELECT * FROM made.main.data",
])("what reaches outside is not stored: %s", async (sql) => {
  await expect(make(sql)).rejects.toMatchObject({code: expect.stringMatching(/refused|bad_query/)});
});

test("a statement that fails leaves nothing behind", async () => {
  const folder = dirname(session.datasets[0]!.version.path);
  const before = (await readdir(folder)).sort();
  await expect(make("SELECT error('no')")).rejects.toMatchObject({code: "bad_query"});
  const after = (await readdir(folder)).filter((name) => !before.includes(name));
  expect(after.filter((name) => name.startsWith("import-"))).toEqual([]);
});

test("columns of numbers travel beside the SELECT", async () => {
  const {first} = await session.make!({
    name: "made",
    sql: "SELECT s.shop, v.x FROM sales AS s POSITIONAL JOIN v",
    values: {name: "v", columns: [{name: "x", values: Float64Array.of(1.5, Number.NaN)}]},
  });
  expect(first.rows).toEqual([
    ["North", 1.5],
    ["South", null],
  ]);
});
