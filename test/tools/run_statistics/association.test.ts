import {readFileSync} from "node:fs";
import {beforeAll, describe, expect, test} from "vitest";
import type {Artifact} from "../../../src/tools/tool.ts";
import {reference, referencePath} from "../../golden/case.ts";
import {openTables, type Tables} from "../open_tables.ts";

/** The figures are scipy's, statsmodels' and scikit-learn's (inference.py). */
type Interval = {v?: number; r?: number; ci: [number, number]};
const made = reference<Record<string, Record<string, number> & Interval>>("inference.json");
const strata = reference<{strata: number[][][]}>("inference.json").strata;
const inputs = reference<Record<string, number[] & number[][]>>("inputs.json");
const expand = (counts: number[][], end = ""): string[] =>
  counts.flatMap((own, r) => own.flatMap((count, c) => new Array<string>(count).fill(`r${r},c${c}${end}`)));

let tables: Tables;
beforeAll(async () => {
  tables = await openTables({
    mtcars: readFileSync(referencePath("r_tests/data/mtcars.csv"), "utf8"),
    cells: `left,right\n${expand(inputs.t3x4!).join("\n")}\n`,
    strata: `left,right,place\n${strata.flatMap((own, at) => expand(own, `,p${at}`)).join("\n")}\np,q,z\n`,
    three: `cx,cy,cz\n${inputs.cx!.map((x, row) => `${x},${inputs.cy![row]},${inputs.cz![row]}`).join("\n")}\n`,
    a: `x\n${inputs.a!.join("\n")}\n`,
    groups: `g,x\n${["g1", "g2", "g3", "g4"].flatMap((name) => inputs[name]!.map((x) => `${name},${x}`)).join("\n")}\n`,
    single: "g,h,x\na,u,1\na,v,2\na,u,3\n",
    never: "g,yes\na,0\na,0\nb,0\nb,0\n",
    same: "before,after\nyes,yes\nno,no\nyes,yes\n",
  });
});

const column = (name: string) => ({name, of: {column: name}});
const run = (table: string, input: Record<string, unknown>): Promise<Artifact> =>
  tables.run("run_statistics", {table, ...input});
const named = (artifact: Artifact, name: string | RegExp) =>
  artifact.table.rows
    .find(([own]) => (typeof name === "string" ? own === name : name.test(String(own))))!
    .slice(1);
const close = (values: readonly number[], digits = 9) => values.map((one) => expect.closeTo(one, digits));

describe("correlation of more than numbers", () => {
  test("Cramér's V with its interval and p", async () => {
    const found = await run("cells", {
      method: "correlation",
      labels: [column("left"), column("right")],
      coefficient: "cramers_v",
    });
    expect(found.table.rows[0]!.slice(0, 5)).toEqual([
      "left",
      "right",
      ...close([made.cramer!.v!, ...made.cramer!.ci]),
    ]);
    expect(found.title).toBe("Association of left and right");
  });
  test("mutual information, as scikit-learn, with p by G", async () => {
    const found = await run("cells", {
      method: "correlation",
      labels: [column("left"), column("right")],
      coefficient: "mutual_information",
    });
    const [, , nats, , , p] = found.table.rows[0]! as number[];
    expect([nats, p]).toEqual(close([made.mutual!.nats!, made.mutual!.p!]));
  });
  test("eta squared of a number and a label", async () => {
    const found = await run("groups", {
      method: "correlation",
      columns: [column("x")],
      labels: [column("g")],
      coefficient: "eta_squared",
    });
    expect(found.table.rows[0]!.slice(3, 5)).toEqual(close(made.eta as unknown as number[]));
  });
  test("point-biserial, as scipy", async () => {
    const found = await run("mtcars", {
      method: "correlation",
      columns: [column("mpg"), column("am")],
      coefficient: "point_biserial",
    });
    expect(found.table.rows[0]![2]).toBeCloseTo(0.5998324, 7);
  });
  test("a partial correlation, with its interval", async () => {
    const found = await run("three", {
      method: "correlation",
      columns: [column("cx"), column("cy")],
      controls: [column("cz")],
      coefficient: "partial",
    });
    expect(found.table.rows[0]!.slice(2, 5)).toEqual(close([made.partial!.r!, ...made.partial!.ci]));
  });
  test("p of many pairs, corrected", async () => {
    const found = await run("mtcars", {
      method: "correlation",
      columns: ["mpg", "wt", "hp"].map(column),
      adjust: "bonferroni",
    });
    const [p, adjusted] = [found.table.rows[1]![5], found.table.rows[1]![7]] as number[];
    expect(adjusted).toBeCloseTo(3 * p!, 15);
  });
  test.each([
    [
      "a label of one value",
      "single",
      {labels: [column("g"), column("h")], coefficient: "cramers_v"},
      "one value only",
    ],
    [
      "eta squared without a number",
      "single",
      {labels: [column("h")], coefficient: "eta_squared"},
      "a number and labels",
    ],
    ["labels with Pearson", "single", {labels: [column("h")]}, "of numbers, not of labels"],
    ["partial without controls", "three", {coefficient: "partial"}, "held fixed"],
    [
      "point-biserial of two numbers",
      "three",
      {columns: [column("cx"), column("cy")], coefficient: "point_biserial"},
      "is yes or no",
    ],
  ])("%s is refused", async (_, table, input, message) => {
    await expect(run(table, {method: "correlation", ...input})).rejects.toThrow(message);
  });
});

