import {expect, test} from "vitest";
import {chartHtml} from "../../src/charts/chart_html.ts";
import {figure} from "../../src/charts/figure.ts";
import {keepKind} from "../../src/charts/own_kinds.ts";
import type {ChartSpec} from "../../src/charts/spec.ts";
import type {Table} from "../../src/data/table.ts";
import {readPlugin} from "../../src/plugins/find.ts";
import {loadPlugin} from "../../src/plugins/load.ts";
import {withOwnCharts} from "../../src/plugins/own_charts.ts";
import type {Artifact, ToolContext} from "../../src/tools/tool.ts";
import {SAMPLE} from "./plugin_folders.ts";

const table: Table = {
  columns: [
    {name: "city", type: "text"},
    {name: "sales", type: "integer"},
  ],
  rows: [
    ["Ulm", 3],
    ["Bonn", 5],
  ],
};
const plotted: Artifact = {
  kind: "table",
  title: "Sales",
  table,
  units: {},
  truncated: false,
  provenance: {tool: "aggregate", datasets: [], sql: [], notes: [], elapsedMs: 0},
};
const size = {width: 800, height: 500};
const specOf = (own: string): ChartSpec => ({kind: "bar", own, x: "city", y: "sales", title: "Sales"});

async function chart(own: string, isEnabled = true): Promise<Artifact> {
  const plugin = await loadPlugin(await readPlugin(SAMPLE, "0.1.0"));
  const standing = {workspace: "w", source: plugin.name, isEnabled: async () => isEnabled};
  const tool = withOwnCharts((plugin.plugin.charts ?? []).map((one) => ({chart: one, plugin, standing})));
  const context = {
    artifacts: new Map([["s1", plotted]]),
    signal: new AbortController().signal,
  } as unknown as ToolContext;
  return tool.run({spec: specOf(own), from: {$step: "s1"}}, context);
}

test("a kind of a plugin is drawn within our frame, and says who draws it", async () => {
  const artifact = await chart("lollipop");
  expect(artifact.chart?.own).toBe("tabletalk-sample/lollipop");
  expect(artifact.provenance.source?.name).toBe("tabletalk-sample");
  const made = figure(artifact.chart!, table, size);
  expect(made.data.map(({mode}) => mode)).toEqual(["lines", "markers"]);
  expect(JSON.stringify(made.layout.title)).toContain("Sales");
  expect(await chartHtml(artifact.chart!, table)).toContain("markers");
});

test("where the plugin is not there, the kind of ours is drawn that stands for it", () => {
  expect(figure(specOf("gone/lollipop"), table, size).data[0]?.type).toBe("bar");
});

test("a kind that nobody brings, and one whose plugin was disabled, are refused", async () => {
  await expect(chart("lollypop")).rejects.toThrow(
    "There is no kind of chart called 'lollypop' here; nearest: lollipop.",
  );
  await expect(chart("lollipop", false)).rejects.toMatchObject({code: "refused"});
});

test.each([
  [
    "throws",
    () => {
      throw new Error("no");
    },
    'The chart "x/bad" could not be made: no.',
  ],
  ["is no figure", () => ({}), "data"],
  [
    "has marks that load something",
    () => ({data: [{type: "image", source: "https://example.com/x.png"}], layout: {}}),
    "data.0.type",
  ],
])("a figure that %s is told", (_what, make, said) => {
  keepKind("x/bad", make as never);
  expect(() => figure(specOf("x/bad"), table, size)).toThrow(said);
});

test("links and pictures in a figure are taken out", () => {
  const text = 'Ulm <a href="https://evil.example">click</a>';
  keepKind("x/links", () => ({
    data: [{type: "bar", x: [text], y: [1]}],
    layout: {
      images: [{source: "https://evil.example/x.png"}],
      annotations: [{text}],
      title: {text: "Another"},
    },
  }));
  const made = JSON.stringify(figure(specOf("x/links"), table, size));
  expect(made).not.toContain("evil.example");
  expect(made).toContain("click");
  expect(made).not.toContain("Another");
});
