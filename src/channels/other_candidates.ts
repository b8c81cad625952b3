import type {TableProfile} from "../data/profile.ts";
import {TabletalkError} from "../errors.ts";
import type {Doubt} from "../planning/doubt.ts";
import {otherPlan} from "../planning/other_plans.ts";
import type {Plan} from "../planning/plan.ts";
import type {Candidate} from "./competing.ts";
import {candidateOf} from "./offer_choices.ts";

/** How many are offered beside the reading that was made. */
const MOST = 3;

/** What doubts say may be meant instead, run; what cannot be run is left out. */
export async function otherCandidates(
  plan: Plan,
  unsure: readonly Doubt[],
  profiles: readonly TableProfile[],
  run: (plan: Plan) => Promise<Omit<Candidate, "reading">>,
): Promise<Candidate[]> {
  const plans = unsure
    .flatMap(({others = []}) => others)
    .flatMap((other) => otherPlan(plan, other, profiles) ?? [])
    .slice(0, MOST);
  const ran = await Promise.all(
    plans.map((other) =>
      run(other).catch((error: unknown) => {
        if (error instanceof TabletalkError && error.code !== "aborted") return undefined;
        throw error;
      }),
    ),
  );
  return ran.flatMap((one) =>
    one?.execution.artifacts.has(one.plan.headline) ? (candidateOf(one) ?? []) : [],
  );
}
