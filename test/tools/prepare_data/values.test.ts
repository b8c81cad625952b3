import {describe, expect, test} from "vitest";
import {openTables} from "../open_tables.ts";

const {run, rows} = await openTables({
  told: "member,n\nYes,1\nNo,2\n,3\n",
  t: "name,score,grade\nA.B (x),1,yes\na.b,2,no\n,3,\nA+B,2,perhaps\n",
});
const replace = {method: "replace", table: "t", columns: ["name"]};
const recode = {method: "recode", table: "t", column: "grade"};
const first = (made: unknown[][]) => made.map((row) => row[0]);

describe("replace", () => {
  test("takes a text as it stands, not as a pattern", async () => {
    expect(first(await rows("prepare_data", {...replace, find: "A.B", with: "\\1$"}))).toEqual([
      "\\1$ (x)",
      "a.b",
      null,
      "A+B",
    ]);
    expect(
      first(await rows("prepare_data", {...replace, find: "A.B", with: "\\1", ignoreCase: true})),
    ).toEqual(["\\1 (x)", "\\1", null, "A+B"]);
  });

  test("takes a regular expression where asked, with its groups, and says how many cells changed", async () => {
    const made = await run("prepare_data", {
      ...replace,
      find: "(\\w)[.+](\\w)",
      with: "\\2\\1",
      pattern: true,
    });
    expect(first(made.table.rows)).toEqual(["BA (x)", "ba", null, "BA"]);
    expect(made.receipt?.rows).toContainEqual([
      "cells changed",
      "name",
      3,
      "A.B (x) -> BA (x); a.b -> ba; A+B -> BA",
    ]);
  });

  test("without a text to put, what is found is taken out", async () => {
    expect(first(await rows("prepare_data", {...replace, find: "\\s|[()]", pattern: true}))).toEqual([
      "A.Bx",
      "a.b",
      null,
      "A+B",
    ]);
  });

  test("a pattern that is none, and a column of numbers, are refused", async () => {
    await expect(run("prepare_data", {...replace, find: "(", pattern: true})).rejects.toThrow(
      /pattern cannot be used/,
    );
    await expect(run("prepare_data", {...replace, columns: ["score"], find: "1"})).rejects.toThrow(
      /not text/,
    );
  });
});

describe("recode", () => {
  test("labels become numbers; values that are not named would stay labels, which is told", async () => {
    const yesNo = {...recode, values: {yes: 1, no: 0}};
    await expect(run("prepare_data", yesNo)).rejects.toThrow(/would be no number: perhaps\./);
    const made = await run("prepare_data", {...yesNo, others: "missing", into: "is"});
    expect(made.table.columns.at(-1)).toMatchObject({name: "is", type: "integer"});
    expect(made.table.rows.map((row) => row[3])).toEqual([1, 0, null, null]);
    const all = await run("prepare_data", {...recode, values: {yes: 1, no: 0, perhaps: 0.5}});
    expect(all.table.rows.map((row) => row[2])).toEqual([1, 0, null, 0.5]);
    expect(made.receipt?.rows).toContainEqual(["cells of other values, now missing", "grade", 1, "perhaps"]);
  });

  test("several labels become one, all others another; missing stays missing", async () => {
    const made = await rows("prepare_data", {
      ...recode,
      values: {yes: "sure", no: "sure"},
      others: "value",
      value: "open",
    });
    expect(made.map((row) => row[2])).toEqual(["sure", "sure", null, "open"]);
  });

  test("codes become names, or missing, and what is not named stays as it is", async () => {
    const names = await rows("prepare_data", {
      ...recode,
      column: "score",
      values: {"1": "low", "2.0": "mid"},
    });
    expect(names.map((row) => row[1])).toEqual(["low", "mid", "3", "mid"]);
    const fewer = await rows("prepare_data", {...recode, column: "score", values: {"2": null}});
    expect(fewer.map((row) => row[1])).toEqual([1, null, 3, null]);
    const fractions = await rows("prepare_data", {...recode, column: "score", values: {"2": 0.1}});
    expect(fractions.map((row) => row[1])).toEqual([1, 0.1, 3, 0.1]);
  });

  test("a column of yes and no is named by words, as its file spells it", async () => {
    const numbers = {method: "recode", table: "told", column: "member", values: {Yes: 1, No: 0}};
    expect(first(await rows("prepare_data", numbers))).toEqual([1, 0, null]);
    const filled = {method: "fill_missing", table: "told", columns: ["member"], how: "constant", value: "No"};
    expect(first(await rows("prepare_data", filled))).toEqual([true, false, false]);
    await expect(run("prepare_data", {...filled, value: "Maybe"})).rejects.toThrow(/neither true nor false/);
  });

  test("new values of several kinds are refused, and names of numbers that are none", async () => {
    await expect(run("prepare_data", {...recode, values: {yes: 1, no: "0"}})).rejects.toThrow(
      /several kinds/,
    );
    await expect(run("prepare_data", {...recode, column: "score", values: {one: 1}})).rejects.toThrow(
      /'one' is none/,
    );
    await expect(run("prepare_data", {...recode, values: {}})).rejects.toThrow(/maps 0 values/);
  });
});
