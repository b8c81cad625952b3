import {expect, test} from "vitest";
import {failure, workplace} from "./workplace.ts";

const {opened} = workplace({memoryMb: 2048});
const session = await opened("people.csv", "name,age\nAnn,31\nBo,42\n");
const limits = {timeMs: 1_000};

/** Whatever was tried, the session answers the next question. */
async function livesOn(): Promise<void> {
  expect((await session.query("SELECT count(*) FROM people")).rows).toEqual([[2]]);
}

test.each([
  "SELECT * FROM enable_logging(storage = 'file')",
  "CALL enable_logging()",
  "COPY people TO '/tmp/stolen.csv'",
  "SELECT * FROM read_csv('/etc/passwd')",
  "SELECT * FROM read_text('/etc/passwd')",
  "SELECT * FROM '/etc/passwd'",
  "SELECT * FROM glob('/*')",
  "ATTACH '/tmp/other.duckdb'",
  "PRAGMA database_list",
  "SET memory_limit = '1TB'",
  "INSTALL httpfs",
  "DROP VIEW people",
  "CREATE TABLE x AS SELECT 1",
  "SELECT 1; SELECT 2",
  "SELECT getenv('HOME')",
  "SELECT ('HOME').getenv()",
  "SELECT getenv('HOME') OVER ()",
  "SELECT system.main.getenv('HOME')",
  "SELECT current_setting('temp_directory')",
  "SELECT write_log('x')",
  "SELECT * FROM query('SELECT 1')",
  "SELECT * FROM query_table('people')",
  "SELECT * FROM information_schema.tables",
  "SELECT * FROM duckdb_databases()",
  "SELECT * FROM duckdb_databases",
  "SELECT * FROM duckdb_views",
  "SELECT * FROM sqlite_master",
  "SELECT * FROM pg_tables",
  "SELECT * FROM pg_class",
  "SELECT * FROM pg_catalog.pg_tables",
  "SELECT * FROM v0.main.data",
  "SELECT * FROM v0.data",
  "WITH pg_class AS (SELECT 1) SELECT * FROM pg_class",
  "SELECT (SELECT count(*) FROM duckdb_settings())",
  "SELECT * FROM people WHERE name IN (SELECT path FROM duckdb_databases())",
  "SELECT * FROM (DESCRIBE people)",
  "EXPLAIN SELECT 1",
])("refused: %s", async (sql) => {
  const error = await failure(session.query(sql, {limits}));
  expect(error.code).toBe("refused");
  expect(error.message).not.toContain(session.datasets[0]!.version.path);
  await livesOn();
});

test.each([
  ["SELECT len(range(300000000))", /memory_limit/],
  ["SELECT length(repeat('x', 2000000000))", /time_limit|memory_limit/],
  ["SELECT string_agg(repeat('x', 1000000), '') FROM range(5000)", /memory_limit/],
  ["SELECT list_transform(range(50000000), x -> x + 1)", /time_limit|memory_limit/],
  ["SELECT array_agg(i) FROM range(500000000) t(i)", /time_limit|memory_limit/],
  [
    "SELECT count(*) FROM range(100000) a, range(100000) b, range(1000) c WHERE a.range + b.range > c.range",
    /time_limit/,
  ],
  // Each round keeps a vector: a fast machine meets the memory limit first.
  [
    "WITH RECURSIVE r(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r) SELECT count(*) FROM r",
    /time_limit|memory_limit/,
  ],
])("stopped: %s", async (sql, code) => {
  // Where only memory can end it, a slow machine gets the time to run out of it.
  const given = code.source === "memory_limit" ? {timeMs: 20_000} : limits;
  expect((await failure(session.query(sql, {limits: given}))).code).toMatch(code);
  await livesOn();
});

test.each([
  ["SELECT nope FROM people", "bad_query"],
  ["SELECT * FROM nope", "bad_query"],
  ["SELECT * FROM data", "bad_query"],
  ["SELECT 1 WHERE 1 =", "bad_query"],
  ["SELECT CAST(name AS INTEGER) FROM people", "bad_query"],
])("a mistake is told as one: %s", async (sql, code) => {
  const error = await failure(session.query(sql));
  expect(error.code).toBe(code);
  expect(error.message).not.toContain("v0");
  await livesOn();
});

test.each([
  ["WITH a AS (SELECT age FROM people), b AS (SELECT * FROM a) SELECT max(age) FROM b", [[42]]],
  ["SELECT regexp_matches(repeat('a', 100000), '(a+)+$')", [[true]]],
  ["SELECT sum(range) FROM range(4)", [[6]]],
  ["SELECT p.name FROM main.people p WHERE p.age > (SELECT avg(age) FROM people)", [["Bo"]]],
  ["SELECT unnest([1, 2])", [[1], [2]]],
  ["FROM people SELECT count(*)", [[2]]],
])("runs: %s", async (sql, rows) => {
  expect((await session.query(sql)).rows).toEqual(rows);
});
