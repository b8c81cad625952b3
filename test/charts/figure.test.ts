import {describe, expect, test} from "vitest";
import {altText} from "../../src/charts/alt_text.ts";
import {checkFigure} from "../../src/charts/check_figure.ts";
import {chooseKind} from "../../src/charts/choose_kind.ts";
import {figure} from "../../src/charts/figure.ts";
import {formatNumber} from "../../src/charts/format.ts";
import {grainOf, sayDate} from "../../src/charts/periods.ts";
import type {ChartSpec} from "../../src/charts/spec.ts";
import {EXAMPLES, tableOf} from "./gallery.ts";

const size = {width: 800, height: 500};
const bars = tableOf({what: "text", n: "number"}, [
  ["a", 1],
  ["b", 3],
  ["c", 2],
]);
const spec: ChartSpec = {kind: "bar", x: "what", y: "n", title: "How many"};
const xLabels = (made: ReturnType<typeof figure>) => (made.layout.xaxis as {ticktext: string[]}).ticktext;

describe.each(EXAMPLES)("$name", ({spec, table}) => {
  test("plots the table's values", () => {
    expect(checkFigure(figure(spec, table, size), spec, table)).toEqual([]);
  });
  test("takes nothing but plain values into the figure", () => {
    const made = figure(spec, table, size);
    expect(JSON.parse(JSON.stringify(made))).toEqual(made);
    expect(made.layout).not.toHaveProperty("images");
  });
});

test("numbers at a line stand where it does not run", () => {
  const line = tableOf({month: "date", n: "number"}, [
    ["2024-01-01", 21],
    ["2024-02-01", 23],
    ["2024-03-01", 25],
    ["2024-04-01", 24],
    ["2024-05-01", 22],
    ["2024-06-01", 24],
    ["2024-07-01", 23],
  ]);
  const made = figure({kind: "line", x: "month", y: "n", title: "N by month"}, line, size);
  expect(made.data[0]!.textposition).toEqual([
    "bottom right",
    "top left",
    "top center",
    "top right",
    "bottom center",
    "top center",
    "bottom center",
  ]);
});

describe("bars", () => {
  test("stand from the largest to the smallest, from zero", () => {
    const made = figure(spec, bars, size);
    expect(xLabels(made)).toEqual(["b", "c", "a"]);
    expect(made.data[0]!.y).toEqual([3, 2, 1]);
    expect((made.layout.yaxis as {range: number[]}).range[0]).toBe(0);
  });
  test("keep the order given when asked to, and that of weekdays", () => {
    expect(xLabels(figure({...spec, sort: "given"}, bars, size))).toEqual(["a", "b", "c"]);
    const days = tableOf({what: "text", n: "number"}, [
      ["Mon", 1],
      ["Tue", 9],
      ["Wed", 4],
    ]);
    expect(xLabels(figure(spec, days, size))).toEqual(["Mon", "Tue", "Wed"]);
  });
  test("lie down under long labels", () => {
    const long = tableOf(
      {what: "text", n: "number"},
      ["alpha", "beta", "gamma", "delta", "epsilon"].map((one, at) => [
        `${one} of the northern provinces, all branches`,
        at + 1,
      ]),
    );
    expect(figure(spec, long, size).data[0]!.orientation).toBe("h");
  });
  test("are 30 at most, and say so", () => {
    const many = tableOf(
      {what: "text", n: "number"},
      Array.from({length: 60}, (_, at) => [`c${at}`, at]),
    );
    const made = figure(spec, many, size);
    expect(made.data[0]!.customdata).toHaveLength(30);
    expect((made.layout.title as {text: string}).text).toContain("30 of 60 shown");
  });
  test("refuse two rows for one bar", () => {
    const twice = tableOf({what: "text", n: "number"}, [
      ["a", 1],
      ["a", 2],
    ]);
    expect(() => figure(spec, twice, size)).toThrow(expect.objectContaining({code: "bad_chart"}));
  });
});

test("periods are said as readers say them", () => {
  expect(grainOf(["2024-01-01", "2024-02-01", "2024-03-01"])).toBe("month");
  expect(grainOf(["2023-01-01", "2024-01-01"])).toBe("year");
  expect(grainOf(["2024-01-01", "2024-04-01", "2024-07-01"])).toBe("quarter");
  expect(sayDate("2024-05-01", "month")).toBe("May 2024");
  expect(sayDate("2024-05-17", "day")).toBe("17 May 2024");
});

test("numbers are labelled with their unit", () => {
  expect(formatNumber(0.25, "%")).toBe("25%");
  expect(formatNumber(0.125, "%")).toBe("12.5%");
  expect(formatNumber(-1234.5, "$")).toBe("−$1,235");
  expect(formatNumber(3_200_000)).toBe("3.2M");
  expect(formatNumber(12, "kg", true)).toBe("12 kg");
});

