import {describe, expect, test} from "vitest";
import {altText} from "../../src/charts/alt_text.ts";
import {figure} from "../../src/charts/figure.ts";
import {finding} from "../../src/charts/finding.ts";
import type {ChartSpec} from "../../src/charts/spec.ts";
import type {Cell} from "../../src/data/table.ts";
import {tableOf} from "./gallery.ts";

const regions = (...values: (number | null)[]) =>
  tableOf(
    {region: "text", sales: "number"},
    values.map((value, at): Cell[] => [["west", "East", "North", "South"][at]!, value]),
  );
const months = (...values: number[]) =>
  tableOf(
    {month: "date", sales: "number"},
    values.map((value, at): Cell[] => [`2024-${String(at + 1).padStart(2, "0")}-01`, value]),
  );
const bar: ChartSpec = {
  kind: "bar",
  x: "region",
  y: "sales",
  title: "Sales by region",
  yUnit: "$",
  additive: true,
};
const line: ChartSpec = {kind: "line", x: "month", y: "sales", title: "Sales by month", yUnit: "$"};

describe("of groups", () => {
  test.each([
    ["West leads with $180,120", bar, regions(180120, 90000, 4000)],
    ["West has the highest sales: $4.20", {...bar, additive: false}, regions(4.2, 3.9)],
    ["West and East share the highest sales: $5", bar, regions(5, 5, 3)],
    ["Sales is the same everywhere: $5", bar, regions(5, 5, 5)],
    ["West has the lowest sales: $1", {...bar, sort: "given"}, regions(1, 2, 3)],
  ] as const)("%s", (said, spec, table) => expect(finding(spec as ChartSpec, table)).toBe(said));
  test("is none of one group, of three that share the top, of the missing group, of zeros", () => {
    expect(finding(bar, regions(5))).toBeUndefined();
    expect(finding(bar, regions(5, 5, 5, 1))).toBeUndefined();
    expect(finding(bar, regions(0, 0, 0))).toBeUndefined();
    expect(
      finding(
        bar,
        tableOf({region: "text", sales: "number"}, [
          [null, 9],
          ["a", 1],
        ]),
      ),
    ).toBeUndefined();
  });
  test("losses do not lead", () => {
    expect(finding(bar, regions(-1, -5))).toBe("West has the highest sales: −$1");
  });
});

describe("of time", () => {
  test.each([
    ["Sales rose 50% from Jan 2024 to Apr 2024", [100, 120, 130, 150]],
    ["Sales fell 40% from Jan 2024 to Apr 2024", [100, 90, 70, 60]],
    ["Sales rose 4-fold from Jan 2024 to Apr 2024", [100, 200, 300, 400]],
    ["Sales peaked at $300 in Feb 2024", [100, 300, 90, 104]],
  ] as const)("%s", (said, values) => expect(finding(line, months(...values))).toBe(said));
  test("leaves a last period out that is not over", () => {
    expect(finding({...line, partialLast: true}, months(100, 120, 140, 10))).toBe(
      "Sales rose 40% from Jan 2024 to Mar 2024",
    );
  });
  test("does not divide by what is not above zero", () => {
    expect(finding(line, months(-5, 0, 5))).toBe("Sales peaked at $5 in Mar 2024");
  });
  test("is on a day, in a month", () => {
    const days = tableOf({month: "date", sales: "number"}, [
      ["2024-05-02", 3],
      ["2024-05-03", 9],
      ["2024-05-04", 3],
    ]);
    expect(finding(line, days)).toBe("Sales peaked at $9 on 3 May 2024");
  });
});

test("of two numbers: whether one goes with the other, never that it causes it", () => {
  const points = (of: (at: number) => number) =>
    tableOf(
      {weight: "number", range: "number"},
      Array.from({length: 30}, (_, at) => [at, of(at)]),
    );
  const spec: ChartSpec = {kind: "scatter", x: "weight", y: "range", title: "t"};
  expect(
    finding(
      spec,
      points((at) => -at),
    ),
  ).toBe("Range falls as weight rises (r = −1.00)");
  expect(
    finding(
      spec,
      points((at) => (at * 7919) % 7),
    ),
  ).toMatch(/^Range hardly goes with weight/);
});

test("of parts: the largest and its share", () => {
  expect(finding({...bar, kind: "pie"}, regions(60, 30, 10))).toBe("West is 60% of the total");
});

test("stands above the subject in the picture; the alternative text keeps the subject", () => {
  const spec: ChartSpec = {...bar, titleIsSubject: true, subtitle: "May 2024"};
  const {text} = figure(spec, regions(3, 2), {width: 800, height: 500}).layout.title as {text: string};
  expect(text).toMatch(/^<b>West leads with \$3<\/b><br>.*Sales by region · May 2024/);
  expect(altText(spec, regions(3, 2))).toMatch(/^Bar chart: Sales by region; largest is west at \$3/);
});

test("a title of the asker's own stays", () => {
  const {text} = figure(bar, regions(3, 2), {width: 800, height: 500}).layout.title as {text: string};
  expect(text).toBe("<b>Sales by region</b>");
});

test("panels are told one by one: a line does not go on from one into the next", () => {
  const table = tableOf({year: "integer", price: "number", firm: "text"}, [
    [2000, 40, "M"],
    [2001, 30, "M"],
    [2000, 25, "A"],
    [2001, 220, "A"],
  ]);
  const spec: ChartSpec = {kind: "line", x: "year", y: "price", facet: "firm", title: "Price by year"};
  expect(altText(spec, table)).toMatch(
    /one panel for each firm: Price by year; M falls from 40 \(2000\) to 30 \(2001\).*; A rises from 25 \(2000\) to 220 \(2001\)/,
  );
});
