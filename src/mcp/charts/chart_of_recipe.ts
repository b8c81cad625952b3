import {rowsPerResult} from "../../access/limits.ts";
import type {McpPolicy} from "../../access/mcp_policy.ts";
import {type Asking, demandDatasets} from "../../channels/dataset_access.ts";
import type {Calling} from "../../channels/tool_call.ts";
import type {OpenWorkspace} from "../../channels/workspaces.ts";
import {TabletalkError} from "../../errors.ts";
import {readRecipe} from "../../planning/recipe.ts";
import {replayRecipe} from "../../planning/replay.ts";
import {recipeById} from "../../store/recipes.ts";
import {chartUnder, isOfGroups} from "./chart_under_policy.ts";
import {chartAtHand, keepAtHand, type PlottedChart} from "./charts_at_hand.ts";

/**
 * The chart that a recipe makes, for whoever may read its data: computed again on the very versions that it was made with,
 * with no model.
 * @param replay runs it, where it is not at hand
 * @throws TabletalkError bad_recipe, not_found, no_data; the error of the step that failed
 */
export async function chartOfRecipe(
  calling: Calling & {workspace: OpenWorkspace; policy: McpPolicy},
  id: string,
  replay: <Value>(run: (signal: AbortSignal) => Promise<Value>) => Promise<Value>,
): Promise<PlottedChart> {
  const {workspace, principal, policy, parts} = calling;
  const recipe = await readable(calling, id);
  const {config} = parts.service;
  const rows = Math.min(config.rows, (await rowsPerResult(parts.access, principal)) ?? config.rows);
  const key = {workspace, principal, policy, recipe: id};
  const known = chartAtHand(key);
  if (known && known.table.rows.length <= rows) return known;
  // What it was made under may have been less strict than what holds now.
  if (policy.sql !== "on" && !isOfGroups(recipe.plan)) throw noChart(id);
  const {execution} = await replay(async (signal) =>
    replayRecipe(recipe, {
      engine: await workspace.engine(),
      registry: await workspace.registry(),
      findVersion: workspace.version,
      limits: {timeMs: Math.min(config.queryMs, config.mcpCallMs), rows},
      signal,
    }),
  );
  const {chart = recipe.plan.headline} = recipe.plan;
  const artifact = execution.artifacts.get(chart);
  if (!artifact?.chart) throw noChart(id);
  const {spec, table} = chartUnder(policy, {spec: artifact.chart, table: artifact.table});
  keepAtHand(key, {spec, table});
  return {spec, table};
}

/** The recipe, where whoever asks may read its data: else it is as if it were not there. */
async function readable({workspace, principal}: Asking & {workspace: OpenWorkspace}, id: string) {
  if (!/^[0-9a-f]{12}$/.test(id)) throw noChart(id);
  try {
    const recipe = readRecipe(await recipeById(workspace.store, workspace.id, id));
    const names = recipe.datasets.map(({name}) => name);
    await demandDatasets({workspace, principal}, names);
    return recipe;
  } catch (error) {
    if (error instanceof TabletalkError && HIDDEN.has(error.code)) throw noChart(id);
    throw error;
  }
}

const HIDDEN: ReadonlySet<string> = new Set(["bad_recipe", "not_found", "forbidden"]);

function noChart(id: string): TabletalkError {
  return new TabletalkError(
    "not_found",
    `There is no chart ${JSON.stringify(id.slice(0, 40))}.`,
    "make_chart gives the address of each chart that it draws.",
  );
}
