import type {Planner, PlannerInput, StepFailure} from "../agents/contracts.ts";
import {TabletalkError} from "../errors.ts";
import type {Execution} from "../planning/execute.ts";
import type {Plan} from "../planning/plan.ts";

/** A plan that ran. */
interface Ran {
  plan: Plan;
  execution: Execution;
}

/** How often a plan of steps is written again, after failed steps or a reviewer's faults. */
const MENDS = 2;

/**
 * Runs a plan of steps. Where steps that the headline needs failed, or the planner's review finds faults, and the planner can
 * write it again, the new plan runs in its place; the old one stands where that makes it no better.
 */
export async function runMended(
  plan: Plan,
  run: (plan: Plan) => Promise<Ran>,
  {planner, input}: {planner: Planner; input: PlannerInput},
): Promise<Ran> {
  let ran = await run(plan);
  if (plan.reading || !planner.mend) return ran;
  let reviews = 1;
  for (let round = 0; round < MENDS; round++) {
    const made = ran.execution.artifacts.has(ran.plan.headline);
    if (made && reviews-- === 0) return ran;
    const faults = made ? await reviewed(ran, planner, input) : failuresOf(ran);
    if (faults.length === 0) return ran;
    const mended = await planner.mend(input, ran.plan, faults).catch((error: unknown) => {
      if (error instanceof TabletalkError && ["model_failed", "limit_reached"].includes(error.code))
        return undefined;
      throw error;
    });
    if (mended?.kind !== "plan") return ran;
    const again = await run(mended.plan);
    if (made && !again.execution.artifacts.has(again.plan.headline)) return ran;
    ran = again;
  }
  return ran;
}

/** Reviewed once: a reviewer that is never content would go on for ever. */
async function reviewed(
  {plan, execution}: Ran,
  planner: Planner,
  input: PlannerInput,
): Promise<readonly StepFailure[]> {
  return (await planner.review?.(input, plan, execution.artifacts)) ?? [];
}

function failuresOf({execution}: Ran): StepFailure[] {
  return execution.steps.flatMap(({id, state, error}) =>
    state === "failed" && error ? [{step: id, error}] : [],
  );
}
