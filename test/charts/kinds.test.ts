import {describe, expect, test} from "vitest";
import {altText} from "../../src/charts/alt_text.ts";
import {figure} from "../../src/charts/figure.ts";
import type {Figure, Trace} from "../../src/charts/plotly.ts";
import type {ChartKind, ChartSpec} from "../../src/charts/spec.ts";
import type {Table} from "../../src/data/table.ts";
import {type Example, tableOf} from "./gallery.ts";
import {MORE_EXAMPLES} from "./gallery_more.ts";

const size = {width: 800, height: 500};
const title = (made: Figure) => (made.layout.title as {text: string}).text;
const notes = (made: Figure) => ((made.layout.annotations ?? []) as {text: string}[]).map((one) => one.text);
const example = (name: string): Example => MORE_EXAMPLES.find((one) => one.name === name)!;
const drawn = (name: string, change: Partial<ChartSpec> = {}): Figure => {
  const {spec, table} = example(name);
  return figure({...spec, ...change}, table, size);
};
const column = (table: Table, name: string) => {
  const at = table.columns.findIndex((one) => one.name === name);
  return table.rows.map((row) => row[at]);
};
const items = tableOf({what: "text", n: "number"}, [
  ["a", 5],
  ["b", 3],
  ["c", 2],
]);
const bad = (kind: ChartKind, table: Table, change: Partial<ChartSpec> = {}) =>
  expect(() => figure({kind, x: "what", y: "n", title: "t", ...change}, table, size)).toThrow(
    expect.objectContaining({code: "bad_chart"}),
  );

describe.each(MORE_EXAMPLES)("$name", ({spec, table}) => {
  test("takes nothing but plain values into the figure", () => {
    const made = figure(spec, table, size);
    expect(JSON.parse(JSON.stringify(made))).toEqual(made);
  });
  test("has an alternative text that names its subject and counts its values", () => {
    expect(altText(spec, table)).toContain(spec.title);
    expect(altText(spec, table)).toMatch(/\d+ (values?|points)/);
  });
});

describe("donut", () => {
  test("plots every part, its total in the middle", () => {
    const made = drawn("donut");
    expect(made.data[0]!.values).toEqual(column(example("donut").table, "customers"));
    expect(notes(made)).toContain("<b>8,520</b>");
  });
  test("does not show averages as parts of a whole, nor losses", () => {
    bad("donut", items, {additive: false});
    bad("donut", tableOf({what: "text", n: "number"}, [["a", -1]]));
  });
});

describe("bubble", () => {
  test("plots the values, areas in proportion to the size", () => {
    const {table} = example("bubble");
    const made = drawn("bubble", {series: undefined});
    const [trace] = made.data as [Trace];
    const rows = trace.customdata as number[];
    expect(trace.x).toEqual(rows.map((row) => table.rows[row]![1]));
    expect(trace.y).toEqual(rows.map((row) => table.rows[row]![2]));
    const sizes = (trace.marker as {size: number[]}).size;
    const [china, usa] = ["China", "United States"].map(
      (name) => sizes[rows.indexOf(table.rows.findIndex((row) => row[0] === name))]!,
    );
    expect((china! / usa!) ** 2).toBeCloseTo(1412 / 333, 1);
    expect(title(made)).toContain("area: people, largest 1.42B");
  });
  test("leaves out what has no size, and says so", () => {
    const table = tableOf({a: "number", b: "number", c: "number"}, [
      [1, 2, 3],
      [2, 3, 0],
      [3, 4, null],
    ]);
    const made = figure({kind: "bubble", x: "a", y: "b", size: "c", title: "t"}, table, size);
    expect(made.data[0]!.x).toEqual([1]);
    expect(title(made)).toContain("2 without a size above zero left out");
  });
  test("needs a third number", () => bad("bubble", items, {x: "n"}));
});

describe("key figure", () => {
  test("is the last value, set beside the one before, with the way there", () => {
    const {table} = example("kpi");
    const made = drawn("kpi");
    expect(made.data[0]!.y).toEqual(column(table, "revenue"));
    expect(notes(made)).toEqual(
      expect.arrayContaining([
        "<b>$163,538</b>",
        "<b>down 4.1% (−$7,032)</b>",
        "Feb 2024, from $170,570 (Jan 2024)",
      ]),
    );
  });
  test("leaves a period that is not over out of the comparison", () => {
    const made = drawn("kpi", {partialLast: true});
    expect(notes(made)).toContain("<b>$170,570</b>");
    expect(title(made)).toContain("Feb 2024 is not complete");
  });
  test("compares shares in points, with the column that it is told", () => {
    const made = drawn("kpi-single");
    expect(made.data[0]).toMatchObject({y: [0.031, 0.042], customdata: [0, 0]});
    expect(notes(made)).toEqual(
      expect.arrayContaining(["<b>3.1%</b>", "<b>down 1.1 percentage points</b>", "from 4.2% (Q1 2024)"]),
    );
  });
  test("says no percentage of zero", () => {
    const table = tableOf({now: "number", before: "number"}, [[5, 0]]);
    const made = figure({kind: "kpi", x: "now", y: ["now", "before"], title: "t"}, table, size);
    expect(notes(made)).toContain("<b>up +5</b>");
  });
});

