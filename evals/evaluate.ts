import {existsSync, writeFileSync} from "node:fs";
import {basename, join, resolve} from "node:path";
import {progressOn} from "../src/channels/terminal/progress.ts";
import {createRuntime, WORKSPACE} from "../src/commands/runtime.ts";
import {type Config, loadConfig} from "../src/config.ts";
import {TabletalkError} from "../src/errors.ts";
import {dislikedTurns} from "../src/store/feedback.ts";
import {compareRuns, type RunDifference, sayDifference} from "./compare_runs.ts";
import {feedbackCases, feedbackSuite} from "./feedback_suite.ts";
import type {Suite} from "./outside/adapter.ts";
import {OUTSIDE_NAMES, outsideSuite} from "./outside/sets.ts";
import {ownSuite, thresholdsOf} from "./own_suite.ts";
import {reportPage} from "./report_page.ts";
import {finishRun, keepResult, openRun, type Run, runToCompare} from "./run_record.ts";
import {runCases} from "./run_suite.ts";
import {sayResult, sayTable, sayWhole} from "./say_run.ts";
import {type Selection, saySelection, selectCases} from "./select_cases.ts";
import {brokenBars} from "./thresholds.ts";

export interface EvaluateFlags {
  home?: string;
  timeZone?: string;
  asOf?: string;
  model?: string;
  from?: string;
  replies?: string;
  against?: string;
  resume?: boolean;
  limit?: string;
  only?: string;
  half?: string;
  report?: string;
  export?: string;
  verbose?: boolean;
  json?: boolean;
}

/**
 * Runs a suite and prints what came of it. The run is kept below the home folder, so that it can be gone on with and
 * compared with.
 * @returns whether it passed: no bar of its thresholds is broken
 * @throws TabletalkError bad_use for an unknown suite, folder or run
 */
export async function evaluate(named: string, flags: EvaluateFlags, signal: AbortSignal): Promise<boolean> {
  const config = loadConfig({...flags, model: flags.model ?? "offline"});
  const selection = selectionOf(flags);
  const {suite, folder} = await suiteNamed(named, flags, config);
  const cases = selectCases(suite.cases, selection);
  if (cases.length === 0)
    throw new TabletalkError("bad_use", "No case is left to ask.", "Ask for more with --limit or --only.");
  const root = join(config.home, "evals");
  const asking = {suite: suite.name, model: config.model ?? "offline", cases: saySelection(selection)};
  const run = openRun(root, asking, flags.resume ?? false);
  const before = flags.against === undefined ? undefined : runToCompare(root, run.head, flags.against);

  await askOpen(run, {name: suite.name, cases}, config, signal);
  inOrder(run, cases);
  if (signal.aborted) {
    process.stderr.write(`Stopped after ${run.results.length} of ${cases.length}; --resume goes on.\n`);
    return false;
  }
  finishRun(run);

  const difference = before && compareRuns(run, before);
  const report = resolve(flags.report ?? join(run.folder, "report.html"));
  writeFileSync(report, reportPage(run, difference));
  if (flags.replies)
    writeFileSync(flags.replies, run.results.map((one) => `${JSON.stringify(one.line)}\n`).join(""));
  const whole = selection.only === undefined && selection.half === undefined && selection.limit === undefined;
  const ofFolder = folder !== undefined && whole ? thresholdsOf(folder) : undefined;
  const bars = named === FEEDBACK ? NEVER_AGAIN : ofFolder;
  const broken = brokenBars(run.results, bars);
  if (flags.json) printJson(run, broken);
  else
    printText(run, {difference, report, broken, bars: bars !== undefined, verbose: flags.verbose ?? false});
  return broken.length === 0;
}

