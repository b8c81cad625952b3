import {expect, test} from "vitest";
import {openTables} from "../open_tables.ts";

const {run, rows} = await openTables({
  t: "g,x,y,s\na,1,,u\na,,2,\nb,3,4,v\nb,100,4,v\na,2,,w\n",
  flat: "c,v\n5,1\n5,2\n5,3\n",
  text: "w\na\nb\n",
});
const column = async (input: object, name: string): Promise<unknown[]> => {
  const made = await run("prepare_data", input);
  const at = made.table.columns.findIndex((one) => one.name === name);
  return made.table.rows.map((row) => row[at]);
};

test("missing values are dropped or filled, and the receipt says with what", async () => {
  const fill = {method: "fill_missing", table: "t"};
  expect(await rows("prepare_data", {...fill, how: "drop"})).toHaveLength(2);
  const made = await run("prepare_data", {...fill, how: "mean", columns: ["x"]});
  expect(made.table.rows.map((row) => row[1])).toEqual([1, 26.5, 3, 100, 2]);
  expect(made.fitted).toEqual([{column: "x", value: 26.5}]);
  expect(made.receipt?.rows).toContainEqual(["values filled", "x", 1, "mean 26.5"]);
  expect(await column({...fill, how: "median", columns: ["x"]}, "x")).toEqual([1, 2.5, 3, 100, 2]);
  expect(await column({...fill, how: "mode", columns: ["s"]}, "s")).toEqual(["u", "v", "v", "v", "w"]);
  expect(await column({...fill, how: "constant", value: "?", columns: ["s"]}, "s")).toContain("?");
  expect(await column({...fill, how: "forward", columns: ["y"]}, "y")).toEqual([null, 2, 4, 4, 4]);
  expect(await column({...fill, how: "backward", columns: ["y"]}, "y")).toEqual([2, 2, 4, 4, null]);
  expect(await column({...fill, how: "forward", columns: ["y"], by: ["g"]}, "y")).toEqual([null, 2, 4, 4, 2]);
  expect(await column({...fill, how: "mean", columns: ["x"], by: ["g"]}, "x")).toEqual([1, 1.5, 3, 100, 2]);
});

test("values learnt from other rows fill in place of the table's own", async () => {
  const fitted = [{column: "x", value: 7}];
  expect(
    await column({method: "fill_missing", table: "t", how: "mean", columns: ["x"], fitted}, "x"),
  ).toEqual([1, 7, 3, 100, 2]);
});

test("a filler that does not fit the column is refused", async () => {
  const fill = {method: "fill_missing", table: "t"};
  await expect(run("prepare_data", {...fill, how: "mean", columns: ["s"]})).rejects.toThrow(/has no mean/);
  await expect(run("prepare_data", {...fill, how: "constant", value: "a", columns: ["x"]})).rejects.toThrow(
    /cannot be filled/,
  );
  await expect(run("prepare_data", {...fill, how: "constant", columns: ["x"]})).rejects.toThrow(/not given/);
});

test("outliers are flagged, clipped or dropped by one rule", async () => {
  const outliers = {method: "outliers", table: "t", columns: ["x"], rule: "mad"};
  expect(await column({...outliers, action: "flag"}, "x_outlier")).toEqual([
    false,
    false,
    false,
    true,
    false,
  ]);
  expect(await column({...outliers, action: "drop"}, "x")).toEqual([1, null, 3, 2]);
  expect(await column({...outliers, action: "keep"}, "x")).toEqual([100]);
  const clipped = (await column({...outliers, action: "clip"}, "x")) as number[];
  expect(clipped[3]).toBeCloseTo(2.5 + 3.5 * 1.4826022185056018, 10);
});