describe("small multiples", () => {
  test("plot each row in the panel of its value, on the same axes", () => {
    const {table} = example("small-multiples");
    const made = drawn("small-multiples");
    const regions = new Map<string, Set<unknown>>();
    let marks = 0;
    for (const trace of made.data) {
      for (const [at, row] of (trace.customdata as number[]).entries()) {
        expect((trace.y as number[])[at]).toBe(table.rows[row]![3]);
        expect(trace.name).toBe(table.rows[row]![2]);
        const panel = String(trace.xaxis);
        regions.set(panel, (regions.get(panel) ?? new Set()).add(table.rows[row]![1]));
        marks++;
      }
    }
    expect(marks).toBe(table.rows.length);
    expect([...regions.values()].map((one) => one.size)).toEqual([1, 1, 1, 1, 1, 1]);
    expect(made.layout.yaxis2).toMatchObject({matches: "y"});
  });
  test("have a place for every category, also where a panel has none of it", () => {
    const table = tableOf({where: "text", what: "text", n: "number"}, [
      ["N", "a", 5],
      ["N", "b", 3],
      ["S", "b", 9],
    ]);
    const made = figure({kind: "bar", x: "what", y: "n", facet: "where", title: "t"}, table, size);
    expect(made.data.map((trace) => trace.y)).toEqual([
      [9, null],
      [3, 5],
    ]);
    expect(made.data.map((trace) => trace.customdata)).toEqual([
      [2, null],
      [1, 0],
    ]);
    expect(made.layout.yaxis).toMatchObject({range: [0, 9.45]});
  });
  test("are twelve at most, and say so", () => {
    const table = tableOf(
      {where: "text", what: "text", n: "number"},
      Array.from({length: 20}, (_, at) => [`p${at}`, "a", at + 1]),
    );
    const made = figure({kind: "bar", x: "what", y: "n", facet: "where", title: "t"}, table, size);
    expect(made.data).toHaveLength(12);
    expect(title(made)).toContain("the largest 12 of 20 panels, the other 8 left out");
  });
  test.each(["scatter", "histogram", "box", "area"] as const)("of %s", (kind) => {
    const table = tableOf(
      {a: "number", b: "number", g: "text"},
      Array.from({length: 60}, (_, at) => [at % 13, at, `g${at % 3}`]),
    );
    const spec: ChartSpec = {kind, x: "a", ...(kind !== "histogram" && {y: "b"}), facet: "g", title: "t"};
    const made = figure(spec, table, size);
    expect(new Set(made.data.map((trace) => trace.xaxis))).toEqual(new Set(["x", "x2", "x3"]));
  });
  test("have every series in the legend, also one that the first panel has not", () => {
    const table = tableOf({a: "number", b: "number", s: "text", g: "text"}, [
      [1, 7, "one", "first"],
      [2, 8, "one", "first"],
      [3, 9, "one", "first"],
      [1, 2, "one", "second"],
      [2, 5, "two", "second"],
    ]);
    const made = figure({kind: "scatter", x: "a", y: "b", series: "s", facet: "g", title: "t"}, table, size);
    const told = made.data.filter(({showlegend}) => showlegend).map(({name, xaxis}) => [name, xaxis]);
    expect(told).toEqual([
      ["one", "x"],
      ["two", "x2"],
    ]);
  });
  test("are none of a pie", () => bad("pie", items, {facet: "what"}));
});

