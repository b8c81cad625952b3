import {beforeAll, expect, test} from "vitest";
import type {Principal} from "../../../src/access/principal.ts";
import {datasetsOf, saveDataset} from "../../../src/store/datasets.ts";
import {addProject} from "../../../src/store/projects.ts";
import type {Store} from "../../../src/store/store.ts";
import {bucketsFor, dropBucket, makeBucket, renameBucket} from "../../../src/workspace/datasets/buckets.ts";
import {describeDataset} from "../../../src/workspace/datasets/describe_dataset.ts";
import {listDatasetsFor, tagsFor} from "../../../src/workspace/datasets/list_datasets.ts";
import {nameForImport, renameDatasetFor} from "../../../src/workspace/datasets/rename_dataset.ts";
import {searchDatasets} from "../../../src/workspace/datasets/search_datasets.ts";
import {failure} from "../../data/workplace.ts";
import {describeStores} from "../../store/dialects.ts";
import {someone} from "./people.ts";

const [olga, ann, ben, vic] = [
  someone("olga", "owner"),
  someone("ann"),
  someone("ben"),
  someone("vic", "viewer"),
] as const;

describeStores("organizing datasets", (opened) => {
  let store: Store;
  let project: string;
  let insider: Principal;

  const add = (name: string, columns = ["region", "revenue"], workspace = "w"): Promise<void> =>
    saveDataset(store, workspace, {
      name,
      version: {
        hash: name.padEnd(64, "0"),
        path: `/data/${name}.duckdb`,
        rows: 10,
        columns: columns.map((column) => ({name: column, type: "text"})),
        receipt: {
          source: {path: `/up/${name}.csv`, format: "csv", bytes: 1},
          rows: 10,
          columns: [],
          entries: [],
        },
        sourcePath: `/up/${name}.csv`,
      },
    });
  const names = async (principal: Principal, options = {}): Promise<string[]> =>
    (await listDatasetsFor(store, principal, options)).items.map(({name}) => name);

  beforeAll(async () => {
    store = opened();
    for (const name of ["orders", "pay", "plan", "weather"]) await add(name);
    await add("secret", ["x"], "other");
    project = (await addProject(store, "w", {name: "North", createdBy: "olga"}))!;
    insider = someone("ina", "viewer", {[project]: "analyst"});
    await describeDataset(store, olga, "pay", {owner: "ann", visibility: "private"});
    await describeDataset(store, olga, "plan", {owner: "ann", project, visibility: "project"});
  });

  test("private is for its owner alone, a project's for its people, the rest for everybody here", async () => {
    expect(await names(ann)).toEqual(["orders", "pay", "plan", "weather"]);
    expect(await names(ben)).toEqual(["orders", "weather"]);
    expect(await names(insider)).toEqual(["orders", "plan", "weather"]);
    expect(await names(olga)).toEqual(["orders", "plan", "weather"]);
    expect(await names(someone("eve", "owner", {}, "other"))).toEqual(["secret"]);
  });

  test("what someone may not see is not there for them, in any function", async () => {
    expect(await searchDatasets(store, ben, "pay")).toEqual([]);
    expect((await failure(describeDataset(store, ben, "pay", {title: "mine"}))).message).toBe(
      "There is no dataset pay.",
    );
    expect((await failure(renameDatasetFor(store, ben, "pay", "mine"))).code).toBe("not_found");
    expect((await failure(describeDataset(store, ann, "secret", {title: "mine"}))).code).toBe("not_found");
    expect((await failure(renameDatasetFor(store, ann, "orders", "pay"))).code).toBe("conflict");
  });

  test("a viewer changes nothing, and only its owner or an owner says whose a dataset is", async () => {
    expect((await failure(describeDataset(store, vic, "orders", {title: "Orders"}))).code).toBe("forbidden");
    expect((await failure(describeDataset(store, ben, "orders", {visibility: "private"}))).code).toBe(
      "forbidden",
    );
    expect((await failure(describeDataset(store, ben, "orders", {owner: "ben"}))).code).toBe("forbidden");
    const bare = await failure(describeDataset(store, olga, "orders", {visibility: "project"}));
    expect(bare).toMatchObject({code: "bad_use", message: "It lies in no project."});
    expect((await failure(describeDataset(store, ann, "plan", {project: "nowhere"}))).code).toBe("not_found");
  });

  test("titles, descriptions and tags are kept, cleaned, and found", async () => {
    const said = await describeDataset(store, ann, "orders", {
      title: "  Orders of the shop ",
      description: "Every order since 2019",
      tags: ["Shop", "shop", "finance"],
    });
    expect(said).toMatchObject({title: "Orders of the shop", tags: ["finance", "shop"]});
    expect(await names(ben, {tag: "Shop"})).toEqual(["orders"]);
    expect(await tagsFor(store, ben)).toEqual([
      {tag: "finance", datasets: 1},
      {tag: "shop", datasets: 1},
    ]);
    await describeDataset(store, ann, "orders", {description: ""});
    expect((await listDatasetsFor(store, ann, {tag: "shop"})).items[0]).toMatchObject({
      title: "Orders of the shop",
      description: null,
      source: "orders.csv",
    });
    for (const tags of [["a,b"], [""], ["x".repeat(51)], ["\u0007"]])
      expect((await failure(describeDataset(store, ann, "orders", {tags}))).code).toBe("bad_use");
  });

  test("what SQL and LIKE read otherwise is only text", async () => {
    const title = `100 % _ "x"'; DROP TABLE datasets; -- <b>\\`;
    expect((await describeDataset(store, ann, "weather", {title, tags: ["50%_'"]})).title).toBe(title);
    expect(await names(ann, {tag: "50%_'"})).toEqual(["weather"]);
    expect(await names(ann, {tag: "50%%"})).toEqual([]);
    expect((await searchDatasets(store, ann, "%_%")).map(({dataset}) => dataset.name)).toEqual(["weather"]);
    expect(await searchDatasets(store, ann, "o%e")).toEqual([]);
    expect((await searchDatasets(store, ann, "drop table")).map(({dataset}) => dataset.name)).toEqual([
      "weather",
    ]);
  });

  test("a list comes in pages, by name or the newest first, and each dataset once", async () => {
    for (const sort of ["name", "newest"] as const) {
      const seen: string[] = [];
      let cursor: string | undefined;
      do {
        const page = await listDatasetsFor(store, ann, {sort, limit: 1, ...(cursor && {cursor})});
        expect(page.items).toHaveLength(1);
        seen.push(page.items[0]!.name);
        cursor = page.next;
      } while (cursor);
      expect(seen.toSorted()).toEqual(["orders", "pay", "plan", "weather"]);
    }
    const {next} = await listDatasetsFor(store, ann, {limit: 1});
    expect((await failure(listDatasetsFor(store, ann, {sort: "newest", cursor: next!}))).code).toBe(
      "bad_use",
    );
    expect((await failure(listDatasetsFor(store, ann, {cursor: "'; --"}))).code).toBe("bad_use");
  });

  test("buckets: made, put on, listed with what the asker sees, renamed, taken away", async () => {
    const finance = await makeBucket(store, ann, {name: "Finance", description: "money"});
    await describeDataset(store, ann, "orders", {bucket: "Finance"});
    await describeDataset(store, ann, "pay", {bucket: finance.id});
    expect(await names(ann, {bucket: "Finance"})).toEqual(["orders", "pay"]);
    expect((await bucketsFor(store, ann))[0]).toMatchObject({name: "Finance", datasets: 2});
    expect((await bucketsFor(store, ben))[0]).toMatchObject({name: "Finance", datasets: 1});
    expect((await failure(makeBucket(store, ben, {name: "Finance"}))).code).toBe("conflict");
    expect((await failure(makeBucket(store, vic, {name: "Mine"}))).code).toBe("forbidden");
    await renameBucket(store, ann, "Finance", {name: "Money"});
    expect((await listDatasetsFor(store, ben, {bucket: "Money"})).items[0]?.bucket).toEqual({
      id: finance.id,
      name: "Money",
    });
    await dropBucket(store, ann, finance.id);
    expect((await failure(listDatasetsFor(store, ann, {bucket: "Money"}))).code).toBe("not_found");
    expect((await listDatasetsFor(store, ann)).items.every(({bucket}) => bucket === null)).toBe(true);
  });

  test("a project's bucket is its people's", async () => {
    const inside = await makeBucket(store, insider, {name: "Inside", project});
    expect((await bucketsFor(store, insider)).map(({name}) => name)).toContain("Inside");
    expect((await bucketsFor(store, ben)).map(({name}) => name)).not.toContain("Inside");
    expect((await failure(dropBucket(store, ben, inside.id))).code).toBe("not_found");
    expect((await failure(describeDataset(store, ben, "orders", {bucket: "Inside"}))).code).toBe("not_found");
  });

  test("a renamed dataset keeps its versions, tags and title", async () => {
    await add("old_name");
    await describeDataset(store, ann, "old_name", {title: "Kept", tags: ["kept"]});
    await renameDatasetFor(store, ann, "old_name", "new_name");
    expect((await listDatasetsFor(store, ann, {tag: "kept"})).items[0]).toMatchObject({
      name: "new_name",
      title: "Kept",
    });
    expect((await datasetsOf(store, "w")).map(({name}) => name)).not.toContain("old_name");
    const bad = await failure(renameDatasetFor(store, ann, "new_name", "New Name!"));
    expect(bad).toMatchObject({code: "bad_use", next: "Call it new_name."});
  });

  test("an import under the name of what its importer may not change gets another name", async () => {
    expect(await nameForImport(store, ben, "pay")).toBe("pay_2");
    expect(await nameForImport(store, ann, "pay")).toBe("pay");
    expect(await nameForImport(store, ben, "orders")).toBe("orders");
  });

  test("a search ranks names before columns, and all words before some", async () => {
    await add("customer_orders", ["order_id", "customer"]);
    await add("refunds", ["order_id", "amount"]);
    const found = await searchDatasets(store, ben, "customer orders");
    expect(found[0]?.dataset.name).toBe("customer_orders");
    expect(found.map(({dataset}) => dataset.name)).toContain("refunds");
    expect(found.find(({dataset}) => dataset.name === "refunds")?.found).toEqual([
      {where: "column", text: "order_id"},
    ]);
    expect(await searchDatasets(store, ben, "zebra")).toEqual([]);
    expect(await searchDatasets(store, ben, "")).toEqual([]);
  });
});
