import {spawnSync} from "node:child_process";
import {mkdtempSync, readFileSync, rmSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import {join, resolve} from "node:path";
import {createTerminal} from "../../src/channels/terminal/channel.ts";
import {createRuntime} from "../../src/commands/runtime.ts";
import {startTurns} from "../../src/commands/turns.ts";
import {loadConfig} from "../../src/config.ts";

/**
 * How long an answer takes: `ask` from process start on a 1 MB CSV that it has not seen, and a warm chat; without and
 * with a chart. Prints medians in milliseconds, and the resident memory of the warm process.
 */
const RUNS = Number(process.env.RUNS ?? 5);
const folder = mkdtempSync(join(tmpdir(), "tabletalk-bench-"));
const cli = resolve(import.meta.dirname, "../../src/cli.ts");
const sample = readFileSync(resolve(import.meta.dirname, "../../samples/seattle-weather.csv"), "utf8");
const [head = "", ...lines] = sample.trimEnd().split("\n");

/** About 1 MB of weather: the sample over and over, each with another first line so that no version is known yet. */
function freshFile(run: string): string {
  const path = join(folder, `weather_${run}.csv`);
  const copies = Array.from({length: 21}, () => lines.join("\n"));
  writeFileSync(path, [head, `2011-12-31,${run.length},1,2,3,rain`, ...copies, ""].join("\n"));
  return path;
}

const median = (numbers: number[]) =>
  Math.round(numbers.sort((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? 0);

function cold(question: string, ...more: string[]): number {
  const times = Array.from({length: RUNS}, (_, run) => {
    const home = join(folder, `home_${run}_${more.length}`);
    const data = freshFile(`${run}_${more.length}`);
    const begun = performance.now();
    const args = [cli, "ask", question, "--data", data, "--home", home, ...more];
    const ran = spawnSync(process.execPath, args, {encoding: "utf8"});
    if (ran.status !== 0) throw new Error(`${ran.stdout}${ran.stderr}`);
    return performance.now() - begun;
  });
  return median(times);
}

async function warm(): Promise<{plain: number; chart: number; resident: number}> {
  await using runtime = createRuntime(loadConfig({home: join(folder, "warm"), model: "offline"}));
  const turns = startTurns(runtime, [freshFile("warm")]);
  const quiet = {
    ...createTerminal({output: process.stdout, progress: process.stderr}),
    render: async () => {},
  };
  const timed = async (question: string) => {
    const begun = performance.now();
    const result = await turns.ask(question, {conversation: question, channel: quiet});
    if (result.state !== "answered") throw new Error(`${question}: ${result.state}`);
    return performance.now() - begun;
  };
  const several = async (question: string) => {
    await timed(question);
    const times: number[] = [];
    for (let run = 0; run < RUNS * 2; run += 1) times.push(await timed(question));
    return median(times);
  };
  const plain = await several("average wind by weather");
  const resident = Math.round(process.memoryUsage.rss() / 2 ** 20);
  const chart = await several("average wind by weather as a bar chart");
  return {plain, chart, resident};
}

try {
  // The first start fills the compile cache, as it is on any machine that has asked before.
  cold("average wind by weather");
  const plain = cold("average wind by weather");
  const chart = cold("average wind by weather as a bar chart", "--chart", join(folder, "chart.png"));
  const hot = await warm();
  console.log(`ask, 1 MB CSV, from process start: ${plain} ms (<= 1500)`);
  console.log(`the same with a PNG chart:         ${chart} ms (<= 3000)`);
  console.log(`in a warm process:                 ${hot.plain} ms (<= 100)`);
  console.log(`the same with a PNG chart:         ${hot.chart} ms (<= 300)`);
  console.log(`resident, without the children:    ${hot.resident} MiB (<= 350 with the engine's child)`);
} finally {
  rmSync(folder, {recursive: true, force: true});
}