describe("treemap", () => {
  test("gives every row its area, within the part that holds it", () => {
    const {table} = example("treemap");
    const [trace] = drawn("treemap").data as [Trace];
    const rows = trace.customdata as number[];
    const leaves = rows.flatMap((row, at) => (row >= 0 ? [{row, at}] : []));
    expect(leaves).toHaveLength(table.rows.length);
    const [ids, parents] = [trace.ids as string[], trace.parents as string[]];
    for (const {row, at} of leaves) {
      expect((trace.values as number[])[at]).toBe(table.rows[row]![2]);
      const parent = ids.indexOf(parents[at]!);
      expect((trace.labels as string[])[parent]).toContain(`<b>${table.rows[row]![0]}</b>`);
    }
    const tops = parents.flatMap((parent, at) => (parent === "" ? [(trace.values as number[])[at]!] : []));
    const whole = column(table, "sales") as number[];
    expect(tops.reduce((a, b) => a + b)).toBe(whole.reduce((a, b) => a + b));
  });
  test("puts the smallest of many together", () => {
    const table = tableOf(
      {what: "text", n: "number"},
      Array.from({length: 40}, (_, at) => [`p${at}`, at + 1]),
    );
    const made = figure({kind: "treemap", x: "what", y: "n", title: "t"}, table, size);
    expect(made.data[0]!.values).toHaveLength(24);
    expect((made.data[0]!.values as number[]).reduce((a, b) => a + b)).toBe(820);
    expect((made.data[0]!.labels as string[]).at(-1)).toBe("Other (17)");
    expect(title(made)).toContain("17 smaller parts as Other");
  });
  test("refuses averages, losses and two rows for one area", () => {
    bad("treemap", items, {additive: false});
    bad("treemap", tableOf({what: "text", n: "number"}, [["a", -1]]));
    bad(
      "treemap",
      tableOf({what: "text", n: "number"}, [
        ["a", 1],
        ["a", 2],
      ]),
    );
  });
});

describe("sankey", () => {
  test("links what the rows link, as wide as they say; what is both stands between", () => {
    const {table} = example("sankey");
    const [trace] = drawn("sankey").data as [Trace];
    const node = trace.node as {label: string[]};
    const link = trace.link as {source: number[]; target: number[]; value: number[]; customdata: number[]};
    expect(link.value).toEqual(column(table, "twh"));
    for (const [at, row] of link.customdata.entries()) {
      expect(node.label[link.source[at]!]).toContain(String(table.rows[row]![0]));
      expect(node.label[link.target[at]!]).toContain(String(table.rows[row]![1]));
    }
    expect(node.label.filter((one) => one.startsWith("Electricity"))).toEqual(["Electricity 910"]);
  });
  test("has two sides where the flow would go in circles", () => {
    const table = tableOf({what: "text", to: "text", n: "number"}, [
      ["a", "b", 2],
      ["b", "a", 1],
    ]);
    const made = figure({kind: "sankey", x: "what", target: "to", y: "n", title: "t"}, table, size);
    expect((made.data[0]!.node as {label: string[]}).label).toHaveLength(4);
  });
  test("puts the smallest of many together and loses nothing", () => {
    const table = tableOf(
      {what: "text", to: "text", n: "number"},
      Array.from({length: 30}, (_, at) => [`s${at}`, "t", at + 1]),
    );
    const made = figure({kind: "sankey", x: "what", target: "to", y: "n", title: "t"}, table, size);
    expect((made.data[0]!.link as {value: number[]}).value.reduce((a, b) => a + b)).toBe(465);
    expect(title(made)).toContain("19 smaller ones as Other");
  });
  test("counts rows where no number is named", () => {
    const table = tableOf({what: "text", to: "text"}, [
      ["a", "b"],
      ["a", "b"],
    ]);
    const made = figure({kind: "sankey", x: "what", target: "to", title: "t"}, table, size);
    expect((made.data[0]!.link as {value: number[]}).value).toEqual([2]);
  });
  test("needs a target", () => bad("sankey", items));
});

describe("network", () => {
  test("draws a line for every link between the nodes that it joins", () => {
    const {table} = example("network");
    const made = drawn("network");
    const nodes = made.data.at(-1)!;
    const at = new Map((nodes.ids as string[]).map((id, place) => [id, place]));
    const lines = made.data.slice(0, -1).flatMap((trace) => {
      const [ids, x, y] = [trace.ids as string[], trace.x as number[], trace.y as number[]];
      return ids.flatMap((id, place) =>
        place % 3 === 0 ? [{id, x: x.slice(place, place + 2), y: y.slice(place, place + 2)}] : [],
      );
    });
    expect(lines.map((one) => one.id).sort()).toEqual(
      table.rows.map(([from, to, value]) => `${from} – ${to}: ${value}`).sort(),
    );
    for (const {id, x, y} of lines) {
      const [from, to] = id
        .split(":")[0]!
        .split(" – ")
        .map((name) => at.get(name)!);
      expect(x).toEqual([from, to].map((place) => (nodes.x as number[])[place!]));
      expect(y).toEqual([from, to].map((place) => (nodes.y as number[])[place!]));
    }
  });
  test("is laid out the same each time", () => expect(drawn("network")).toEqual(drawn("network")));
  test("shows the strongest of many nodes, and says so", () => {
    const table = tableOf(
      {what: "text", to: "text", n: "number"},
      Array.from({length: 120}, (_, at) => [`n${at}`, `n${(at + 1) % 120}`, at + 1]),
    );
    const made = figure({kind: "network", x: "what", target: "to", y: "n", title: "t"}, table, size);
    expect(title(made)).toContain("the 80 strongest of 120 nodes");
  });
});