describe("tables of counts", () => {
  test("within strata: Cochran-Mantel-Haenszel and Breslow-Day, as statsmodels", async () => {
    const found = await run("strata", {
      method: "contingency",
      rows: column("left"),
      columns: column("right"),
      stratum: column("place"),
      where: {op: "!=", of: {column: "place"}, value: "z"},
    });
    const {chi2, p, odds, ci} = made.cmh!;
    expect(named(found, "chi squared")[0]).toBeCloseTo(chi2!, 9);
    expect(named(found, "p")[0]).toBeCloseTo(p!, 9);
    expect(named(found, /common odds ratio/)).toEqual(close([odds!, ...ci]));
    expect(named(found, "p of Breslow-Day")[0]).toBeCloseTo(made.breslow_day!.p!, 9);
  });
  test("labels of three values have no common odds ratio", async () => {
    await expect(
      run("strata", {
        method: "contingency",
        rows: column("left"),
        columns: column("right"),
        stratum: column("place"),
      }),
    ).rejects.toThrow("has 3 values");
  });
  test("strata that are not named, and a test that knows none", async () => {
    const input = {method: "contingency", rows: column("left"), columns: column("right")};
    await expect(run("strata", {...input, test: "cochran_mantel_haenszel"})).rejects.toThrow("needs strata");
    await expect(run("strata", {...input, stratum: column("place"), test: "g"})).rejects.toThrow(
      "knows no strata",
    );
  });
  test("McNemar where no answer changed", async () => {
    await expect(
      run("same", {method: "contingency", rows: column("before"), columns: column("after"), test: "mcnemar"}),
    ).rejects.toThrow("No answer changed");
  });
  test("shares that are never yes", async () => {
    await expect(
      run("never", {method: "proportions", column: column("yes"), group: column("g")}),
    ).rejects.toThrow("never yes");
  });
});

describe("Kolmogorov-Smirnov against a normal distribution", () => {
  test("of the column's own mean and sd, with the warning that p is too large", async () => {
    const found = await run("a", {method: "normality", column: column("x"), tests: ["kolmogorov_smirnov"]});
    expect(found.table.rows[0]!.slice(0, 3)).toEqual([
      "Kolmogorov-Smirnov D",
      ...close([made.ks_own!.d!, made.ks_own!.p!]),
    ]);
    expect(found.provenance.notes.join(" ")).toContain("Lilliefors is the right test");
  });
  test("of z-scored values: the sd divides by n", async () => {
    const found = await run("a", {
      method: "normality",
      column: column("x"),
      tests: ["kolmogorov_smirnov"],
      own_sd: "population",
    });
    expect(found.table.rows[0]![2]).toBeCloseTo(made.ks_zscored!.p!, 9);
  });
});

describe("effects stand beside their intervals", () => {
  const by = {column: column("x"), group: column("g"), method: "group_test"};
  test.each([
    ["anova", ["eta squared", "omega squared"]],
    ["welch_anova", ["eta squared"]],
    ["kruskal", ["epsilon squared"]],
  ])("%s", async (name, effects) => {
    const found = await run("groups", {...by, test: name});
    for (const effect of effects) {
      const [value, low, high] = named(found, effect) as number[];
      expect([low! <= value!, value! <= high!]).toEqual([true, true]);
    }
  });
  test("the pairs that go with the test", async () => {
    const found = await run("groups", {...by, test: "kruskal", post_hoc: "auto"});
    expect(named(found, "g2 - g1, p (Dunn, Holm)")[0]).toBeGreaterThanOrEqual(0);
  });
});
