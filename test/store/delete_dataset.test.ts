import {beforeAll, expect, test} from "vitest";
import {entriesWith, saveEntry} from "../../src/store/catalogue.ts";
import {clearDerived} from "../../src/store/clear_derived.ts";
import {conversationFor} from "../../src/store/conversations.ts";
import {datasetsOf, saveDataset, versionByHash} from "../../src/store/datasets.ts";
import {deleteDatasetRows} from "../../src/store/delete_dataset.ts";
import {recipeById, saveRecipe} from "../../src/store/recipes.ts";
import type {Store} from "../../src/store/store.ts";
import {artifactsOf, saveTurn, turnById} from "../../src/store/turns.ts";
import {saveVersionFiles, versionFiles} from "../../src/store/version_files.ts";
import {failure} from "../data/workplace.ts";
import {describeStores} from "./dialects.ts";

const hashOf = (letter: string): string => letter.repeat(64);

describeStores("deleting a dataset", (opened) => {
  let store: Store;
  const turns: Record<string, string> = {};

  const add = (name: string, letter: string, source = letter, workspace = "w"): Promise<void> =>
    saveDataset(store, workspace, {
      name,
      version: {
        hash: hashOf(letter),
        path: `/data/${letter}.duckdb`,
        rows: 1,
        columns: [],
        receipt: {source: {path: "/x.csv", sha256: hashOf(source)}},
        sourcePath: "/x.csv",
      },
    });
  const answer = async (conversation: string, letter: string, workspace = "w"): Promise<string> => {
    const key = {platform: "test", installation: "i", conversation};
    const recipe = `recipe${letter}`;
    await saveRecipe(store, workspace, recipe, {
      datasets: [{hash: hashOf(letter)}],
      values: ["secret value"],
    });
    return saveTurn(
      store,
      workspace,
      {
        conversation: await conversationFor(store, workspace, key),
        question: "how much?",
        state: "answered",
        plan: {steps: []},
        answer: {text: "secret value"},
        summary: "secret value",
        recipe,
      },
      [
        {
          step: "s1",
          kind: "table",
          title: "t",
          digest: "d",
          content: {provenance: {datasets: [{hash: hashOf(letter)}]}},
        },
      ],
    );
  };

  beforeAll(async () => {
    store = opened();
    await add("sales", "a");
    await add("sales", "b");
    await add("stock", "c", "b");
    await add("sales", "a", "a", "elsewhere");
    turns.earlier = await answer("one", "a");
    turns.sales = await answer("one", "b");
    turns.stock = await answer("two", "c");
    turns.elsewhere = await answer("one", "a", "elsewhere");
    await saveEntry(store, "w", {version: hashOf("b"), content: {words: "100%_\nzanzibar"}, madeBy: "1"});
    await saveVersionFiles(store, "w", hashOf("b"), [{name: "x.duckdb", hash: hashOf("e"), bytes: 1}]);
    await saveVersionFiles(store, "w", hashOf("c"), [{name: "y.duckdb", hash: hashOf("f"), bytes: 1}]);
  });

  test("an entry is looked through for texts, of which none is a pattern", async () => {
    expect([...(await entriesWith(store, "w", ["zanzi"], "1")).keys()]).toEqual([hashOf("b")]);
    expect([...(await entriesWith(store, "w", ["100%_"], "1")).keys()]).toEqual([hashOf("b")]);
    expect(await entriesWith(store, "w", ["z%r"], "1")).toEqual(new Map());
    expect(await entriesWith(store, "w", ["zanzibar"], "an older way")).toEqual(new Map());
    expect(await entriesWith(store, "elsewhere", ["zanzibar"], "1")).toEqual(new Map());
  });

  test("its versions and what came of them go; other datasets and workspaces stay", async () => {
    const gone = await deleteDatasetRows(store, "w", "sales");
    expect(gone?.versions.map(({hash}) => hash).sort()).toEqual([hashOf("a"), hashOf("b")]);
    // The file that stock came of, too, is kept.
    expect(gone?.sources).toEqual([hashOf("a")]);
    expect(gone?.files).toEqual([hashOf("e")]);
    expect(gone?.turns.toSorted()).toEqual([turns.earlier, turns.sales].toSorted());
    expect(gone?.recipes.toSorted()).toEqual(["recipea", "recipeb"]);

    expect((await datasetsOf(store, "w")).map(({name}) => name)).toEqual(["stock"]);
    expect(await versionByHash(store, "w", hashOf("a"))).toBeUndefined();
    expect(await versionFiles(store, "w", hashOf("b"))).toEqual([]);
    expect(await versionFiles(store, "w", hashOf("c"))).toHaveLength(1);
    expect(await entriesWith(store, "w", ["zanzibar"], "1")).toEqual(new Map());
    expect(await turnById(store, "w", turns.sales!)).toMatchObject({
      question: "how much?",
      state: "answered",
    });
    expect(JSON.stringify(await turnById(store, "w", turns.sales!))).not.toContain("secret");
    expect(await artifactsOf(store, "w", turns.sales!)).toEqual([]);
    expect((await failure(recipeById(store, "w", "recipeb"))).message).toMatch(
      /^The data of sales was deleted on /,
    );

    expect(await turnById(store, "w", turns.stock!)).toMatchObject({summary: "secret value"});
    expect(await recipeById(store, "w", "recipec")).toMatchObject({values: ["secret value"]});
    expect(await turnById(store, "elsewhere", turns.elsewhere!)).toMatchObject({summary: "secret value"});
    expect((await datasetsOf(store, "elsewhere")).map(({name}) => name)).toEqual(["sales"]);
  });

  test("a turn that was running meanwhile is cleared after it", async () => {
    await add("late", "d");
    const gone = await deleteDatasetRows(store, "w", "late");
    const turn = await answer("one", "d");
    expect(await clearDerived(store, "w", gone!.left)).toEqual({
      turns: [turn],
      recipes: ["reciped"],
      models: [],
    });
    expect(JSON.stringify(await turnById(store, "w", turn))).not.toContain("secret");
    expect((await clearDerived(store, "w", gone!.left)).recipes).toEqual([]);
  });

  test("one that is not there is none", async () => {
    expect(await deleteDatasetRows(store, "w", "sales")).toBeUndefined();
  });
});
