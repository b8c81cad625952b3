import type {Planner} from "../agents/contracts.ts";
import {TabletalkError} from "../errors.ts";
import type {Plan} from "../planning/plan.ts";
import type {ToolLookup} from "../planning/validate.ts";

const CALL = /^\s*([a-z][a-z0-9_]{1,63})(?:\.([a-z][a-z0-9_]{1,63}))?\s*(\{[\s\S]*\})\s*$/;

/**
 * A message that is a call of a tool, as a plan of one step: `working_days {"from": "2026-01-01", "to": "2026-01-31"}`, or with
 * a method: `run_statistics.benford {"table": "orders", "column": "amount"}`. Undefined where it is none.
 * @throws TabletalkError bad_use where its input is not JSON
 */
export function directCall(message: string, tools: ToolLookup): Plan | undefined {
  const [, name = "", method, written = ""] = CALL.exec(message) ?? [];
  const tool = tools.get(name);
  if (!tool) return undefined;
  let input: unknown;
  try {
    input = JSON.parse(written);
  } catch (error) {
    throw new TabletalkError(
      "bad_use",
      `What stands after ${name} is not JSON: ${error instanceof Error ? error.message : String(error)}.`,
      `Write it as: ${name}${method ? `.${method}` : ""} {"field": "value"}`,
    );
  }
  const whole = method === undefined ? input : {method, ...(input as object)};
  return {
    steps: [{id: "called", tool: name, input: whole as Record<string, unknown>}],
    headline: "called",
    asWritten: true,
  };
}

/** A planner that takes calls of tools as they are written, and plans everything else as before. */
export function withDirectCalls(planner: Planner, tools: ToolLookup): Planner {
  return {
    ...planner,
    async plan(input) {
      const plan = directCall(input.question, tools);
      return plan ? {kind: "plan", plan} : planner.plan(input);
    },
  };
}
