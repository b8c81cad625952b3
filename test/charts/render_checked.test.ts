import {inflateSync} from "node:zlib";
import {afterAll, describe, expect, test} from "vitest";
import {bundleOf} from "../../src/charts/bundle.ts";
import {missingGlyphs} from "../../src/charts/glyphs.ts";
import type {Figure} from "../../src/charts/plotly.ts";
import {createChartRenderer} from "../../src/charts/renderer.ts";
import type {ChartSpec} from "../../src/charts/spec.ts";
import {tableOf} from "./gallery.ts";

const renderer = createChartRenderer();
afterAll(() => renderer.close());

const layout = {width: 600, height: 400, margin: {l: 60, r: 20, t: 40, b: 40}, font: {size: 13}};
const bars = (more: Record<string, unknown> = {}): Figure => ({
  data: [{type: "bar", x: ["a", "b", "c"], y: [1, 2, 3]}],
  layout: {...layout, ...more},
});
const faultsOf = async (made: Figure) =>
  (await renderer.renderFigureChecked(made, {format: "svg", width: 600, height: 400})).faults;

describe("faults are found and mended", () => {
  test("labels cut at the edge get a wider margin", async () => {
    const made = bars({
      margin: {l: 4, r: 20, t: 40, b: 40},
      yaxis: {tickvals: [0, 3], ticktext: ["none", "very many of them"]},
    });
    expect(await faultsOf(made)).toEqual([]);
  });
  test("labels on one another are turned or thinned out", async () => {
    const names = Array.from({length: 30}, (_, at) => `A rather long name ${at}`);
    const made: Figure = {
      data: [{type: "bar", x: names.map((_, at) => at), y: names.map((_, at) => at + 1)}],
      layout: {...layout, xaxis: {tickvals: names.map((_, at) => at), ticktext: names, tickangle: 0}},
    };
    expect(await faultsOf(made)).toEqual([]);
  });
  test("a note on top of another is left away, and that is said", async () => {
    const note = {x: 1, y: 2, xref: "x", yref: "y", text: "a note that is long", showarrow: false};
    expect(await faultsOf(bars({annotations: [note, {...note, text: "another such note"}]}))).toEqual([
      "1 label left away, which lay on others",
    ]);
  });
  test("a series that is not drawn cannot be mended and is said", async () => {
    const made = bars();
    made.data.push({type: "bar", x: [], y: []});
    expect(await faultsOf(made)).toContain("series 1 is not drawn");
  });
  test("a bar that is shorter than its value is said", async () => {
    expect(await faultsOf(bars({yaxis: {type: "log"}}))).not.toEqual([]);
  });
});

describe("PDF", () => {
  const spec: ChartSpec = {kind: "bar", x: "city", y: "sales", title: "Sales $x^2$ <b>by city</b>"};
  const table = tableOf({city: "text", sales: "number"}, [
    ["Paris", 3],
    ["Αθήνα", 5],
  ]);
  test("is one page of vectors with its fonts inside", async () => {
    const pdf = Buffer.from(await renderer.render(spec, table, {format: "pdf", width: 800, height: 500}));
    const text = pdf.toString("latin1");
    expect(text.startsWith("%PDF")).toBe(true);
    expect(text.match(/\/Type \/Page\b/g)).toHaveLength(1);
    const [, width, height] = /\/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]/.exec(text)!;
    expect([Math.round(Number(width)), Math.round(Number(height))]).toEqual([600, 375]);
    expect(text).toContain("/FontFile2");
    expect(text).toContain("NotoSans");
    expect(text).not.toContain("/Subtype /Image");
  });
  test("holds letters, not shapes of them", async () => {
    const pdf = Buffer.from(await renderer.render(spec, table, {format: "pdf"}));
    expect(contentOf(pdf)).toMatch(/\bTj\b|\bTJ\b/);
  });
  test("the page draws the next picture as well", async () => {
    await renderer.render(spec, table, {format: "pdf"});
    expect(await renderer.inspect(spec, table)).toEqual([]);
  });
});

describe("letters without a font", () => {
  const said = (text: string) => missingGlyphs(bars({title: {text}}));
  test.each(["Größe, Αθήνα, Москва", "مبيعات", "מכירות", "😀", "बिक्री", "ยอดขาย", "→ ≤ − × ⁻⁷ …"])(
    "%s is covered",
    (text) => {
      expect(said(text)).toEqual([]);
    },
  );
  test("a script that no font has is said, with what brings it", () => {
    expect(said("𓀀 𓂀")).toEqual([expect.stringContaining("no font here has 2 signs")]);
  });
});

describe("a browser that dies", () => {
  const spec: ChartSpec = {kind: "bar", x: "a", y: "b", title: "t"};
  const table = tableOf({a: "text", b: "number"}, [["x", 1]]);
  test("is replaced, and its chart drawn again", async () => {
    const own = createChartRenderer();
    try {
      await own.render(spec, table, {format: "png"});
      const first = await own.browser();
      first.process()!.kill("SIGKILL");
      expect((await own.render(spec, table, {format: "png"})).length).toBeGreaterThan(1000);
      expect(await own.browser()).not.toBe(first);
    } finally {
      await own.close();
    }
  });
  test("a page that is closed under its chart is opened again", async () => {
    const own = createChartRenderer({pages: 1});
    try {
      await own.render(spec, table, {format: "png"});
      const pages = await (await own.browser()).pages();
      const drawing = own.render(spec, table, {format: "png"});
      await pages.at(-1)!.close();
      expect((await drawing).length).toBeGreaterThan(1000);
    } finally {
      await own.close();
    }
  });
  test("an abort while drawing stops it, and the next is drawn", async () => {
    const stop = new AbortController();
    const drawing = renderer.render(spec, table, {format: "png", signal: stop.signal});
    stop.abort();
    await expect(drawing).rejects.toMatchObject({code: "aborted"});
    expect((await renderer.render(spec, table, {format: "png"})).length).toBeGreaterThan(1000);
  });
});

test("each figure takes the smallest bundle that draws it", () => {
  const of = (...types: string[]) => bundleOf({data: types.map((type) => ({type})), layout: {}});
  expect(of("bar", "scatter")).toBe("cartesian");
  expect(of("choropleth", "scattergeo")).toBe("geo");
  expect(of("scatter", "scattergl")).toBe("strict");
  expect(of("sankey")).toBe("strict");
});

function contentOf(pdf: Buffer): string {
  const parts: string[] = [];
  for (let at = pdf.indexOf("stream\n"); at >= 0; at = pdf.indexOf("stream\n", at + 7)) {
    try {
      parts.push(inflateSync(pdf.subarray(at + 7), {finishFlush: 2}).toString("latin1"));
    } catch {
      // Not a compressed stream.
    }
  }
  return parts.join("\n");
}
