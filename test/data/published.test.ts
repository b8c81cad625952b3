import {mkdtemp, readFile, rm, writeFile} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {afterAll, beforeAll, describe, expect, test} from "vitest";
import {createEngine} from "../../src/data/create_engine.ts";
import type {Engine} from "../../src/data/engine.ts";
import {
  chartSource,
  commercialWarnings,
  dataLine,
  publishedBehind,
  publishedOf,
} from "../../src/data/published.ts";
import type {SourceOrigin} from "../../src/data/source_origin.ts";
import {aggregateTool} from "../../src/tools/aggregate.ts";
import {createRegistry} from "../../src/tools/registry.ts";

const titanic: SourceOrigin = {
  kind: "kaggle",
  ref: "heptapod/titanic",
  title: "Titanic",
  version: 3,
  url: "https://www.kaggle.com/datasets/heptapod/titanic",
  licence: {name: "CC BY-NC 4.0", use: "non_commercial"},
  fetchedAt: "2026-11-20T10:00:00.000Z",
};

let folder: string;
let engine: Engine;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "published-"));
  engine = createEngine({folder: join(folder, "data")});
});
afterAll(async () => {
  await engine.close();
  await rm(folder, {recursive: true, force: true});
});

async function file(name: string, text: string): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, text);
  return path;
}

test("where a file was published is in the receipt of every table in it, and a part of the version", async () => {
  const path = await file("people.json", '{"a": [{"x": 1}, {"x": 2}]}');
  const [own] = await engine.importFile(path);
  const [made] = await engine.importFile(path, {origin: titanic});
  expect(own?.version.receipt.source.origin).toBeUndefined();
  expect(made?.version.receipt.source.origin).toEqual(titanic);
  expect(made?.version.hash).not.toBe(own?.version.hash);
  const kept = JSON.parse(await readFile(join(folder, "data", `${made?.version.hash}.json`), "utf8"));
  expect(kept.receipt.source.origin).toEqual(titanic);
});

test("the same bytes fetched again are the same version; of another version or licence they are not", async () => {
  const path = await file("again.csv", "a,b\n1,2\n");
  const [first] = await engine.importFile(path, {origin: titanic});
  const [again] = await engine.importFile(path, {
    origin: {...titanic, fetchedAt: "2026-11-22T00:00:00.000Z"},
  });
  const [newer] = await engine.importFile(path, {origin: {...titanic, version: 4}});
  const [freed] = await engine.importFile(path, {origin: {...titanic, licence: {name: "CC0", use: "any"}}});
  expect(again?.version.hash).toBe(first?.version.hash);
  expect(again?.version.receipt.source.origin?.fetchedAt).toBe(titanic.fetchedAt);
  expect(new Set([first, newer, freed].map((one) => one?.version.hash)).size).toBe(3);
});

describe("what is made of published data", () => {
  test("by a step, and by a step of that, is published data too, and so is what is appended", async () => {
    const [one] = await engine.importFile(await file("one.csv", "shop,amount\nNorth,1\nSouth,2\n"), {
      origin: titanic,
    });
    const [own] = await engine.importFile(await file("own.csv", "shop,amount\nEast,7\nWest,9\n"));
    await using session = await engine.open([one!, own!]);
    const made = await session.make!({name: "made", sql: "SELECT * FROM one JOIN own USING (amount)"});
    expect(publishedOf(made.dataset.version)).toEqual([titanic]);
    await using next = await session.with!([made.dataset]);
    const again = await next.make!({name: "again", sql: "SELECT shop FROM made", tables: ["made"]});
    expect(publishedOf(again.dataset.version)).toEqual([titanic]);
    const ours = await session.make!({name: "ours", sql: "SELECT * FROM own", tables: ["own"]});
    expect(publishedOf(ours.dataset.version)).toEqual([]);
    expect(publishedOf((await engine.append(own!, one!)).version)).toEqual([titanic]);
    expect(publishedOf((await engine.append(one!, own!)).version)).toEqual([titanic]);
  });

  test("as an artifact names its origin, and its chart has it at the foot", async () => {
    const [sales] = await engine.importFile(await file("sales.csv", "shop,amount\nNorth,1\nSouth,2\n"), {
      origin: titanic,
    });
    await using session = await engine.open([sales!]);
    const context = {
      session,
      profile: (table: string) => session.profile(table),
      artifacts: new Map(),
      signal: new AbortController().signal,
      limits: {timeMs: 10_000, rows: 100},
      asOf: new Date("2026-11-22"),
      timeZone: "UTC",
    };
    const table = await aggregateTool.run(
      aggregateTool.input.parse({
        table: "sales",
        groups: [{name: "shop", of: {column: "shop"}}],
        measures: [{name: "total", fn: "sum", of: {column: "amount"}}],
      }),
      context,
    );
    expect(publishedBehind([table])).toEqual([titanic]);
    const chart = await createRegistry()
      .get("make_chart")!
      .run(
        {spec: {kind: "bar", x: "shop", y: "total", title: "Total", source: "me"}, from: {$step: "s1"}},
        {...context, artifacts: new Map([["s1", table]])},
      );
    expect(chart.chart?.source).toBe("Data: Titanic (heptapod/titanic) version 3, CC BY-NC 4.0");
  });
});

test("a line names title, place, version, licence and page; a licence that is not given is said to be so", () => {
  expect(dataLine([])).toBeUndefined();
  expect(dataLine([titanic])).toBe(
    "Data: Titanic (heptapod/titanic) version 3, CC BY-NC 4.0, kaggle.com/datasets/heptapod/titanic",
  );
  const {version: _none, ...rest} = titanic;
  const rules: SourceOrigin = {
    ...rest,
    ref: "competitions/titanic",
    url: "https://www.kaggle.com/competitions/titanic",
    licence: {name: "Unknown", use: "unknown"},
  };
  expect(dataLine([titanic, rules])).toBe(
    "Data: Titanic (heptapod/titanic) version 3, CC BY-NC 4.0, kaggle.com/datasets/heptapod/titanic; Titanic (competitions/titanic), licence not given, kaggle.com/competitions/titanic",
  );
  expect(chartSource([{...titanic, title: "A\n\u202etitle\u0000 of\tmany lines"}])).toBe(
    "Data: A title of many lines (heptapod/titanic) version 3, CC BY-NC 4.0",
  );
});

test("a commercial workspace is warned of what licences forbid, restrict or leave open, and of nothing else", () => {
  const under = (name: string, use: SourceOrigin["licence"]["use"]) => ({...titanic, licence: {name, use}});
  expect(
    commercialWarnings([under("CC0", "any"), under("MIT", "attribution"), under("ODbL", "share_alike")]),
  ).toEqual([]);
  expect(
    commercialWarnings([titanic, under("Unknown", "unknown"), under("Competition rules", "restricted")]),
  ).toEqual([
    "Warning: this workspace is marked commercial. The licence of Titanic, CC BY-NC 4.0, does not allow commercial use.",
    "Warning: this workspace is marked commercial. Titanic comes without a licence: ask its publisher before you use it.",
    "Warning: this workspace is marked commercial. The licence of Titanic, Competition rules, restricts what it may be used for: read its rules before commercial use.",
  ]);
});
