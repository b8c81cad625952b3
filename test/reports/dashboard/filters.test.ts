import {afterAll, beforeAll, expect, test} from "vitest";
import type {Cell} from "../../../src/data/table.ts";
import {type Built, buildDashboard, computeDashboard} from "../../../src/reports/dashboard/build.ts";
import {type Cubes, cubesSchema} from "../../../src/reports/dashboard/cube.ts";
import {pointsIn} from "../../../src/reports/dashboard/points_in.ts";
import {rollUp, type Selection} from "../../../src/reports/dashboard/roll_up.ts";
import {dashboardMakerSchema} from "../../../src/reports/dashboard/spec.ts";
import type {Measure} from "../../../src/tools/measure.ts";
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

const price = {column: "unit_price"};
const single: {name: string; sql: string; measure: Pick<Measure, "fn" | "of" | "q" | "where">}[] = [
  {name: "median", sql: "median(unit_price)", measure: {fn: "median", of: price}},
  {name: "nine tenths", sql: "quantile_cont(unit_price, 0.9)", measure: {fn: "quantile", q: 0.9, of: price}},
  {name: "deviation", sql: "stddev_samp(unit_price)", measure: {fn: "stddev", of: price}},
  {
    name: "median of dear ones",
    sql: "median(unit_price) FILTER (sales > 500)",
    measure: {fn: "median", of: price, where: {op: ">", of: {column: "sales"}, value: 500}},
  },
  {
    name: "different orders",
    sql: "count(DISTINCT order_id)",
    measure: {fn: "count_distinct", of: {column: "order_id"}},
  },
];
const wheres: [string, Selection][] = [
  ["true", chosen([])],
  ["region = 'West'", chosen([["region", "West"]])],
  [
    "region IS NULL AND category = 'Paper'",
    chosen([
      ["region", null],
      ["category", "Paper"],
    ]),
  ],
  ["order_date >= '2024-05-01' AND category = 'Chairs'", chosen([["category", "Chairs"]], "2024-05-01")],
  ["order_date < '2023-01-01'", chosen([], undefined, "2022-12-01")],
];

test("medians, quantiles, deviations and different values follow as the database computes them", async () => {
  const figures = single.map(({name, measure}, at) => ({id: `k${at + 1}`, measure: {name, ...measure}}));
  const tile = {
    ...{id: "c1", kind: "bar" as const, subject: "By category", columns: []},
    measures: [
      ...figures.slice(0, 3).map(({measure}) => measure),
      {name: "Sales", fn: "sum" as const, of: {column: "sales"}},
    ],
    groups: [{name: "Category", of: {column: "category"}}],
  };
  const made = await computeDashboard(table.session, {...built.spec, figures, tiles: [tile]}, RUN);
  const own = cubesSchema.parse(dashboardMakerSchema.parse(made.document.maker).cubes);
  for (const [where, selection] of wheres) {
    const [row] = await query(
      `SELECT ${single.map(({sql}) => sql).join(", ")} FROM shop_orders WHERE ${where}`,
    );
    figures.forEach(({id}, at) => {
      const use = own.uses[id]!;
      const [[value] = []] = rollUp(own.cubes[use.cube]!, {by: [], mixtures: use.mixtures}, selection);
      if (row![at] === null) expect(value, `${id} ${where}`).toBeNull();
      else expect(value, `${id} ${where}`).toBeCloseTo(Number(row![at]), 8);
    });
    const groups = await query(
      `SELECT category, ${single
        .slice(0, 3)
        .map(({sql}) => sql)
        .join(", ")}, sum(sales) FROM shop_orders WHERE ${where} GROUP BY 1 ORDER BY 1`,
    );
    const use = own.uses.c1!;
    const rolled = rollUp(own.cubes[use.cube]!, use, selection).sort((a, b) =>
      String(a[0]) < String(b[0]) ? -1 : 1,
    );
    expect(rolled.length).toBe(groups.length);
    rolled.forEach((group, at) => {
      expect(group[0]).toBe(groups[at]![0]);
      group.slice(1).forEach((value, place) => {
        const wanted = groups[at]![place + 1];
        if (wanted === null) expect(value).toBeNull();
        else expect(value, `${where} ${group[0]} ${place}`).toBeCloseTo(Number(wanted), 6);
      });
    });
  }
  // Which order it is takes no page: they are only told apart.
  expect(JSON.stringify(made.document.maker)).not.toContain("O-10");
});

test("the points of a chart that fit a filter are those of the rows", async () => {
  const tile = built.spec.tiles.find(({kind}) => kind === "scatter")!;
  const columns = tile.columns.map(({of}) => (of as {column: string}).column).join(", ");
  for (const [where, selection] of wheres) {
    const rows = await query(`SELECT ${columns} FROM shop_orders WHERE ${where}`);
    const points = pointsIn(cubes, tile.id, selection)!;
    expect(points.map(String).sort()).toEqual(rows.map(String).sort());
  }
});

test("what has more different values than a page carries follows no filter", async () => {
  const lines = Array.from(
    {length: 20_400},
    (_, at) => `${at % 2 ? "a" : "b"},${(at * 7.5).toFixed(1)},${at % 90}`,
  );
  const large = await openTable("large", ["kind,value,small", ...lines, ""].join("\n"));
  try {
    const {spec} = await buildDashboard(large.session, RUN);
    const figures = ["value", "small"].map((column, at) => ({
      id: `k${at + 1}`,
      measure: {name: `Median ${column}`, fn: "median" as const, of: {column}},
    }));
    const count = {id: "k3", measure: {name: "Rows", fn: "count" as const}};
    const made = await computeDashboard(large.session, {...spec, figures: [count, ...figures]}, RUN);
    const {uses} = cubesSchema.parse(dashboardMakerSchema.parse(made.document.maker).cubes);
    expect(Object.keys(uses)).toEqual(expect.arrayContaining(["k2", "k3"]));
    expect(uses.k1).toBeUndefined();
  } finally {
    await large.close();
  }
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
