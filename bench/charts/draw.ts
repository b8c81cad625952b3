import {execFileSync} from "node:child_process";
import {createChartRenderer} from "../../src/charts/renderer.ts";
import type {ChartSpec} from "../../src/charts/spec.ts";
import {tableOf} from "../../test/charts/gallery.ts";

/** Prints one JSON line: cold start, warm 10-bar PNG (median, 90th percentile) in ms, resident memory before and after. */
const table = tableOf(
  {region: "text", sales: "number"},
  Array.from({length: 10}, (_, at) => [`Region ${at}`, 100 + ((at * 37) % 91)]),
);
const spec: ChartSpec = {kind: "bar", x: "region", y: "sales", title: "Sales by region", yUnit: "$"};
const renderer = createChartRenderer();

const begun = performance.now();
await renderer.render(spec, table, {format: "png"});
const coldMs = performance.now() - begun;

const first = await times(20);
const before = await memory();
const hundred = await times(100);
const after = await memory();
await renderer.close();
console.log(
  JSON.stringify({
    coldMs: round(coldMs),
    warm20: summary(first),
    warm100: summary(hundred),
    beforeMb: before,
    afterMb: after,
  }),
);

async function times(count: number): Promise<number[]> {
  const made: number[] = [];
  for (let at = 0; at < count; at++) {
    const start = performance.now();
    await renderer.render(spec, table, {format: "png"});
    made.push(performance.now() - start);
  }
  return made;
}

function summary(values: number[]): {medianMs: number; p90Ms: number} {
  const sorted = values.toSorted((a, b) => a - b);
  return {
    medianMs: round(sorted[sorted.length >> 1]!),
    p90Ms: round(sorted[Math.floor(sorted.length * 0.9)]!),
  };
}

/** Resident megabytes of this process and of the browser's processes together. */
async function memory(): Promise<{node: number; browser: number}> {
  const pid = (await renderer.browser()).process()!.pid!;
  const lines = execFileSync("ps", ["-eo", "pid=,ppid=,rss="], {encoding: "utf8"}).trim().split("\n");
  const processes = lines.map((line) => line.trim().split(/\s+/).map(Number) as [number, number, number]);
  const own = new Set([pid]);
  for (let grown = true; grown; ) {
    const more = processes.filter(([id, parent]) => own.has(parent) && !own.has(id));
    for (const [id] of more) own.add(id);
    grown = more.length > 0;
  }
  const kilobytes = processes.filter(([id]) => own.has(id)).reduce((sum, [, , rss]) => sum + rss, 0);
  return {node: round(process.memoryUsage().rss / 1e6), browser: round(kilobytes / 1e3)};
}

function round(value: number): number {
  return Math.round(value);
}
