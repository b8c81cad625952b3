import {mkdtempSync, readdirSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {afterAll, afterEach, beforeAll, beforeEach, expect, test} from "vitest";
import {createEngine} from "../../src/data/create_engine.ts";
import type {Engine} from "../../src/data/engine.ts";
import {readPlugin} from "../../src/plugins/find.ts";
import type {AddedImporter, ConvertLimits} from "../../src/plugins/imports/convert.ts";
import {withImporters} from "../../src/plugins/imports/engine.ts";
import {loadPlugin} from "../../src/plugins/load.ts";
import {moduleOf, putPlugin, SAMPLE, temporaryHome} from "./plugin_folders.ts";

const data = temporaryHome();
let ordinary: Engine;
let home: string;
let remove: () => void;
beforeAll(() => {
  ordinary = createEngine({folder: join(data.home, "data")});
});
afterAll(async () => {
  await ordinary.close();
  data.remove();
});
beforeEach(() => {
  ({home, remove} = temporaryHome());
});
afterEach(() => remove());

async function importersOf(folder: string): Promise<AddedImporter[]> {
  const plugin = await loadPlugin(await readPlugin(folder, "0.1.0"));
  return (plugin.plugin.importers ?? []).map((importer, at) => ({plugin, importer, at}));
}

/** Imports a file whose reading is written as code. */
async function importBy(read: string, text = "x", limits: ConvertLimits = {}, before = "") {
  const folder = putPlugin(home, "reader", {
    "index.js": moduleOf(
      "reader",
      `importers: [{endings: [".odd"], description: "Odd files.", ${read}}]`,
      before,
    ),
  });
  const added = await importersOf(folder);
  const path = join(home, "file.odd");
  writeFileSync(path, text);
  return withImporters(ordinary, async () => added, limits).importFile(path);
}

const CALENDAR = [
  "BEGIN:VCALENDAR",
  "BEGIN:VEVENT",
  "SUMMARY:Board\\, yearly and very",
  "  long",
  "DTSTART:20260131T093000Z",
  "DTEND:20260131T103000Z",
  "LOCATION:Berlin",
  "END:VEVENT",
  "BEGIN:VEVENT",
  "DTSTART;VALUE=DATE:20260201",
  "END:VEVENT",
  "END:VCALENDAR",
].join("\r\n");

test("a file that a plugin reads is a table; the receipt names file and plugin", async () => {
  const path = join(home, "My events.ics");
  writeFileSync(path, CALENDAR);
  const added = await importersOf(SAMPLE);
  const engine = withImporters(ordinary, async () => added);
  const [dataset] = await engine.importFile(path);
  expect(dataset?.name).toBe("my_events");
  const {receipt} = dataset!.version;
  expect(receipt.source).toMatchObject({
    path,
    format: "ics (plugin tabletalk-sample)",
    bytes: CALENDAR.length,
  });
  expect(receipt.entries[0]).toMatchObject({kind: "plugin", count: 2});
  await using session = await engine.open([dataset!]);
  const {rows} = await session.query("SELECT summary, location FROM my_events ORDER BY starts");
  expect(rows).toEqual([
    ["Board, yearly and very long", "Berlin"],
    [null, null],
  ]);
  expect((await engine.importFile(path))[0]?.version.hash).toBe(dataset?.version.hash);
});

test("other files are read as ever", async () => {
  writeFileSync(join(home, "plain.csv"), "a,b\n1,2\n");
  const engine = withImporters(ordinary, async () => {
    throw new Error("nobody asks for importers of a CSV");
  });
  expect((await engine.importFile(join(home, "plain.csv")))[0]?.version.receipt.source.format).not.toContain(
    "plugin",
  );
});

test("a plugin may make a file of a kind that is read here", async () => {
  const [dataset] = await importBy(
    `read: (bytes) => ({ending: ".csv", content: "day,n\\n2026-01-01," + bytes.length + "\\n"})`,
    "four",
  );
  expect(dataset?.version.columns).toEqual([
    {name: "day", type: "date"},
    {name: "n", type: "integer"},
  ]);
});

test.each([
  [
    "reads another file",
    `read() { return {columns: ["a"], rows: [[readFileSync("/etc/hostname", "utf8")]]}; }`,
    /restricted|permission/i,
  ],
  [
    "writes elsewhere",
    `read() { writeFileSync("${join(tmpdir(), "written.txt")}", "x"); return {columns: ["a"], rows: [[1]]}; }`,
    /restricted|permission/i,
  ],
  [
    "starts a program",
    `read() { return {columns: ["a"], rows: [[execSync("id").toString()]]}; }`,
    /restricted|permission/i,
  ],
  [
    "throws",
    `read() { throw new Error("line 3 is torn"); }`,
    /could not be read by the plugin reader 1.0.0: line 3 is torn/,
  ],
  ["finds nothing", `read: () => ({columns: ["a"], rows: []})`, /it found no rows in it/],
  [
    "gives torn rows",
    `read: () => ({columns: ["a", "b"], rows: [[1, 2], [3]]})`,
    /row 2 has 1 cells, and there are 2 columns/,
  ],
  ["makes another kind", `read: () => ({ending: ".exe", content: "x"})`, /it made a .exe, which is not read/],
])("an importer that %s fails, and is told", async (_what, read, said) => {
  const before = `import {readFileSync, writeFileSync} from "node:fs"; import {execSync} from "node:child_process";`;
  await expect(importBy(read, "x", {}, before)).rejects.toThrow(said);
});

test("an importer without end is stopped, and so is one that makes too much", async () => {
  await expect(importBy("read() { for (;;); }", "x", {timeMs: 1_500})).rejects.toMatchObject({
    code: "time_limit",
  });
  const endless = `read: () => ({columns: ["a"], rows: (function* () { for (;;) yield ["x".repeat(1000)]; })()})`;
  await expect(importBy(endless, "x", {mostMade: 200_000})).rejects.toThrow("it made more than");
  const hungry = "read() { const all = []; for (;;) all.push(new Array(1e5).fill(Math.random())); }";
  await expect(importBy(hungry, "x", {memoryMb: 64})).rejects.toMatchObject({code: "memory_limit"});
});

test("it does not see our environment, and leaves nothing behind", async () => {
  // A folder of its own: other tests import beside this one.
  const {TMPDIR} = process.env;
  const folder = mkdtempSync(join(tmpdir(), "tabletalk-plugin-import-"));
  process.env.TMPDIR = folder;
  process.env.TABLETALK_SECRET = "not for plugins";
  try {
    const [dataset] = await importBy(
      `read: () => ({columns: ["secret"], rows: [[process.env.TABLETALK_SECRET ?? "none"]]})`,
    );
    await using session = await ordinary.open([dataset!]);
    expect((await session.query("SELECT secret FROM file")).rows).toEqual([["none"]]);
    expect(readdirSync(folder)).toEqual([]);
  } finally {
    delete process.env.TABLETALK_SECRET;
    if (TMPDIR === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = TMPDIR;
  }
});
