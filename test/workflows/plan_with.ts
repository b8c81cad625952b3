import {createOfflinePlanner} from "../../src/agents/offline/planner.ts";
import {compileReading} from "../../src/planning/compile.ts";
import type {ToolContext} from "../../src/tools/tool.ts";
import type {PlanQuestion} from "../../src/workflows/from_description.ts";
import {CLOCK} from "./sales_scene.ts";

/** Plans questions with the offline planner, on the tables of a context. */
export function planWith(context: ToolContext): PlanQuestion {
  const planner = createOfflinePlanner();
  return async (question) => {
    const {session, signal} = context;
    const profiles = await Promise.all(session.datasets.map(({name}) => context.profile(name)));
    const planned = await planner.plan({question, profiles, earlier: [], session, signal, ...CLOCK});
    if (planned.kind === "plan") return {plan: planned.plan};
    if (planned.kind === "declined") return planned;
    const reading = planned.readings[0]!;
    return {plan: compileReading(reading, profiles.find(({table}) => table === reading.table)!)};
  };
}
