import {expect, test} from "vitest";
import {compareVersions, losesNothing, sameColumns} from "../../src/data/drift.ts";
import {workplace} from "./workplace.ts";

const place = workplace();
const drift = async (before: string, after: string) =>
  compareVersions(
    place.engine,
    await place.imported("before.csv", before),
    await place.imported("after.csv", after),
  );

const ORDERS =
  "order_id,region,amount,day\n1,West,10,2024-01-05\n2,East,20,2024-01-06\n3,North,30,2024-01-07\n";

test("rows that came, changed and went, by the column that identifies them", async () => {
  const found = await drift(
    ORDERS,
    "order_id,region,amount,day\n1,West,10,2024-01-05\n3,North,35,2024-01-07\n4,West,40,2024-02-08\n",
  );
  expect(found.overlap).toEqual({
    equal: 1,
    byKey: {key: "order_id", new: 1, changed: 1, gone: 1, same: 1},
  });
  expect(sameColumns(found)).toBe(true);
  expect(losesNothing(found)).toBe(false);
  expect(found.dates).toEqual([
    {name: "day", before: ["2024-01-05", "2024-01-07"], after: ["2024-01-05", "2024-02-08"]},
  ]);
});

test("a longer export of the same loses nothing", async () => {
  const found = await drift(ORDERS, `${ORDERS}4,West,40,2024-02-08\n`);
  expect(found.overlap.equal).toBe(3);
  expect(losesNothing(found)).toBe(true);
});

test("columns that are new, gone, called otherwise and of another type", async () => {
  const found = await drift(
    ORDERS,
    "order_id,area,amount,note\n1,West,ten,seen at the door\n2,East,20,sent back\n3,North,30,paid twice\n",
  );
  expect(found.renamed).toEqual([{before: "region", after: "area", type: "text", shared: 1}]);
  expect(found.added).toEqual([{name: "note", type: "text"}]);
  expect(found.removed).toEqual([{name: "day", type: "date"}]);
  expect(found.retyped).toEqual([{name: "amount", before: "integer", after: "text"}]);
});

test("small whole numbers are no sign of a new name", async () => {
  const found = await drift(
    "name,left,stars\nAda,1,5\nBob,2,4\n",
    "name,left,note,visits\nAda,1,x,5\nBob,2,y,4\n",
  );
  expect(found.renamed).toEqual([]);
  expect(found.removed.map((column) => column.name)).toEqual(["stars"]);
});

test("a row that is there twice counts twice", async () => {
  const found = await drift("a,b\nx,1\nx,1\ny,2\n", "a,b\nx,1\nx,1\nx,1\n");
  expect(found.overlap.equal).toBe(2);
});
