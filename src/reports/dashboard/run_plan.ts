import type {Session} from "../../data/engine.ts";
import {type Execution, executePlan, type StepReport} from "../../planning/execute.ts";
import type {Plan} from "../../planning/plan.ts";
import type {ToolLookup} from "../../planning/validate.ts";
import {aggregateTool} from "../../tools/aggregate.ts";
import {toolOfMethods} from "../../tools/methods.ts";
import {selectMethod} from "../../tools/prepare_data/select.ts";
import type {Tool} from "../../tools/tool.ts";

/** What a dashboard is computed with. */
export interface RunOptions {
  asOf: Date;
  timeZone: string;
  signal?: AbortSignal | undefined;
  /** Default: the two tools that a dashboard's plan needs, which load faster than all. */
  registry?: ToolLookup | undefined;
  limits?: {timeMs: number; rows: number} | undefined;
  onStep?: ((report: StepReport) => void) | undefined;
}

/** As many combinations as the filters of one chart are computed from. */
export const MOST_ROWS = 25_000;

/** Runs a dashboard's plan by the one executor. @throws TabletalkError as it does */
export function runPlan(session: Session, plan: Plan, options: RunOptions): Promise<Execution> {
  return executePlan(plan, {
    registry: options.registry ?? ownTools(),
    context: {
      session,
      profile: (table) => session.profile(table),
      limits: {timeMs: options.limits?.timeMs ?? 30_000, rows: MOST_ROWS},
      asOf: options.asOf,
      timeZone: options.timeZone,
    },
    signal: options.signal ?? new AbortController().signal,
    ...(options.onStep && {onStep: options.onStep}),
  });
}

function ownTools(): ToolLookup {
  const tools: readonly Tool[] = [
    aggregateTool as unknown as Tool,
    toolOfMethods("prepare_data", "Rows of a table.", [selectMethod]),
  ];
  return {get: (name) => tools.find((tool) => tool.name === name), names: () => tools.map(({name}) => name)};
}
