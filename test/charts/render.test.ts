import {mkdtempSync, readFileSync, rmSync} from "node:fs";
import {homedir, tmpdir} from "node:os";
import {join} from "node:path";
import {afterAll, describe, expect, test} from "vitest";
import {createChartRenderer} from "../../src/charts/renderer.ts";
import type {ChartSpec} from "../../src/charts/spec.ts";
import type {Cell} from "../../src/data/table.ts";
import {AWKWARD} from "./awkward.ts";
import {EXAMPLES, tableOf} from "./gallery.ts";
import {MORE_EXAMPLES} from "./gallery_more.ts";

const renderer = createChartRenderer();
afterAll(() => renderer.close());

const text = (bytes: Uint8Array) => Buffer.from(bytes).toString("utf8");
const sizeOf = (png: Uint8Array) => {
  const bytes = Buffer.from(png);
  expect(bytes.subarray(1, 4).toString()).toBe("PNG");
  return [bytes.readUInt32BE(16), bytes.readUInt32BE(20)];
};
/** The letters of an SVG's texts, tags left out. */
const words = (svg: Uint8Array) =>
  text(svg)
    .replace(/<[^>]*>/g, " ")
    .replace(/&lt;/g, "<")
    .replace(/&gt;/g, ">")
    .replace(/&amp;/g, "&")
    .replace(/\s+/g, " ");

describe.each([...EXAMPLES, ...MORE_EXAMPLES])("$name", ({spec, table, shows}) => {
  test("is a picture of the size asked for", async () => {
    expect(
      sizeOf(await renderer.render(spec, table, {format: "png", width: 640, height: 400, scale: 2})),
    ).toEqual([1280, 800]);
  });
  test("is an SVG that holds its title and labels", async () => {
    const svg = await renderer.render(spec, table, {format: "svg"});
    expect(text(svg).startsWith("<svg")).toBe(true);
    expect(words(svg)).toContain(spec.title);
    expect(words(svg)).toContain(shows);
  });
  test("cuts nothing off, overlaps nothing, draws bars as long as their values", async () => {
    expect(await renderer.inspect(spec, table)).toEqual([]);
    expect(await renderer.inspect({...spec, theme: "dark"}, table, {width: 1000, height: 600})).toEqual([]);
  });
});

test.each(AWKWARD)(
  "awkward: $name is drawn whole, nothing cut off or overlapping",
  async ({spec, table, shows}) => {
    const svg = await renderer.render(spec, table, {format: "svg"});
    expect(words(svg)).toContain(shows);
    expect(await renderer.inspect(spec, table)).toEqual([]);
    expect(await renderer.inspect({...spec, theme: "dark"}, table, {width: 640, height: 400})).toEqual([]);
  },
);

describe("awkward tables", () => {
  const bars = (rows: Cell[][]) => tableOf({what: "text", n: "number"}, rows);
  const spec: ChartSpec = {kind: "bar", x: "what", y: "n", title: "How many"};
  const cases: Record<string, Cell[][]> = {
    "60 categories": Array.from({length: 60}, (_, at) => [`Category number ${at}`, 60 - at]),
    "one bar": [["only", 3]],
    "negative values": [
      ["gain", 5],
      ["loss", -4],
      ["worse", -9],
    ],
    nulls: [
      ["a", 1],
      ["b", null],
      [null, 2],
    ],
    "labels of 200 letters": [
      ["long ".repeat(40), 2],
      ["x".repeat(200), 1],
    ],
    "huge and tiny": [
      ["a", 3_200_000_000],
      ["b", 0.0001],
    ],
  };
  test.each(Object.entries(cases))("%s", async (_, rows) => {
    expect(await renderer.inspect(spec, bars(rows))).toEqual([]);
  });
  test.each(["line", "area", "scatter", "histogram", "box"] as const)("one point as %s", async (kind) => {
    const table = tableOf({x: "number", y: "number"}, [[1, 2]]);
    const one: ChartSpec =
      kind === "histogram" || kind === "box"
        ? {kind, x: "x", title: "One"}
        : {kind, x: "x", y: "y", title: "One"};
    sizeOf(await renderer.render(one, table, {format: "png"}));
  });
  test("a title of 400 letters is cut to two lines", async () => {
    expect(
      await renderer.inspect(
        {...spec, title: "word ".repeat(80)},
        bars([
          ["a", 1],
          ["b", 2],
        ]),
      ),
    ).toEqual([]);
  });
  test.each([
    ["Arabic", "مبيعات"],
    ["Hebrew", "מכירות"],
    ["emoji", "😀"],
    ["Greek", "Πωλήσεις"],
  ])("%s is drawn, not left out", async (_, word) => {
    const draw = async (label: string) =>
      (await renderer.render(spec, bars([[label, 1]]), {format: "png", scale: 1})).length;
    expect(await draw(word)).toBeGreaterThan((await draw(" ")) + 60);
  });
  test("6,000 points", async () => {
    const table = tableOf(
      {x: "number", y: "number"},
      Array.from({length: 6000}, (_, at) => [at % 77, at % 101]),
    );
    const png = await renderer.render({kind: "scatter", x: "x", y: "y", title: "Many"}, table, {
      format: "png",
    });
    const none = await renderer.render(
      {kind: "scatter", x: "x", y: "y", title: "Many"},
      tableOf({x: "number", y: "number"}, [
        [0, 0],
        [76, 100],
      ]),
      {format: "png"},
    );
    expect(png.length).toBeGreaterThan(none.length * 1.5);
  });
});

