import {createServer, type Server} from "node:http";
import type {AddressInfo} from "node:net";
import type {Page} from "puppeteer-core";
import {afterAll, beforeAll, expect, test} from "vitest";
import {createChartRenderer} from "../../../src/charts/renderer.ts";
import {buildDashboard, computeDashboard} from "../../../src/reports/dashboard/build.ts";
import {cellWords} from "../../../src/reports/dashboard/cell_words.ts";
import {sayValue} from "../../../src/reports/dashboard/figure_words.ts";
import {dashboardPage} from "../../../src/reports/dashboard/page.ts";
import {openTable, orders} from "./open_table.ts";

const RUN = {asOf: new Date("2025-01-01"), timeZone: "UTC"};
const renderer = createChartRenderer();
const asked: string[] = [];
let server: Server;
let home: string;

beforeAll(async () => {
  server = createServer((request, response) => {
    asked.push(request.url ?? "");
    response.end();
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  home = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(async () => {
  await renderer.close();
  server.close();
});

/** The page in a real browser, drawn, with what it said went wrong. */
async function opened(html: string): Promise<{page: Page; errors: string[]}> {
  const page = await (await renderer.browser()).newPage();
  const errors: string[] = [];
  page.on("pageerror", (error) => errors.push(String(error)));
  page.on("console", (message) => message.type() === "error" && errors.push(message.text()));
  page.on("request", (request) => /^data:|^about:|^blob:/.test(request.url()) || asked.push(request.url()));
  await page.setViewport({width: 1200, height: 900});
  await page.setContent(html);
  await page.waitForFunction("!document.documentElement.hasAttribute('data-drawing')", {timeout: 20_000});
  return {page, errors};
}

const text = (page: Page, selector: string) => page.$eval(selector, (one) => one.textContent ?? "");

test("a filter on the page shows what the rows themselves give, and clearing it what was there", async () => {
  const table = await openTable("shop_orders", orders());
  const {document} = await buildDashboard(table.session, RUN);
  const {page, errors} = await opened(await dashboardPage(document));
  try {
    const value = '[data-part="k1"] .value';
    const before = await text(page, value);
    const [row] = (
      await table.session.query("SELECT sum(sales), count(*) FROM shop_orders WHERE region = 'West'")
    ).rows;
    await page.select('select[data-column="region"]', JSON.stringify("West"));
    await page.waitForFunction("!document.getElementById('clear').hidden");
    expect(await text(page, value)).toBe(sayValue(Number(row![0]), undefined));
    expect(await text(page, "#said")).toBe(`${Number(row![1]).toLocaleString("en-US")} of 2,000 orders`);
    expect(await text(page, '[data-part="c1"] .plot')).toContain("May 2024 is not complete");
    await page.select('select[name="from"]', JSON.stringify("2024-02-01"));
    await page.waitForFunction(
      `document.querySelector('${value}').textContent !== ${JSON.stringify(sayValue(Number(row![0]), undefined))}`,
    );
    const [later] = (
      await table.session.query(
        "SELECT sum(sales) FROM shop_orders WHERE region = 'West' AND order_date >= '2024-02-01'",
      )
    ).rows;
    expect(await text(page, value)).toBe(sayValue(Number(later![0]), undefined));
    await page.click("#clear");
    await page.waitForFunction("document.getElementById('clear').hidden");
    expect(await text(page, value)).toBe(before);
    const charts = await page.$$eval(".chart", (all) =>
      all.map(
        (one) =>
          [
            one.querySelectorAll(".main-svg").length > 0,
            one.querySelector(".plot")?.getAttribute("aria-label")?.length ?? 0,
          ] as const,
      ),
    );
    expect(charts.length).toBeGreaterThanOrEqual(3);
    expect(charts.every(([drawn, said]) => drawn && said > 20)).toBe(true);
    expect(errors).toEqual([]);
  } finally {
    await page.close();
    await table.close();
  }
}, 60_000);

test("points and medians on the page are those of the rows, under whatever is chosen", async () => {
  const table = await openTable("shop_orders", orders());
  const {spec} = await buildDashboard(table.session, RUN);
  const of = {column: "unit_price"};
  const more = {
    ...spec,
    figures: [
      ...spec.figures.slice(0, 2),
      {id: "k9", measure: {name: "Median price", fn: "median" as const, of}},
    ],
    tiles: [
      ...spec.tiles.filter(({kind}) => kind === "scatter"),
      {
        ...{id: "c9", kind: "bar" as const, subject: "Median price by category", columns: []},
        measures: [{name: "Median price", fn: "median" as const, of}],
        groups: [{name: "Category", of: {column: "category"}}],
      },
    ],
  };
  const {document} = await computeDashboard(table.session, more, RUN);
  const {page, errors} = await opened(await dashboardPage(document));
  const points = `[data-part="${more.tiles[0]!.id}"]`;
  try {
    expect(await text(page, `${points} .shown`)).toBe("All 2,000 points shown");
    for (const [where, selects] of [
      ["region = 'West'", {region: "West"}],
      ["region IS NULL", {region: null}],
      ["region = 'East' AND category = 'Paper'", {region: "East", category: "Paper"}],
      ["category = 'Phones' AND order_date >= '2024-03-01'", {category: "Phones", from: "2024-03-01"}],
    ] as const) {
      const [row] = (
        await table.session.query(
          `SELECT count(*), sum(unit_price), sum(sales), median(unit_price) FROM shop_orders WHERE ${where}`,
        )
      ).rows.map((cells) => cells.map(Number));
      await page.click("#clear").catch(() => {});
      for (const [name, value] of Object.entries(selects))
        await page.select(
          name === "from" ? 'select[name="from"]' : `select[data-column="${name}"]`,
          JSON.stringify(value),
        );
      const said = `${row![0]!.toLocaleString("en-US")} of 2,000 points shown`;
      await page.waitForFunction(
        `document.querySelector('${points} .shown').textContent === ${JSON.stringify(said)}`,
        {timeout: 10_000},
      );
      expect(await text(page, '[data-part="k9"] .value')).toBe(sayValue(row![3]!, undefined));
      const drawn = (await page.evaluate(
        `(() => { const {x, y} = document.querySelector('${points} .plot').data[0]; return [x.length, x.reduce((a, b) => a + b), y.reduce((a, b) => a + b)]; })()`,
      )) as number[];
      const sums = [drawn[1]!, drawn[2]!].sort((a, b) => a - b);
      expect(drawn[0]).toBe(row![0]);
      expect(sums[0]).toBeCloseTo(Math.min(row![1]!, row![2]!), 4);
      expect(sums[1]).toBeCloseTo(Math.max(row![1]!, row![2]!), 4);
      const medians = (
        await table.session.query(
          `SELECT category, median(unit_price) FROM shop_orders WHERE ${where} GROUP BY 1 ORDER BY 2 DESC`,
        )
      ).rows;
      const bars = await page.$$eval('[data-part="c9"] tbody tr', (all) =>
        all.map((one) => [...one.cells].map((cell) => cell.textContent)),
      );
      expect(bars).toEqual(
        medians.map(([name, value]) => [name, cellWords(value!, undefined, "Median price")]),
      );
      expect(
        await page.$$eval(".figure.still, .chart.still", (all) =>
          all.map((one) => one.getAttribute("data-part")),
        ),
      ).toEqual([]);
    }
    expect(errors).toEqual([]);
  } finally {
    await page.close();
    await table.close();
  }
}, 60_000);

test("cells, names and titles that are code run nothing and load nothing", async () => {
  const bad = [
    `<img src='${home}/img' onerror='window.ran=1'>`,
    "</script><script>window.ran=2</script>",
    `<a href='javascript:window.ran=3'>k</a>`,
    "';window.ran=4//",
    "</style><svg onload=window.ran=5>",
  ];
  const lines = Array.from(
    {length: 90},
    (_, at) => `"${bad[at % bad.length]}",${(at * 7) % 23},"${bad[(at * 3 + 1) % bad.length]}"`,
  );
  const table = await openTable("hostile", [`"${bad[0]}","${bad[1]}","${bad[4]}"`, ...lines, ""].join("\n"));
  asked.length = 0;
  const {document} = await buildDashboard(table.session, {...RUN, title: `${bad[1]}${bad[0]}`});
  const {page, errors} = await opened(await dashboardPage(document));
  try {
    const selects = await page.$$("#filters select");
    expect(selects.length).toBeGreaterThan(0);
    for (const select of selects) {
      const [, second] = await select.$$eval("option", (all) => all.map((one) => one.value));
      await select.select(second!);
    }
    await page.$$eval("details", (all) => all.map((one) => one.setAttribute("open", "")));
    await page.waitForFunction("!document.getElementById('clear').hidden");
    expect(await page.evaluate("window.ran")).toBeUndefined();
    expect(await page.$$eval("main a, main img, main svg[onload], main iframe", (all) => all.length)).toBe(0);
    expect(asked).toEqual([]);
    expect(await text(page, "h1")).toContain("<script>");
    expect(errors.filter((one) => !/Content Security Policy/.test(one))).toEqual([]);
  } finally {
    await page.close();
    await table.close();
  }
}, 60_000);

test("on a telephone nothing is wider than the screen", async () => {
  const table = await openTable("shop_orders", orders(300));
  const {document} = await buildDashboard(table.session, RUN);
  const {page} = await opened(await dashboardPage(document));
  try {
    await page.setViewport({width: 380, height: 800});
    await page.waitForFunction(
      "[...document.querySelectorAll('.plot .main-svg')].every((one) => one.getBoundingClientRect().width <= 380)",
      {timeout: 10_000},
    );
    expect(await page.evaluate("document.documentElement.scrollWidth")).toBeLessThanOrEqual(380);
  } finally {
    await page.close();
    await table.close();
  }
}, 60_000);
