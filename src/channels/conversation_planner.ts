import type {Planner, PlannerInput, PlannerOutput, TaughtWord} from "../agents/contracts.ts";
import type {TurnParts} from "./turn_parts.ts";

/** What a planner is told beside the question, or what is told of its reply. */
export interface Known {
  definitions: readonly TaughtWord[];
  /** Names of datasets that were taken away, and when: ISO 8601. */
  deleted: readonly {name: string; deletedAt: string}[];
}

/** The parts of a turn with a planner that knows the taught words, and that says of a deleted dataset that it is one. */
export function withKnown(parts: TurnParts, known: Known): TurnParts {
  if (known.definitions.length === 0 && known.deleted.length === 0) return parts;
  return {...parts, planner: async () => knowing(await parts.planner(), known)};
}

function knowing(planner: Planner, {definitions, deleted}: Known): Planner {
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
    plan: async (input) => tellingDeleted(await plan(input), input, deleted),
    ...(mend && {mend: (input, ...rest) => mend(taught(input), ...rest)}),
    ...(review && {review: (input, ...rest) => review(taught(input), ...rest)}),
  };
}

/** A question that is declined, and that names a deleted dataset, is told that. */
function tellingDeleted(
  output: PlannerOutput,
  input: PlannerInput,
  deleted: Known["deleted"],
): PlannerOutput {
  if (output.kind !== "declined") return output;
  const there = new Set(input.profiles.map(({table}) => table));
  const said = ` ${input.question.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, " ")} `;
  const gone = deleted.filter(
    ({name}) => !there.has(name) && said.includes(` ${name.replaceAll("_", " ")} `),
  );
  if (gone.length === 0) return output;
  const told = gone.map(({name, deletedAt}) => `The dataset ${name} was deleted on ${sayDay(deletedAt)}.`);
  return {...output, reason: `${told.join(" ")} ${output.reason}`};
}

const sayDay = (iso: string): string =>
  new Date(iso).toLocaleDateString("en-GB", {dateStyle: "long", timeZone: "UTC"});
