/**
 * `node --expose-gc bench/chat.ts [slack|discord] [turns]`: how long people wait in a chat, and what many turns cost.
 * Local Slack and Discord, real Bolt and discord.js, the offline model, orders of 10,000 rows. With `turns` 0 memory is left
 * out.
 */
import module from "node:module";
import {availableParallelism} from "node:os";
import {settled} from "../test/conformance/channels/settled.ts";
import {csvOf, ORDERS} from "../test/conformance/data.ts";
import {type MeasuredPlatform, measuredDiscord, measuredSlack, when, withoutLimits} from "./chat/platform.ts";

// As `tabletalk` itself does: its children start from compiled code.
process.env.NODE_COMPILE_CACHE ??= module.enableCompileCache().directory;

const [only = "", given = "2000"] = process.argv.slice(2);
const turns = Number(given);
const ROWS = 10_000;
const orders = {
  name: "orders.csv",
  content: csvOf(Array.from({length: ROWS}, (_, at) => ({...ORDERS[at % ORDERS.length]!, id: at + 1}))),
};
const CHART = "bar chart of total amount by region";
const QUESTIONS = [
  "total amount by month",
  "how many orders by status?",
  "average weight by region",
  "what is the total amount?",
];

console.log(`${availableParallelism()} cores, load ${(await import("node:os")).loadavg()[0]?.toFixed(1)}`);
for (const [name, open] of Object.entries({slack: measuredSlack, discord: measuredDiscord})) {
  if (only !== "" && only !== name) continue;
  await using platform = await open();
  await platform.say(0, CHART, orders);
  await settled(platform.service, 1);
  await withoutLimits(platform.access);
  await oneByOne(name, platform);
  await thirtyAtOnce(name, platform);
  if (turns > 0) await memory(name, platform);
}

async function oneByOne(name: string, platform: MeasuredPlatform): Promise<void> {
  for (let warm = 0; warm < 3; warm += 1) await platform.timed(0, CHART, true);
  const all: {seen: number; answered: number}[] = [];
  for (let at = 0; at < 40; at += 1) all.push(await platform.timed(0, CHART, true));
  row(
    name,
    "event to first visible status",
    all.map(({seen}) => seen),
    150,
  );
  row(
    name,
    "event to final answer with chart, warm",
    all.map(({answered}) => answered),
    700,
  );
}

/** Each conversation has its own file and asks one question: every answer comes once. */
async function thirtyAtOnce(name: string, platform: MeasuredPlatform): Promise<void> {
  const numbers = Array.from({length: 30}, (_, at) => 100 + at);
  for (const number of numbers) await platform.say(number, "", orders);
  // A file that is still being read is no part of what is measured.
  await when(() => numbers.every((number) => platform.answers(number) > 0));
  await settled(platform.service);
  const before = new Map(numbers.map((number) => [number, platform.answers(number)]));
  const times = await Promise.all(numbers.map((number) => platform.timed(number, CHART, true)));
  const came = numbers.map((number) => platform.answers(number) - (before.get(number) ?? 0));
  row(
    name,
    "30 conversations at once",
    times.map(({answered}) => answered),
    6000,
  );
  const lost = came.filter((count) => count < 1).length;
  const doubled = came.filter((count) => count > 1).length;
  console.log(`${name.padEnd(8)} 30 at once: ${lost} lost, ${doubled} doubled`);
  if (lost + doubled > 0) process.exitCode = 1;
}

/** Many turns, what is left of them after each hundred. */
async function memory(name: string, platform: MeasuredPlatform): Promise<void> {
  const heaps: number[] = [];
  for (let turn = 1; turn <= turns; turn += 1) {
    await platform.timed(0, QUESTIONS[turn % QUESTIONS.length] ?? CHART, false);
    if (turn % 100 > 0) continue;
    platform.forget();
    globalThis.gc?.();
    const {rss, heapUsed} = process.memoryUsage();
    heaps.push(heapUsed / 1e6);
    console.log(
      `${name.padEnd(8)} ${String(turn).padStart(5)} turns: RSS ${(rss / 1e6).toFixed(0)} MB, heap ${(heapUsed / 1e6).toFixed(1)} MB`,
    );
  }
  const half = heaps.slice(Math.floor(heaps.length / 2));
  const slope = ((half.at(-1) ?? 0) - (half[0] ?? 0)) / Math.max(1, (half.length - 1) / 10);
  console.log(`${name.padEnd(8)} heap over the second half: ${slope.toFixed(1)} MB per 1,000 turns`);
}

function row(name: string, what: string, times: readonly number[], bar: number): void {
  const sorted = times.toSorted((a, b) => a - b);
  const at = (share: number) =>
    Math.round(sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0);
  const held = bar === 6000 ? at(0.95) : at(0.5);
  const verdict = held <= bar ? "ok" : "MISSED";
  console.log(
    `${name.padEnd(8)} ${what.padEnd(42)} p50 ${String(at(0.5)).padStart(5)} ms  p95 ${String(at(0.95)).padStart(5)} ms  bar ${bar} ms (${bar === 6000 ? "p95" : "p50"})  ${verdict}`,
  );
}
