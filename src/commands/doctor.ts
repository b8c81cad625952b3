import {randomUUID} from "node:crypto";
import {rmSync, writeFileSync} from "node:fs";
import {mkdir} from "node:fs/promises";
import {join} from "node:path";
import {type Config, isOffline, loadConfig} from "../config.ts";
import {asTabletalkError, EXIT} from "./failure.ts";
import type {CommonFlags} from "./program.ts";
import {createRuntime, type Runtime, SAMPLES} from "./runtime.ts";

/** One thing that was tried here. */
export interface Check {
  name: string;
  works: boolean;
  /** What was found, or what went wrong. */
  found: string;
  /** What to do where it does not work. */
  next?: string;
}

/** `tabletalk doctor`: tries every part here. Exit status 1 where something that an answer needs does not work. */
export async function doctor(flags: CommonFlags): Promise<void> {
  const config = loadConfig(flags);
  await using runtime = createRuntime(config);
  const checks = [
    await tried("node", async () => `Node ${process.versions.node} on ${process.platform}-${process.arch}`),
    await tried("home", () => homeWritable(config.home)),
    await tried("store", async () => {
      await runtime.store();
      return "SQLite opens";
    }),
    await tried("engine", () => queryWorks(runtime)),
    await tried("charts", () => browserWorks(runtime)),
    await tried("models", () => modelsFound(config, runtime)),
    await tried("mcp", async () => (await import("./doctor_mcp.ts")).mcpWorks(config.home)),
    await tried("slack", async () => (await import("./doctor_channels.ts")).slackWorks()),
    await tried("discord", async () => (await import("./doctor_channels.ts")).discordWorks()),
    await tried("voice", async () => (await import("./doctor_voice.ts")).voiceWorks()),
  ];
  if (flags.json) process.stdout.write(`${JSON.stringify({checks}, undefined, 2)}\n`);
  else for (const check of checks) process.stdout.write(`${lineOf(check)}\n`);
  // Without a browser every question is still answered, only without pictures; and at the terminal without a platform.
  const needed = checks.filter(({name}) => !["charts", "mcp", "slack", "discord", "voice"].includes(name));
  process.exitCode = needed.every((check) => check.works) ? EXIT.answered : EXIT.failed;
}

function lineOf(check: Check): string {
  const mark = check.works ? "ok     " : "missing";
  return `${mark}  ${check.name.padEnd(7)} ${check.found}${check.next ? `\n         ${check.next}` : ""}`;
}

async function tried(name: string, work: () => Promise<string>): Promise<Check> {
  try {
    return {name, works: true, found: await work()};
  } catch (thrown) {
    const {message, next} = asTabletalkError(thrown);
    return {name, works: false, found: message, next};
  }
}

async function homeWritable(home: string): Promise<string> {
  await mkdir(home, {recursive: true});
  const probe = join(home, `.${randomUUID()}`);
  writeFileSync(probe, "");
  rmSync(probe);
  return home;
}

async function queryWorks(runtime: Runtime): Promise<string> {
  const [dataset] = await runtime.importFiles(SAMPLES.slice(0, 1));
  if (!dataset) throw new Error("The sample has no table.");
  const session = await runtime.open([dataset]);
  const {rows} = await session.query(`SELECT count(*) AS n FROM "${dataset.name}"`);
  return `the sandbox imports and queries (${rows[0]?.[0]} rows of sample data)`;
}

async function browserWorks(runtime: Runtime): Promise<string> {
  const {drawChart} = await import("../channels/chart_files.ts");
  const {sampleChart} = await import("./sample_chart.ts");
  const path = join(await runtime.chartFolder(), `doctor-${randomUUID()}.png`);
  const drawn = await drawChart(runtime.charts, "chart", sampleChart(), path, AbortSignal.timeout(30_000));
  if (drawn.paths.png) rmSync(drawn.paths.png);
  const {missingScripts} = await import("../charts/glyphs.ts");
  const missing = missingScripts();
  if (missing.length === 0) return "a browser draws";
  return `a browser draws; no font here for ${missing.map((one) => one.script).join(", ")} (npm install ${missing.map((one) => one.brings).join(" ")})`;
}

async function modelsFound(config: Config, runtime: Runtime): Promise<string> {
  await runtime.planner();
  return isOffline(config)
    ? "offline: nothing leaves this machine"
    : `configured: ${config.model ?? "by role"}`;
}
