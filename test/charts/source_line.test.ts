import {afterAll, describe, expect, test} from "vitest";
import {figure} from "../../src/charts/figure.ts";
import {createChartRenderer} from "../../src/charts/renderer.ts";
import {EXAMPLES} from "./gallery.ts";
import {MORE_EXAMPLES} from "./gallery_more.ts";

const renderer = createChartRenderer();
afterAll(() => renderer.close());

const source = "Data: Ames house prices (some-owner/ames) version 12, CC BY-NC-SA 4.0";
const text = (svg: Uint8Array) =>
  Buffer.from(svg)
    .toString("utf8")
    .replace(/<[^>]*>/g, " ")
    .replace(/\s+/g, " ");

describe.each([...EXAMPLES, ...MORE_EXAMPLES])("$name", ({spec, table}) => {
  test("has room for where its data is from: nothing is cut off, nothing touches", async () => {
    expect(await renderer.inspect({...spec, source}, table)).toEqual([]);
  });
});

const {spec, table} = EXAMPLES[0]!;

test("where the data is from stands in the picture, below all else", async () => {
  const drawn = await renderer.render({...spec, source}, table, {format: "svg", width: 800, height: 500});
  expect(text(drawn)).toContain(source);
  const [, y] =
    /class="legend9"[^>]*translate\([\d.]+, ?([\d.]+)\)/.exec(Buffer.from(drawn).toString()) ?? [];
  expect(Number(y)).toBeGreaterThan(460);
  expect(text(await renderer.render(spec, table, {format: "svg"}))).not.toContain("Data:");
});

test("a long source takes two lines, and its end is cut", async () => {
  const long = Array.from({length: 60}, (_, at) => `Dataset number ${at} (owner/slug-${at})`).join("; ");
  expect(await renderer.inspect({...spec, source: long}, table, {width: 480, height: 320})).toEqual([]);
});

test("a title of a stranger's is text alone", async () => {
  const hostile = '<a href="https://evil.example">Data</a><img src=x onerror=alert(1)>\u202e';
  const svg = Buffer.from(
    await renderer.render({...spec, source: hostile}, table, {format: "svg"}),
  ).toString();
  expect(svg).not.toMatch(/<a [^>]*evil|<img/);
  expect(text(svg as never).length).toBeGreaterThan(0);
});

test("series that have no legend get none by it", () => {
  const plain = figure(spec, table, {width: 800, height: 500});
  const made = figure({...spec, source}, table, {width: 800, height: 500});
  expect(made.data).toHaveLength(plain.data.length);
  if (plain.layout.showlegend !== true)
    expect(made.data.every((trace) => trace.showlegend === false)).toBe(true);
});
