import {describe, expect, test} from "vitest";
import {figure} from "../../src/charts/figure.ts";
import {formatNumber} from "../../src/charts/format.ts";
import {drawable} from "../../src/charts/nearest_kind.ts";
import type {Figure, Layout, Trace} from "../../src/charts/plotly.ts";
import type {ChartSpec} from "../../src/charts/spec.ts";
import {colourAt, inkOn, themeOf} from "../../src/charts/theme.ts";
import type {Cell} from "../../src/data/table.ts";
import {AWKWARD} from "./awkward.ts";
import {tableOf} from "./gallery.ts";

const size = {width: 800, height: 500};
const title = (made: Figure) => (made.layout.title as {text: string}).text;
const labels = (made: Figure, axis = "xaxis") => (made.layout[axis] as {ticktext: string[]}).ticktext;
const awkward = (name: string): Figure => {
  const found = AWKWARD.find((one) => one.name === name)!;
  return figure(found.spec, found.table, size);
};
const many = tableOf(
  {what: "text", n: "number"},
  Array.from({length: 60}, (_, at): Cell[] => [`c${at}`, 60 - at]),
);
const spec: ChartSpec = {kind: "bar", x: "what", y: "n", title: "t"};

describe("a long tail", () => {
  test("becomes one bar where values may be summed", () => {
    const steep = {...many, rows: many.rows.map(([name], at) => [name!, at < 29 ? 1000 - at : 10])};
    const made = figure({...spec, additive: true, horizontal: true}, steep, size);
    expect(made.data[0]!.x).toHaveLength(30);
    expect((made.data[0]!.x as number[]).at(-1)).toBe(31 * 10);
    expect((made.data[0]!.customdata as number[]).at(-1)).toBe(-1);
    expect(labels(made, "yaxis").at(-1)).toBe("Other (31)");
  });
  test("is cut where they may not, and that is said", () => {
    const made = figure({...spec, additive: false}, many, size);
    expect(title(made)).toContain("the largest 30 of 60 shown");
    expect(made.data[0]!.customdata).toHaveLength(30);
  });
  test("is shown where it is wanted", () => {
    expect(figure({...spec, allCategories: true}, many, size).data[0]!.customdata).toHaveLength(60);
  });
  test("is said in words where its bar would dwarf the others", () => {
    const flat = tableOf(
      {what: "text", n: "number"},
      Array.from({length: 90}, (_, at): Cell[] => [`c${at}`, 100 - at / 10]),
    );
    const made = figure({...spec, additive: true}, flat, size);
    expect(title(made)).toContain("the largest 30 of 90 shown, the other 60 come to 5,643");
    expect((made.layout.xaxis as {range: number[]}).range[1]).toBeLessThan(120);
  });
  test("ends in what has no name", () => {
    const table = tableOf({what: "text", n: "number"}, [
      [null, 9],
      ["a", 5],
      ["b", 7],
    ]);
    expect(labels(figure(spec, table, size))).toEqual(["b", "a", "(none)"]);
  });
  test("of lines is cut to the eight largest, of stacks put together", () => {
    expect(title(awkward("many-series"))).toContain("the 8 largest of 20 lines shown");
    const table = tableOf(
      {what: "text", g: "text", n: "number"},
      Array.from({length: 12}, (_, at): Cell[] => ["a", `g${at}`, at + 1]),
    );
    const made = figure({...spec, series: "g", arrangement: "stacked", additive: true}, table, size);
    expect(made.data.map((trace) => trace.name).at(-1)).toBe("Other (6)");
    expect(made.data.map((trace) => (trace.y as number[])[0]!).reduce((a, b) => a + b)).toBe(78);
  });
});

