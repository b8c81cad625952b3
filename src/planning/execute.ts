import {TabletalkError} from "../errors.ts";
import type {Artifact, Tool, ToolContext} from "../tools/tool.ts";
import {takeConfirmation} from "./confirmations.ts";
import type {Plan, Step} from "./plan.ts";
import {withStepTables} from "./step_tables.ts";
import {type ToolLookup, validatePlan} from "./validate.ts";

/** Below the time that a turn gets, so that a late step is told and the others are not lost with it. */
const LONG_STEP_MS = 110_000;

export type StepState = "started" | "running" | "done" | "failed" | "skipped";

/** What became of one step. `startedMs` counts from the start of the plan. */
export interface StepOutcome {
  id: string;
  tool: string;
  state: Exclude<StepState, "started" | "running">;
  startedMs: number;
  elapsedMs: number;
  /** Present when it failed, or was skipped because a step that it needs failed. */
  error?: TabletalkError;
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
  /** Every step, in the plan's order. */
  steps: StepOutcome[];
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
  const waitsFor = validatePlan(plan, registry);
  if (signal.aborted) throw aborted();

  const begun = performance.now();
  const artifacts = new Map<string, Artifact>();
  const outcomes = new Map<string, StepOutcome>();
  const running = new Map<string, Promise<void>>();
  const waiting = new Set(plan.steps);
  const stopped = rejectOn(signal, aborted);
  const again = new Set<string>();
  let lastLate = Number.NEGATIVE_INFINITY;

  const settle = (outcome: StepOutcome) => {
    outcomes.set(outcome.id, outcome);
    onStep?.({
      id: outcome.id,
      tool: outcome.tool,
      state: outcome.state,
      elapsedMs: outcome.elapsedMs,
      ...(outcome.error && {message: outcome.error.message}),
    });
  };

  const start = async (step: Step): Promise<void> => {
    const startedMs = performance.now() - begun;
    const needed = waitsFor.get(step.id) ?? [];
    if (!again.has(step.id)) onStep?.({id: step.id, tool: step.tool, state: "started"});
    try {
      const artifact = await runStep(step, registry, {
        context: {...context, artifacts: new Map(needed.map((id) => [id, artifacts.get(id)!]))},
        signal,
        stepTimeMs,
        longStepMs,
        confirmed: options.confirmed,
        onProgress: (share, doing) => {
          if (outcomes.has(step.id) || signal.aborted) return;
          onStep?.({id: step.id, tool: step.tool, state: "running", share, ...(doing && {doing})});
        },
      });
      if (signal.aborted) return;
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
      const error = asError(thrown, step);
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
    const broken = (waitsFor.get(step.id) ?? [])
      .map((id) => outcomes.get(id))
      .find((one) => one && one.state !== "done");
    if (!broken) return false;
    waiting.delete(step);
    const error = new TabletalkError(
      broken.error?.code ?? "internal",
      `Skipped, because step "${broken.id}" ${broken.state === "failed" ? "failed" : "was skipped"}.`,
      broken.error?.next ?? "Mend that step first.",
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
        if (!(waitsFor.get(step.id) ?? []).every((id) => outcomes.get(id)?.state === "done")) continue;
        waiting.delete(step);
        running.set(step.id, start(step));
      }
      if (running.size > 0) await Promise.race([stopped.promise, ...running.values()]);
      if (signal.aborted) throw aborted();
    }
  } finally {
    stopped.release();
  }
  return {
    artifacts,
    steps: plan.steps.map((step) => outcomes.get(step.id)!),
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
  const error = execution.steps.find((step) => step.id === plan.headline)?.error;
  throw (
    rootCause(error) ??
    new TabletalkError("internal", `Step "${plan.headline}" made nothing.`, "Report this.")
  );
}

interface StepSetting {
  context: Omit<ToolContext, "signal">;
  signal: AbortSignal;
  stepTimeMs: number;
  longStepMs: number;
  confirmed: Set<string> | undefined;
  onProgress(share: number, doing?: string): void;
}

async function runStep(step: Step, registry: ToolLookup, setting: StepSetting): Promise<Artifact> {
  const tool = registry.get(step.tool)!;
  takeConfirmation(step, tool, setting.confirmed);
  const own = new AbortController();
  const stepMs = timeOf(step, tool, setting);
  const late = new TabletalkError(
    "time_limit",
    `Step "${step.id}" (${step.tool}) ran past its ${stepMs} ms.`,
    "Ask for less: fewer rows, fewer groups, a shorter period.",
  );
  const timer = setTimeout(() => own.abort(late), stepMs);
  const onStop = () => own.abort(aborted());
  setting.signal.addEventListener("abort", onStop, {once: true});
  const cut = rejectOn(own.signal, () => own.signal.reason);
  const limits = {
    ...setting.context.limits,
    timeMs: Math.min(setting.context.limits.timeMs, stepMs),
    stepMs,
  };
  try {
    const run = async (): Promise<Artifact> => {
      const tables = await withStepTables(
        step,
        {...setting.context, limits, progress: setting.onProgress},
        own.signal,
      );
      try {
        return await tool.run(tool.input.parse(step.input), {...tables.context, signal: own.signal});
      } finally {
        await tables.release();
      }
    };
    return await Promise.race([run(), cut.promise]);
  } catch (thrown) {
    // A tool that noticed the signal first rejects with "aborted"; the reason is ours to tell.
    throw own.signal.aborted ? own.signal.reason : thrown;
  } finally {
    clearTimeout(timer);
    setting.signal.removeEventListener("abort", onStop);
  }
}

/** What steps usually get; more where the method declares it, up to the ceiling. */
function timeOf(step: Step, tool: Tool, {stepTimeMs, longStepMs}: StepSetting): number {
  const parsed = tool.timeMs && tool.input.safeParse(step.input);
  const declared = parsed?.success ? tool.timeMs?.(parsed.data) : undefined;
  return Math.max(stepTimeMs, Math.min(declared ?? 0, longStepMs));
}

/** A promise that rejects when the signal fires, and how to let go of the signal. */
function rejectOn(
  signal: AbortSignal,
  reason: () => unknown,
): {promise: Promise<never>; release: () => void} {
  const {promise, reject} = Promise.withResolvers<never>();
  promise.catch(() => {});
  const listener = () => reject(reason());
  signal.addEventListener("abort", listener, {once: true});
  return {promise, release: () => signal.removeEventListener("abort", listener)};
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

function aborted(): TabletalkError {
  return new TabletalkError("aborted", "Stopped.", "Ask again when you like.");
}
