import {expect, test} from "vitest";
import {
  HASH_SPACE,
  readSketch,
  sharedOf,
  storeSample,
  type TableSketch,
} from "../../../src/data/catalogue/sketch.ts";
import {workplace} from "../workplace.ts";

const place = workplace();

async function sketched(name: string, csv: string): Promise<TableSketch> {
  const session = await place.opened(`${name}.csv`, csv);
  return readSketch(await session.sketch!(name));
}

const lines = (header: string, count: number, row: (at: number) => string): string =>
  [header, ...Array.from({length: count}, (_, at) => row(at))].join("\n");

const column = (sketch: TableSketch, name: string) => sketch.columns.find((one) => one.name === name)!;

test("whole samples are compared exactly, and come back as they were kept", () => {
  const sample = (hashes: number[], below = HASH_SPACE) =>
    readSketch({rows: 1, columns: [], sample: storeSample(below, hashes)}).sample!;
  const [one, other] = [sample([5, 1, 3, HASH_SPACE - 1]), sample([3, 9, 5])];
  expect([...one.hashes]).toEqual([1, 3, 5, HASH_SPACE - 1]);
  expect(sharedOf(one, other)).toEqual({
    first: 2 / 4,
    second: 2 / 3,
    jaccard: 2 / 5,
    seen: {first: 4, second: 3},
    exact: true,
  });
  // Of samples cut at different bounds only what lies below the smaller says something.
  expect(sharedOf(one, sample([3], 4))).toMatchObject({
    first: 1 / 2,
    second: 1,
    seen: {first: 2, second: 1},
    exact: false,
  });
  expect(sharedOf(one, sample([]))).toMatchObject({first: 0, second: 0, jaccard: 0});
});

test("neither the order of rows, nor that of columns, nor their names change what a table's content is", async () => {
  const own = await sketched("own", "id,name,price\n1,a,1.5\n2,b,2\n3,,7\n");
  const other = await sketched("turned", "cost,nr,label\n7,3,\n1.5,1,a\n2,2,b\n");
  expect(other.content).toBe(own.content);
  const changed = await sketched("changed", "id,name,price\n1,a,1.5\n2,b,2\n3,,8\n");
  expect(changed.content).not.toBe(own.content);
  expect(sharedOf(own.sample!, changed.sample!)).toMatchObject({first: 2 / 3, exact: true});
});

test("a row that is there twice is another content", async () => {
  const once = await sketched("once", "a,b\n1,x\n2,y\n");
  const twice = await sketched("twice", "a,b\n1,x\n2,y\n2,y\n1,x\n");
  expect(twice.content).not.toBe(once.content);
});

test("missing cells are no values; whole numbers and others, days and times are the same values", async () => {
  const whole = await sketched("whole", "k,d\n1,2024-01-01\n2,2024-01-02\n,2024-01-03\n");
  const mixed = await sketched(
    "mixed",
    "k,d\n1,2024-01-01 00:00:00\n2,2024-01-02 00:00:00\n2.5,2024-01-03 12:30:00\n",
  );
  expect(column(whole, "k").distinct).toBe(2);
  expect(sharedOf(column(whole, "k").sample, column(mixed, "k").sample)).toMatchObject({
    first: 1,
    second: 2 / 3,
  });
  expect(sharedOf(column(whole, "d").sample, column(mixed, "d").sample)).toMatchObject({first: 2 / 3});
});

test("of long tables what is shared is estimated within four of a hundred", async () => {
  const ids = (from: number) => (at: number) => `K${from + at},${(from + at) * 7},${at % 5}`;
  const own = await sketched("own_long", lines("code,number,kind", 30_000, ids(0)));
  const other = await sketched("other_long", lines("code,number,kind", 40_000, ids(21_000)));
  for (const name of ["code", "number"]) {
    const shared = sharedOf(column(own, name).sample, column(other, name).sample);
    expect(shared.exact).toBe(false);
    expect(Math.abs(shared.first - 9 / 30)).toBeLessThan(0.04);
    expect(Math.abs(shared.second - 9 / 40)).toBeLessThan(0.04);
  }
  const kinds = sharedOf(column(own, "kind").sample, column(other, "kind").sample);
  expect(kinds).toMatchObject({first: 1, second: 1, exact: true});
  expect(JSON.stringify(own).length).toBeLessThan(200_000);
});

test("the same table is hashed alike by every version: where this fails, SKETCH_VERSION of kept_beside.ts goes up", async () => {
  const session = await place.opened("pinned.csv", "n,t,d\n1,a,2024-01-01\n2,b,2024-01-02\n");
  const {content, columns} = await session.sketch!("pinned");
  expect([content, ...columns.map(({sample}) => sample.hashes)]).toEqual([
    "3-2-15825054062128742828-8865403354719200962",
    "PPrZ5vRy3LkwitbS",
    "bmAgcxe0qV3h8BnP",
    "JjUlmJvXXwStcgfF",
  ]);
});

test("a table without rows, and one of very many columns", async () => {
  const empty = await sketched("empty", "a,b\n");
  expect(empty).toMatchObject({rows: 0, columns: []});
  const names = Array.from({length: 260}, (_, at) => `c${at}`);
  const wide = await sketched("wide", `${names.join(",")}\n${names.map((_, at) => at).join(",")}\n`);
  expect(wide.content).toBeUndefined();
  expect(wide.columns).toHaveLength(200);
});
