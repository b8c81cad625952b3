import {Pool} from "pg";
import {expect, test} from "vitest";
import {migrationsFolder, readMigrations} from "../../../src/store/migrations.ts";
import {migratePostgres} from "../../../src/store/postgres/migrate.ts";
import {dialects} from "../dialects.ts";

const open = (name: string) => dialects.find(([one]) => one === name)?.[1];
const postgres = open("Postgres");
const migrations = readMigrations(migrationsFolder("postgres"));
const next = {number: migrations.length + 1, name: "next.sql", checksum: "c"};

test("what ran stays; one that fails leaves nothing; a newer state and a changed migration are refused", async () => {
  const {url, store, again, close} = await open("PGlite")!();
  expect(store.migrated).toEqual(migrations.map(({name}) => name));
  const pool = new Pool({connectionString: url!, max: 1});
  await expect(
    migratePostgres(pool, [
      ...migrations,
      {...next, sql: "CREATE TABLE extra (a INTEGER); CREATE TABLE turns (b INTEGER);"},
    ]),
  ).rejects.toMatchObject({code: "store_failed", message: expect.stringContaining("next.sql")});
  expect(
    await migratePostgres(pool, [...migrations, {...next, sql: "CREATE TABLE extra (a INTEGER);"}]),
  ).toEqual(["next.sql"]);
  await expect(again()).rejects.toMatchObject({
    code: "store_failed",
    message: expect.stringMatching(/newer Tabletalk/),
  });
  const changed = migrations.map((one, index) => (index === 2 ? {...one, checksum: "other"} : one));
  await expect(migratePostgres(pool, [...changed, {...next, sql: ""}])).rejects.toMatchObject({
    message: expect.stringMatching(/has changed/),
  });
  await pool.end();
  await close();
});

test.skipIf(!postgres)(
  "of several workers that start together on an empty database one migrates",
  async () => {
    const {again, close} = await postgres!();
    const stores = await Promise.all([again(), again(), again()]);
    expect(stores.flatMap(({migrated}) => migrated)).toEqual([]);
    for (const store of stores) await store.close();
    await close();
  },
);

test.skipIf(!postgres)("workers that start together on a database without tables all find them", async () => {
  const {url, close} = await postgres!();
  const admin = new Pool({connectionString: url!, max: 1});
  const schema = `empty_${process.pid}`;
  await admin.query(`CREATE SCHEMA ${schema}`);
  const inside = new URL(url!);
  inside.searchParams.set("options", `-c search_path=${schema},public`);
  const pools = [0, 1, 2, 3].map(() => new Pool({connectionString: inside.href, max: 1}));
  const done = await Promise.all(pools.map((pool) => migratePostgres(pool, migrations)));
  expect(done.flat().sort()).toEqual(migrations.map(({name}) => name).sort());
  for (const pool of pools) await pool.end();
  await admin.query(`DROP SCHEMA ${schema} CASCADE`);
  await admin.end();
  await close();
});