describe("time", () => {
  test("that is missing breaks the line", () => {
    const table = tableOf({month: "date", n: "number"}, [
      ["2024-01-01", 1],
      ["2024-02-01", 2],
      ["2024-03-01", 3],
      ["2024-06-01", 4],
      ["2024-07-01", 5],
    ]);
    const [trace] = figure({kind: "line", x: "month", y: "n", title: "t"}, table, size).data as [Trace];
    expect(trace.x).toEqual([
      "2024-01-01",
      "2024-02-01",
      "2024-03-01",
      "2024-04-01",
      "2024-06-01",
      "2024-07-01",
    ]);
    expect(trace.y).toEqual([1, 2, 3, null, 4, 5]);
    expect(trace.connectgaps).toBe(false);
  });
  test("is missing in the same way in every panel", () => {
    const table = tableOf(
      {month: "date", g: "text", n: "number"},
      [1, 2, 3, 4, 5].flatMap((month): Cell[][] => [
        [`2024-0${month}-01`, "all", month],
        ...(month === 1 || month === 5 ? [[`2024-0${month}-01`, "some", month]] : []),
      ]),
    );
    const made = figure({kind: "line", x: "month", y: "n", facet: "g", title: "t"}, table, size);
    expect(made.data[1]!.y).toEqual([1, null, 5]);
  });
  test("keeps its place among bars", () => {
    const made = awkward("gaps-in-time-bars");
    expect(labels(made)).toEqual(["2018", "2019", "2020", "2021", "2022", "2023", "2024"]);
    expect(made.data[0]!.y).toEqual([4, 6, 2, null, null, 7, 5]);
  });
  test("of working days has no gaps at weekends", () => {
    const table = tableOf({day: "date", n: "number"}, [
      ["2024-05-02", 1],
      ["2024-05-03", 2],
      ["2024-05-06", 3],
      ["2024-05-07", 4],
    ]);
    const [trace] = figure({kind: "line", x: "day", y: "n", title: "t"}, table, size).data as [Trace];
    expect(trace.y).toEqual([1, 2, 3, 4]);
  });
  test("that is not over is dotted and named", () => {
    const table = tableOf({month: "date", n: "number"}, [
      ["2024-01-01", 1],
      ["2024-02-01", 2],
      ["2024-03-01", 1],
    ]);
    const made = figure({kind: "line", x: "month", y: "n", partialLast: true, title: "t"}, table, size);
    expect(made.data.map((trace) => trace.y)).toEqual([
      [1, 2],
      [2, 1],
    ]);
    expect(made.data[1]!.line).toMatchObject({dash: "dot"});
    expect(title(made)).toContain("Mar 2024 is not complete");
    const bars = figure({kind: "bar", x: "month", y: "n", partialLast: true, title: "t"}, table, size);
    expect((bars.data[0]!.marker as {opacity: number[]}).opacity).toEqual([1, 1, 0.45]);
  });
});

describe("baselines", () => {
  test.each(["bar", "area"] as const)("%s has no logarithmic axis", (kind) => {
    expect(() => figure({...spec, kind, yScale: "log"}, many, size)).toThrow(
      expect.objectContaining({code: "bad_chart"}),
    );
  });
  test("negative stacks grow down from zero", () => {
    const made = awkward("negative-stacks");
    expect(made.layout.barmode).toBe("relative");
    expect((made.layout.yaxis as Layout).rangemode).toBe("tozero");
  });
  test("zeros alone stand on an axis from 0 to 1", () => {
    expect(awkward("all-zeros").layout.yaxis).toMatchObject({range: [0, 1], tickvals: [0, 1]});
  });
});

describe("a logarithmic axis", () => {
  test("has ticks that can be read, and leaves out what it cannot show", () => {
    const table = tableOf({a: "number", b: "number"}, [
      [1, 1],
      [2, 1000],
      [3, 1e6],
      [4, 0],
    ]);
    const made = figure({kind: "scatter", x: "a", y: "b", yScale: "log", title: "t"}, table, size);
    expect(made.data[0]!.y).toEqual([1, 1000, 1e6]);
    expect(labels(made, "yaxis")).toEqual(["1", "10", "100", "1,000", "10,000", "100,000", "1M"]);
    expect(title(made)).toContain("1 of zero or less left out on the logarithmic axis");
  });
});

