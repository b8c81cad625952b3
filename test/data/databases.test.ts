import {copyFileSync, readdirSync, readFileSync, writeFileSync} from "node:fs";
import {join} from "node:path";
import {DatabaseSync} from "node:sqlite";
import {DuckDBInstance} from "@duckdb/node-api";
import {expect, test} from "vitest";
import {failure, workplace} from "./workplace.ts";

const {engine, folder} = workplace();

function sqlite(name: string, sql: string): string {
  const path = join(folder, name);
  const database = new DatabaseSync(path);
  database.exec(sql);
  database.close();
  return path;
}

async function duckdb(name: string, ...statements: string[]): Promise<string> {
  const path = join(folder, name);
  const instance = await DuckDBInstance.create(path);
  const connection = await instance.connect();
  for (const sql of statements) await connection.run(sql);
  connection.closeSync();
  instance.closeSync();
  return path;
}

const shape = (datasets: Awaited<ReturnType<typeof engine.importFile>>) =>
  datasets.map(({name, version}) => [
    name,
    version.columns.map((column) => `${column.name}:${column.type}`),
    version.rows,
  ]);

test("SQLite: every table and view, typed by what the columns hold", async () => {
  const path = sqlite(
    "shop.sqlite",
    `CREATE TABLE orders (id INTEGER PRIMARY KEY, city TEXT, amount REAL, paid BOOLEAN, day TEXT, photo BLOB, zip TEXT);
     INSERT INTO orders VALUES (1, 'Oslo', 10.5, 1, '2024-01-31', x'00ff', '01234'), (2, NULL, 9, 0, '2024-02-01', NULL, '00501');
     CREATE TABLE big (n INTEGER, mixed); INSERT INTO big VALUES (9007199254740993, 1), (-1, 'x');
     CREATE VIEW totals AS SELECT sum(amount) AS total FROM orders;`,
  );
  const before = readdirSync(folder);
  const datasets = await engine.importFile(path);
  expect(shape(datasets)).toEqual([
    ["big", ["n:integer", "mixed:text"], 2],
    ["orders", ["id:integer", "city:text", "amount:number", "paid:boolean", "day:date", "zip:text"], 2],
    ["totals", ["total:number"], 1],
  ]);
  const [big, orders, totals] = datasets;
  expect(orders!.version.receipt.source).toMatchObject({member: "orders", format: "sqlite"});
  expect(orders!.version.receipt.entries.find((entry) => entry.kind === "dropped")).toMatchObject({
    examples: ["photo"],
  });
  expect(big!.version.receipt.entries.find((entry) => entry.column === "mixed")).toMatchObject({doubt: true});
  const session = await engine.open([big!, totals!]);
  expect((await session.query("SELECT n FROM big ORDER BY n")).rows).toEqual([[-1], ["9007199254740993"]]);
  expect((await session.query("SELECT total FROM totals")).rows).toEqual([[19.5]]);
  expect(readdirSync(folder)).toEqual([...before, "store"]);
  expect(await engine.importFile(path)).toEqual(datasets);
  const [only, ...others] = await engine.importFile(path, {choices: {only: ["Orders"]}});
  expect([only!.name, others]).toEqual(["orders", []]);
  expect((await failure(engine.importFile(path, {choices: {only: ["nope"]}}))).next).toContain("orders");
});

test("SQLite: rows that are still in the log beside the file are read, and nothing is changed", async () => {
  const live = new DatabaseSync(join(folder, "live.db"));
  live.exec(
    "PRAGMA journal_mode = wal; PRAGMA wal_autocheckpoint = 0; CREATE TABLE t (a); INSERT INTO t VALUES (1), (2)",
  );
  const bytes = readFileSync(join(folder, "live.db"));
  const datasets = await engine.importFile(join(folder, "live.db"));
  expect(datasets[0]!.version.rows).toBe(2);
  live.exec("INSERT INTO t VALUES (3)");
  expect((await engine.importFile(join(folder, "live.db")))[0]!.version.rows).toBe(3);
  expect(readFileSync(join(folder, "live.db")).equals(bytes)).toBe(true);
  live.close();
});

