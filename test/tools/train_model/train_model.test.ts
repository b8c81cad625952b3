import {readFile} from "node:fs/promises";
import {beforeAll, describe, expect, test} from "vitest";
import {artifactDigest} from "../../../src/planning/recipe.ts";
import {MersenneTwister} from "../../../src/statistics/random/mersenne_twister.ts";
import type {Artifact} from "../../../src/tools/tool.ts";
import {openTables, type Tables} from "../open_tables.ts";

/** Customers who left the more often, the more they complained and the shorter their contract. */
function customers(rows: number, seed: number): string {
  const random = new MersenneTwister(seed);
  const lines = ["customer_id,joined,plan,complaints,spend,churned,churn_code,refund"];
  for (let row = 0; row < rows; row++) {
    const plan = ["basic", "plus", "pro"][Math.floor(random.uniform() * 3)]!;
    const complaints = Math.floor(random.uniform() * 6);
    const spend = 20 + random.uniform() * 80 + (plan === "pro" ? 50 : 0);
    const gone = random.uniform() < (complaints * 2 + (plan === "basic" ? 4 : 0) - 4) / 7;
    const month = String(1 + Math.floor((row * 12) / rows)).padStart(2, "0");
    const churned = gone ? "yes" : "no";
    lines.push(
      `C${1000 + row},2023-${month}-${String(1 + (row % 28)).padStart(2, "0")},${plan},${complaints},${row % 9 === 4 ? "" : spend.toFixed(2)},${churned},${gone ? "L" : "S"},${gone ? 1 : 0}`,
    );
  }
  return `${lines.join("\n")}\n`;
}

let tables: Tables;
beforeAll(async () => {
  const many = ["code,amount,left"];
  for (let row = 0; row < 300; row++) many.push(`k${row % 120},${row % 17},${row % 17 > 8 ? "y" : "n"}`);
  tables = await openTables({
    customers: customers(600, 1),
    newcomers: "complaints,spend,plan\n0,90,pro\n5,30,basic\n3,,gold\n",
    odd: "complaints,plan\n1,basic\n",
    same: `a,b\n${"1,x\n".repeat(40)}`,
    few: "a,b\n1,x\n2,y\n",
    lonely: `a,b\n${Array.from({length: 30}, (_, row) => `${row * row},${row === 7 ? "z" : "xy"[row % 2]}`).join("\n")}\n`,
    many: `${many.join("\n")}\n`,
  });
});

const learn = (input: Record<string, unknown>): Promise<Artifact> =>
  tables.run("train_model", {table: "customers", ...input});
const figures = (artifact: Artifact): Map<unknown, unknown> =>
  new Map(artifact.table.rows.map((row) => [row[0], row[1]]));
const said = (artifact: Artifact): string => artifact.provenance.notes.join("\n");

describe("classify", () => {
  let made: Artifact;
  beforeAll(async () => {
    made = await learn({method: "classify", target: "churned", model: "logistic"});
  });

  test("tells how good the model is on rows kept aside, against a baseline, with intervals", () => {
    expect(made.kind).toBe("model");
    const [name, value, low, high, baseline] = made.table.rows[0]!;
    expect(name).toBe("accuracy");
    expect(value).toBeGreaterThan(baseline as number);
    expect(low).toBeLessThan(value as number);
    expect(high).toBeGreaterThan(value as number);
    expect(figures(made).get("rows learnt from")).toBe(480);
    expect(figures(made).get("rows judged by")).toBe(120);
    expect(said(made)).toContain("beats the baseline");
    expect(said(made)).toContain("seed 42");
  });

  test("leaves out columns that are the target under another name", () => {
    expect(said(made)).toMatch(/Left out: churn_code/);
    expect(said(made)).toMatch(/Left out: refund/);
    expect(figures(made).has("importance of churn_code")).toBe(false);
    expect(figures(made).get("importance of complaints")).toBeGreaterThan(0.05);
  });

  test("the same question gives the same artifact and the same model", async () => {
    const again = await learn({method: "classify", target: "churned", model: "logistic"});
    expect(artifactDigest(again)).toBe(artifactDigest(made));
    expect(again.file).toEqual(made.file);
    const other = await learn({method: "classify", target: "churned", model: "logistic", seed: 7});
    expect(artifactDigest(other)).not.toBe(artifactDigest(made));
  });

  test("the kept model is JSON, and predicts for a new table", async () => {
    expect(JSON.parse(await readFile(made.file!.path, "utf8"))).toMatchObject({format: 1, target: "churned"});
    const model = /[0-9a-f]{16}/.exec(made.text!)![0];
    await expect(tables.run("train_model", {method: "predict", table: "newcomers", model})).rejects.toThrow(
      "The model needs the column joined, which the table lacks.",
    );
    const smaller = await learn({
      method: "classify",
      target: "churned",
      features: ["complaints", "spend", "plan"],
      model: "forest",
    });
    const foretold = await tables.run("train_model", {
      method: "predict",
      table: "newcomers",
      model: /[0-9a-f]{16}/.exec(smaller.text!)![0],
    });
    const at = foretold.table.columns.findIndex(({name}) => name === "churned foretold");
    expect(foretold.table.rows.map((row) => row[at]).slice(0, 2)).toEqual(["false", "true"]);
    expect(foretold.table.rows.every((row) => (row.at(-1) as number) >= 0.5)).toBe(true);
    expect(said(foretold)).toContain("plan has 1 value not in training (gold)");
  });

  test("learns from the earlier rows where an order is given", async () => {
    const ordered = await learn({method: "classify", target: "churned", model: "tree", order: "joined"});
    expect(said(ordered)).toMatch(/Learnt from the 480 rows before 2023-10-\d\d \(by joined\)/);
  });

  test.each(["k_nn", "naive_bayes", "tree", "forest", "boosting", "svm"])(
    "%s beats the baseline",
    async (model) => {
      const one = await learn({
        method: "classify",
        target: "churned",
        features: ["complaints", "plan", "spend"],
        model,
        classWeights: "balanced",
      });
      const [, value, , , baseline] = one.table.rows[0]!;
      expect(value).toBeGreaterThan(baseline as number);
      expect(one.table.rows.flat()).not.toContain(Number.NaN);
    },
  );

  test("auto chooses by cross-validation and says so", async () => {
    const auto = await learn({method: "classify", target: "churned"});
    expect(said(auto)).toMatch(/was chosen among 3 by 3-fold cross-validation/);
  });
});

