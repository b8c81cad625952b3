import {readFileSync} from "node:fs";
import {join} from "node:path";
import {DuckDBInstance} from "@duckdb/node-api";
import {expect, test} from "vitest";
import {failure, workplace} from "./workplace.ts";

const {engine, file, folder} = workplace();

async function parquet(name: string, select: string): Promise<string> {
  const path = join(folder, name);
  const connection = await (await DuckDBInstance.create(":memory:")).connect();
  await connection.run(`COPY (${select}) TO '${path}' (FORMAT parquet)`);
  connection.closeSync();
  return path;
}

test("decimals, times and nested values come as they are typed", async () => {
  const path = await parquet(
    "rich.parquet",
    `SELECT 1234567890123456.78::DECIMAL(18, 2) AS amount, 9007199254740993::BIGINT AS big,
       TIMESTAMP '2024-01-31 10:20:30.123456' AS at_us, TIMESTAMPTZ '2024-01-31 10:00:00+02' AS zoned,
       TIME '10:20:30' AS clock, {'city': 'Oslo', 'pos': {'x': 1.5}} AS place, [1, 2] AS tags, MAP {'a': 1} AS pairs,
       'text'::BLOB AS bytes_of_text, '\\xFF\\x00'::BLOB AS bytes, 'a'::ENUM ('a', 'b') AS kind`,
  );
  const [dataset] = await engine.importFile(path);
  expect(dataset!.version.columns.map(({name, type}) => `${name}:${type}`)).toEqual([
    "amount:number",
    "big:integer",
    "at_us:timestamp",
    "zoned:timestamp",
    "clock:time",
    "place.city:text",
    "place.pos.x:number",
    "tags:text",
    "pairs:text",
    "bytes_of_text:text",
    "kind:text",
  ]);
  const session = await engine.open([dataset!]);
  const {rows} = await session.query(
    'SELECT CAST(amount AS VARCHAR), big, at_us, zoned, "place.city", "place.pos.x", tags, pairs, bytes_of_text FROM rich',
  );
  expect(rows).toEqual([
    [
      "1234567890123456.78",
      "9007199254740993",
      "2024-01-31 10:20:30.123456",
      "2024-01-31 08:00:00",
      "Oslo",
      1.5,
      "[1,2]",
      '{"a":1}',
      "text",
    ],
  ]);
  expect(dataset!.version.receipt.entries.find((entry) => entry.kind === "dropped")).toMatchObject({
    examples: ["bytes"],
  });
});

test("a text that is called Parquet, and Parquet that is cut off, are refused", async () => {
  const text = await failure(engine.importFile(file("really_text.parquet", "a,b\n1,2\n")));
  expect(text).toMatchObject({
    code: "bad_file",
    message: expect.stringMatching(/called Parquet but holds something else/),
  });
  const path = await parquet("whole.parquet", "SELECT range AS a FROM range(10000)");
  const bytes = readFileSync(path);
  const cut = await failure(engine.importFile(file("cut.parquet", bytes.subarray(0, bytes.length - 100))));
  expect(cut.message).toMatch(/not whole Parquet/);
  const damaged = Buffer.from(bytes);
  damaged.fill(0xff, bytes.length - 200, bytes.length - 8);
  expect((await failure(engine.importFile(file("damaged.parquet", damaged)))).code).toBe("bad_file");
});