test("a damaged, an encrypted and an empty SQLite file are said", async () => {
  const path = sqlite("whole.sqlite", "CREATE TABLE t (a); INSERT INTO t VALUES (1)");
  const bytes = readFileSync(path);
  writeFileSync(join(folder, "cut.sqlite"), bytes.subarray(0, 3000));
  expect((await failure(engine.importFile(join(folder, "cut.sqlite")))).code).toBe("bad_file");
  writeFileSync(
    join(folder, "locked.db"),
    Buffer.from(bytes.map((byte, at) => byte ^ ((at * 31) % 251) ^ 0x5a)),
  );
  expect((await failure(engine.importFile(join(folder, "locked.db")))).message).toMatch(/encrypted/);
  const empty = sqlite("bare.sqlite", "CREATE TABLE t (a); DROP TABLE t");
  expect((await failure(engine.importFile(empty))).message).toMatch(/no tables/);
});

test("DuckDB: tables, views and schemas keep their types", async () => {
  const path = await duckdb(
    "store.duckdb",
    "CREATE TABLE sales AS SELECT 1::INTEGER AS id, 12.34::DECIMAL(10,2) AS amount, DATE '2024-01-31' AS day, '007' AS code, '12' AS digits, {'city': 'Oslo', 'zip': 1} AS place, [1, 2] AS tags, 'a'::ENUM ('a', 'b') AS kind",
    "CREATE VIEW total AS SELECT sum(amount) AS total FROM sales",
    "CREATE SCHEMA other",
    "CREATE TABLE other.t AS SELECT 'inf'::DOUBLE AS x",
  );
  const datasets = await engine.importFile(path);
  expect(shape(datasets)).toEqual([
    [
      "sales",
      [
        "id:integer",
        "amount:number",
        "day:date",
        "code:text",
        "digits:text",
        "place.city:text",
        "place.zip:integer",
        "tags:text",
        "kind:text",
      ],
      1,
    ],
    ["other_t", ["x:number"], 1],
    ["total", ["total:number"], 1],
  ]);
  const other = datasets.find(({name}) => name === "other_t")!;
  expect(other.version.receipt.entries.find((entry) => entry.kind === "coerced")).toMatchObject({count: 1});
});

test("DuckDB: a view cannot read this machine's files", async () => {
  writeFileSync(join(folder, "secret.txt"), "the secret\n");
  const path = await duckdb(
    "spy.duckdb",
    "CREATE TABLE plain AS SELECT 1 AS a",
    `CREATE VIEW spy AS SELECT * FROM read_text('${join(folder, "secret.txt")}')`,
    `CREATE VIEW spy2 AS SELECT * FROM read_csv('${join(folder, "secret.txt")}')`,
  );
  const datasets = await engine.importFile(path);
  expect(datasets.map(({name}) => name)).toEqual(["plain"]);
  expect(datasets[0]!.version.receipt.entries.filter((entry) => entry.kind === "skipped")).toHaveLength(2);
});

test("DuckDB: a damaged file and one of another version are said", async () => {
  const path = await duckdb("fine.duckdb", "CREATE TABLE t AS SELECT range AS a FROM range(1000)");
  const bytes = readFileSync(path);
  writeFileSync(join(folder, "cut.duckdb"), bytes.subarray(0, 5000));
  expect((await failure(engine.importFile(join(folder, "cut.duckdb")))).code).toBe("bad_file");
  const newer = Buffer.from(bytes);
  newer.writeBigUInt64LE(9999n, 12);
  writeFileSync(join(folder, "newer.duckdb"), newer);
  expect((await failure(engine.importFile(join(folder, "newer.duckdb")))).code).toBe("bad_file");
});

test("DuckDB: rows that are still in the log beside the file are read", async () => {
  const path = join(folder, "logged.duckdb");
  const instance = await DuckDBInstance.create(path);
  const connection = await instance.connect();
  await connection.run("PRAGMA disable_checkpoint_on_shutdown");
  await connection.run("CREATE TABLE t AS SELECT 1 AS a");
  for (const name of ["logged.duckdb", "logged.duckdb.wal"])
    copyFileSync(join(folder, name), join(folder, name.replace("logged", "moved")));
  const datasets = await engine.importFile(join(folder, "moved.duckdb"));
  expect(datasets[0]!.version.rows).toBe(1);
  connection.closeSync();
  instance.closeSync();
});

test("SQLite: a view without end does not outlive a stop", async () => {
  const path = sqlite(
    "endless.sqlite",
    `CREATE TABLE t (a); INSERT INTO t VALUES (1);
     CREATE VIEW endless AS WITH RECURSIVE r(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r) SELECT count(*) AS n FROM r`,
  );
  const stop = new AbortController();
  const work = engine.importFile(path, {signal: stop.signal});
  setTimeout(() => stop.abort(), 500);
  expect((await failure(work)).code).toBe("aborted");
  expect(await engine.importFile(path, {choices: {only: ["t"]}})).toHaveLength(1);
});
