import {setTimeout as sleep} from "node:timers/promises";
import {TabletalkError} from "../errors.ts";
import type {Artifact, ToolContext} from "../tools/tool.ts";
import type {Plan, Step} from "./plan.ts";
import {aborted, rejectOn, runStep} from "./run_step.ts";
import {type ToolLookup, validatePlan} from "./validate.ts";

/** Below the time that a turn gets, so that a late step is told and the others are not lost with it. */
const LONG_STEP_MS = 110_000;

export type StepState = "started" | "running" | "done" | "failed" | "skipped";

/** What is done with a step that could start: it runs, is left out with what needs it, or waits for another time. */
export type Gate = {go: "run"} | {go: "skip" | "wait"; why: string};

/** What became of one step. `startedMs` counts from the start of the plan. */
export interface StepOutcome {
  id: string;
  tool: string;
  state: Exclude<StepState, "started" | "running">;
  startedMs: number;
  elapsedMs: number;
  /** Present when it failed, or was skipped because a step that it needs failed. */
  error?: TabletalkError;
  /** Present when the gate left it out, or all that it comes after: nothing is wrong. */
  why?: string;
}

/** What a step reports while the plan runs. */
export interface StepReport {
  id: string;
  tool: string;
  state: StepState;
  elapsedMs?: number;
  message?: string;
  /** Of a running step: how far it is, 0 to 1, and what it is doing. */
  share?: number;
  doing?: string;
}

export interface Execution {
  /** The artifact of each step that was done. */
  artifacts: Map<string, Artifact>;
  /** Every step, in the plan's order; those that wait are not among them. */
  steps: StepOutcome[];
  /** Steps that the gate made wait. What needs them is neither here nor in `steps`. */
  waiting: {id: string; why: string}[];
  elapsedMs: number;
}

export interface ExecuteOptions {
  registry: ToolLookup;
  /** What every step may use. The executor adds the artifacts that a step names and the step's own signal. */
  context: Omit<ToolContext, "artifacts" | "signal">;
  signal: AbortSignal;
  onStep?: (report: StepReport) => void;
  /** How many steps run at a time. Default 4. */
  concurrency?: number;
  /** The time limit of each step, from its own start. Default 30,000 ms. */
  stepTimeMs?: number;
  /** The most that a step gets whose method declares that it may take longer. Default `stepTimeMs`, or 110,000 ms. */
  longStepMs?: number;
  /**
   * The steps (by `stepDigest`) that a person agreed to. A step that needs it and is not among them fails; one that runs is
   * taken out, so that nothing runs twice on one word.
   */
  confirmed?: Set<string>;
  /** What steps gave that are done already: they are not run again. */
  given?: ReadonlyMap<string, Artifact>;
  /** Steps that must be done before another starts though its input does not name them, by its id. */
  after?: ReadonlyMap<string, readonly string[]>;
  /** Asked before a step starts; by default all run. */
  gate?: (step: Step, artifacts: ReadonlyMap<string, Artifact>) => Gate | Promise<Gate>;
  /** Keeps what a step gave, before it counts as done. */
  keep?: (step: Step, artifact: Artifact) => Promise<void>;
  /** Whether a step that threw this waits for another time, and why. */
  waitsBy?: (thrown: unknown) => string | undefined;
  /** After how many milliseconds a step that failed is tried again; undefined: it is not. `attempt` is 1 after the first. */
  retryAfter?: (step: Step, error: TabletalkError, attempt: number) => number | undefined;
  /** Steps whose failure stops what reads them, and not what merely comes after. */
  mayFail?: ReadonlySet<string>;
  /** The time limit of one step in the place of all others. */
  timeOfStep?: ReadonlyMap<string, number>;
}

/**
 * Runs a plan: a step starts as soon as the steps that it names are done, so independent ones run side by side. A step
 * that fails or runs past its time limit is recorded; those that need it are skipped and the others go on. A step that
 * ran out of time beside another that did is run once more.
 * @throws TabletalkError bad_plan before anything runs; aborted when `signal` fires, at once, even if a tool ignores it.
 */
