import {execFileSync} from "node:child_process";
import {createChartRenderer} from "../../src/charts/renderer.ts";
import type {ChartSpec} from "../../src/charts/spec.ts";
import {EXAMPLES, tableOf} from "../../test/charts/gallery.ts";
import {MORE_EXAMPLES} from "../../test/charts/gallery_more.ts";

/**
 * Prints one JSON line: a scatter of 100,000 points (median ms), mixed charts a second on two pages, and megabytes of this
 * process and the browser after each quarter of 1,000 charts: `node bench/charts/throughput.ts [charts]`.
 */
const count = Number(process.argv[2] ?? 1000);
const renderer = createChartRenderer({pages: 2});
const points = tableOf(
  {x: "number", y: "number"},
  Array.from({length: 100_000}, (_, at) => [
    Math.sin(at * 12.9898) * 50 + at / 4000,
    Math.cos(at * 78.233) * 30,
  ]),
);
const scatter: ChartSpec = {kind: "scatter", x: "x", y: "y", title: "Many points"};
const scatterMs: number[] = [];
for (let at = 0; at < 6; at++) {
  const begun = performance.now();
  await renderer.render(scatter, points, {format: "png", scale: 2});
  scatterMs.push(performance.now() - begun);
}

const mixed = [...EXAMPLES, ...MORE_EXAMPLES];
const draw = (at: number) => {
  const {spec, table} = mixed[at % mixed.length]!;
  return renderer.renderChecked(spec, table, {format: "png"});
};
await Promise.all(mixed.map((_, at) => draw(at)));
const memory = [await megabytes()];
const begun = performance.now();
let paused = 0;
for (let quarter = 0; quarter < 4; quarter++) {
  await Promise.all(Array.from({length: count / 4}, (_, at) => draw(at)));
  const from = performance.now();
  memory.push(await megabytes());
  paused += performance.now() - from;
}
const seconds = (performance.now() - begun - paused) / 1000;
await renderer.close();
console.log(
  JSON.stringify({
    scatter100kMs: Math.round(scatterMs.slice(1).toSorted((a, b) => a - b)[2]!),
    coldScatterMs: Math.round(scatterMs[0]!),
    charts: count,
    chartsPerSecond: Math.round((count / seconds) * 10) / 10,
    memory,
  }),
);

/** Resident megabytes of this process, and of the browser's processes together. */
async function megabytes(): Promise<{node: number; browser: number}> {
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
  return {node: Math.round(process.memoryUsage().rss / 1e6), browser: Math.round(kilobytes / 1e3)};
}
