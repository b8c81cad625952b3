import {mkdtemp, rm, writeFile} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {monitorEventLoopDelay} from "node:perf_hooks";
import {createEngine} from "../src/data/create_engine.ts";
import {MersenneTwister} from "../src/statistics/random/mersenne_twister.ts";
import {createRegistry} from "../src/tools/registry.ts";
import type {ToolContext} from "../src/tools/tool.ts";

/**
 * How long the main thread is held while a model is trained through its tool, import left out.
 * Usage: node bench/event_loop.ts [ROWS, default 100000] [COLUMNS, default 20]
 */
const [rows = 100_000, width = 20] = process.argv.slice(2).map(Number);
const folder = await mkdtemp(join(tmpdir(), "bench-loop-"));
const engine = createEngine({folder: join(folder, "versions")});
const random = new MersenneTwister(1);
const lines = [[...Array.from({length: width}, (_, at) => `x${at}`), "kind", "y"].join()];
for (let row = 0; row < rows; row++) {
  const x = Array.from({length: width}, () => random.uniform());
  const y = Number(x[0]! + x[1]! * x[2]! + 0.3 * random.uniform() > 0.9);
  lines.push(`${x.map((one) => one.toFixed(6)).join()},k${row % 7},${y ? "yes" : "no"}`);
}
const path = join(folder, "data.csv");
await writeFile(path, lines.join("\n"));
const datasets = await engine.importFile(path, {name: "data"});
const session = await engine.open(datasets);
const registry = createRegistry();
const context: ToolContext = {
  session,
  profile: (table) => session.profile(table),
  artifacts: new Map(),
  signal: new AbortController().signal,
  limits: {timeMs: 60_000, rows: 5_000, stepMs: 300_000},
  asOf: new Date(),
  timeZone: "UTC",
};
const source = {table: "data", target: "y"};
const works: [name: string, tool: string, input: unknown][] = [
  ["profile of the table", "describe_table", {table: "data"}],
  ["boosting", "train_model", {method: "classify", ...source, model: "boosting"}],
  [
    "logistic, target encoding",
    "train_model",
    {method: "classify", ...source, model: "logistic", encoding: "target"},
  ],
  ["forest of 50", "train_model", {method: "classify", ...source, model: "forest", settings: {trees: 50}}],
  [
    "least squares with its table",
    "run_statistics",
    {
      method: "regression",
      table: "data",
      outcome: {name: "x0", of: {column: "x0"}},
      predictors: Array.from({length: width - 1}, (_, at) => ({
        name: `x${at + 1}`,
        of: {column: `x${at + 1}`},
      })),
    },
  ],
];
for (const [name, tool, input] of works) {
  const delay = monitorEventLoopDelay({resolution: 5});
  delay.enable();
  const begun = performance.now();
  await registry
    .get(tool)!
    .run(registry.validateInput(tool, input), context)
    .catch((error: unknown) => console.log(name, error));
  const seconds = (performance.now() - begun) / 1000;
  await new Promise((resolve) => setTimeout(resolve, 50));
  delay.disable();
  const ms = (value: number): string => `${(value / 1e6).toFixed(0)} ms`;
  console.log(
    `${name}: ${seconds.toFixed(1)} s; longest ${ms(delay.max)}, 99% under ${ms(delay.percentile(99))}`,
  );
}
await engine.close();
await rm(folder, {recursive: true, force: true});
process.exit(0);
