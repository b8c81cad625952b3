import {type Connection, createConnection, type RowDataPacket} from "mysql2/promise";
import {afterAll, beforeAll, describe, expect, test} from "vitest";
import {hasMariadb, startMariadb} from "../../../scripts/mariadb.ts";
import type {Cell} from "../../../src/data/table.ts";
import {type TableToWrite, writeDatabaseTable} from "../../../src/data/write_database/write_table.ts";

const given = process.env.TABLETALK_TEST_MYSQL;
const there = given !== undefined || hasMariadb();
if (!there) console.warn("Writing to MySQL is not tested: no TABLETALK_TEST_MYSQL, and no MariaDB here.");

describe.skipIf(!there)("a table written to MySQL and MariaDB", () => {
  let url = "";
  let stop: () => Promise<void> = async () => undefined;
  let server: Connection;
  const TABLES = [
    "odd `name`",
    "kept",
    "once_create",
    "once_replace",
    "once_append",
    "mode",
    "tabletalk_writes",
  ];
  const dropAll = async () => {
    for (const table of TABLES) await server.query("DROP TABLE IF EXISTS ??", [table]);
  };

  beforeAll(async () => {
    ({url, stop} = given === undefined ? await startMariadb() : {url: given, stop});
    server = await createConnection({uri: url, dateStrings: true});
    await dropAll();
  }, 120_000);
  afterAll(async () => {
    if (server) await dropAll();
    await server?.end();
    await stop();
  });

  const write = (more: Partial<TableToWrite>, rows: Cell[][] = ROWS) =>
    writeDatabaseTable(
      url,
      {
        table: "odd `name`",
        mode: "create",
        columns: [
          {name: "day", type: "date"},
          {name: "a `b`", type: "text"},
          {name: "amount", type: "number"},
          {name: "count", type: "integer"},
          {name: "good", type: "boolean"},
          {name: "at", type: "timestamp"},
          {name: "clock", type: "time"},
        ],
        rows: pages(rows),
        key: "run node",
        ...more,
      },
      new AbortController().signal,
    );
  const HOSTILE = "x\\'); DROP TABLE y; -- ? 😀";
  const ROWS: Cell[][] = [
    ["2026-01-31", HOSTILE, 1.5, "9007199254740993", true, "2026-01-31 23:59:01.5", "10:20:30"],
    [null, null, null, null, false, null, null],
  ];
  async function* pages(rows: Cell[][]) {
    for (const row of rows) yield [row];
  }
  const read = async (table: string): Promise<unknown[][]> => {
    const [rows] = await server.query<RowDataPacket[]>("SELECT *, CAST(`count` AS char) AS `count` FROM ??", [
      table,
    ]);
    return rows.map((row) => Object.values(row));
  };

  test("whatever its names and cells are, it comes back as it was", async () => {
    expect(await write({})).toBe(2);
    expect(await read("odd `name`")).toEqual([
      ["2026-01-31", HOSTILE, 1.5, "9007199254740993", 1, "2026-01-31 23:59:01.500000", "10:20:30.000000"],
      [null, null, null, null, 0, null, null],
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

  test("many rows come whole, page after page", async () => {
    const many = Array.from({length: 1_201}, (_, at): Cell[] => [
      null,
      `row ${at}`,
      at,
      at,
      null,
      null,
      null,
    ]);
    expect(await write({table: "kept", mode: "replace", key: "many", rows: one(many)})).toBe(1_201);
    expect(await read("kept")).toHaveLength(1_201);
  });
  async function* one(rows: Cell[][]) {
    yield rows;
  }

  test("rows that the server refuses leave nothing behind, in every mode", async () => {
    const bad: Cell[][] = [...ROWS, ["no day", null, null, null, null, null, null]];
    for (const mode of ["create", "replace", "append"] as const)
      await expect(write({table: "broken", mode, key: `broken ${mode}`}, bad)).rejects.toMatchObject({
        code: "bad_file",
      });
    const [left] = await server.query<RowDataPacket[]>("SHOW TABLES LIKE 'broken'");
    const [drafts] = await server.query<RowDataPacket[]>("SHOW TABLES LIKE 'tt\\_%'");
    expect([left, drafts]).toEqual([[], []]);
    // Below rows that are there, they stay and nothing comes.
    const before = await read("once_create");
    await expect(write({table: "once_create", mode: "append", key: "bad"}, bad)).rejects.toThrow();
    expect(await read("once_create")).toEqual(before);
  });

  test("a server that takes a backslash for a letter is told none of the cells' text as SQL", async () => {
    const [[row]] = await server.query<RowDataPacket[]>("SELECT @@GLOBAL.sql_mode AS mode");
    const root = given === undefined && (await rootOf(url));
    if (!root) return;
    await root.query("SET GLOBAL sql_mode = 'NO_BACKSLASH_ESCAPES'");
    try {
      expect(await write({table: "mode"})).toBe(2);
      expect((await read("mode"))[0]?.[1]).toBe(HOSTILE);
    } finally {
      await root.query("SET GLOBAL sql_mode = ?", [row?.mode]);
      await root.end();
    }
  });
  const rootOf = async (address: string) => {
    const {hostname: host, port} = new URL(address);
    return createConnection({host, port: Number(port), user: "root"});
  };
});
