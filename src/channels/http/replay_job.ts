import {z} from "zod";
import {readRecipe} from "../../planning/recipe.ts";
import {replayRecipe} from "../../planning/replay.ts";
import type {JobHandler} from "../../store/jobs.ts";
import {noteReplay} from "../../store/kept_questions.ts";
import {recipeById} from "../../store/recipes.ts";
import type {Service} from "../service.ts";

/** The kind of the jobs that compute an answer again. */
export const REPLAY_JOB = "replay";

const inputSchema = z.object({recipe: z.string()});

/** Runs a recipe again on the versions that it was made with, with no model, and tells what differs. */
export function replayStored({workspace, config}: Pick<Service, "workspace" | "config">): JobHandler {
  return async (job, {signal, progress}) => {
    const {recipe: id} = inputSchema.parse(job.input);
    const own = workspace(job.workspace);
    const recipe = readRecipe(await recipeById(own.store, job.workspace, id));
    progress("Computing it again");
    const {createOfflineWriter} = await import("../../agents/offline/writer.ts");
    const writer = createOfflineWriter();
    const report = await replayRecipe(recipe, {
      engine: await own.engine(),
      registry: await own.registry(),
      findVersion: own.version,
      write: (plan, artifacts) => writer.write({question: recipe.question ?? "", plan, artifacts, signal}),
      limits: {timeMs: config.queryMs, rows: config.rows},
      signal,
    });
    if (report.same) await noteReplay(own.store, job.workspace, recipe.id);
    const {same, differences, warnings, text, elapsedMs} = report;
    return {recipe: recipe.id, same, differences: differences.slice(0, 100), warnings, text, elapsedMs};
  };
}
