import {join} from "node:path";
import {DuckDBInstance} from "@duckdb/node-api";
import {expect, test} from "vitest";
import type {ColumnProfile, TableProfile} from "../../src/data/profile.ts";
import {workplace} from "./workplace.ts";

const {engine, folder, opened} = workplace();

async function profiled(name: string, rows: readonly string[]): Promise<TableProfile> {
  const session = await opened(`${name}.csv`, `${rows.join("\n")}\n`);
  return session.profile(name, {depth: "full"});
}

const column = (profile: TableProfile, name: string): ColumnProfile => {
  const found = profile.columns.find((one) => one.name === name);
  if (!found) throw new Error(`no column ${name}`);
  return found;
};

const numbers = (count: number, of: (at: number) => string | number): string[] =>
  Array.from({length: count}, (_, at) => String(of(at)));

test("planning a question gets no details, and waits for none", async () => {
  const session = await opened("planned.csv", "a,b\n1,x\n2,y\n");
  const profile = await session.profile("planned");
  expect(profile.details).toBeUndefined();
  expect(profile.columns.every(({details}) => details === undefined)).toBe(true);
  expect((await session.profile("planned", {depth: "full"})).details).toBeDefined();
});

test("a histogram has round edges, and its bins hold every value", async () => {
  const profile = await profiled("bins", ["n,half", ...numbers(1000, (at) => `${at % 97},${(at % 97) / 2}`)]);
  for (const name of ["n", "half"]) {
    const {bins, below, above} = column(profile, name).details!.histogram!;
    expect(bins.length).toBeLessThanOrEqual(30);
    expect(bins.reduce((sum, bin) => sum + bin.count, below + above)).toBe(1000);
    expect([0, below, above]).toEqual([bins[0]!.from, 0, 0]);
  }
  expect(column(profile, "n").details!.histogram!.bins[1]!.from).toBe(5);
});

test("missing numbers are in no bin, and columns may have the names that the queries use inside", async () => {
  const profile = await profiled("inside", [
    "b,n,x0,z0,v,c",
    ...numbers(40, (at) => `${at},${at % 4 ? at : ""},${at * 2},1,k${at % 2},`),
  ]);
  const {bins, below, above} = column(profile, "n").details!.histogram!;
  expect(bins.reduce((sum, bin) => sum + bin.count, below + above)).toBe(30);
  expect(column(profile, "b").details!.histogram!.bins.reduce((sum, bin) => sum + bin.count, 0)).toBe(40);
  expect(column(profile, "c").nulls).toBe(40);
});

test("a few far values end the bins and are counted apart", async () => {
  const profile = await profiled("tail", [
    "amount",
    ...numbers(500, (at) => 10 + (at % 40) / 4),
    "100000",
    "2000000",
  ]);
  const {details} = column(profile, "amount");
  expect(details!.histogram!.above).toBe(2);
  expect(details!.outliers).toMatchObject({fences: {below: 0, above: 2}, examples: [100000, 2000000]});
});

test.each([
  ["constant", (_at: number) => 7],
  ["two values", (at: number) => (at % 3 ? 4 : 9)],
  ["uniform", (at: number) => at % 1000],
  ["right-skewed", (at: number) => Math.round(-1000 * Math.log(1 - (at + 0.5) / 2000))],
  ["left-skewed", (at: number) => 9000 + Math.round(1000 * Math.log(1 - (at + 0.5) / 2000))],
  ["zero-inflated", (at: number) => (at % 2 ? 0 : 100 + (at % 53))],
  ["bimodal", (at: number) => (at % 2 ? 100 : 200) + bell(at)],
  ["symmetric", (at: number) => 500 + bell(at)],
])("a %s column is called so", async (name, of) => {
  const profile = await profiled("shaped", ["amount", ...numbers(2000, of)]);
  expect(column(profile, "amount").details!.shape!.name).toBe(name);
});

/** About normal, from -19 to 19: three numbers that go round at their own pace, added up. */
function bell(at: number): number {
  return ((at * 7) % 11) + ((at * 5) % 13) + ((at * 3) % 17) - 19;
}

test("huge numbers, and sums that overflow, are profiled", async () => {
  const profile = await profiled("huge", [
    "wide,long",
    ...numbers(30, (at) => `${at % 2 ? "-" : ""}1e308,90071992547409${10 + at}`),
  ]);
  expect(profile.rows).toBe(30);
  expect(column(profile, "wide").distinct).toBe(2);
});

/** Cells that no figure counts: an importer may have made them missing. */
const left = ({nulls, nonFinite = 0}: ColumnProfile): number => nulls + nonFinite;

