import {mkdtempSync, rmSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {createRuntime, type Runtime, WORKSPACE} from "../src/commands/runtime.ts";
import {startTurns, type Turns} from "../src/commands/turns.ts";
import type {Config} from "../src/config.ts";
import type {Usage} from "../src/models/account.ts";
import {forgetDefinitions} from "../src/store/definitions.ts";
import {askCase} from "./ask_case.ts";
import type {Asked, SuiteCase} from "./outside/adapter.ts";
import type {Result} from "./run_record.ts";

/**
 * Asks every case through the real turn, in one process, the cases of the same files one after the other, and tells each
 * result as it comes. Datasets go to a folder that is gone afterwards; pictures are not drawn, their charts are judged.
 */
export async function runCases(
  cases: readonly SuiteCase[],
  config: Config,
  signal: AbortSignal,
  tell: (result: Result) => void,
): Promise<void> {
  const home = mkdtempSync(join(tmpdir(), "tabletalk-evals-"));
  const used = usageOf(createRuntime({...config, home}));
  try {
    for (const [files, own] of byFiles(cases)) {
      if (signal.aborted) break;
      await runOver(files, own, used, signal, tell);
    }
  } finally {
    await used.runtime[Symbol.asyncDispose]();
    rmSync(home, {recursive: true, force: true});
  }
}

async function runOver(
  files: readonly string[],
  cases: readonly SuiteCase[],
  used: UsedRuntime,
  signal: AbortSignal,
  tell: (result: Result) => void,
): Promise<void> {
  const turns = startTurns(used.runtime, files, {
    signal,
    drawChart: async (step, {title}) => ({step, title, altText: title, paths: {}}),
  });
  const opened = await turns.session().catch((error: unknown) => error as Error);
  for (const one of cases) {
    if (signal.aborted) break;
    used.last = undefined;
    // What one case teaches, the next must not know.
    await forgetDefinitions(await used.runtime.store(), WORKSPACE, "evals");
    const asked: Asked =
      opened instanceof Error
        ? {state: "error", error: `The files could not be read: ${opened.message}`, ms: 0}
        : ((await changed(one, turns)) ?? (await askCase(one, turns, signal)));
    if (signal.aborted) break;
    tell(resultOf(one, used.last ? {...asked, usage: used.last} : asked));
  }
  if (!(opened instanceof Error)) await opened.close();
}

/** A case is not asked of other data than it was made from. */
async function changed({hashes}: SuiteCase, turns: Turns): Promise<Asked | undefined> {
  if (!hashes) return undefined;
  const now = new Set((await turns.datasets()).map(({version}) => version.hash));
  if (hashes.every((hash) => now.has(hash))) return undefined;
  return {state: "error", error: "The data is no longer what the question was asked of.", ms: 0};
}

function resultOf(one: SuiteCase, asked: Asked): Result {
  const {line, judgement} = one.finish(asked);
  const failed = asked.state === "error";
  return {
    id: one.id,
    turns: [...one.turns],
    verdict: failed ? "error" : judgement.verdict,
    why: failed ? (asked.error ?? "") : judgement.why,
    asked: asked.state === "asked",
    concepts: [...one.concepts],
    ...(one.level !== undefined && {level: one.level}),
    ...(one.sound !== undefined && {sound: one.sound}),
    ...(one.group !== undefined && {group: one.group}),
    ...(asked.answer?.reading !== undefined && {reading: asked.answer.reading}),
    ...(judgement.scores && {scores: {...judgement.scores}}),
    ms: Math.round(asked.ms * 10) / 10,
    ...(asked.usage && {usage: asked.usage}),
    line: {...line},
  };
}

/** The runtime, and what the models of the latest turn used. */
interface UsedRuntime {
  runtime: Runtime;
  last: Asked["usage"];
}

function usageOf(runtime: Runtime): UsedRuntime {
  const used: UsedRuntime = {runtime, last: undefined};
  used.runtime = {
    ...runtime,
    async usage(signal) {
      const found = await runtime.usage(signal);
      if (found) used.last = spent(found.tokens as Usage);
      return found;
    },
  };
  return used;
}

const spent = (usage: Usage): NonNullable<Asked["usage"]> => ({
  tokens: usage.inputTokens + usage.outputTokens,
  calls: usage.calls,
  ...(usage.cost !== undefined && {dollars: usage.cost}),
});

function byFiles(cases: readonly SuiteCase[]): [string[], SuiteCase[]][] {
  const groups = new Map<string, [string[], SuiteCase[]]>();
  for (const one of cases) {
    const key = one.files.join("\n");
    const group = groups.get(key) ?? [[...one.files], []];
    group[1].push(one);
    groups.set(key, group);
  }
  return [...groups.values()];
}
