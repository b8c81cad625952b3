import {readFileSync} from "node:fs";
import {DuckDBInstance} from "@duckdb/node-api";
import {expect, test} from "vitest";
import {failure, workplace} from "./workplace.ts";

const {opened} = workplace();

/** Functions of DuckDB that somebody looked at: they reach nothing outside a query, or the gate refuses them. */
const seen = new Set(
  readFileSync(new URL("./known_functions.txt", import.meta.url), "utf8")
    .trim()
    .split(/\s+/),
);

test("every function of this DuckDB was looked at: a new one is refused by the gate or noted as harmless", async () => {
  const instance = await DuckDBInstance.create(":memory:");
  const connection = await instance.connect();
  const reader = await connection.runAndReadAll(
    "SELECT DISTINCT function_name FROM duckdb_functions() WHERE function_type IN ('scalar', 'macro', 'aggregate')",
  );
  const names = reader.getRows().map(([name]) => String(name));
  connection.closeSync();
  instance.closeSync();
  expect(names.filter((name) => !seen.has(name) && !name.startsWith("icu_collate_"))).toEqual([]);
});

test("those that tell of this machine, of settings or of other catalogs are refused", async () => {
  const session = await opened("people.csv", "name,age\nAnn,31\n");
  const reaching = [...seen].filter((name) =>
    /^(pg_(?!typeof$)|has_.*privilege$|inet_|duckdb_|__internal_)|^(getenv|getvariable|current_setting|write_log|json_execute|json_serialize|json_deserialize|nextval|currval|setseed|sleep_ms|pg_sleep|txid|version|stats|in_search_path|current_(database|catalog|schema|query|connection|transaction)|session_user|get_block_size|parse_duckdb_log)/.test(
      name,
    ),
  );
  expect(reaching.length).toBeGreaterThan(60);
  for (const name of reaching) {
    const error = await failure(session.query(`SELECT ${name}('x')`));
    expect([name, error.code]).toEqual([name, "refused"]);
  }
});
