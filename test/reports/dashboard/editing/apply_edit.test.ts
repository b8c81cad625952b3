import {afterAll, beforeAll, expect, test} from "vitest";
import {createOfflinePlanner} from "../../../../src/agents/offline/planner.ts";
import {buildDashboard, computeDashboard} from "../../../../src/reports/dashboard/build.ts";
import {applyEdit, type Edited} from "../../../../src/reports/dashboard/editing/apply_edit.ts";
import {readEdit} from "../../../../src/reports/dashboard/editing/read_edit.ts";
import type {DashboardSpec} from "../../../../src/reports/dashboard/spec.ts";
import {openTable, orders} from "../open_table.ts";

const RUN = {asOf: new Date("2025-01-01"), timeZone: "UTC"};
let table: Awaited<ReturnType<typeof openTable>>;
let spec: DashboardSpec;

beforeAll(async () => {
  table = await openTable("shop_orders", orders(600));
  spec = (await buildDashboard(table.session, RUN)).spec;
}, 60_000);
afterAll(() => table?.close());

async function say(words: string, from: DashboardSpec = spec, before: DashboardSpec[] = []): Promise<Edited> {
  return applyEdit(from, readEdit(words)!, {
    session: table.session,
    profile: await table.session.profile("shop_orders"),
    planner: async () => createOfflinePlanner(),
    input: {...RUN, signal: new AbortController().signal},
    before,
  });
}

test("its periods are cut anew, in every chart", async () => {
  const {spec: next} = await say("make it quarterly");
  expect(next.time?.unit).toBe("quarter");
  expect(next.tiles.flatMap(({groups}) => groups).some(({unit}) => unit === "month")).toBe(false);
  expect(next.tiles[0]!.subject).toBe("Sales by quarter");
});

test("a chart is dropped by its place or its name, and the words that fit nothing say what there is", async () => {
  expect((await say("drop the second chart")).spec.tiles.map(({id}) => id)).toEqual(
    spec.tiles.map(({id}) => id).filter((id) => id !== spec.tiles[1]!.id),
  );
  expect((await say("drop the histogram")).spec.tiles.some(({kind}) => kind === "histogram")).toBe(false);
  await expect(say("drop the zebra")).rejects.toMatchObject({
    code: "bad_use",
    next: expect.stringContaining("Sales by month"),
  });
});

test("a chart is added in words, and computed", async () => {
  const {spec: next} = await say("add average unit price by region");
  const tile = next.tiles.at(-1)!;
  expect(tile).toMatchObject({
    kind: "bar",
    measures: [{fn: "avg", of: {column: "unit_price"}}],
    groups: [{of: {column: "region"}}],
  });
  const {document} = await computeDashboard(table.session, next, RUN);
  const rows = await table.session.query(
    "SELECT region, avg(unit_price) FROM shop_orders GROUP BY 1 ORDER BY 2 DESC",
  );
  expect(document.tables[tile.id]?.table.rows[0]?.slice(0, 2)).toEqual(rows.rows[0]);
});

test("only some rows count, and all again", async () => {
  const west = await say("only West");
  expect(west.spec.scope).toEqual(["only West"]);
  const {document} = await computeDashboard(table.session, west.spec, RUN);
  const rows = await table.session.query("SELECT sum(sales) FROM shop_orders WHERE region = 'West'");
  expect(document.tables.totals?.table.rows[0]?.[0]).toBeCloseTo(Number(rows.rows[0]?.[0]), 6);
  expect((await say("all rows", west.spec)).spec.where).toBeUndefined();
  await expect(say("only Atlantis")).rejects.toMatchObject({code: "bad_use"});
});

test("two charts change places, it gets a name, and each change is taken back in turn", async () => {
  const swapped = await say("swap the first two");
  expect(swapped.spec.tiles.slice(0, 2).map(({id}) => id)).toEqual([spec.tiles[1]!.id, spec.tiles[0]!.id]);
  const named = await say("call it Q3 review", swapped.spec, swapped.before);
  expect(named.spec.title).toBe("Q3 review");
  const back = await say("undo", named.spec, named.before);
  expect(back.spec).toEqual(swapped.spec);
  expect((await say("undo", back.spec, back.before)).spec).toEqual(spec);
  await expect(say("undo")).rejects.toMatchObject({message: "There is nothing to undo."});
});

test("the executive version is chosen anew, with the same rows and periods", async () => {
  const quarterly = await say("make it quarterly", (await say("only West")).spec);
  const {spec: next} = await say("executive version", quarterly.spec);
  expect(next).toMatchObject({pattern: "executive", scope: ["only West"], time: {unit: "quarter"}});
  expect(next.tiles.length).toBeLessThanOrEqual(3);
});