export async function executePlan(plan: Plan, options: ExecuteOptions): Promise<Execution> {
  const {registry, context, signal, onStep, concurrency = 4, stepTimeMs = 30_000} = options;
  const longStepMs = options.longStepMs ?? (options.stepTimeMs === undefined ? LONG_STEP_MS : stepTimeMs);
  const named = validatePlan(plan, registry);
  const waitsFor = new Map(
    plan.steps.map(({id}) => [id, [...(named.get(id) ?? []), ...(options.after?.get(id) ?? [])]]),
  );
  if (signal.aborted) throw aborted();

  const begun = performance.now();
  const given = options.given ?? new Map<string, Artifact>();
  const artifacts = new Map<string, Artifact>(given);
  const outcomes = new Map<string, StepOutcome>();
  const running = new Map<string, Promise<void>>();
  const held = new Map<string, string>();
  const waiting = new Set(plan.steps.filter(({id}) => !given.has(id)));
  for (const {id, tool} of plan.steps)
    if (given.has(id)) outcomes.set(id, {id, tool, state: "done", startedMs: 0, elapsedMs: 0});
  const stopped = rejectOn(signal, aborted);
  const again = new Set<string>();
  const attempts = new Map<string, number>();
  const spared = new Set(options.mayFail);
  let lastLate = Number.NEGATIVE_INFINITY;

  const settle = (outcome: StepOutcome) => {
    outcomes.set(outcome.id, outcome);
    onStep?.({
      id: outcome.id,
      tool: outcome.tool,
      state: outcome.state,
      elapsedMs: outcome.elapsedMs,
      ...(outcome.error && {message: outcome.error.message}),
      ...(outcome.why !== undefined && {message: outcome.why}),
    });
  };

  const leaveOut = ({id, tool}: Step, why: string): void => {
    settle({id, tool, state: "skipped", startedMs: performance.now() - begun, elapsedMs: 0, why});
  };

  const start = async (step: Step): Promise<void> => {
    const startedMs = performance.now() - begun;
    const needed = waitsFor.get(step.id) ?? [];
    try {
      if (options.gate && !again.has(step.id)) {
        const gate = await options.gate(step, artifacts);
        if (signal.aborted) return;
        if (gate.go === "wait") return void held.set(step.id, gate.why);
        if (gate.go === "skip") return leaveOut(step, gate.why);
      }
      if (!again.has(step.id)) onStep?.({id: step.id, tool: step.tool, state: "started"});
      const artifact = await runStep(step, registry, {
        context: {...context, artifacts: new Map([...artifacts].filter(([id]) => needed.includes(id)))},
        signal,
        stepTimeMs,
        longStepMs,
        timeMs: options.timeOfStep?.get(step.id),
        confirmed: options.confirmed,
        onProgress: (share, doing) => {
          if (outcomes.has(step.id) || signal.aborted) return;
          onStep?.({id: step.id, tool: step.tool, state: "running", share, ...(doing && {doing})});
        },
      });
      if (signal.aborted) return;
      await options.keep?.(step, artifact);
      artifacts.set(step.id, artifact);
      settle({
        id: step.id,
        tool: step.tool,
        state: "done",
        startedMs,
        elapsedMs: performance.now() - begun - startedMs,
      });
    } catch (thrown) {
      if (signal.aborted) return;
      const waits = options.waitsBy?.(thrown);
      if (waits !== undefined) return void held.set(step.id, waits);
      const error = asError(thrown, step);
      const attempt = (attempts.get(step.id) ?? 0) + 1;
      const pause = options.retryAfter?.(step, error, attempt);
      if (pause !== undefined) {
        attempts.set(step.id, attempt);
        again.add(step.id);
        await sleep(pause, undefined, {signal}).catch(() => {});
        return void waiting.add(step);
      }
      const endedMs = performance.now() - begun;
      if (error.code === "time_limit") {
        // Steps share a session that runs one query at a time: one that stood behind a late one gets its own time.
        if (lastLate > startedMs && !again.has(step.id)) {
          again.add(step.id);
          waiting.add(step);
          return;
        }
        lastLate = endedMs;
      }
      settle({
        id: step.id,
        tool: step.tool,
        state: "failed",
        startedMs,
        elapsedMs: endedMs - startedMs,
        error,
      });
    } finally {
      running.delete(step.id);
    }
  };

  const skipIfHopeless = (step: Step): boolean => {
    const outcomesOf = (ids: readonly string[] = []) => ids.flatMap((id) => outcomes.get(id) ?? []);
    const before = outcomesOf(options.after?.get(step.id));
    const broken =
      outcomesOf(named.get(step.id)).find(({state}) => state !== "done") ??
      before.find(({id, error}) => error && !spared.has(id)) ??
      // What comes after several goes on while one of them was done.
      (before.length === options.after?.get(step.id)?.length && before.every(({why}) => why !== undefined)
        ? before[0]
        : undefined);
    if (!broken) return false;
    waiting.delete(step);
    if (spared.has(broken.id)) spared.add(step.id);
    if (!broken.error) {
      leaveOut(step, `Left out, as "${broken.id}" was.`);
      return true;
    }
    const error = new TabletalkError(
      broken.error.code,
      `Skipped, because step "${broken.id}" ${broken.state === "failed" ? "failed" : "was skipped"}.`,
      broken.error.next,
      {cause: broken.error},
    );
    const startedMs = performance.now() - begun;
    settle({id: step.id, tool: step.tool, state: "skipped", startedMs, elapsedMs: 0, error});
    return true;
  };

  try {
    while (waiting.size > 0 || running.size > 0) {
      while ([...waiting].some(skipIfHopeless));
      for (const step of waiting) {
        if (running.size >= concurrency) break;
        if (!(waitsFor.get(step.id) ?? []).every((id) => outcomes.has(id))) continue;
        waiting.delete(step);
        running.set(step.id, start(step));
      }
      // What is left waits for what the gate holds.
      if (running.size === 0) break;
      await Promise.race([stopped.promise, ...running.values()]);
      if (signal.aborted) throw aborted();
    }
  } finally {
    stopped.release();
  }
  return {
    artifacts,
    steps: plan.steps.flatMap(({id}) => outcomes.get(id) ?? []),
    waiting: [...held].map(([id, why]) => ({id, why})),
    elapsedMs: performance.now() - begun,
  };
}

/**
 * The artifact that answers.
 * @throws the error of the step that kept it from being made.
 */
export function headlineOf(plan: Plan, execution: Execution): Artifact {
  const artifact = execution.artifacts.get(plan.headline);
  if (artifact) return artifact;
  const {error, why} = execution.steps.find((step) => step.id === plan.headline) ?? {};
  if (why !== undefined)
    throw new TabletalkError("bad_plan", why, "Name a step that always runs as the answer.");
  throw (
    rootCause(error) ??
    new TabletalkError("internal", `Step "${plan.headline}" made nothing.`, "Report this.")
  );
}

function asError(thrown: unknown, step: Step): TabletalkError {
  if (thrown instanceof TabletalkError) return thrown;
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  return new TabletalkError(
    "internal",
    `Step "${step.id}" (${step.tool}) broke: ${message}`,
    "Report this with the plan.",
    {
      cause: thrown,
    },
  );
}

function rootCause(error: TabletalkError | undefined): TabletalkError | undefined {
  return error?.cause instanceof TabletalkError ? rootCause(error.cause) : error;
}