test("NaN, infinities and endless dates are counted, and left out of all figures", async () => {
  const path = join(folder, "endless.parquet");
  const instance = await DuckDBInstance.create();
  const connection = await instance.connect();
  await connection.run(
    `COPY (SELECT CASE i WHEN 0 THEN 'nan'::DOUBLE WHEN 1 THEN 'inf'::DOUBLE WHEN 2 THEN '-inf'::DOUBLE ELSE i END AS n, CASE i WHEN 0 THEN 'infinity'::DATE ELSE DATE '2024-01-01' + i::INTEGER END AS day, 'inf'::FLOAT AS all_far FROM range(100) t(i)) TO '${path}'`,
  );
  connection.closeSync();
  instance.closeSync();
  const session = await engine.open(await engine.importFile(path));
  const profile = await session.profile("endless", {depth: "full"});
  expect(column(profile, "n")).toMatchObject({min: 3, max: 99, mean: 51});
  expect(left(column(profile, "n"))).toBe(3);
  expect(column(profile, "n").details!.histogram!.bins.reduce((sum, bin) => sum + bin.count, 0)).toBe(97);
  expect(column(profile, "day").details!.dates).toMatchObject({grain: "day", missing: 0});
  expect(left(column(profile, "all_far"))).toBe(100);
});

test("no rows, one row, and columns without a value", async () => {
  const none = await profiled("none", ["a,b"]);
  expect(none).toMatchObject({rows: 0, details: {pairKeys: [], associations: [], completeness: {value: 1}}});
  const one = await profiled("one", ["a,b", "1,"]);
  expect(column(one, "b")).toMatchObject({nulls: 1, distinct: 0});
});

test("500 columns", async () => {
  const line = (of: (at: number) => unknown): string =>
    Array.from({length: 500}, (_, at) => of(at)).join(",");
  const profile = await profiled("wide", [
    line((at) => `c${at}`),
    ...numbers(20, (row) => line((at) => row * at)),
  ]);
  expect(profile.columns).toHaveLength(500);
  expect(profile.columns.every(({details}) => details !== undefined)).toBe(true);
});

test("dates: grain, gaps, weekdays, and days that have not come", async () => {
  const day = (at: number): string => new Date(Date.UTC(2023, 0, 2 + at)).toISOString().slice(0, 10);
  const rows = numbers(60, (at) => at)
    .map(Number)
    .filter((at) => at % 7 < 5 && at !== 15);
  const profile = await profiled("days", [
    "day,month,late",
    ...rows.map(
      (at, place) =>
        `${day(at)},${2000 + Math.floor(place / 12)}-${String((place % 12) + 1).padStart(2, "0")}-01,${place === 0 ? "2999-01-01" : day(at)}`,
    ),
  ]);
  expect(column(profile, "day").details!.dates).toMatchObject({
    grain: "day",
    workdaysOnly: true,
    future: {count: 0},
  });
  expect(column(profile, "month").details!.dates).toMatchObject({grain: "month", missing: 0});
  expect(column(profile, "late").details!.dates!.future.count).toBe(1);
});

test("texts: spellings, patterns, words for nothing", async () => {
  const profile = await profiled("texts", [
    "town,mail,state",
    ...numbers(
      300,
      (at) => `${["Paris", "paris", "Rome", "unknown", "Paris"][at % 5]},u${at}@example.org,ok`,
    ),
    "Rome,nobody,ok",
  ]);
  expect(column(profile, "town").details).toMatchObject({
    text: {variants: {groups: 1, rows: 60, examples: [["Paris", "paris"]]}},
    placeholders: [{value: "unknown", count: 60}],
  });
  expect(column(profile, "mail").details!.text!.pattern).toMatchObject({
    name: "e-mail",
    misfits: 1,
    others: ["nobody"],
  });
  expect(profile.details!.consistency.value).toBeLessThan(1);
});

test("pairs that name a row are found where no column does alone", async () => {
  const rows = numbers(
    200,
    (at) => `s${at % 10},2024-01-${String(Math.floor(at / 10) + 1).padStart(2, "0")},${at % 7}`,
  );
  const profile = await profiled("pairs", ["shop,day,sold", ...rows]);
  expect(profile).toMatchObject({keys: [], details: {pairKeys: [["day", "shop"]]}});
});

test("what goes together: numbers, categories, and one with the other; chance does not", async () => {
  const profile = await profiled("together", [
    "height,weight,kind,colour,noise",
    ...numbers(
      400,
      (at) =>
        `${at},${at * 2 + (at % 3)},${at < 200 ? "low" : "high"},${at < 200 ? "red" : "blue"},${(at * 7919) % 401}`,
    ),
  ]);
  const found = profile.details!.associations.map(
    ({columns, kind}) => `${kind} ${columns.toSorted().join(" ")}`,
  );
  expect(found).toEqual(expect.arrayContaining(["r height weight", "V colour kind", "eta height kind"]));
  expect(found.filter((one) => one.includes("noise"))).toEqual([]);
});
