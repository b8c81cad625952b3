import {describe, expect, test} from "vitest";
import type {ChartSpec} from "../../src/charts/spec.ts";
import type {ColumnProfile, TableProfile} from "../../src/data/profile.ts";
import {compileReading} from "../../src/planning/compile.ts";
import {readingSchema} from "../../src/planning/reading.ts";
import type {Group} from "../../src/tools/measure.ts";

const column = (name: string, more: Partial<ColumnProfile>): ColumnProfile => ({
  name,
  type: "text",
  role: "category",
  nulls: 0,
  distinct: 4,
  min: null,
  max: null,
  top: [],
  ...more,
});
const profile: TableProfile = {
  table: "orders",
  rows: 3000,
  duplicateRows: 0,
  keys: [],
  columns: [
    column("region", {}),
    column("channel", {}),
    column("day", {type: "date", role: "date", distinct: 300, min: "2024-01-01", max: "2024-10-16"}),
    column("amount", {type: "number", role: "measure", distinct: 2900, additivity: "additive"}),
    column("rating", {type: "integer", role: "measure", distinct: 5, additivity: "average"}),
  ],
};
const by = (name: string): Group => ({name, of: {column: name}});
const month: Group = {name: "month", of: {column: "day"}, unit: "month"};
const total = {name: "total", fn: "sum", of: {column: "amount"}};
const mean = {name: "mean rating", fn: "avg", of: {column: "rating"}};

/** The chart of a reading of these groups. */
function chartOf(
  chart: Record<string, unknown>,
  groups: Group[],
  more: Record<string, unknown> = {},
): ChartSpec | undefined {
  const reading = readingSchema.parse({
    intent: "aggregate",
    table: "orders",
    measures: [total],
    groups,
    chart: {asked: true, ...chart},
    ...more,
  });
  const plan = compileReading(reading, profile);
  return plan.steps.find((step) => step.id === plan.chart)?.input.spec as ChartSpec | undefined;
}

describe("an asked kind that fits is drawn", () => {
  test.each([
    ["donut", [by("region")], {x: "region", y: "total", additive: true}],
    ["treemap", [by("region"), by("channel")], {x: "channel", parent: "region"}],
    ["sankey", [by("region"), by("channel")], {x: "region", target: "channel"}],
    ["network", [by("region"), by("channel")], {x: "region", target: "channel"}],
    ["waterfall", [by("region")], {x: "region"}],
    ["funnel", [by("region")], {x: "region"}],
    ["kpi", [], {x: "total", y: "total"}],
    ["kpi", [month], {x: "month", y: "total", partialLast: true}],
  ] as const)("%s", (kind, groups, spec) => {
    expect(chartOf({kind}, [...groups])).toMatchObject({kind, ...spec});
  });
  test("small multiples take the group that is no time as their panels", () => {
    expect(chartOf({panels: true}, [by("region"), month])).toMatchObject({
      kind: "line",
      x: "month",
      facet: "region",
    });
    expect(chartOf({panels: true}, [by("channel"), by("region"), month])).toMatchObject({
      kind: "line",
      x: "month",
      series: "channel",
      facet: "region",
    });
  });
  test("bubbles are groups of three numbers", () => {
    const measures = [total, mean, {name: "orders", fn: "count"}];
    expect(chartOf({kind: "bubble"}, [by("region")], {measures})).toMatchObject({
      kind: "bubble",
      x: "total",
      y: "mean rating",
      size: "orders",
      label: "region",
    });
  });
});

describe("one that does not fit gives way to the nearest, which says why", () => {
  test.each([
    ["pie", [by("region")], {measures: [mean]}, "pie", "these numbers do not add up"],
    ["treemap", [by("region")], {measures: [mean]}, "bar", "the parts of a treemap must add up"],
    ["pie", [by("region"), by("channel")], {}, "bar", "a pie shows one group"],
    ["sankey", [by("region")], {}, "bar", "a sankey needs two groups"],
    ["kpi", [by("region")], {}, "bar", "a key figure is one number"],
    ["candlestick", [month], {}, "line", "a candlestick needs"],
    ["area", [month, by("region")], {measures: [mean]}, "line", "stacked areas must add up"],
    ["heatmap", [by("region")], {}, "bar", "a heatmap needs two groups"],
  ] as const)("%s of %j", (asked, groups, more, drawn, why) => {
    const spec = chartOf({kind: asked}, [...groups], more);
    expect(spec?.kind).toBe(drawn);
    expect(spec?.subtitle).toContain(why);
  });
  test("averages are not stacked", () => {
    const spec = chartOf({arrangement: "stacked"}, [by("region"), by("channel")], {measures: [mean]});
    expect(spec).toMatchObject({arrangement: "grouped", subtitle: expect.stringContaining("side by side")});
  });
});

test("a finding is not claimed of all where only some are shown", () => {
  const order = [{by: "region", direction: "asc"}];
  expect(chartOf({}, [by("region")])?.titleIsSubject).toBe(true);
  expect(chartOf({}, [by("region")], {limit: 2, order})?.titleIsSubject).toBeUndefined();
  expect(
    chartOf({}, [by("region")], {limit: 2, order: [{by: "total", direction: "desc"}]})?.titleIsSubject,
  ).toBe(true);
});

test("the top months are a ranking, not a course of time", () => {
  const order = [{by: "total", direction: "desc"}];
  const spec = chartOf({}, [month], {limit: 3, order});
  expect(spec).toMatchObject({kind: "bar", sort: "descending"});
  expect(spec?.partialLast).toBeUndefined();
});

test("a last period is partial where the data ends within it", () => {
  expect(chartOf({}, [month])?.partialLast).toBe(true);
  const period = {
    column: "day",
    from: "2024-01-01",
    to: "2024-10-01",
    anchor: "none",
    partial: false,
    said: "to September",
  };
  expect(chartOf({}, [month], {period})?.partialLast).toBeUndefined();
});
