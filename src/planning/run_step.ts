import {TabletalkError} from "../errors.ts";
import type {Artifact, Tool, ToolContext} from "../tools/tool.ts";
import {takeConfirmation} from "./confirmations.ts";
import type {Step} from "./plan.ts";
import {withStepTables} from "./step_tables.ts";
import type {ToolLookup} from "./validate.ts";

/** What a step runs in. */
export interface StepSetting {
  context: Omit<ToolContext, "signal">;
  signal: AbortSignal;
  stepTimeMs: number;
  longStepMs: number;
  /** In the place of both. */
  timeMs: number | undefined;
  confirmed: Set<string> | undefined;
  onProgress(share: number, doing?: string): void;
}

/** Runs one step within its time. @throws what its tool throws; TabletalkError time_limit, aborted */
export async function runStep(step: Step, registry: ToolLookup, setting: StepSetting): Promise<Artifact> {
  const tool = registry.get(step.tool)!;
  takeConfirmation(step, tool, setting.confirmed);
  const own = new AbortController();
  const stepMs = timeOf(step, tool, setting);
  const timer = setTimeout(() => own.abort(tooLate(step, stepMs)), stepMs);
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

const tooLate = ({id, tool}: Step, stepMs: number): TabletalkError =>
  new TabletalkError(
    "time_limit",
    `Step "${id}" (${tool}) ran past its ${stepMs} ms.`,
    "Ask for less: fewer rows, fewer groups, a shorter period.",
  );

/** What steps usually get; more where the method declares it, up to the ceiling. */
function timeOf(step: Step, tool: Tool, {stepTimeMs, longStepMs, timeMs}: StepSetting): number {
  if (timeMs !== undefined) return timeMs;
  const parsed = tool.timeMs && tool.input.safeParse(step.input);
  const declared = parsed?.success ? tool.timeMs?.(parsed.data) : undefined;
  return Math.max(stepTimeMs, Math.min(declared ?? 0, longStepMs));
}

/** A promise that rejects when the signal fires, and how to let go of the signal. */
export function rejectOn(
  signal: AbortSignal,
  reason: () => unknown,
): {promise: Promise<never>; release: () => void} {
  const {promise, reject} = Promise.withResolvers<never>();
  promise.catch(() => {});
  const listener = () => reject(reason());
  signal.addEventListener("abort", listener, {once: true});
  return {promise, release: () => signal.removeEventListener("abort", listener)};
}

/** What whoever stopped it is told. */
export function aborted(): TabletalkError {
  return new TabletalkError("aborted", "Stopped.", "Ask again when you like.");
}
