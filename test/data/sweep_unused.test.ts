import {existsSync, mkdtempSync, rmSync, utimesSync, writeFileSync} from "node:fs";
import {mkdir} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {afterAll, beforeAll, expect, test} from "vitest";
import {createEngine} from "../../src/data/create_engine.ts";
import type {Dataset} from "../../src/data/dataset.ts";
import type {Engine} from "../../src/data/engine.ts";
import {sweepUnused} from "../../src/data/sweep_unused.ts";

const DAY = 24 * 3_600_000;
const [UNUSED, NAMED, FRESH] = ["a", "b", "c"].map((digit) => digit.repeat(16));
let home: string;
let folder: string;
let engine: Engine;
let imported: Dataset;
beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), "sweep-"));
  folder = join(home, "data");
  engine = createEngine({folder});
  writeFileSync(join(home, "n.csv"), "n\n1\n2\n3\n");
  [imported] = (await engine.importFile(join(home, "n.csv"))) as [Dataset];
});
afterAll(async () => {
  await engine.close();
  rmSync(home, {recursive: true, force: true});
});

const make = async (sql: string) => {
  const session = await engine.open([imported]);
  return (await session.make!({name: "made", sql})).dataset;
};
const unusedFor = (path: string, ms: number) => {
  const then = new Date(Date.now() - ms);
  utimesSync(path, then, then);
};
const sweep = (limits = {}) => sweepUnused(folder, async () => new Set([NAMED!]), {everyMs: 0, ...limits});

test("tables that nobody used for long go and can be made again; imported ones and used ones stay", async () => {
  const [old, used] = [await make("SELECT n + 1 AS n FROM n"), await make("SELECT n + 2 AS n FROM n")];
  unusedFor(old.version.path, 40 * DAY);
  unusedFor(used.version.path, 40 * DAY);
  unusedFor(imported.version.path, 400 * DAY);
  await make("SELECT n + 2 AS n FROM n");
  expect(await sweep()).toEqual([old.version.hash]);
  expect([old, used, imported].map(({version}) => existsSync(version.path))).toEqual([false, true, true]);
  const again = await make("SELECT n + 1 AS n FROM n");
  expect(again.version).toMatchObject({hash: old.version.hash, rows: 3});
});

test("beyond the size the longest unused go first, but none that was used within a day", async () => {
  const three = [];
  for (const add of [10, 11, 12]) three.push(await make(`SELECT n + ${add} AS n FROM n`));
  for (const [at, {version}] of three.entries()) unusedFor(version.path, [3, 5, 0.5][at]! * DAY);
  expect(await sweep({bytes: 0, removals: 1})).toEqual([three[1]!.version.hash]);
  expect(await sweep({bytes: 0})).toEqual([three[0]!.version.hash]);
  expect(existsSync(three[2]!.version.path)).toBe(true);
});

test("models go when they are old and no recipe names them", async () => {
  await mkdir(join(folder, "models"), {recursive: true});
  const path = (version: string | undefined) => join(folder, "models", `${version}.json`);
  for (const version of [UNUSED, NAMED, FRESH]) writeFileSync(path(version), "{}");
  for (const version of [UNUSED, NAMED]) unusedFor(path(version), 200 * DAY);
  expect(await sweep()).toEqual([UNUSED]);
  expect([UNUSED, NAMED, FRESH].map((version) => existsSync(path(version)))).toEqual([false, true, true]);
});

test("a folder is swept once a day", async () => {
  const old = await make("SELECT n + 20 AS n FROM n");
  unusedFor(old.version.path, 40 * DAY);
  await sweep();
  const other = await make("SELECT n + 21 AS n FROM n");
  unusedFor(other.version.path, 40 * DAY);
  expect(await sweep({everyMs: DAY})).toEqual([]);
  expect(existsSync(other.version.path)).toBe(true);
});
