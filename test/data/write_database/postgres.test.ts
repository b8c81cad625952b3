import postgres from "postgres";
import {afterAll, beforeAll, describe, expect, test} from "vitest";
import {hasPostgres, startPostgres} from "../../../scripts/postgres.ts";
import type {Cell} from "../../../src/data/table.ts";
import {type TableToWrite, writeDatabaseTable} from "../../../src/data/write_database/write_table.ts";

const given = process.env.TABLETALK_TEST_POSTGRES;
const there = given !== undefined || hasPostgres();
if (!there)
  console.warn("Writing to databases is not tested: no TABLETALK_TEST_POSTGRES, and no initdb here.");

describe.skipIf(!there)("a table written to Postgres", () => {
  let url = "";
  let stop: () => Promise<void> = async () => undefined;
  let sql: postgres.Sql;
  const schema = `written_${process.pid}`;

  beforeAll(async () => {
    ({url, stop} = given === undefined ? await startPostgres() : {url: given, stop});
    sql = postgres(url, {max: 1, onnotice: () => undefined});
    await sql.unsafe(`DROP SCHEMA IF EXISTS ${schema} CASCADE; CREATE SCHEMA ${schema};`);
  }, 120_000);
  afterAll(async () => {
    await sql?.unsafe(`DROP SCHEMA IF EXISTS ${schema} CASCADE`);
    await sql?.end();
    await stop();
  });

  const write = (more: Partial<TableToWrite>, rows: Cell[][] = ROWS) =>
    writeDatabaseTable(
      `${url}${url.includes("?") ? "&" : "?"}schema=${schema}`,
      {
        table: 'odd "name"; DROP',
        mode: "create",
        columns: [
          {name: "day", type: "date"},
          {name: 'a "b"', type: "text"},
          {name: "amount", type: "number"},
          {name: "count", type: "integer"},
          {name: "good", type: "boolean"},
          {name: "at", type: "timestamp"},
        ],
        rows: pages(rows),
        key: "run node",
        ...more,
      },
      new AbortController().signal,
    );
  const ROWS: Cell[][] = [
    ["2026-01-31", "x'); DROP TABLE y; --", 1.5, 3, true, "2026-01-31 23:59:01.5"],
    [null, null, null, null, false, null],
  ];
  async function* pages(rows: Cell[][]) {
    for (const row of rows) yield [row];
  }
  const read = (table: string) =>
    sql`SELECT *, day::text AS day, at::text AS at FROM ${sql(`${schema}.${table}`)}`;

  test("whatever its names and cells are, it comes back as it was", async () => {
    expect(await write({table: "odd name"})).toBe(2);
    expect((await read("odd name")).map((row) => Object.values(row))).toEqual([
      ["2026-01-31", "x'); DROP TABLE y; --", 1.5, "3", true, "2026-01-31 23:59:01.5"],
      [null, null, null, null, false, null],
    ]);
  });

  test("one that is there is not touched, unless it is to be replaced", async () => {
    await write({table: "kept"});
    await expect(write({table: "kept", key: "another"})).rejects.toMatchObject({code: "conflict"});
    expect(await write({table: "kept", mode: "replace", key: "third"}, ROWS.slice(0, 1))).toBe(1);
    expect(await read("kept")).toHaveLength(1);
  });

  test("the same rows of the same run are written once, in every mode", async () => {
    for (const mode of ["create", "replace", "append"] as const) {
      const table = `once_${mode}`;
      expect([await write({table, mode}), await write({table, mode})]).toEqual([2, 2]);
      expect(await read(table)).toHaveLength(2);
    }
    await write({table: "once_append", mode: "append", key: "the next run"});
    expect(await read("once_append")).toHaveLength(4);
  });

  test("rows that the server refuses leave nothing behind", async () => {
    const bad: Cell[][] = [...ROWS, ["no day", null, null, null, null, null]];
    await expect(write({table: "broken"}, bad)).rejects.toThrow();
    const [found] = await sql`SELECT to_regclass(${`${schema}.broken`}) AS name`;
    expect(found?.name).toBeNull();
  });
});
