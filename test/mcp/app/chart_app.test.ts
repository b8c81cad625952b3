import {mkdtemp, rm, writeFile} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import type {Frame} from "puppeteer-core";
import {afterAll, beforeAll, beforeEach, expect, test, vi} from "vitest";
import {type RunningServer, startMcp} from "../running.ts";
import {type ChartHost, chartHost} from "./chart_host.ts";

vi.setConfig({testTimeout: 120_000, hookTimeout: 120_000});

const HOSTILE = [
  "</script><script>parent.postMessage('out','*')</script>",
  "<img src=http://127.0.0.1:9/x onerror=alert(1)>",
  "%{x}<a href='javascript:alert(1)'>a</a>",
  "مرحبا\u202e 👩‍👩‍👧",
];

let folder: string;
let server: RunningServer;
let host: ChartHost;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "tabletalk-mcp-app-"));
  const sales = join(folder, "sales.csv");
  const hostile = join(folder, "hostile.csv");
  await writeFile(sales, "region,revenue\nNorth,120\nSouth,80\nWest,200\n");
  await writeFile(
    hostile,
    `name,value\n${HOSTILE.map((cell, at) => `"${cell.replaceAll('"', '""')}",${at + 1}`).join("\n")}\n`,
  );
  server = await startMcp({files: [sales, hostile], revision: "2026-07-28"});
  host = await chartHost(server.client);
});
afterAll(async () => {
  await host?.[Symbol.asyncDispose]();
  await server?.[Symbol.asyncDispose]();
  await rm(folder, {recursive: true, force: true});
});
beforeEach(() => {
  host.complaints.length = 0;
  host.read.length = 0;
  host.refuseReading(undefined);
});

const bars = {table: "sales", kind: "bar", x: "region", y: "revenue"};
const paper = (frame: Frame) => frame.$eval("body", (body) => getComputedStyle(body).backgroundColor);

test("the app draws the bars that the table has, reads only its figure, and asks the network for nothing", async () => {
  const frame = await host.show(bars);
  const [trace] = await host.plotted(frame);
  expect(trace).toMatchObject({type: "bar", y: [200, 120, 80]});
  const labels = await frame.$$eval(".xaxislayer-above text", (all) => all.map((one) => one.textContent));
  expect(labels).toEqual(["West", "North", "South"]);
  const tools = await frame.$$eval(".modebar-btn", (all) => all.map((one) => one.getAttribute("data-title")));
  expect(tools).toEqual(["Zoom", "Pan", "Zoom in", "Zoom out", "Reset axes"]);
  expect(host.read).toEqual([
    expect.stringMatching(/^tabletalk:\/\/charts\/[0-9a-f]{12}\?theme=light&width=\d+&height=\d+$/),
  ]);
  expect(host.requests).toEqual([]);
  expect(host.complaints).toEqual([]);
});

test("whoever cannot see it is told what it shows", async () => {
  const frame = await host.show(bars);
  await host.plotted(frame);
  const told = await frame.$eval("#chart", (chart) => {
    const about = document.getElementById(chart.getAttribute("aria-labelledby") ?? "");
    return [chart.getAttribute("role"), about?.textContent, document.title];
  });
  expect(told).toEqual([
    "img",
    "Bar chart: Revenue by region; largest is West at 200, smallest is South at 80 (3 values).",
    "Revenue by region",
  ]);
});

test("it takes the host's theme, and another when that changes", async () => {
  const frame = await host.show(bars, {theme: "dark"});
  await host.plotted(frame);
  expect(await paper(frame)).toBe("rgb(20, 24, 29)");
  await host.page.evaluate(() => {
    const {bridge} = globalThis as unknown as {bridge: {setHostContext(one: unknown): void}};
    bridge.setHostContext({theme: "light"});
  });
  await frame.waitForFunction(
    () =>
      (document.querySelector("#chart") as unknown as {layout: {paper_bgcolor: string}}).layout
        .paper_bgcolor === "#ffffff",
  );
  expect(await paper(frame)).toBe("rgb(255, 255, 255)");
});

test("it fits a narrower room when its host becomes one", async () => {
  const frame = await host.show(bars);
  await host.plotted(frame);
  await host.page.setViewport({width: 420, height: 700});
  try {
    await frame.waitForFunction(
      () => document.querySelector("#chart .main-svg")?.getAttribute("width") === "420",
    );
    const wide = await frame.evaluate(() => document.documentElement.scrollWidth);
    expect(wide).toBe(420);
  } finally {
    await host.page.setViewport({width: 900, height: 700});
  }
});

test("hostile cells and titles are shown as they are written, and nothing of them runs", async () => {
  const title = `${HOSTILE[0]} ${HOSTILE[3]}`;
  const frame = await host.show({table: "hostile", kind: "bar", x: "name", y: "value", more: {title}});
  const [trace] = await host.plotted(frame);
  expect(trace!.x.concat(trace!.y)).toEqual(expect.arrayContaining([4, 3, 2, 1]));
  const shown = await frame.$eval("#chart", (chart) => chart.textContent);
  expect(shown).toContain("onerror=alert(1)");
  expect(await frame.title()).toContain("</script><script>");
  expect(await frame.$$("img, a[href], #chart script")).toEqual([]);
  expect(host.requests).toEqual([]);
  expect(host.complaints).toEqual([]);
});

const FLOWS = "SELECT * FROM (VALUES ('a', 'b', 3), ('a', 'c', 2)) t(source, target, n)";
const PLACES = "SELECT * FROM (VALUES ('France', 3), ('Spain', 2)) t(country, n)";

test.each([
  ["strict", ".sankey-link", {table: FLOWS, kind: "sankey", x: "source", y: "n", more: {target: "target"}}],
  ["geo", ".choroplethlocation", {table: PLACES, kind: "choropleth", x: "country", y: "n"}],
])("kinds that need another build of Plotly read it through the host: %s", async (build, marks, input) => {
  const frame = await host.show(input);
  await frame.waitForSelector(`#chart ${marks}`);
  expect(await frame.$$eval(`#chart ${marks}`, (all) => all.length)).toBe(2);
  expect(host.read).toContain(`tabletalk://drawing/${build}`);
  expect(host.requests).toEqual([]);
  expect(host.complaints).toEqual([]);
});

test("where the host hands no figure on, the picture is shown and why is said", async () => {
  host.refuseReading("Reading is switched off here");
  const frame = await host.show(bars);
  await frame.waitForSelector("#said img");
  expect(await frame.$eval("#said", (said) => said.textContent)).toContain("Reading is switched off here");
  const width = await frame.$eval("#said img", (image) => (image as HTMLImageElement).naturalWidth);
  expect(width).toBe(1_200);
  // What it says makes the page another size: that is no reason to try again.
  await new Promise((done) => setTimeout(done, 1_000));
  expect(host.read).toHaveLength(1);
});

test("what went wrong with the call is said in words", async () => {
  const frame = await host.show({...bars, y: "revenu"});
  await frame.waitForFunction(() =>
    document.querySelector("#said")?.textContent?.includes("nearest: revenue"),
  );
  expect(host.read).toEqual([]);
});