describe("regress", () => {
  test.each(["linear", "ridge", "lasso", "elastic_net", "k_nn", "tree", "forest", "boosting", "svm"])(
    "%s gives finite figures",
    async (model) => {
      const made = await learn({method: "regress", target: "spend", features: ["plan", "complaints"], model});
      expect(made.table.rows[0]![0]).toBe("R squared");
      for (const row of made.table.rows) expect(Number.isFinite(row[1])).toBe(true);
      expect(said(made)).toContain("rows without spend are neither learnt from nor judged by");
    },
  );

  test("plan says most of what spend is: the model finds it", async () => {
    const made = await learn({
      method: "regress",
      target: "spend",
      features: ["plan", "complaints"],
      model: "ridge",
    });
    const all = figures(made);
    expect(all.get("importance of plan")).toBeGreaterThan(all.get("importance of complaints") as number);
    expect(all.get("foretold on average at plan = pro")).toBeGreaterThan(
      (all.get("foretold on average at plan = basic") as number) + 30,
    );
  });
});

describe("what cannot be learnt is declined", () => {
  const refused: [what: string, input: Record<string, unknown>, why: RegExp][] = [
    ["no outcome", {method: "classify"}, /Nothing says what happened/],
    ["one class", {method: "classify", table: "same", target: "b"}, /Every row has the same b/],
    ["a constant number", {method: "regress", table: "same", target: "a"}, /1 in every row/],
    ["few rows", {method: "classify", table: "few", target: "b"}, /2 rows have a value of b/],
    ["a class with one row", {method: "classify", table: "lonely", target: "b"}, /class z of b has one row/],
    ["text as a number", {method: "regress", target: "plan"}, /labels, not numbers/],
    ["a number as classes", {method: "classify", target: "spend"}, /classes may be at most 50/],
    ["only copies", {method: "classify", target: "churned", features: ["churn_code"]}, /No column is left/],
    ["no such model", {method: "predict", model: "nothing"}, /There is no model nothing/],
  ];
  test.each(refused)("%s", async (_what, input, why) => {
    await expect(learn(input)).rejects.toThrow(why);
    await expect(learn(input)).rejects.toMatchObject({code: "bad_plan"});
  });

  test("many labels are grouped, and said", async () => {
    const made = await learn({
      method: "classify",
      table: "many",
      target: "left",
      features: ["code"],
      model: "logistic",
    });
    expect(said(made)).toContain('the 30 most frequent are kept, the others count as "other"');
    expect(said(made)).toMatch(/not shown to beat the baseline|beats the baseline|worse than the baseline/);
  });
});

test("compare_models: best first, within its budget", async () => {
  const made = await learn({
    method: "compare_models",
    task: "classify",
    target: "churned",
    models: ["logistic", "tree", "ridge"],
    search: "grid",
    budget: {fits: 25, seconds: 60},
  });
  expect(made.table.rows).toHaveLength(5);
  const scores = made.table.rows.map((row) => row[2] as number);
  expect(scores).toEqual([...scores].sort((a, b) => b - a));
  expect(said(made)).toContain("Not models that classify: ridge");
  expect(said(made)).toContain("beyond the number of fits allowed");
});

describe("without a target", () => {
  test.each(["k_means", "hierarchical", "dbscan"])("cluster by %s covers every row", async (model) => {
    const made = await learn({method: "cluster", features: ["complaints", "spend"], model});
    const rows = made.table.rows.reduce((sum, row) => sum + (row[1] as number), 0);
    expect(rows).toBe(600);
    expect(made.table.columns.map(({name}) => name)).toContain("mean spend");
  });

  test("reduce: components' shares fall and sum to one", async () => {
    const made = await learn({method: "reduce", features: ["complaints", "spend"], count: 3});
    expect(made.table.rows.at(-1)![2]).toBeCloseTo(1, 12);
    expect(made.table.rows[0]![1]).toBeGreaterThanOrEqual(made.table.rows[1]![1] as number);
    const rows = await learn({method: "reduce", features: ["complaints", "spend"], model: "umap"});
    expect(rows.table.rows).toHaveLength(600);
    const again = await learn({method: "reduce", features: ["complaints", "spend"], model: "umap"});
    expect(again.table).toEqual(rows.table);
  });

  test("anomalies: oddest first", async () => {
    const made = await learn({method: "anomalies", features: ["complaints", "spend"], limit: 5});
    const scores = made.table.rows.map((row) => row[1] as number);
    expect(scores).toEqual([...scores].sort((a, b) => b - a));
    expect(scores).toHaveLength(5);
    await expect(learn({method: "anomalies", table: "few"})).rejects.toThrow("2 rows are too few");
  });
});
