import type {Session} from "../../data/engine.ts";
import {undrawnChart} from "../chart_files.ts";
import {keepRecipeIn} from "../keep_recipe.ts";
import type {Service, WorkspaceService} from "../service.ts";
import type {TurnParts} from "../turn_parts.ts";
import {agentsOf} from "../workspace_agents.ts";

/** The parts of a turn for work that no message began: nothing is drawn, nothing imported. */
export async function partsOfJob(
  {config}: Pick<Service, "config">,
  workspace: WorkspaceService,
  session: Session,
): Promise<TurnParts> {
  const {store, id} = workspace;
  const agents = await agentsOf(config, async () => store, id, "service");
  return {
    session,
    registry: await workspace.registry(),
    planner: agents.planner,
    writer: agents.writer,
    usage: async (signal) => agents.usage(signal),
    drawChart: (step, artifact) => undrawnChart(step, artifact),
    keepRecipe: keepRecipeIn(store, id, session),
    limits: {timeMs: config.queryMs, rows: config.rows},
    longStepMs: config.longStepMs,
  };
}