test("a pie shows eight slices, the rest as Other", () => {
  const many = tableOf(
    {what: "text", n: "number"},
    Array.from({length: 12}, (_, at) => [`c${at}`, 12 - at]),
  );
  const made = figure({...spec, kind: "pie"}, many, size);
  expect(made.data[0]!.values).toEqual([12, 11, 10, 9, 8, 7, 6, 15]);
  expect((made.data[0]!.text as string[]).at(-1)).toMatch(/^Other \(5\)<br>/);
  expect(() =>
    figure({...spec, kind: "pie"}, tableOf({what: "text", n: "number"}, [["a", -1]]), size),
  ).toThrow("negative");
});

test("many points are drawn by the graphics library", () => {
  const of = (n: number) =>
    tableOf(
      {x: "number", y: "number"},
      Array.from({length: n}, (_, at) => [at, at % 7]),
    );
  const scatter: ChartSpec = {kind: "scatter", x: "x", y: "y", title: "t"};
  expect(figure(scatter, of(5000), size).data[0]!.type).toBe("scatter");
  expect(figure(scatter, of(5001), size).data[0]!.type).toBe("scattergl");
});

test("a histogram counts every value once, raw or binned before", () => {
  const raw = tableOf({age: "number"}, [[1], [2], [2.5], [9], [null]]);
  const counts = figure({kind: "histogram", x: "age", title: "t"}, raw, size).data[0]!.y as number[];
  expect(counts.reduce((sum, count) => sum + count, 0)).toBe(4);
  const bins = tableOf({age: "number", count: "integer"}, [
    [0, 3],
    [10, 5],
  ]);
  const made = figure({kind: "histogram", x: "age", y: "count", title: "t"}, bins, size).data[0]!;
  expect([made.x, made.y, made.width]).toEqual([[5, 15], [3, 5], 10]);
});

test("a box takes raw values or five numbers made before", () => {
  const raw = tableOf(
    {g: "text", v: "number"},
    [1, 2, 3, 4, 5, 100].map((value) => ["a", value]),
  );
  const made = figure({kind: "box", x: "g", y: "v", title: "t"}, raw, size);
  expect(made.data[0]).toMatchObject({
    q1: [2.25],
    median: [3.5],
    q3: [4.75],
    lowerfence: [1],
    upperfence: [5],
  });
  expect(made.data[1]!.y).toEqual([100]);
  const five = tableOf(
    {g: "text", min: "number", q1: "number", median: "number", q3: "number", max: "number"},
    [["a", 1, 2, 3, 4, 5]],
  );
  expect(figure({kind: "box", x: "g", y: "v", title: "t"}, five, size).data[0]).toMatchObject({
    q1: [2],
    upperfence: [5],
  });
});

test.each(["bar", "line", "area", "scatter", "histogram", "box", "heatmap", "pie"] as const)(
  "an empty table is refused by %s",
  (kind) => {
    const empty = tableOf({what: "text", n: "number"}, []);
    expect(() => figure({...spec, kind, series: "what"}, empty, size)).toThrow(
      expect.objectContaining({code: "no_data"}),
    );
  },
);

test("a column that isn't there is named, with those that are", () => {
  expect(() => figure({...spec, y: "nn"}, bars, size)).toThrow(
    expect.objectContaining({code: "bad_chart", next: "Its columns are: what, n."}),
  );
});

test("a wrong plotted value is found", () => {
  const made = figure(spec, bars, size);
  (made.data[0]!.y as number[])[1] = 99;
  expect(checkFigure(made, spec, bars)).toHaveLength(1);
});

test("alt texts state the finding", () => {
  expect(altText({...spec, yUnit: "$"}, bars)).toBe(
    "Bar chart: How many; largest is b at $3, smallest is a at $1 (3 values).",
  );
  const line = tableOf({month: "date", n: "number"}, [
    ["2024-01-01", 5],
    ["2024-02-01", 9],
    ["2024-03-01", 7],
  ]);
  expect(altText({kind: "line", x: "month", y: "n", title: "N by month"}, line)).toBe(
    "Line chart: N by month; rises from 5 (Jan 2024) to 7 (Mar 2024), highest 9 (Feb 2024; 3 values).",
  );
  for (const example of EXAMPLES)
    expect(altText(example.spec, example.table)).toMatch(
      /^[A-Z].+\(.*\d+ (values|points)(\).|\), \d series\.)/,
    );
});

test("the default kind follows from the types", () => {
  const text = {type: "text", distinct: 5} as const;
  const number = {type: "number"} as const;
  expect(chooseKind({x: {type: "date"}, y: number, rows: 12})).toBe("line");
  expect(chooseKind({x: text, y: number, rows: 5})).toBe("bar");
  expect(chooseKind({x: number, y: number, rows: 500})).toBe("scatter");
  expect(chooseKind({x: number, rows: 500})).toBe("histogram");
  expect(chooseKind({x: text, y: number, series: {...text, distinct: 3}, rows: 15})).toBe("bar");
  expect(chooseKind({x: text, y: number, series: {...text, distinct: 12}, rows: 60})).toBe("heatmap");
  expect(chooseKind({x: text, y: number, rows: 5, share: true})).toBe("bar");
});
