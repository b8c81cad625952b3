import type {Planner, PlannerInput, PlannerOutput, TaughtWord} from "../agents/contracts.ts";
import type {Memory} from "./conversation_memory.ts";
import type {TurnParts} from "./turn_parts.ts";

/** What a planner is told beside the question. */
export interface Known {
  definitions: readonly TaughtWord[];
  declined: Memory["declined"];
}

/** The parts of a turn with a planner that knows the taught words, and what was declined just before. */
export function withMemory(parts: TurnParts, known: Known): TurnParts {
  if (known.definitions.length === 0 && !known.declined) return parts;
  return {...parts, planner: async () => knowing(await parts.planner(), known)};
}

function knowing(planner: Planner, {definitions, declined}: Known): Planner {
  const taught = (input: PlannerInput): PlannerInput =>
    definitions.length > 0 ? {...input, definitions} : input;
  const plan = async (input: PlannerInput): Promise<PlannerOutput> => {
    if (definitions.length === 0) return planner.plan(input);
    const {planTaught, sayingTaught} = await import("../agents/offline/talk/plan_taught.ts");
    if (planner.name === "offline") return planTaught(planner, taught(input));
    return sayingTaught(await planner.plan(taught(input)), taught(input));
  };
  const {mend, review} = planner;
  return {
    name: planner.name,
    async plan(input) {
      if (!declined || planner.name !== "offline") return plan(input);
      const {planJoined} = await import("../agents/offline/talk/join_declined.ts");
      return (await planJoined(plan, declined, input)) ?? plan(input);
    },
    ...(mend && {mend: (input, ...rest) => mend(taught(input), ...rest)}),
    ...(review && {review: (input, ...rest) => review(taught(input), ...rest)}),
  };
}
