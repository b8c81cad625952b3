import {execFileSync, spawn} from "node:child_process";
import {mkdirSync, readdirSync} from "node:fs";
import {join} from "node:path";
import {pathToFileURL} from "node:url";
import {expect, test} from "vitest";
import {createEngine} from "../../src/data/create_engine.ts";
import {failure, workplace} from "./workplace.ts";

const {engine, file, store, opened} = workplace();
const SOURCE = pathToFileURL(join(import.meta.dirname, "../../src/data/create_engine.ts")).href;
const SLOW =
  "SELECT count(*) FROM range(100000) a, range(100000) b, range(1000) c WHERE a.range + b.range > c.range";
const program = (body: string): string =>
  `import {createEngine} from ${JSON.stringify(SOURCE)};\nconst engine = createEngine({folder: ${JSON.stringify(store)}});\n${body}`;

test("rows beyond the limit are cut, and that is said", async () => {
  const session = await opened("numbers.csv", `n\n${Array.from({length: 100}, (_, at) => at).join("\n")}\n`);
  const cut = await session.query("SELECT n FROM numbers ORDER BY n", {limits: {rows: 10}});
  expect(cut).toMatchObject({truncated: true, rows: Array.from({length: 10}, (_, at) => [at])});
  expect((await session.query("SELECT n FROM numbers", {limits: {rows: 100}})).truncated).toBe(false);
});

test("the same datasets give the same warm session", async () => {
  const [dataset] = await engine.importFile(file("warm.csv", "a\n1\n"));
  const both = await Promise.all([engine.open([dataset!]), engine.open([dataset!])]);
  expect(both[0]).toBe(both[1]);
});

test("columns come as buffers, missing numbers as NaN", async () => {
  const session = await opened("cols.csv", "n,t\n1,a\n,b\n3,\n");
  const {columns, rows} = await session.columns("SELECT n, t FROM cols");
  expect(rows).toBe(3);
  expect(columns[0]!.values).toEqual(Float64Array.from([1, Number.NaN, 3]));
  expect(columns[1]!.values).toEqual(["a", "b", null]);
});

test("NaN and infinities of a query become null and are counted", async () => {
  const session = await opened("finite.csv", "n\n1\n");
  const result = await session.query("SELECT 'nan'::DOUBLE, 'inf'::DOUBLE, 1.5::DOUBLE");
  expect(result).toMatchObject({rows: [[null, null, 1.5]], nonFinite: 2});
});

test("what is stopped, too slow or too big leaves a session that works", async () => {
  const session = await opened("alive.csv", "n\n1\n");
  const stop = new AbortController();
  const asked = failure(session.query(SLOW, {signal: stop.signal}));
  setTimeout(() => stop.abort(), 100);
  expect((await asked).code).toBe("aborted");
  expect((await failure(session.query(SLOW, {limits: {timeMs: 300}}))).code).toBe("time_limit");
  expect((await session.query("SELECT n FROM alive")).rows).toEqual([[1]]);
});

test("queries asked at once wait for one another without spending their time", async () => {
  const session = await opened("turns.csv", "n\n1\n");
  const slow = Array.from({length: 4}, () => failure(session.query(SLOW, {limits: {timeMs: 1_000}})));
  const quick = session.query("SELECT n FROM turns", {limits: {timeMs: 1_000}});
  expect((await Promise.all(slow)).map((error) => error.code)).toEqual(Array(4).fill("time_limit"));
  expect((await quick).rows).toEqual([[1]]);
});

