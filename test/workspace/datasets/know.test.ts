import {existsSync} from "node:fs";
import {dirname} from "node:path";
import {afterAll, beforeAll, describe, expect, test} from "vitest";
import type {Dataset} from "../../../src/data/dataset.ts";
import {saveDataset} from "../../../src/store/datasets.ts";
import {openSqliteStore} from "../../../src/store/sqlite/open.ts";
import type {Store} from "../../../src/store/store.ts";
import {catalogueMissing, catalogueOf} from "../../../src/workspace/datasets/catalogue_datasets.ts";
import {describeDataset} from "../../../src/workspace/datasets/describe_dataset.ts";
import {findCopies} from "../../../src/workspace/datasets/find_copies.ts";
import {joinsFor, sayJoin} from "../../../src/workspace/datasets/joins.ts";
import {renameDatasetFor} from "../../../src/workspace/datasets/rename_dataset.ts";
import {searchDatasets} from "../../../src/workspace/datasets/search_datasets.ts";
import type {OpenTables} from "../../../src/workspace/datasets/tables.ts";
import {type Cells, csvOf, drawWith, type Sheet} from "../../data/catalogue/draw.ts";
import {failure, workplace} from "../../data/workplace.ts";
import {someone} from "./people.ts";

const place = workplace();
const ann = someone("ann");
const ben = someone("ben");
let store: Store;

const open: OpenTables = async (datasets, work) => {
  const session = await place.engine.open(datasets);
  try {
    return await work(session);
  } finally {
    await session.close();
  }
};
const keep = async (dataset: Dataset, name = dataset.name): Promise<void> =>
  saveDataset(store, "w", {
    name,
    version: {...dataset.version, sourcePath: dataset.version.receipt.source.path},
  });

const draw = drawWith(11);
const REGIONS = ["North", "South", "East", "West"];
const PEOPLE = ["Anna Abel", "Ben Brandt", "Carla Costa", "David Diaz"];
const sales: Sheet = {
  header: ["sale_id", "sold_on", "region", "shop_id", "sales_rep", "amount_eur"],
  rows: Array.from(
    {length: 300},
    (_, at): Cells => [
      `S-${draw.between(10_000, 99_999)}-${at}`,
      `2024-0${1 + (at % 9)}-1${at % 10}`,
      draw.pick(REGIONS),
      draw.between(1, 12),
      draw.pick(PEOPLE),
      draw.between(100, 90_000) / 100,
    ],
  ),
};
const shops: Sheet = {
  header: ["id", "shop", "city"],
  rows: Array.from(
    {length: 12},
    (_, at): Cells => [at + 1, `Shop number ${at + 1}`, ["Oslo", "Bergen"][at % 2]!],
  ),
};

beforeAll(async () => {
  store = await openSqliteStore(`${place.folder}/state.sqlite`);
  await keep(await place.imported("sales.csv", csvOf(sales)));
  await keep(await place.imported("shops.csv", csvOf(shops)));
});
afterAll(() => store.close());

describe("what is found out about datasets", () => {
  test("an entry is made once, and again when the name says something else", async () => {
    expect(await catalogueMissing(store, ann, open)).toEqual({done: 2, left: 0});
    expect(await catalogueMissing(store, ann, open)).toEqual({done: 0, left: 0});
    const entry = await catalogueOf(store, ann, "sales", open);
    expect(entry).toMatchObject({
      domain: {name: "sales"},
      grain: {says: "one row per sale", key: ["sale_id"]},
      units: [{column: "amount_eur", unit: "€"}],
    });
    await renameDatasetFor(store, ann, "shops", "branches");
    expect((await catalogueOf(store, ann, "branches", open)).grain.says).toBe("one row per branch");
    await renameDatasetFor(store, ann, "branches", "shops");
  });

  test("values find datasets, but for those that may be of persons", async () => {
    await catalogueMissing(store, ann, open);
    const [found] = await searchDatasets(store, ben, "bergen");
    expect(found).toMatchObject({
      dataset: {name: "shops"},
      found: [{where: "value", text: "Bergen", column: "city"}],
    });
    expect((await searchDatasets(store, ben, "north")).map(({dataset}) => dataset.name)).toEqual(["sales"]);
    expect(await searchDatasets(store, ben, "Carla Costa")).toEqual([]);
  });

  test("joins are counted, and said with their evidence", async () => {
    const [join, ...others] = await joinsFor(store, ann, open);
    expect(others).toEqual([]);
    expect(join).toMatchObject({
      from: {table: "sales", column: "shop_id"},
      to: {table: "shops", column: "id"},
      cardinality: "many-to-one",
      counted: true,
      shares: {from: 1, to: 1},
      examples: ["1", "10", "11"],
    });
    expect(sayJoin(join!)).toBe(
      "sales.shop_id = shops.id: 100 % of the values of sales are in shops, 100 % the other way; each value once in shops; shop_id names shops",
    );
  });

  test("what is private is neither joined nor compared for others", async () => {
    await describeDataset(store, someone("olga", "owner"), "shops", {owner: "ann", visibility: "private"});
    expect(await joinsFor(store, ben, open)).toEqual([]);
    expect((await failure(joinsFor(store, ben, open, {dataset: "shops"}))).code).toBe("not_found");
    expect((await failure(catalogueOf(store, ben, "shops", open))).code).toBe("not_found");
    const same = await place.imported("shops_again.csv", csvOf(shops));
    expect(await findCopies(store, ben, same, open)).toEqual([]);
    expect((await findCopies(store, ann, same, open)).map(({name}) => name)).toEqual(["shops"]);
    await describeDataset(store, ann, "shops", {visibility: "workspace"});
  });
});

