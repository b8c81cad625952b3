import {type Connection, createConnection} from "mysql2/promise";
import {afterAll, beforeAll, describe, expect, test} from "vitest";
import {hasMariadb, startMariadb} from "../../scripts/mariadb.ts";
import {failure, workplace} from "./workplace.ts";

const given = process.env.TABLETALK_TEST_MYSQL;
const there = given !== undefined || hasMariadb();
if (!there) console.warn("MySQL is not tested: no TABLETALK_TEST_MYSQL, and no MariaDB here.");

describe.skipIf(!there)("MySQL and MariaDB", () => {
  const {engine} = workplace();
  let url = "";
  let stop: () => Promise<void> = async () => undefined;
  let server: Connection;

  beforeAll(async () => {
    ({url, stop} = given === undefined ? await startMariadb() : {url: given, stop});
    server = await createConnection({uri: url, multipleStatements: true});
    await server.query(`
      DROP TABLE IF EXISTS kinds, orders, days; DROP VIEW IF EXISTS totals;
      SET sql_mode = ''; SET time_zone = '+02:00';
      CREATE TABLE kinds (
        id bigint unsigned PRIMARY KEY, small smallint, exact decimal(20, 4), huge decimal(40, 2), whole decimal(12), f float,
        x double, ok tinyint(1), tiny tinyint(1), flag bit(1), bits bit(4), word varchar(50), digits char(3), day date,
        at datetime(6), zoned timestamp NULL, clock time, long_clock time, made year, doc json, feeling enum('sad', 'happy'),
        bytes blob, note text) CHARACTER SET utf8mb4;
      INSERT INTO kinds VALUES
        (18446744073709551615, 1, 1234567890123456.7891, 12345678901234567890123456789012.25, 7, 0.1, 1.5, 1, 7, b'1', b'101',
         'Åsa 😀', '007', '2024-01-31', '2024-01-31 10:20:30.123456', '2024-01-31 10:00:00', '10:20:30', '100:00:00', 2024,
         '{"a": 1}', 'happy', x'00ff', 'x'),
        (1, NULL, NULL, NULL, NULL, NULL, NULL, 0, NULL, NULL, NULL, '', '12', '0000-00-00', NULL, NULL, NULL, NULL, NULL,
         NULL, NULL, NULL, NULL);
      CREATE TABLE orders (id int PRIMARY KEY, amount decimal(10, 2));
      INSERT INTO orders SELECT seq, seq * 1.25 FROM seq_1_to_5000;
      CREATE VIEW totals AS SELECT count(*) AS n, sum(amount) AS total FROM orders;`);
  }, 120_000);

  afterAll(async () => {
    await server?.end();
    await stop();
  });

  test("every table and view, typed as the server has them", async () => {
    const datasets = await engine.importFile(url);
    expect(datasets.map(({name, version}) => [name, version.rows])).toEqual([
      ["kinds", 2],
      ["orders", 5000],
      ["totals", 1],
    ]);
    const [kinds] = datasets;
    expect(Object.fromEntries(kinds!.version.columns.map(({name, type}) => [name, type]))).toEqual({
      id: "integer",
      small: "integer",
      exact: "number",
      huge: "number",
      whole: "integer",
      f: "number",
      x: "number",
      ok: "boolean",
      tiny: "integer",
      flag: "boolean",
      bits: "integer",
      word: "text",
      digits: "text",
      day: "date",
      at: "timestamp",
      zoned: "timestamp",
      clock: "time",
      long_clock: "text",
      made: "integer",
      doc: "text",
      feeling: "text",
      note: "text",
    });
    const session = await engine.open(datasets);
    const {rows} = await session.query(
      'SELECT id, CAST(exact AS VARCHAR), CAST(huge AS VARCHAR), CAST(f AS VARCHAR), ok, bits, word, digits, day, "at", zoned, clock, long_clock, doc FROM kinds ORDER BY id DESC LIMIT 1',
    );
    expect(rows).toEqual([
      [
        "18446744073709551615",
        "1234567890123456.7891",
        "12345678901234567890123456789012.25",
        "0.1",
        true,
        5,
        "Åsa 😀",
        "007",
        "2024-01-31",
        "2024-01-31 10:20:30.123456",
        "2024-01-31 08:00:00",
        "10:20:30",
        "100:00:00",
        '{"a": 1}',
      ],
    ]);
    expect((await session.query("SELECT n, total FROM totals")).rows).toEqual([[5000, 15_628_125]]);
    const said = kinds!.version.receipt.entries;
    expect(said.find((entry) => entry.kind === "dropped")).toMatchObject({examples: ["bytes"]});
    expect(said.find((entry) => entry.kind === "coerced")).toMatchObject({
      column: "day",
      count: 1,
      examples: ["0000-00-00"],
    });
  });

  test("the version is the content; tables are chosen and rows limited", async () => {
    const [before] = await engine.importFile(`${url}?table=orders`);
    expect((await engine.importFile(`${url}?table=orders`))[0]!.version.hash).toBe(before!.version.hash);
    await server.query("UPDATE orders SET amount = amount + 1 WHERE id = 77");
    expect((await engine.importFile(`${url}?table=orders`))[0]!.version.hash).not.toBe(before!.version.hash);
    const [some] = await engine.importFile(`${url}?table=orders&limit=100`);
    expect(some!.version.rows).toBe(100);
    expect(some!.version.receipt.entries.some((entry) => entry.doubt)).toBe(true);
  });

  test("a view that fails or is broken is named, the others are read", async () => {
    await server.query(`CREATE TABLE gone (a int); CREATE VIEW broken AS SELECT a FROM gone; DROP TABLE gone;
      CREATE VIEW failing AS SELECT (SELECT id FROM orders) AS a`);
    const datasets = await engine.importFile(`${url}?table=totals,broken,failing`);
    expect(datasets.map(({name}) => name)).toEqual(["totals"]);
    const skipped = datasets[0]!.version.receipt.entries.filter((entry) => entry.kind === "skipped");
    expect(skipped.map(({examples, doubt}) => [examples, doubt])).toEqual([
      [["broken"], true],
      [["failing"], true],
    ]);
    await server.query("DROP VIEW broken; DROP VIEW failing");
  });

  test("no server, a wrong password and no such database are said, without the password", async () => {
    const failures = [
      [await failure(engine.importFile("mysql://a:secret@127.0.0.1:1/x")), /No database answers/],
      [await failure(engine.importFile(url.replace(/:[^:@]*@/, ":secret@"))), /refused the user or password/],
      [await failure(engine.importFile(url.replace(/\/[^/]*$/, "/nowhere"))), /nowhere/],
      [await failure(engine.importFile(`${url}?table=nope`)), /no table nope/],
    ] as const;
    for (const [error, message] of failures) {
      expect(error.message).toMatch(message);
      for (const secret of ["secret", decodeURIComponent(new URL(url).password), new URL(url).password])
        expect(`${error.message} ${error.next}`).not.toContain(secret);
    }
  });
});