describe("the renderer", () => {
  const {spec, table} = EXAMPLES[0]!;
  test("draws 100 charts in a row, and side by side", async () => {
    for (let at = 0; at < 80; at++) sizeOf(await renderer.render(spec, table, {format: "png", scale: 1}));
    const many = await Promise.all(
      Array.from({length: 20}, () => renderer.render(spec, table, {format: "svg"})),
    );
    expect(new Set(many.map((svg) => words(svg))).size).toBe(1);
  });
  test("stops when its caller stops, and draws the next one", async () => {
    const stop = AbortSignal.abort();
    await expect(renderer.render(spec, table, {format: "png", signal: stop})).rejects.toMatchObject({
      code: "aborted",
    });
    sizeOf(await renderer.render(spec, table, {format: "png"}));
  });
  test("says when a chart takes too long, and draws the next one", async () => {
    const hasty = createChartRenderer({limitMs: 1500});
    try {
      const points = tableOf(
        {x: "number", y: "number"},
        Array.from({length: 300}, (_, at) => [at, at]),
      );
      const svgOf = {
        data: [
          {
            type: "scatter",
            mode: "markers",
            x: Array.from({length: 300_000}, (_, at) => at % 911),
            y: Array.from({length: 300_000}, (_, at) => at % 877),
          },
        ],
        layout: {},
      };
      await expect(hasty.renderFigure(svgOf, {format: "svg"})).rejects.toMatchObject({code: "time_limit"});
      sizeOf(
        await hasty.render({kind: "line", x: "x", y: "y", title: "Next"}, points, {format: "png", scale: 1}),
      );
    } finally {
      await hasty.close();
    }
  });
  test("says how to get a browser where there is none", async () => {
    const before = process.env.PUPPETEER_EXECUTABLE_PATH;
    process.env.PUPPETEER_EXECUTABLE_PATH = "/nowhere/chromium";
    const lost = createChartRenderer();
    try {
      await expect(lost.render(spec, table, {format: "png"})).rejects.toMatchObject({
        code: "no_browser",
        next: expect.stringContaining("Install Chromium"),
      });
    } finally {
      if (before === undefined) delete process.env.PUPPETEER_EXECUTABLE_PATH;
      else process.env.PUPPETEER_EXECUTABLE_PATH = before;
      await lost.close();
    }
  });
  test("two first starts at once in an empty folder both draw", async () => {
    const cache = mkdtempSync(join(tmpdir(), "charts-"));
    const pair = [createChartRenderer({cache}), createChartRenderer({cache})];
    try {
      for (const png of await Promise.all(pair.map((one) => one.render(spec, table, {format: "png"}))))
        sizeOf(png);
    } finally {
      await Promise.all(pair.map((one) => one.close()));
      rmSync(cache, {recursive: true, force: true});
    }
  }, 60_000);
});

test("the pages are drawn with our fonts", () => {
  expect(readFileSync(join(homedir(), ".cache", "tabletalk", "fonts.conf"), "utf8")).toContain(
    "noto-sans-arabic",
  );
});
