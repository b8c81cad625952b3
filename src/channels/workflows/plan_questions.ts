import type {Planner, PlannerInput} from "../../agents/contracts.ts";
import {compileReading} from "../../planning/compile.ts";
import type {PlanQuestion} from "../../workflows/from_description.ts";

/** Plans questions with a planner, each as if it was the first: of competing readings the best one. */
export function planQuestions(
  planner: Planner,
  scene: Omit<PlannerInput, "question" | "earlier">,
): PlanQuestion {
  return async (question) => {
    const planned = await planner.plan({...scene, question, earlier: []});
    if (planned.kind === "plan") return {plan: planned.plan};
    if (planned.kind === "declined") return planned;
    const [reading] = planned.readings;
    const profile = scene.profiles.find(({table}) => table === reading?.table);
    if (reading && profile) return {plan: compileReading(reading, profile)};
    return {reason: "It reads no table that is here.", suggestions: []};
  };
}
