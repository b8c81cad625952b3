import type {PlannerOutput} from "../agents/contracts.ts";
import type {TableProfile} from "../data/profile.ts";
import {TabletalkError} from "../errors.ts";
import {compileReading} from "../planning/compile.ts";
import type {Plan} from "../planning/plan.ts";
import type {Answer, TurnEvent} from "./channel.ts";
import type {Candidate} from "./competing.ts";
import {type ChoiceScene, choiceOf, offer} from "./offer_choices.ts";

type Declined = Extract<PlannerOutput, {kind: "declined"}>;

/** What a declined question may have meant, run; what cannot be run or finds nothing is left out. */
export async function nearestCandidates(
  {nearest = []}: Declined,
  profiles: readonly TableProfile[],
  run: (plan: Plan) => Promise<Omit<Candidate, "reading">>,
): Promise<Candidate[]> {
  const ran = await Promise.all(
    nearest.map(async ({reading}): Promise<Candidate[]> => {
      const profile = profiles.find((one) => one.table === reading.table);
      if (!profile) return [];
      try {
        const done = await run(compileReading(reading, profile));
        const rows = done.execution.artifacts.get(done.plan.headline)?.table.rows ?? [];
        return rows.length > 0 ? [{reading, ...done}] : [];
      } catch (error) {
        if (error instanceof TabletalkError && error.code !== "aborted") return [];
        throw error;
      }
    }),
  );
  return ran.flat();
}

/** Says what was left out, and offers what is left as choices. */
export async function nearestOffer(
  {nearest = []}: Declined,
  candidates: readonly Candidate[],
  scene: ChoiceScene,
  emit: (event: TurnEvent) => void,
): Promise<Answer> {
  const choices = await Promise.all(candidates.map((one) => choiceOf(one, scene)));
  const without = [...new Set(nearest.flatMap((one) => one.without))].map((word) => `“${word}”`);
  const question =
    without.length > 0
      ? `I can't place ${without.join(", ")}. Without it, did you mean:`
      : "I am not sure that I understand. Did you mean:";
  return offer(question, choices, emit);
}
