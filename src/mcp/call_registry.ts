import {isCommercial} from "../access/commercial.ts";
import {dataLines} from "../channels/data_lines.ts";
import {type CalledPlan, type CalledResult, callPlan} from "../channels/tool_call.ts";
import {recipeOf} from "../planning/recipe.ts";
import {saveRecipe} from "../store/recipes.ts";
import type {McpCalling} from "./mcp_tool.ts";

/** Runs a plan for whoever calls, telling how far its steps are. */
export function runCall<T>(
  calling: McpCalling,
  plan: CalledPlan["plan"],
  use: (result: CalledResult) => Promise<T>,
  limits: {rows?: number} = {},
): Promise<T> {
  return callPlan(
    calling,
    {
      plan,
      ...limits,
      ...timesOf(calling),
      ...(calling.job && {isLong: true}),
      onStep: ({tool, state, share, doing}) => {
        if (state === "started") calling.progress(undefined, tool);
        if (state === "running") calling.progress(share, doing ?? tool);
      },
    },
    use,
  );
}

/** How long a statement and a step may run: in a job longer than a host waits for a call. */
export function timesOf({job, service: {config}}: McpCalling): {timeMs: number; stepTimeMs?: number} {
  return job
    ? {timeMs: Math.max(config.queryMs, config.longStepMs), stepTimeMs: config.longStepMs}
    : {timeMs: Math.min(config.queryMs, config.mcpCallMs)};
}

/** Where what was read was published, and what its licence says against a workspace that is marked commercial. */
export async function dataNotes(
  {workspace}: Pick<McpCalling, "workspace">,
  {execution}: Pick<CalledResult, "execution">,
): Promise<string[]> {
  const artifacts = [...execution.artifacts.values()];
  if (dataLines(artifacts).length === 0) return [];
  return dataLines(artifacts, {commercial: await isCommercial(workspace.store, workspace.id)});
}

/** What is said of a recipe that may give other rows when it is run again. */
export function recipeNotes({execution}: CalledResult): string[] {
  return [...execution.artifacts.values()].some(({varies}) => varies)
    ? ["The SELECT draws by chance, or takes LIMIT of no ORDER BY: run again, the recipe may differ."]
    : [];
}

/** Keeps what was run as a recipe: anybody of the workspace who may read its data can run it again. @returns its id */
export async function keepCall(
  {workspace, service}: McpCalling,
  {plan, session, execution}: CalledResult,
): Promise<string> {
  const {config} = service;
  const recipe = recipeOf({
    plan: {...plan, asWritten: true},
    datasets: session.datasets,
    asOf: config.asOf ?? new Date(),
    timeZone: config.timeZone,
    text: "",
    values: [],
    evidence: [],
    artifacts: execution.artifacts,
  });
  await saveRecipe(workspace.store, workspace.id, recipe.id, recipe);
  return recipe.id;
}