describe("a trend", () => {
  const line = (noise: (at: number) => number) =>
    tableOf(
      {weight: "number", price: "number"},
      Array.from({length: 40}, (_, at) => [at, 3 * at + noise(at)]),
    );
  test("is drawn and said where it tells more than chance", () => {
    const made = figure(
      {kind: "scatter", x: "weight", y: "price", xUnit: "kg", title: "t"},
      line((at) => (at % 5) - 2),
      size,
    );
    expect(made.data.at(-1)).toMatchObject({mode: "lines", x: [0, 39]});
    expect(title(made)).toMatch(/trend: 10 kg more weight, 30 more price \(r = 1\.00\)/);
  });
  test("is none where there is none, unless asked", () => {
    const table = line((at) => -3 * at + ((at * 7919) % 31));
    const plain: ChartSpec = {kind: "scatter", x: "weight", y: "price", title: "t"};
    expect(figure(plain, table, size).data).toHaveLength(1);
    expect(figure({...plain, trend: true}, table, size).data).toHaveLength(2);
    expect(
      figure(
        {...plain, trend: false},
        line(() => 0),
        size,
      ).data,
    ).toHaveLength(1);
  });
});

test("more points than can be drawn are sampled, always the same, and that is said", () => {
  const table = tableOf(
    {a: "number", b: "number"},
    Array.from({length: 150_000}, (_, at) => [at, (at * 31) % 1000]),
  );
  const plain: ChartSpec = {kind: "scatter", x: "a", y: "b", title: "t"};
  const made = figure(plain, table, size);
  const rows = made.data[0]!.customdata as number[];
  expect(rows.length).toBeGreaterThan(98_000);
  expect(rows.length).toBeLessThanOrEqual(102_000);
  expect(title(made)).toContain(
    `a random sample of ${rows.length.toLocaleString("en-US")} of 150,000 points`,
  );
  expect(figure(plain, table, size).data[0]!.customdata).toEqual(rows);
});

test("huge and tiny numbers are said in words or powers of ten", () => {
  expect(formatNumber(2.9e12, "€")).toBe("€2.9T");
  expect(formatNumber(9.46e15)).toBe("9.46×10¹⁵");
  expect(formatNumber(-1e-7)).toBe("−10⁻⁷");
  expect(formatNumber(0.00042)).toBe("0.00042");
});

test("what was left out is said, however long the subtitle", () => {
  const made = figure(
    {...spec, additive: false, subtitle: "status is not refunded, ".repeat(30)},
    many,
    size,
  );
  expect(title(made).replaceAll(/<[^>]*>/g, " ")).toContain("the largest 30 of 60 shown");
});

test("the numbers in cells read on every colour of both themes", () => {
  for (const theme of ["light", "dark"] as const)
    for (const scale of [themeOf(theme).sequential, themeOf(theme).diverging])
      for (let share = 0; share <= 1; share += 0.05)
        expect(contrast(inkOn(colourAt(scale, share)), colourAt(scale, share))).toBeGreaterThan(4.5);
});

test("a kind that cannot show the table gives way to the nearest, which says why", () => {
  const losses = tableOf({what: "text", n: "number"}, [
    ["a", 3],
    ["b", -2],
  ]);
  expect(drawable({...spec, kind: "pie"}, losses)).toMatchObject({
    spec: {kind: "bar", subtitle: "drawn as bars: a pie cannot show negative values"},
  });
  expect(drawable({...spec, kind: "pie"}, many).spec.kind).toBe("pie");
});

function contrast(one: string, other: string): number {
  const [high, low] = [one, other].map(light).sort((a, b) => b - a) as [number, number];
  return (high + 0.05) / (low + 0.05);
}

function light(color: string): number {
  const [red, green, blue] = [1, 3, 5].map((at) => {
    const share = Number.parseInt(color.slice(at, at + 2), 16) / 255;
    return share <= 0.03928 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