test("the profile tells roles, units, keys and duplicates", async () => {
  const rows = Array.from(
    {length: 30},
    (_, at) => `K${at},${at % 3 === 0 ? "a" : "b"},${at * 1.5},2024-01-${String(at + 1).padStart(2, "0")}`,
  );
  const keyed = await opened("keyed.csv", `order_id,kind,Weight_in_lbs,day\n${rows.join("\n")}\n`);
  const profile = await keyed.profile("keyed");
  expect(profile).toMatchObject({rows: 30, keys: ["order_id", "day"], duplicateRows: 0});
  expect(profile.columns.map(({role}) => role)).toEqual(["identifier", "category", "measure", "date"]);
  expect(profile.columns[2]).toMatchObject({unit: "lb", min: 0, max: 43.5, nulls: 0});
  expect(profile.columns[1]!.top).toEqual([
    {value: "b", count: 20},
    {value: "a", count: 10},
  ]);
  const doubled = await opened("doubled.csv", "a,b\n1,x\n1,x\n2,y\n1,x\n");
  expect((await doubled.profile("doubled")).duplicateRows).toBe(2);
});

test("the same bytes are one version, and make no further files", async () => {
  const first = await engine.importFile(file("once.csv", "a,b\n1,2\n"));
  const files = readdirSync(store).filter((name) => name.includes(first[0]!.version.hash));
  const again = await engine.importFile(file("twice.csv", "a,b\n1,2\n"));
  expect(again[0]).toMatchObject({name: "twice", version: {hash: first[0]!.version.hash}});
  expect(readdirSync(store).filter((name) => name.includes(first[0]!.version.hash))).toEqual(files);
});

test("two processes that import one file at once both get the version", async () => {
  const path = file(
    "shared.csv",
    `a,b\n${Array.from({length: 20_000}, (_, at) => `${at},x${at}`).join("\n")}\n`,
  );
  const body = `const [one] = await engine.importFile(${JSON.stringify(path)});
    const session = await engine.open([one]);
    console.log(JSON.stringify((await session.query("SELECT count(*) FROM shared")).rows));
    await engine.close();`;
  const run = (): Promise<string> =>
    new Promise((resolve) => {
      const child = spawn(process.execPath, ["--input-type=module", "-e", program(body)]);
      let out = "";
      child.stdout.on("data", (text) => (out += text));
      child.on("close", () => resolve(out.trim()));
    });
  expect(await Promise.all([run(), run()])).toEqual(["[[20000]]", "[[20000]]"]);
});

test("a program that forgets to close ends by itself", () => {
  const path = file("forgotten.csv", "a\n1\n");
  const body = `const session = await engine.open(await engine.importFile(${JSON.stringify(path)}));
    console.log((await session.query("SELECT a FROM forgotten")).rows[0][0]);`;
  const out = execFileSync(process.execPath, ["--input-type=module", "-e", program(body)], {timeout: 20_000});
  expect(String(out).trim()).toBe("1");
});

test("the child of a killed program ends, even in the middle of a query", async () => {
  const path = file("orphan.csv", "a\n1\n");
  const body = `const session = await engine.open(await engine.importFile(${JSON.stringify(path)}));
    session.query(${JSON.stringify(SLOW)}, {limits: {timeMs: 600000}});
    setTimeout(() => console.log("busy"), 500);`;
  const parent = spawn(process.execPath, ["--input-type=module", "-e", program(body)]);
  await new Promise((resolve) => parent.stdout.once("data", resolve));
  const children = execFileSync("ps", ["-o", "pid=", "--ppid", String(parent.pid)])
    .toString()
    .trim()
    .split(/\s+/);
  expect(children.length).toBeGreaterThan(0);
  parent.kill("SIGKILL");
  await expect.poll(() => children.filter((pid) => running(Number(pid))), {timeout: 10_000}).toEqual([]);
});

test("what a dead process left behind is removed, and nothing stays after close", async () => {
  mkdirSync(join(store, "import-999999999-abc"), {recursive: true});
  mkdirSync(join(store, "spill-999999999-abc"));
  const other = createEngine({folder: store});
  const session = await other.open(await other.importFile(file("clean.csv", "a\n1\n")));
  await session.query("SELECT 1");
  await other.close();
  expect(readdirSync(store).filter((name) => /999999999|^import-/.test(name))).toEqual([]);
});

function running(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
