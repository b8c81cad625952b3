import {readdirSync, readFileSync} from "node:fs";
import {join} from "node:path";
import postgres from "postgres";
import {afterAll, beforeAll, describe, expect, test} from "vitest";
import {hasPostgres, startPostgres} from "../../scripts/postgres.ts";
import {failure, workplace} from "./workplace.ts";

const given = process.env.TABLETALK_TEST_POSTGRES;
const there = given !== undefined || hasPostgres();
if (!there) console.warn("Postgres is not tested: no TABLETALK_TEST_POSTGRES, and no initdb here.");

describe.skipIf(!there)("Postgres", () => {
  const {engine, store} = workplace();
  let url = "";
  let stop: () => Promise<void> = async () => undefined;
  let sql: postgres.Sql;

  beforeAll(async () => {
    const server = given === undefined ? await startPostgres() : {url: given, stop};
    ({url, stop} = server);
    sql = postgres(url, {max: 1, onnotice: () => undefined});
    await sql.unsafe(`
      DROP SCHEMA IF EXISTS tt CASCADE; CREATE SCHEMA tt; SET search_path = tt;
      CREATE TYPE tt.mood AS ENUM ('sad', 'happy');
      CREATE DOMAIN tt.price AS numeric(8, 2);
      CREATE TABLE tt.kinds (
        id bigint PRIMARY KEY, small smallint, exact numeric(20, 4), free numeric, whole numeric(12), huge numeric,
        x double precision, ok boolean, word text, code char(3), digits text, day date, at timestamp, zoned timestamptz,
        clock time, doc jsonb, list int[], feeling tt.mood, key uuid, bytes bytea, cost tt.price, pay money, gap interval);
      INSERT INTO tt.kinds VALUES
        (9007199254740993, 1, 1234567890123456.7891, 1.5, 7, 123456789012345678901234567890.5, 1.5, true, 'Ann', 'abc', '007',
         '2024-01-31', '2024-01-31 10:20:30.123456', '2024-01-31 10:00:00+02', '10:20:30', '{"a": 1}', '{1,2}', 'happy',
         '550e8400-e29b-41d4-a716-446655440000', '\\x00ff', 9.99, 12.5, '1 day'),
        (1, NULL, NULL, 'NaN', NULL, NULL, 'Infinity', NULL, '', NULL, '12', 'infinity', NULL, NULL, NULL, NULL, NULL, NULL,
         NULL, NULL, NULL, NULL, NULL);
      CREATE TABLE tt.orders (id int PRIMARY KEY, amount numeric(10, 2));
      INSERT INTO tt.orders SELECT n, n * 1.25 FROM generate_series(1, 5000) n;
      CREATE VIEW tt.totals AS SELECT count(*) AS n, sum(amount) AS total FROM tt.orders;
      CREATE TABLE tt."Odd name ""x""" ("a b" int, select_ int);`);
  }, 120_000);

  afterAll(async () => {
    await sql?.end();
    await stop();
  });

  const at = (query: string): string => `${url}?schema=tt${query}`;

  test("every table and view of the schema, typed as the server has them", async () => {
    const datasets = await engine.importFile(at(""));
    expect(datasets.map(({name, version}) => [name, version.rows])).toEqual([
      ["odd_name_x", 0],
      ["kinds", 2],
      ["orders", 5000],
      ["totals", 1],
    ]);
    const kinds = datasets.find(({name}) => name === "kinds")!;
    expect(Object.fromEntries(kinds.version.columns.map(({name, type}) => [name, type]))).toEqual({
      id: "integer",
      small: "integer",
      exact: "number",
      free: "number",
      whole: "integer",
      huge: "number",
      x: "number",
      ok: "boolean",
      word: "text",
      code: "text",
      digits: "text",
      day: "date",
      at: "timestamp",
      zoned: "timestamp",
      clock: "time",
      doc: "text",
      list: "text",
      feeling: "text",
      key: "text",
      cost: "number",
      pay: "number",
      gap: "text",
    });
    const session = await engine.open(datasets);
    const {rows} = await session.query(
      'SELECT id, CAST(exact AS VARCHAR), CAST(huge AS VARCHAR), digits, "at", zoned, clock, doc, list, feeling, cost, gap FROM kinds ORDER BY id DESC LIMIT 1',
    );
    expect(rows).toEqual([
      [
        "9007199254740993",
        "1234567890123456.7891",
        "123456789012345678901234567890.5",
        "007",
        "2024-01-31 10:20:30.123456",
        "2024-01-31 08:00:00",
        "10:20:30",
        '{"a": 1}',
        "[1,2]",
        "happy",
        9.99,
        "1 day",
      ],
    ]);
    expect((await session.query("SELECT n, total FROM totals")).rows).toEqual([[5000, 15_628_125]]);
    const said = kinds.version.receipt.entries;
    expect(said.find((entry) => entry.kind === "dropped")).toMatchObject({examples: ["bytes"]});
    const lost = said.filter((entry) => entry.kind === "coerced");
    expect(lost.map(({column, count}) => [column, count]).sort()).toEqual([
      ["day", 1],
      ["free", 1],
      ["x", 1],
    ]);
  });

  test("the version is the content: the same rows are the same version, others another", async () => {
    const [before] = await engine.importFile(at("&table=orders"));
    expect((await engine.importFile(at("&table=orders")))[0]!.version.hash).toBe(before!.version.hash);
    await sql`UPDATE tt.orders SET amount = amount + 1 WHERE id = 77`;
    const [after] = await engine.importFile(at("&table=orders"));
    expect(after!.version.hash).not.toBe(before!.version.hash);
  });

  test("tables are chosen by name, rows limited and said", async () => {
    const [orders, ...others] = await engine.importFile(at("&table=orders&limit=100"));
    expect([orders!.name, orders!.version.rows, others]).toEqual(["orders", 100, []]);
    expect(orders!.version.receipt.entries.find((entry) => entry.doubt)?.message).toMatch(/first 100 rows/);
    const [kinds] = await engine.importFile(at(""), {choices: {only: ["kinds"]}});
    expect(kinds!.name).toBe("kinds");
    expect((await failure(engine.importFile(at("&table=nope")))).next).toContain("orders");
  });

  test("the password is nowhere: not in receipts, names, errors or files", async () => {
    const {password} = new URL(url);
    const secrets = [password, decodeURIComponent(password)];
    const [dataset] = await engine.importFile(at("&table=orders"));
    const kept = readdirSync(store).filter((name) => name.endsWith(".json"));
    const texts = [JSON.stringify(dataset), ...kept.map((name) => readFileSync(join(store, name), "utf8"))];
    const errors = [
      await failure(engine.importFile(at("&table=nope"))),
      await failure(engine.importFile(url.replace(/\/[^/]*$/, "/nowhere"))),
      await failure(engine.importFile(url.replace(/:\d+\//, ":1/"))),
      await failure(engine.importFile(at("&wrong=1"))),
      await failure(engine.importFile(url.replace("tester", "someone"))),
    ];
    for (const text of [...texts, ...errors.map((error) => `${error.message} ${error.next}`)])
      for (const secret of secrets) expect(text).not.toContain(secret);
    expect(dataset!.version.receipt.source.path).toContain(":***@");
  });

  test("no server, a wrong password, no such database and no tables are said", async () => {
    expect((await failure(engine.importFile("postgres://a:b@127.0.0.1:1/x"))).message).toMatch(
      /No database answers/,
    );
    const wrong = url.replace(/:[^:@]*@/, ":wrong@");
    expect((await failure(engine.importFile(wrong))).message).toMatch(/refused the user or password/);
    const nowhere = url.replace(/\/[^/]*$/, "/nowhere");
    expect((await failure(engine.importFile(nowhere))).message).toMatch(/no database nowhere/);
    expect((await failure(engine.importFile(`${url}?schema=empty`))).message).toMatch(/no tables/);
    expect((await failure(engine.importFile("postgres://host/"))).code).toBe("bad_use");
  });

  test("nothing is changed on the server", async () => {
    await sql.unsafe(`CREATE OR REPLACE FUNCTION tt.sneak() RETURNS int LANGUAGE plpgsql AS
      $$ BEGIN INSERT INTO tt.orders VALUES (-1, 0); RETURN 1; END $$;
      CREATE OR REPLACE VIEW tt.sneaky AS SELECT tt.sneak() AS n`);
    expect((await failure(engine.importFile(at("&table=sneaky")))).message).toMatch(/read-only/);
    expect(await sql`SELECT count(*)::int AS n FROM tt.orders WHERE id = -1`).toMatchObject([{n: 0}]);
    const others = await engine.importFile(at("&table=sneaky,totals"));
    expect(others.map(({name}) => name)).toEqual(["totals"]);
    expect(others[0]!.version.receipt.entries.find((entry) => entry.kind === "skipped")).toMatchObject({
      examples: ["sneaky"],
      doubt: true,
    });
    await sql.unsafe("DROP VIEW tt.sneaky");
  });
});
