import type {Access} from "../access/access.ts";
import {rowsPerResult} from "../access/limits.ts";
import type {Session} from "../data/engine.ts";
import {type Execution, executePlan, headlineOf, type StepReport} from "../planning/execute.ts";
import type {Plan} from "../planning/plan.ts";
import type {Registry} from "../tools/registry.ts";
import type {Artifact} from "../tools/tool.ts";
import {type Asking, namesFor} from "./dataset_access.ts";
import type {Service} from "./service.ts";

/** Whoever calls a tool, and where it runs. */
export interface Calling extends Asking {
  parts: {service: Pick<Service, "config">; access: Access};
  signal: AbortSignal;
  /** The workspace's tools, where whoever calls has looked at them already. */
  registry?: Registry;
}

/** A plan to be run at once, with no planner. */
export interface CalledPlan {
  /** As it is, or made of the words of a call once its data is open. */
  plan: Plan | {words: unknown; make(session: Session, registry: Registry): Promise<Plan>};
  /** Default: those that the plan names, else all that whoever asks may see. */
  datasets?: readonly string[] | undefined;
  /** The most rows of a result; never more than the workspace allows. */
  rows?: number;
  /** How long one statement may run, in milliseconds; default: as the settings say. */
  timeMs?: number;
  /** How long a step may run whose method declares no time of its own, in milliseconds. */
  stepTimeMs?: number;
  onStep?: (report: StepReport) => void;
  /** It may run for long: others who ask about the same data meanwhile do not wait for it. */
  isLong?: boolean;
}

/** What a called plan came to, over the session that is open while `use` works. */
export interface CalledResult {
  plan: Plan;
  artifact: Artifact;
  execution: Execution;
  session: Session;
}

/**
 * Runs one typed tool call as a plan of one step, over the datasets that are named (else those that its input names, else
 * all that whoever asks may see).
 * @throws TabletalkError bad_plan for an input that does not fit; the error of the step
 */
export async function callTool(
  calling: Calling,
  {tool, input, datasets}: {tool: string; input: unknown; datasets?: readonly string[] | undefined},
): Promise<Artifact> {
  const registry = await calling.workspace.registry();
  const checked = registry.validateInput(tool, input) as Record<string, unknown>;
  const plan: Plan = {steps: [{id: "s1", tool, input: checked}], headline: "s1"};
  return callPlan(calling, {plan, datasets}, async ({artifact}) => artifact);
}

/**
 * Runs a plan that was called as it is, and uses its result while its session is open.
 * @throws TabletalkError bad_plan for an input that does not fit; the error of the step that failed
 */
export async function callPlan<T>(
  calling: Calling,
  called: CalledPlan,
  use: (result: CalledResult) => Promise<T>,
): Promise<T> {
  const {parts, principal, workspace, signal} = calling;
  const {datasets} = called;
  const {config} = parts.service;
  const registry = calling.registry ?? (await workspace.registry());
  const names = await namesFor(calling, datasets);
  const words = "words" in called.plan ? called.plan.words : called.plan.steps;
  const chosen = datasets ? names : namedIn(words, names);
  const most = await rowsPerResult(parts.access, principal);
  const run = async (session: Session): Promise<T> => {
    const plan = "words" in called.plan ? await called.plan.make(session, registry) : called.plan;
    const execution = await executePlan(plan, {
      registry,
      context: {
        session,
        profile: (table) => session.profile(table, {signal}),
        limits: {
          timeMs: called.timeMs ?? config.queryMs,
          rows: Math.min(called.rows ?? config.rows, most ?? config.rows),
        },
        asOf: config.asOf ?? new Date(),
        timeZone: config.timeZone,
      },
      signal,
      longStepMs: config.longStepMs,
      ...(called.stepTimeMs !== undefined && {stepTimeMs: called.stepTimeMs}),
      ...(called.onStep && {onStep: called.onStep}),
    });
    return use({plan, artifact: headlineOf(plan, execution), execution, session});
  };
  return workspace.withSession(chosen, (shared) => (called.isLong ? alone(shared, run) : run(shared)));
}

/** Works with a session of its own over the same data: a session does one thing at a time. */
async function alone<T>(shared: Session, run: (session: Session) => Promise<T>): Promise<T> {
  const own = await shared.with?.([]);
  if (!own) return run(shared);
  try {
    return await run(own);
  } finally {
    await own.close();
  }
}

/** Of some datasets those that an input names as words; all of them where it names none. */
export function namedIn(input: unknown, names: readonly string[]): string[] {
  const words = new Set(JSON.stringify(input).match(/[\p{L}\p{M}\p{N}_]+/gu) ?? []);
  const named = names.filter((name) => words.has(name));
  return named.length > 0 ? named : [...names];
}
