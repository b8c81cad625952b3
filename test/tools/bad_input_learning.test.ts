import {beforeAll, describe, expect, test} from "vitest";
import {createRegistry} from "../../src/tools/registry.ts";
import {everyNth} from "../sweep.ts";
import {LEARNING_INPUTS} from "./bad_inputs.ts";
import {BAD_TABLES, namesIn, openBadTables} from "./bad_tables.ts";
import type {Tables} from "./open_tables.ts";
import {sound} from "./sound.ts";

let tables: Tables;
beforeAll(async () => {
  tables = await openBadTables();
}, 120_000);

test("every method of train_model has inputs here, but predict, which takes a model", () => {
  const known = createRegistry()
    .methods("train_model")
    .map(({name}) => name);
  expect([...Object.keys(LEARNING_INPUTS), "predict"].sort()).toEqual([...known].sort());
});

/** What takes a second on 10,000 rows is tried on the small tables only. */
const QUICK = [
  "logistic",
  "naive_bayes",
  "ridge",
  "lasso",
  "tree",
  "k_means",
  "pca",
  "naive",
  "drift",
  "mean",
];

describe.each(Object.keys(LEARNING_INPUTS))("%s", (method) => {
  test.each(everyNth(BAD_TABLES, 5, Object.keys(LEARNING_INPUTS).indexOf(method)))(
    "from a bad table is a sound answer or a refusal: %s",
    {timeout: 120_000},
    async (table) => {
      for (const input of LEARNING_INPUTS[method]!(namesIn(table)))
        if (table !== "many_categories" || QUICK.includes(String(input.model)))
          await sound(tables, "train_model", {method, table, ...input});
    },
  );
});

describe("what cannot be learnt is refused, with the reason", () => {
  const refused: [what: string, input: Record<string, unknown>, why: RegExp][] = [
    [
      "a class with one row",
      {method: "classify", table: "lonely_class", target: "flag"},
      /The class 1 of flag has one row only/,
    ],
    ["one class", {method: "classify", table: "constant", target: "g"}, /Every row has the same g, a/],
    ["one row", {method: "regress", table: "one_row", target: "y"}, /^1 row has a value of y/],
    [
      "10,000 classes",
      {method: "classify", table: "many_categories", target: "g"},
      /classes may be at most 50/,
    ],
    ["numbers whose squares no double holds", {method: "cluster", table: "extreme"}, /numbers as large as/],
    ["features that do not vary", {method: "cluster", table: "constant"}, /No feature varies/],
  ];
  test.each(refused)("%s", async (_what, input, why) => {
    await expect(tables.run("train_model", input)).rejects.toThrow(why);
    await expect(tables.run("train_model", input)).rejects.toMatchObject({code: "bad_plan"});
  });
});

test("what is doubtful is said: few rows to judge by, many categories, infinite values", async () => {
  const said = async (input: Record<string, unknown>): Promise<string> =>
    (await tables.run("train_model", input)).provenance.notes.join("\n");
  expect(await said({method: "classify", table: "plain", target: "flag", model: "logistic"})).toContain(
    "Only 12 rows to judge by",
  );
  expect(await said({method: "regress", table: "infinite", target: "y", model: "ridge"})).toMatch(
    /x: \d+ missing \(or infinite\) values? counts? as the median of the rows to learn from/,
  );
  expect(
    await said({
      method: "classify",
      table: "many_categories",
      target: "flag",
      features: ["g", "x"],
      model: "logistic",
    }),
  ).toMatch(/Left out: g, for nearly every row has its own value/);
});
