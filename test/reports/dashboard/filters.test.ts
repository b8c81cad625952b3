import {afterAll, beforeAll, expect, test} from "vitest";
import type {Cell} from "../../../src/data/table.ts";
import {type Built, buildDashboard, computeDashboard} from "../../../src/reports/dashboard/build.ts";
import {type Cubes, cubesSchema} from "../../../src/reports/dashboard/cube.ts";
import {rollUp, type Selection} from "../../../src/reports/dashboard/roll_up.ts";
import {dashboardMakerSchema} from "../../../src/reports/dashboard/spec.ts";
import {openTable, orders} from "./open_table.ts";

const RUN = {asOf: new Date("2025-01-01"), timeZone: "UTC"};
let table: Awaited<ReturnType<typeof openTable>>;
let built: Built;
let cubes: Cubes;

beforeAll(async () => {
  table = await openTable("shop_orders", orders());
  built = await buildDashboard(table.session, RUN);
  cubes = cubesSchema.parse(dashboardMakerSchema.parse(built.document.maker).cubes);
}, 60_000);
afterAll(() => table?.close());

const chosen = (values: [string, Cell][], from?: string, to?: string): Selection => ({
  values: new Map(values),
  from,
  to,
});
const query = async (sql: string) => (await table.session.query(sql)).rows;

test.each([
  ["region = 'West'", chosen([["region", "West"]])],
  ["region IS NULL", chosen([["region", null]])],
  [
    "region = 'East' AND category = 'Paper'",
    chosen([
      ["region", "East"],
      ["category", "Paper"],
    ]),
  ],
  ["order_date >= '2023-03-01' AND order_date < '2023-06-01'", chosen([], "2023-03-01", "2023-05-01")],
  ["category = 'Chairs' AND order_date >= '2024-01-01'", chosen([["category", "Chairs"]], "2024-01-01")],
])("the figures where %s are those of the rows themselves", async (where, selection) => {
  const [row] = await query(
    `SELECT sum(sales), count(*), sum(profit) / sum(sales), avg(unit_price) FROM shop_orders WHERE ${where}`,
  );
  built.spec.figures.forEach(({id}, at) => {
    const use = cubes.uses[id]!;
    const [[value] = []] = rollUp(cubes.cubes[use.cube]!, {by: [], mixtures: use.mixtures}, selection);
    expect(value, id).toBeCloseTo(Number(row![at]), 6);
  });
});

test("a chart by months and one by categories follow a filter of something else", async () => {
  const selection = chosen([["region", "North"]]);
  for (const {id, kind, measures, groups} of built.spec.tiles) {
    const column = groups[0] && "column" in groups[0].of ? groups[0].of.column : undefined;
    if (
      !cubes.uses[id] ||
      groups.length !== 1 ||
      measures[0]!.of === undefined ||
      kind === "histogram" ||
      groups[0]!.width
    )
      continue;
    const use = cubes.uses[id]!;
    const rolled = rollUp(cubes.cubes[use.cube]!, use, selection);
    const by = kind === "line" ? `date_trunc('month', ${column})` : column;
    const of = (measures[0]!.of as {column: string}).column;
    const rows = await query(
      `SELECT CAST(${by} AS VARCHAR), ${measures[0]!.fn}(${of}) FROM shop_orders WHERE region = 'North' GROUP BY 1`,
    );
    const wanted = new Map(rows.map(([key, value]) => [String(key).slice(0, 10), Number(value)]));
    expect(rolled.length, id).toBe(wanted.size);
    for (const [key, value] of rolled)
      expect(value, `${id} ${key}`).toBeCloseTo(wanted.get(String(key).slice(0, 10))!, 6);
  }
});

test("a number that groups do not make up follows no filter", async () => {
  const median = {id: "k9", measure: {name: "Median sales", fn: "median" as const, of: {column: "sales"}}};
  const more = await computeDashboard(
    table.session,
    {...built.spec, figures: [...built.spec.figures, median]},
    RUN,
  );
  const {uses} = cubesSchema.parse(dashboardMakerSchema.parse(more.document.maker).cubes);
  expect(uses.k1).toBeDefined();
  expect(uses.k9).toBeUndefined();
});

test("what is offered to filter by has few values, and no order numbers", () => {
  expect(built.document.filters.map(({label}) => label).sort()).toEqual(["Category", "Region"]);
  expect(built.document.filters.find(({column}) => column === "region")?.values).toEqual([
    "East",
    "North",
    "South",
    "West",
    null,
  ]);
});