test("outliers are made missing, or replaced by the mean or median of all values", async () => {
  const outliers = {method: "outliers", table: "t", columns: ["x"], rule: "mad"};
  expect(await column({...outliers, action: "blank"}, "x")).toEqual([1, null, 3, null, 2]);
  const made = await run("prepare_data", {...outliers, action: "mean"});
  expect(made.table.rows.map((row) => row[1])).toEqual([1, null, 3, 26.5, 2]);
  expect(JSON.stringify(made.receipt?.rows)).toMatch(/replaced by the mean.*1 above.*now 26.5/);
  expect(await column({...outliers, action: "median"}, "x")).toEqual([1, null, 3, 2.5, 2]);
  const fitted = [{column: "x", low: 0, high: 2, filler: 9}];
  expect(await column({...outliers, action: "mean", fitted}, "x")).toEqual([1, null, 9, 9, 2]);
  await expect(
    run("prepare_data", {...outliers, action: "mean", fitted: [{column: "x", low: 0, high: 2}]}),
  ).rejects.toThrow(/replaces outliers of x/);
});

test("scaling takes mean and sd, range, or median and quartiles; a constant column is only shifted", async () => {
  const made = await run("prepare_data", {method: "scale", table: "flat", how: "standard"});
  expect(made.table.rows).toEqual([
    [0, -Math.sqrt(1.5)],
    [0, 0],
    [0, Math.sqrt(1.5)],
  ]);
  expect(made.provenance.notes).toContain("c does not vary: it is only shifted.");
  expect(await column({method: "scale", table: "flat", how: "min_max", columns: ["v"]}, "v")).toEqual([
    0, 0.5, 1,
  ]);
  expect(await column({method: "scale", table: "flat", how: "robust", columns: ["v"]}, "v")).toEqual([
    -1, 0, 1,
  ]);
  const again = await run("prepare_data", {
    method: "scale",
    table: "flat",
    how: "standard",
    fitted: made.fitted,
  });
  expect(again.table.rows).toEqual(made.table.rows);
  await expect(run("prepare_data", {method: "scale", table: "text", how: "standard"})).rejects.toThrow(
    /no column of numbers/,
  );
});

test("bins hold the edge that closes them; what does not vary has none", async () => {
  const bin = {method: "bin", table: "flat", column: "v"};
  expect(await column({...bin, how: "equal_width", bins: 2}, "v_bin")).toEqual([
    "[1, 2]",
    "[1, 2]",
    "(2, 3]",
  ]);
  expect(
    await column(
      {...bin, how: "edges", edges: [1, 2, 2.5], closed: "left", labels: ["low", "high"]},
      "v_bin",
    ),
  ).toEqual(["low", "high", null]);
  const one = {...bin, how: "equal_count", bins: 3, labels: ["end", "middle", "end"]};
  expect((await run("prepare_data", one)).receipt?.rows.slice(2)).toEqual([
    ["rows in the bin", "v_bin", 2, "end"],
    ["rows in the bin", "v_bin", 1, "middle"],
  ]);
  await expect(run("prepare_data", {...bin, column: "c", how: "equal_count"})).rejects.toThrow(/has no bins/);
  await expect(run("prepare_data", {...bin, how: "edges", edges: [2, 1]})).rejects.toThrow(/do not rise/);
});

test("powers, remainders and exponentials are missing where they are no number", async () => {
  const [x, y] = [{column: "x"}, {column: "y"}];
  const made = await run("prepare_data", {
    method: "derive",
    table: "t",
    columns: [
      {name: "square", of: {op: "^", left: x, right: {constant: 2}}},
      {name: "root", of: {op: "^", left: {op: "-", left: {constant: 2}, right: x}, right: {constant: 0.5}}},
      {name: "rest", of: {op: "%", left: x, right: y}},
      {name: "e", of: {fn: "exp", of: {op: "*", left: x, right: {constant: 10}}}},
    ],
  });
  expect(made.table.rows.map((row) => row.slice(4))).toEqual([
    [1, 1, null, expect.closeTo(Math.exp(10), 6)],
    [null, null, null, null],
    [9, null, 3, expect.closeTo(Math.exp(30), -3)],
    [10000, null, 0, null],
    [4, 0, null, expect.closeTo(Math.exp(20), 3)],
  ]);
  expect(JSON.stringify(made.receipt?.rows)).toMatch(/\(2 - x\) \^ 0\.5/);
});
