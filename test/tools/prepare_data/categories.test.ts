import {expect, test} from "vitest";
import {openTables} from "../open_tables.ts";

const {run, rows} = await openTables({
  t: "city,size,x,y\nOslo,low,1,10\nRome,high,2,20\nOslo,mid,3,12\n,low,4,9\nRoma,high,-1,21\nOSLO,mid,0,11\n",
  ones: "name,x,when\nann,5,2024-01-01\nbob,5,2024-01-02\ncat,5,2024-01-03\n",
  empty: "a,x\nu,\nv,\nw,\n",
  many: `c\n${Array.from({length: 10_000}, (_, at) => `v${at}`).join("\n")}\n`,
});
const encode = {method: "encode", table: "t"};

test("one_hot makes a column of each value; missing has none", async () => {
  const made = await run("prepare_data", {...encode, column: "size", how: "one_hot", dropColumn: true});
  expect(made.table.columns.map(({name}) => name)).toEqual([
    "city",
    "x",
    "y",
    "size_high",
    "size_low",
    "size_mid",
  ]);
  expect(made.table.rows[0]?.slice(3)).toEqual([0, 1, 0]);
  expect(made.fitted).toEqual(["high", "low", "mid"]);
  const other = await run("prepare_data", {
    ...encode,
    column: "city",
    how: "one_hot",
    fitted: ["Oslo", "Paris"],
  });
  expect(other.table.rows[1]?.slice(4)).toEqual([0, 0]);
  expect(other.receipt?.rows.map((row) => row.slice(0, 3))).toContainEqual([
    "cells with values that are not among them, all of them 0",
    "city",
    3,
  ]);
});

test("ordinal codes go by the order given", async () => {
  const made = await rows("prepare_data", {
    ...encode,
    column: "size",
    how: "ordinal",
    order: ["low", "mid", "high"],
  });
  expect(made.map((row) => row[4])).toEqual([0, 2, 1, 0, 2, 1]);
});

test("labels go by the first condition that is met; a missing value meets none", async () => {
  const x = {column: "x"};
  const label = {
    method: "label",
    table: "t",
    into: "kind",
    cases: [
      {where: {op: "<", of: x, value: 1}, value: "none"},
      {where: {op: "<", of: x, value: 3}, value: "few"},
    ],
  };
  const made = await run("prepare_data", label);
  expect(made.table.rows.map((row) => row[4])).toEqual(["few", "few", null, null, "none", "none"]);
  expect(made.receipt?.rows.slice(2)).toEqual([
    ["rows", "kind", 2, "none"],
    ["rows", "kind", 2, "few"],
    ["rows without a value", "kind", 2, null],
  ]);
  const all = await rows("prepare_data", {...label, otherwise: "many"});
  expect(all.map((row) => row[4])).toEqual(["few", "few", "many", "many", "none", "none"]);
  const oslo = [{where: {op: "not_in", of: {column: "city"}, values: ["Oslo"]}, value: "else"}];
  expect((await rows("prepare_data", {...label, into: "city", cases: oslo})).map(([city]) => city)).toEqual([
    "Oslo",
    "else",
    "Oslo",
    null,
    "else",
    "else",
  ]);
  await expect(run("prepare_data", {...label, into: "x"})).rejects.toThrow(/x is integer, and its new/);
  await expect(run("prepare_data", {...label, otherwise: 0})).rejects.toThrow(/several types/);
});

test("target encoding needs a target that is a number and another column", async () => {
  const target = {...encode, column: "city", how: "target"};
  await expect(run("prepare_data", target)).rejects.toThrow(/has no target/);
  await expect(run("prepare_data", {...target, target: "size"})).rejects.toThrow(/not a number/);
  await expect(run("prepare_data", {...target, target: "city"})).rejects.toThrow(/its own target/);
  await expect(run("prepare_data", {...target, target: "y", folds: 7})).rejects.toThrow(
    /6 rows cannot be cut into 7/,
  );
});

test("10,000 categories are refused as columns and taken as codes of a target", async () => {
  await expect(
    run("prepare_data", {method: "encode", table: "many", column: "c", how: "one_hot"}),
  ).rejects.toThrow(/more than 200 different values/);
  await expect(run("prepare_data", {method: "match_values", table: "many", column: "c"})).rejects.toThrow(
    /more than 5000 different values/,
  );
});

test("transforms are refused out of their domain, and say how many values are", async () => {
  const transform = {method: "transform", table: "t", columns: ["x"]};
  await expect(run("prepare_data", {...transform, how: "log"})).rejects.toThrow(
    /2 values of x are not above 0/,
  );
  await expect(run("prepare_data", {...transform, how: "box_cox"})).rejects.toThrow(/not above 0/);
  const made = await run("prepare_data", {...transform, how: "yeo_johnson"});
  const [{lambda}] = made.fitted as [{lambda: number}];
  expect(lambda).toBeGreaterThan(0);
  const again = await run("prepare_data", {...transform, how: "yeo_johnson", fitted: made.fitted});
  expect(again.table.rows).toEqual(made.table.rows);
  await expect(run("prepare_data", {...transform, table: "ones", how: "yeo_johnson"})).rejects.toThrow(
    /do not vary/,
  );
});

test("spellings become the more frequent one, or one that is given", async () => {
  const match = {method: "match_values", table: "t", column: "city"};
  const made = await run("prepare_data", match);
  expect(made.table.rows.map((row) => row[0])).toEqual(["Oslo", "Rome", "Oslo", null, "Roma", "Oslo"]);
  expect(made.receipt?.rows).toContainEqual(["cells matched", "city", 1, "OSLO -> Oslo (1.00)"]);
  const given = await rows("prepare_data", {...match, to: ["Rome", "Oslo"], threshold: 0.7, into: "place"});
  expect(given.map((row) => row[4])).toEqual(["Oslo", "Rome", "Oslo", null, "Rome", "Oslo"]);
});

test("columns without a value, or that do not vary, are refused or left", async () => {
  for (const how of ["mean", "median", "knn", "iterative"])
    await expect(
      run("prepare_data", {method: "fill_missing", table: "empty", columns: ["x"], how}),
    ).rejects.toThrow(/has no|no value|not a number/);
  await expect(
    run("prepare_data", {method: "outliers", table: "t", columns: ["city"], rule: "iqr", action: "flag"}),
  ).rejects.toThrow(/not a number/);
  const same = await run("prepare_data", {
    method: "outliers",
    table: "ones",
    columns: ["x"],
    rule: "iqr",
    action: "drop",
  });
  expect(same.made?.version.rows).toBe(3);
});
