import {afterAll, beforeAll, expect, test} from "vitest";
import type {Session} from "../../../src/data/engine.ts";
import {type Built, buildDashboard, computeDashboard} from "../../../src/reports/dashboard/build.ts";
import {compileDashboard} from "../../../src/reports/dashboard/compile_plan.ts";
import {type BoundText, reportDocumentSchema} from "../../../src/reports/document.ts";
import {unboundIn} from "../../../src/reports/verify_document.ts";
import {openTable, orders} from "./open_table.ts";

const RUN = {asOf: new Date("2025-01-01"), timeZone: "UTC"};
let table: Awaited<ReturnType<typeof openTable>>;
let session: Session;
let built: Built;

beforeAll(async () => {
  table = await openTable("shop_orders", orders());
  session = table.session;
  built = await buildDashboard(session, RUN);
}, 60_000);
afterAll(() => table?.close());

const blocks = () => built.document.sections.flatMap((section) => section.blocks);
const number = async (sql: string) => Number((await session.query(sql)).rows[0]?.[0]);

test("what a table is about is seen by its names, and its main numbers come first", () => {
  expect(built.spec.domain).toBe("sales");
  expect(built.spec.things).toBe("orders");
  expect(built.spec.figures.map(({measure}) => measure.name)).toEqual([
    "Sales",
    "Orders",
    "Profit margin",
    "Average unit price",
  ]);
  expect(built.spec.time).toMatchObject({column: "order_date", unit: "month"});
  expect(reportDocumentSchema.parse(built.document).kind).toBe("dashboard");
});

test("no chart is by an order's number, and no two are of the same numbers by the same groups", () => {
  const {tiles} = built.spec;
  expect(tiles.length).toBeGreaterThanOrEqual(3);
  expect(tiles.length).toBeLessThanOrEqual(6);
  const told = tiles.map(({measures, groups, columns}) =>
    JSON.stringify([measures.map(({name}) => name), groups.map(({of, unit}) => [of, unit]), columns]),
  );
  expect(new Set(told).size).toBe(told.length);
  expect(JSON.stringify(tiles)).not.toContain("order_id");
  expect(tiles.some(({groups}) => groups.some(({of}) => "column" in of && of.column === "category"))).toBe(
    true,
  );
});

test("the last month is not whole: it is drawn, and the one before it is compared", async () => {
  const sales = blocks().find((block) => block.kind === "kpi");
  expect(sales?.comparison?.text).toMatch(/^Apr 2024: .*on Mar 2024$/);
  const now = await number(
    "SELECT sum(sales) FROM shop_orders WHERE order_date >= '2024-04-01' AND order_date < '2024-05-01'",
  );
  const before = await number(
    "SELECT sum(sales) FROM shop_orders WHERE order_date >= '2024-03-01' AND order_date < '2024-04-01'",
  );
  const share = Math.abs(now / before - 1) * 100;
  expect(sales?.comparison?.text).toContain(
    `${now > before ? "up" : "down"} ${share >= 10 ? Math.round(share) : Number(share.toFixed(1))}%`,
  );
  expect(built.document.assumptions.join(" ")).toContain("May 2024 is not whole");
  const trend = blocks().find((block) => block.kind === "chart" && block.spec.kind === "line");
  expect(trend).toMatchObject({spec: {partialLast: true}});
});

test("every number of a title and a card is bound to cells of the document's tables", () => {
  const {tables} = built.document;
  const check = ({text, evidence}: BoundText) => {
    for (const {start, end, text: shown, evidence: cells} of evidence) {
      expect(text.slice(start, end)).toBe(shown);
      expect(cells.length).toBeGreaterThan(0);
      for (const {step, row, column} of cells) {
        const found = tables[step]?.table;
        expect(found?.columns.map(({name}) => name)).toContain(column);
        expect(found?.rows.length).toBeGreaterThan(row);
      }
    }
  };
  for (const block of blocks())
    if (block.kind === "kpi") {
      expect(block.value.evidence).toHaveLength(1);
      check(block.value);
      if (block.comparison) check(block.comparison);
    }
  built.document.summary.map(check);
  expect(built.document.summary.length).toBeGreaterThan(0);
  expect(unboundIn(built.document)).toEqual([]);
});

test("it is one plan, which gives the same again", async () => {
  expect(built.plan).toEqual(compileDashboard(built.spec).plan);
  const again = await computeDashboard(session, built.spec, RUN);
  expect(again.document.tables).toEqual(built.document.tables);
});

test("an executive's page has three figures and no points; the operational one ends with the latest rows", async () => {
  const executive = await buildDashboard(session, {...RUN, pattern: "executive"});
  expect(executive.spec.figures).toHaveLength(3);
  expect(executive.spec.tiles.every(({kind}) => kind !== "scatter" && kind !== "histogram")).toBe(true);
  const operational = await buildDashboard(session, {...RUN, pattern: "operational"});
  expect(operational.spec.list).toMatchObject({kind: "rows", title: "Latest orders"});
});

test.each([
  [
    "one column of words",
    "colour",
    Array.from({length: 60}, (_, at) => ["red", "blue", "green"][(at * at) % 3]),
  ],
  ["one column of numbers", "x", Array.from({length: 60}, (_, at) => String((at * 37) % 101))],
  ["one row", "name,amount,day", ["A,3,2024-01-01"]],
  ["identifiers alone", "id,uuid", Array.from({length: 40}, (_, at) => `${at},u${at}x`)],
  ["the same value everywhere", "a,b", Array.from({length: 40}, () => "1,x")],
])("%s make a sound page", async (_name, head, lines) => {
  const odd = await openTable("odd", [head, ...lines, ""].join("\n"));
  try {
    const {document} = await buildDashboard(odd.session, RUN);
    expect(reportDocumentSchema.safeParse(document).success).toBe(true);
    expect(document.sections.length).toBeGreaterThan(0);
  } finally {
    await odd.close();
  }
});

test("a table without rows is refused in words", async () => {
  const empty = await openTable("empty", "a,b,c\n");
  try {
    await expect(buildDashboard(empty.session, RUN)).rejects.toMatchObject({
      code: "no_data",
      message: expect.stringContaining("no rows"),
    });
  } finally {
    await empty.close();
  }
});
