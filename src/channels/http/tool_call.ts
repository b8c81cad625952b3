import {rowsPerResult} from "../../access/limits.ts";
import type {Session} from "../../data/engine.ts";
import {executePlan, headlineOf} from "../../planning/execute.ts";
import type {Plan} from "../../planning/plan.ts";
import type {Artifact} from "../../tools/tool.ts";
import {namesFor} from "./dataset_access.ts";
import type {Asked} from "./route.ts";

/**
 * Runs one typed tool call as a plan of one step, over the datasets that are named (else those that its input names, else
 * all that whoever asks may see).
 * @throws TabletalkError bad_plan for an input that does not fit; the error of the step
 */
export async function callTool(
  asked: Pick<Asked, "parts" | "principal" | "workspace" | "signal">,
  {tool, input, datasets}: {tool: string; input: unknown; datasets?: readonly string[] | undefined},
): Promise<Artifact> {
  const {parts, principal, workspace, signal} = asked;
  const {config} = parts.service;
  const registry = await workspace.registry();
  const checked = registry.validateInput(tool, input) as Record<string, unknown>;
  const names = await namesFor(asked, datasets);
  const chosen = datasets ? names : namedIn(checked, names);
  const most = await rowsPerResult(parts.access, principal);
  const plan: Plan = {steps: [{id: "s1", tool, input: checked}], headline: "s1"};
  return workspace.withSession(chosen, async (session: Session) => {
    const execution = await executePlan(plan, {
      registry,
      context: {
        session,
        profile: (table) => session.profile(table, {signal}),
        limits: {timeMs: config.queryMs, rows: Math.min(config.rows, most ?? config.rows)},
        asOf: config.asOf ?? new Date(),
        timeZone: config.timeZone,
      },
      signal,
      longStepMs: config.longStepMs,
    });
    return headlineOf(plan, execution);
  });
}

/** Of some datasets those that an input names as words; all of them where it names none. */
function namedIn(input: unknown, names: readonly string[]): string[] {
  const words = new Set(JSON.stringify(input).match(/[\p{L}\p{M}\p{N}_]+/gu) ?? []);
  const named = names.filter((name) => words.has(name));
  return named.length > 0 ? named : [...names];
}