describe("copies at import", () => {
  const copyOf = async (file: string, sheet: Sheet): Promise<string | undefined> =>
    (await findCopies(store, ann, await place.imported(file, csvOf(sheet)), open))[0]?.says.replace(
      / \(imported on [^)]+\)/,
      "",
    );

  test("the same file under another name", async () => {
    const [copy] = await findCopies(store, ann, await place.imported("q3.csv", csvOf(sales)), open);
    expect(copy).toMatchObject({name: "sales", likeness: "same file"});
    expect(copy?.says).toMatch(
      /^This is the file that is already here as sales \(imported on \d{1,2} [A-Z][a-z]+ \d{4}\)\.$/,
    );
  });

  test("rows in another order, and moved columns", async () => {
    const turned = [5, 0, 1, 2, 4, 3];
    const rows = draw.shuffled(sales.rows).map((row) => turned.map((at) => row[at]!));
    expect(await copyOf("turned.csv", {header: turned.map((at) => sales.header[at]!), rows})).toBe(
      "It has the same rows as sales; the columns stand in another order.",
    );
  });

  test("twenty rows more; twelve of a hundred changed", async () => {
    const more = sales.rows.slice(0, 20).map((row, at): Cells => [`S-new-${at}`, ...row.slice(1)]);
    expect(await copyOf("more.csv", {...sales, rows: [...sales.rows, ...more]})).toBe(
      "It looks like a newer version of sales: all of its rows are in here, and 20 more.",
    );
    const rows = sales.rows.map((row, at): Cells => (at < 36 ? [...row.slice(0, 5), 0.5] : row));
    expect(await copyOf("changed.csv", {...sales, rows})).toBe(
      "It looks like a newer version of sales: 88 % of its rows are in here.",
    );
  });

  test("a part; renamed columns; a column more", async () => {
    expect(await copyOf("part.csv", {...sales, rows: sales.rows.slice(40, 160)})).toBe(
      "It looks like a part of sales: its rows are all there.",
    );
    const header = ["nr", "day", "area", "shop", "rep", "value"];
    expect(await copyOf("renamed.csv", {...sales, header})).toBe(
      "It has the same rows as sales; sale_id is called nr; sold_on is called day; region is called area; 3 more columns have other names.",
    );
    const rows = sales.rows.map((row, at): Cells => [...row, at % 7]);
    expect(await copyOf("wider.csv", {header: [...sales.header, "returns"], rows})).toBe(
      "It looks like sales with other columns; returns is new.",
    );
  });

  test("other data with the same columns is no copy", async () => {
    const rows = sales.rows.map(
      (row, at): Cells => [
        `T-${at}-${draw.between(1, 9999)}`,
        ...row.slice(1, 5),
        draw.between(100, 90_000) / 100,
      ],
    );
    expect(await copyOf("other.csv", {...sales, rows})).toBeUndefined();
  });

  test("one whose file is gone hides no other", async () => {
    const gone = await place.imported("gone.csv", "a,b\n1,2\n3,4\n");
    await keep(
      {
        ...gone,
        version: {...gone.version, hash: "f".repeat(64), path: `${dirname(gone.version.path)}/none.duckdb`},
      },
      "gone",
    );
    expect(existsSync(`${dirname(gone.version.path)}/none.duckdb`)).toBe(false);
    expect(await copyOf("again.csv", sales)).toBe("This is the file that is already here as sales.");
    expect((await catalogueMissing(store, ann, open)).done).toBe(0);
  });
});