describe("waterfall", () => {
  test("begins each step where the one before ended, and ends in the total", () => {
    const made = drawn("waterfall");
    const bars = [0, 1, 2, 3, 4, 5, 6].map((at) => {
      const trace = made.data.find((one) => (one.y as (number | null)[])[at] !== null)!;
      return {name: trace.name, from: (trace.base as number[])[at], value: (trace.y as number[])[at]};
    });
    expect(bars).toEqual([
      {name: "Increase", from: 0, value: 420000},
      {name: "Decrease", from: 420000, value: -128000},
      {name: "Decrease", from: 292000, value: -164500},
      {name: "Decrease", from: 127500, value: -31000},
      {name: "Increase", from: 96500, value: 22000},
      {name: "Decrease", from: 118500, value: -8400},
      {name: "Total", from: 0, value: 110100},
    ]);
  });
  test("stands rows that are totals on zero", () => {
    const table = tableOf({what: "text", n: "number"}, [
      ["start", 100],
      ["gain", 20],
      ["end", 120],
    ]);
    const made = figure(
      {kind: "waterfall", x: "what", y: "n", totals: ["start", "end"], title: "t"},
      table,
      size,
    );
    expect(made.data.at(-1)).toMatchObject({name: "Total", y: [100, null, 120], customdata: [0, null, 2]});
  });
  test("refuses averages", () => bad("waterfall", items, {additive: false}));
});

describe("funnel", () => {
  test("plots the stages from the largest, with the share that each keeps", () => {
    const made = drawn("funnel");
    expect(made.data[0]!.x).toEqual([48210, 21900, 6130, 2480, 610]);
    expect(made.data[0]!.base).toEqual([-24105, -10950, -3065, -1240, -305]);
    expect(notes(made)).toContain("28% of previous, 13% of first");
  });
  test("keeps the order given", () => {
    const made = figure(
      {kind: "funnel", x: "what", y: "n", sort: "given", title: "t"},
      tableOf({what: "text", n: "number"}, [
        ["a", 2],
        ["b", 5],
      ]),
      size,
    );
    expect(made.data[0]!.x).toEqual([2, 5]);
    expect(notes(made)).toContain("250% of previous");
  });
  test("refuses negative values", () => bad("funnel", tableOf({what: "text", n: "number"}, [["a", -1]])));
});

describe("candlestick", () => {
  test("plots the four values of each day, columns known by their names", () => {
    const {table} = example("candlestick");
    const [trace] = drawn("candlestick").data as [Trace];
    for (const name of ["open", "high", "low", "close"]) expect(trace[name]).toEqual(column(table, name));
    expect(trace.x).toEqual(column(table, "date"));
  });
  test("puts more than can be told apart together by week, and says so", () => {
    const table = tableOf(
      {d: "date", open: "number", high: "number", low: "number", close: "number"},
      Array.from({length: 210}, (_, at) => {
        const day = new Date(Date.UTC(2024, 0, 1 + at)).toISOString().slice(0, 10);
        return [day, at, at + 2, at - 1, at + 1];
      }),
    );
    const made = figure({kind: "candlestick", x: "d", title: "t"}, table, size);
    const [trace] = made.data as [Trace];
    const first = ["x", "open", "high", "low", "close"].map((name) => (trace[name] as unknown[])[0]);
    expect(first).toEqual(["2024-01-01", 0, 8, -1, 7]);
    expect(trace.x).toHaveLength(30);
    expect(title(made)).toContain("each candle a week");
  });
  test("refuses a table without them, and two candles on one day", () => {
    bad("candlestick", items);
    const twice = tableOf({what: "date", open: "number", high: "number", low: "number", close: "number"}, [
      ["2024-01-01", 1, 2, 1, 2],
      ["2024-01-01", 1, 2, 1, 2],
    ]);
    bad("candlestick", twice);
  });
});

test.each(["donut", "kpi", "treemap", "waterfall", "funnel", "bubble"] as const)(
  "an empty table is refused by %s",
  (kind) => {
    const empty = tableOf({what: "text", n: "number"}, []);
    expect(() => figure({kind, x: "what", y: "n", size: "n", title: "t"}, empty, size)).toThrow(
      expect.objectContaining({code: "no_data"}),
    );
  },
);
