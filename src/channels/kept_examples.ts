import type {KeptExample, Planner, PlannerInput} from "../agents/contracts.ts";
import {planSchema} from "../planning/plan.ts";
import {keptQuestions} from "../store/kept_questions.ts";
import type {Store} from "../store/store.ts";

/** A planner that is shown the workspace's kept questions that are like the one asked. The offline one needs none. */
export function withExamples(planner: Planner, store: () => Promise<Store>, workspace: string): Planner {
  if (planner.name === "offline") return planner;
  return {
    ...planner,
    async plan(input: PlannerInput) {
      const examples = await examplesFor(input, await store(), workspace);
      return planner.plan(examples.length > 0 ? {...input, examples} : input);
    },
  };
}

async function examplesFor(input: PlannerInput, store: Store, workspace: string): Promise<KeptExample[]> {
  const kept = await keptQuestions(store, workspace);
  if (kept.length === 0) return [];
  const {similarQuestions} = await import("../agents/hosted/similar_questions.ts");
  const read = kept.flatMap(({question, plan}) => {
    const parsed = planSchema.safeParse(plan);
    return parsed.success ? [{question, plan: parsed.data}] : [];
  });
  return similarQuestions(input.question, read, input.profiles);
}
