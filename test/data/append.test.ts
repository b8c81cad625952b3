import {existsSync, readdirSync} from "node:fs";
import {expect, test} from "vitest";
import type {Dataset} from "../../src/data/dataset.ts";
import {failure, workplace} from "./workplace.ts";

const place = workplace();
const rowsOf = async (dataset: Dataset) => {
  const session = await place.engine.open([{...dataset, name: "t"}]);
  return (await session.query("SELECT * FROM t")).rows;
};

test("by name, with empty cells where one has no such column; both sources are named", async () => {
  const january = await place.imported("january.csv", "id,region,amount\n1,West,10\n2,East,20\n");
  const february = await place.imported("february.csv", "amount,id,note\n30.5,3,late\n");
  const both = await place.engine.append(january, february);
  expect(await rowsOf(both)).toEqual([
    [1, "West", 10, null],
    [2, "East", 20, null],
    [3, null, 30.5, "late"],
  ]);
  expect(both.version.receipt.entries[0]?.message).toBe(
    "Put together from 2 rows of january.csv and 1 row of february.csv.",
  );
  expect(both.version.receipt.parts?.map((part) => part.hash)).toEqual([
    january.version.hash,
    february.version.hash,
  ]);
  expect(both.version.receipt.entries.find((entry) => entry.kind === "type")?.message).toContain("amount");
  expect(existsSync(january.version.path)).toBe(true);
  expect((await place.engine.append(january, february)).version.hash).toBe(both.version.hash);
});

test("a row that is there already is said, and left out only when asked", async () => {
  const before = await place.imported("b.csv", "k,v\nx,1\ny,2\n");
  const after = await place.imported("a.csv", "k,v\nx,1\nx,1\nz,3\n");
  const all = await place.engine.append(before, after);
  expect(all.version.rows).toBe(5);
  expect(all.version.receipt.entries.find((entry) => entry.kind === "duplicates")).toMatchObject({
    count: 1,
    doubt: true,
  });
  const fresh = await place.engine.append(before, after, {skipKnown: true});
  expect(await rowsOf(fresh)).toEqual([
    ["x", 1],
    ["y", 2],
    ["x", 1],
    ["z", 3],
  ]);
});

test("numbers below text become text, with a doubt; long whole numbers keep their digits", async () => {
  const before = await place.imported("n.csv", "code,long\n10,9007199254740993\n11,2\n");
  const after = await place.imported("t.csv", "code,long\nA7,0.5\nB8,1.5\n");
  const both = await place.engine.append(before, after);
  expect(await rowsOf(both)).toEqual([
    ["10", "9007199254740993"],
    ["11", "2"],
    ["A7", "0.5"],
    ["B8", "1.5"],
  ]);
  expect(both.version.receipt.entries.filter((entry) => entry.kind === "type" && entry.doubt)).toHaveLength(
    2,
  );
});

test("stopped before it began, it leaves nothing behind", async () => {
  const before = await place.imported("s1.csv", "k,v\nq,1\nr,2\n");
  const after = await place.imported("s2.csv", "k,v\ns,1\nt,2\n");
  const stop = new AbortController();
  stop.abort();
  const error = await failure(place.engine.append(before, after, {signal: stop.signal}));
  expect(error.code).toBe("aborted");
  expect(readdirSync(place.store).filter((name) => name.startsWith("import-"))).toEqual([]);
});
