import {beforeAll, describe, expect, test} from "vitest";
import type {Artifact} from "../../../src/tools/tool.ts";
import {reference} from "../../golden/case.ts";
import {openTables, type Tables} from "../open_tables.ts";

/** Twelve subjects in four conditions; the figures are statsmodels' and scipy's (inference.py). */
const {measured, repeated} = reference<{measured: number[][]; repeated: Record<string, number>}>(
  "inference.json",
);
const subjects = measured[0]!.map((_, at) => at);
const wide = ["a,b,c,d", ...subjects.map((at) => measured.map((column) => column[at]).join(","))].join("\n");
const long = [
  "who,when,score",
  ...subjects.flatMap((at) => measured.map((column, when) => `s${at},${when + 1},${column[at]}`)),
].join("\n");

let tables: Tables;
beforeAll(async () => {
  tables = await openTables({
    wide,
    long,
    gap: `${long}\ns99,1,5\n`,
    twice: `${long}\ns0,1,5\n`,
    alone: "who,when,score\nx,1,2\nx,2,3\ny,1,2\n",
    shifted: "a,b,c\n1,2,3\n2,3,4\n5,6,7\n",
    // Hollander and Wolfe's (1973) depression scores, as R's example of wilcox.test.
    depression:
      "first,second\n1.83,0.878\n0.50,0.647\n1.62,0.598\n2.48,2.05\n1.68,1.06\n1.88,1.29\n1.55,1.06\n3.06,3.14\n1.30,1.29\n",
  });
});

const column = (name: string) => ({name, of: {column: name}});
const run = (table: string, input: Record<string, unknown>): Promise<Artifact> =>
  tables.run("run_statistics", {method: "paired_test", table, ...input});
const row = (artifact: Artifact, name: string) => artifact.table.rows.find(([own]) => own === name)!.slice(1);
const four = {columns: ["a", "b", "c", "d"].map(column)};
const below = {column: column("score"), subject: column("who"), condition: column("when")};

describe("more than two measurements", () => {
  test("repeated measures, corrected for unequal spreads of the differences, as statsmodels' AnovaRM", async () => {
    const made = await run("wide", {...four, test: "repeated_anova"});
    expect(row(made, "F")[0]).toBeCloseTo(repeated.f!, 10);
    expect(row(made, "p")[0]).toBeCloseTo(repeated.correctedP!, 10);
    expect(row(made, "p, sphericity assumed")[0]).toBeCloseTo(repeated.p!, 10);
    expect(row(made, "df")[0]).toBeCloseTo(3 * repeated.epsilon!, 10);
    expect(row(made, "p of Mauchly's test")[0]).toBeCloseTo(repeated.mauchlyP!, 10);
    const [eta, low, high] = row(made, "partial eta squared") as number[];
    expect(eta).toBeCloseTo(repeated.partialEtaSquared!, 10);
    expect([low! <= eta!, eta! <= high!]).toEqual([true, true]);
  });
  test("the plain p where sphericity is assumed", async () => {
    const made = await run("wide", {...four, test: "repeated_anova", sphericity: "assumed"});
    expect(row(made, "p")[0]).toBeCloseTo(repeated.p!, 10);
    expect(row(made, "df2")[0]).toBe(33);
  });
  test("the same from a table with a subject and a condition", async () => {
    const made = await run("long", {...below, test: "repeated_anova"});
    expect(row(made, "F")[0]).toBeCloseTo(repeated.f!, 10);
    expect(made.title).toBe("1, 2, 3, 4 of the same subjects");
  });
  test("Friedman's test with Kendall's W and its interval", async () => {
    const made = await run("wide", {...four, test: "friedman"});
    const [w, low, high] = row(made, "Kendall's W") as number[];
    expect(row(made, "chi squared")[0]).toBeCloseTo(w! * 12 * 3, 10);
    expect([low! > 0, low! <= w!, w! <= high!, high! <= 1]).toEqual([true, true, true, true]);
  });
  test("auto says what it chose and why; pairs are corrected by Holm", async () => {
    const made = await run("wide", {...four, pairs: "t"});
    expect(made.provenance.notes[0]).toMatch(/^Chosen: Repeated measures analysis of variance, because/);
    expect(row(made, "b - a")).toHaveLength(3);
    expect(row(made, "d - c, p (paired t, Holm)")[0]).toBeGreaterThan(0);
  });
  test("a subject that lacks a measurement is left out and counted", async () => {
    const made = await run("gap", {...below, test: "friedman"});
    expect(made.provenance.notes.join(" ")).toContain("1 that lack a measurement are left out");
    expect(row(made, "n")[0]).toBe(12);
  });
});

test("Wilcoxon's signed ranks of two columns, as R's wilcox.test", async () => {
  const made = await run("depression", {
    columns: [column("first"), column("second")],
    test: "wilcoxon",
    alternative: "greater",
  });
  expect(row(made, "V")[0]).toBe(40);
  expect(row(made, "p")[0]).toBeCloseTo(0.01953125, 12);
  expect(row(made, "rank-biserial correlation")).toHaveLength(3);
});

describe("what cannot be tested is refused", () => {
  test.each([
    ["no measurements", "wide", {}, "needs measurements"],
    ["one column", "wide", {columns: [column("a")]}, "needs measurements"],
    ["a test of two for four", "wide", {...four, test: "wilcoxon"}, "compares two measurements"],
    ["two values of one subject and condition", "twice", below, "two values"],
    ["one complete subject", "alone", below, "Only 1 of 2"],
    [
      "measurements that differ by the same in every row",
      "shifted",
      {columns: ["a", "b", "c"].map(column)},
      "by the same",
    ],
    ["two such measurements", "shifted", {columns: ["a", "b"].map(column)}, "same in every row"],
  ])("%s", async (_, table, input, message) => {
    await expect(run(table, input)).rejects.toThrow(message);
  });
});