async function suiteNamed(
  named: string,
  flags: EvaluateFlags,
  config: Config,
): Promise<{suite: Suite; folder: string | undefined}> {
  if (OUTSIDE_NAMES.includes(named)) {
    if (flags.from !== undefined) return {suite: await outsideSuite(named, flags.from), folder: undefined};
    throw new TabletalkError(
      "bad_use",
      `The set ${named} does not come with Tabletalk.`,
      "Say where it lies: --from FOLDER.",
    );
  }
  if (named === FEEDBACK) return {suite: await dislikedOf(config, flags.export), folder: undefined};
  const places = [resolve(named), join(import.meta.dirname, named), resolve("evals", named)];
  const folder = places.find((place) => existsSync(join(place, "questions.jsonl")));
  if (folder !== undefined) return {suite: ownSuite(folder), folder};
  throw new TabletalkError(
    "bad_use",
    `There is no suite ${basename(named)}: no folder of it holds questions.jsonl.`,
    `Name a folder, ${FEEDBACK}, or one of ${OUTSIDE_NAMES.join(", ")} with --from FOLDER.`,
  );
}

/** The suite of the answers that people disliked. */
const FEEDBACK = "feedback";
/** None of them may be answered so again; nobody has said what is right. */
const NEVER_AGAIN = {right: 0, wrong: 0};

async function dislikedOf(config: Config, exported: string | undefined): Promise<Suite> {
  await using runtime = createRuntime(config);
  const turns = await dislikedTurns(await runtime.store(), WORKSPACE);
  if (turns.length === 0)
    throw new TabletalkError(
      "bad_use",
      "No answer was disliked yet.",
      "Say /down after an answer that is wrong.",
    );
  if (exported !== undefined)
    writeFileSync(
      exported,
      feedbackCases(turns)
        .map((one) => `${JSON.stringify(one)}\n`)
        .join(""),
    );
  return feedbackSuite(turns);
}

function selectionOf(flags: EvaluateFlags): Selection {
  const {half} = flags;
  if (half !== undefined && half !== "first" && half !== "second")
    throw new TabletalkError("bad_use", `There is no half '${half}'.`, "Say --half first or --half second.");
  const limit = flags.limit === undefined ? undefined : Number(flags.limit);
  if (limit !== undefined && !(Number.isInteger(limit) && limit > 0))
    throw new TabletalkError("bad_use", "--limit takes a number of questions.", "Such as --limit 20.");
  return {only: flags.only?.split(","), half, limit};
}

/** Asks what the run has no result of yet. */
async function askOpen(run: Run, suite: Suite, config: Config, signal: AbortSignal): Promise<void> {
  const done = new Set(run.results.map((one) => one.id));
  const open = suite.cases.filter((one) => !done.has(one.id));
  const progress = progressOn(process.stderr);
  await runCases(open, config, signal, (result) => {
    keepResult(run, result);
    const right = run.results.filter((one) => one.verdict === "right").length;
    progress.say(`${suite.name}: ${run.results.length} of ${suite.cases.length}, ${right} right`);
  });
  progress.clear();
}

function inOrder(run: Run, cases: Suite["cases"]): void {
  const place = new Map(cases.map((one, at) => [one.id, at]));
  run.results = run.results
    .filter((one) => place.has(one.id))
    .sort((a, b) => place.get(a.id)! - place.get(b.id)!);
}

function printJson(run: Run, broken: readonly string[]): void {
  process.stdout.write(`${JSON.stringify({...run.head, broken, results: run.results}, undefined, 2)}\n`);
}

function printText(
  run: Run,
  said: {
    difference: RunDifference | undefined;
    report: string;
    broken: readonly string[];
    bars: boolean;
    verbose: boolean;
  },
): void {
  const shown = said.verbose ? run.results : run.results.filter((one) => one.verdict !== "right");
  const lines = [
    ...(said.bars || said.verbose ? shown.map(sayResult) : []),
    sayTable(run),
    ...(said.difference ? [sayDifference(said.difference)] : []),
    `run ${run.head.id}; report ${said.report}`,
    sayWhole(run),
    ...said.broken,
  ];
  process.stdout.write(`${lines.join("\n")}\n`);
  if (said.bars) process.stdout.write(`${2 - said.broken.length} passed, ${said.broken.length} failed\n`);
}
