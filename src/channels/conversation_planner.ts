import type {Planner, PlannerInput, PlannerOutput, TaughtWord} from "../agents/contracts.ts";
import type {TurnParts} from "./turn_parts.ts";

/** The parts of a turn with a planner that knows the taught words. */
export function withTaughtWords(parts: TurnParts, definitions: readonly TaughtWord[]): TurnParts {
  if (definitions.length === 0) return parts;
  return {...parts, planner: async () => knowing(await parts.planner(), definitions)};
}

function knowing(planner: Planner, definitions: readonly TaughtWord[]): Planner {
  const taught = (input: PlannerInput): PlannerInput => ({...input, definitions});
  const {mend, review} = planner;
  return {
    name: planner.name,
    async plan(input): Promise<PlannerOutput> {
      const {planTaught, sayingTaught} = await import("../agents/offline/talk/plan_taught.ts");
      if (planner.name === "offline") return planTaught(planner, taught(input));
      return sayingTaught(await planner.plan(taught(input)), taught(input));
    },
    ...(mend && {mend: (input, ...rest) => mend(taught(input), ...rest)}),
    ...(review && {review: (input, ...rest) => review(taught(input), ...rest)}),
  };
}
