import {readFileSync} from "node:fs";
import {join} from "node:path";
import {afterAll, beforeAll, describe, expect, test} from "vitest";
import {exportAnswer} from "../../../src/channels/export_rows.ts";
import {recipeById} from "../../../src/store/recipes.ts";
import {kaggleWorkplace} from "../../kaggle/workplace.ts";
import {type KaggleTalk, talkOfKaggle} from "./kaggle_talk.ts";

const {server, folder, home} = kaggleWorkplace();
let talk: KaggleTalk;
beforeAll(() => {
  talk = talkOfKaggle(server().url, home());
});
afterAll(() => talk.end());

const DATA =
  "Data: Penguins of Palmer (ada/penguins) version 2, CC-BY-4.0, kaggle.com/datasets/ada/penguins/versions/2";

test("a search tells size, licence and how to go on; a number brings one in", async () => {
  const found = await talk.say("search kaggle for penguins under 1 MB");
  expect(found.answer).toMatch(
    /^On Kaggle for “penguins”:\n1\. ada\/penguins: Penguins of Palmer, 133 bytes, .*CC BY 4\.0/,
  );
  expect(found.suggestions).toEqual(["use kaggle ada/penguins", "use kaggle ada/penguin-sizes"]);
  const here = await talk.say("use the first one");
  expect(here.answer.split("\n")).toEqual([
    "Penguins of Palmer is here, from Kaggle:",
    "- penguins_islands: 1 row, 2 columns",
    "- penguins_penguins: 2 rows, 3 columns",
    DATA,
  ]);
  expect(here.sources).toMatchObject([{ref: "ada/penguins", version: 2, licence: {use: "attribution"}}]);
});

test("a licence that was asked for is looked for in what Kaggle finds", async () => {
  const found = await talk.say("search kaggle for penguins with licence CC0");
  expect(found.answer).toMatch(/1\. ada\/penguin-sizes: /);
  expect(found.answer).not.toMatch(/ada\/penguins:/);
  const unknown = await talk.say("search kaggle for many");
  expect(unknown.answer).toMatch(/grace\/many: .*licence not given \(unknown: treat it with care\)/);
});

describe("what is asked at once", () => {
  test("is answered, says what came, and ends with where it is from", async () => {
    const answer = await talk.say("use kaggle ada/penguins/versions/1 and tell me how many rows by island");
    expect(answer.answer.split("\n")).toEqual([
      "Torgersen 1",
      "(Imported from Kaggle: penguins.)",
      "Data: Penguins of Palmer (ada/penguins) version 1, CC-BY-4.0, kaggle.com/datasets/ada/penguins/versions/1",
    ]);
    expect(answer.recipe).toBeDefined();
    const recipe = (await recipeById(await talk.runtime.store(), "terminal", answer.recipe!)) as {
      text: string;
    };
    // What is computed again is the text, without the lines about its data.
    expect(recipe.text).toBe("Torgersen 1");
  });

  test("is exported with its source", async () => {
    const answer = await talk.say("use kaggle ada/penguins/versions/1 and tell me how many rows by island");
    for (const ending of ["sql", "ipynb"]) {
      const path = join(folder, `out.${ending}`);
      await exportAnswer(answer, "how many rows by island", path);
      expect(readFileSync(path, "utf8")).toContain(
        "Data: Penguins of Palmer (ada/penguins) version 1, CC-BY-4.0",
      );
    }
  });

  test("of a competition is told with its rules, and warned of in a commercial workspace", async () => {
    await talk.markCommercial();
    const answer = await talk.say(
      "how many rows are in https://www.kaggle.com/competitions/titanic/data file train.csv?",
    );
    expect(answer.answer).toMatch(/^Count of rows: 2\b/);
    expect(answer.answer).toContain(
      "Warning: this workspace is marked commercial. The licence of Titanic, The competition's rules, restricts",
    );
  });
});

test("what is not there, and rules that were not accepted, are told with what to do", async () => {
  await expect(talk.say("use kaggle ada/pengiuns")).rejects.toMatchObject({
    code: expect.stringMatching(/not_found|forbidden/),
    next: expect.stringContaining("ada/penguins"),
  });
  await expect(talk.say("use the kaggle competition house-prices")).rejects.toMatchObject({
    code: "forbidden",
    next: expect.stringContaining("https://www.kaggle.com/competitions/house-prices/rules"),
  });
});

test("what is here is listed with its size, and deleted", async () => {
  await talk.say("use kaggle ada/penguins");
  expect((await talk.say("what kaggle data is downloaded here?")).answer).toMatch(
    /- ada\/penguins version 2: 133 bytes, CC-BY-4\.0 \(any use that names its source\)/,
  );
  expect((await talk.say("delete the kaggle data set ada/penguins")).answer).toMatch(/bytes are free again/);
  expect((await talk.say("what kaggle data is downloaded here?")).answer).not.toMatch(/ada\/penguins/);
});
