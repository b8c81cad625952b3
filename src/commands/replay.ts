import {existsSync, readFileSync} from "node:fs";
import {createOfflineWriter} from "../agents/offline/writer.ts";
import {registryNow} from "../channels/open_plugins.ts";
import {printable} from "../channels/terminal/style.ts";
import {loadConfig} from "../config.ts";
import {TabletalkError} from "../errors.ts";
import {type Recipe, readRecipe} from "../planning/recipe.ts";
import {versionsOf} from "../planning/recipe_data.ts";
import {type Difference, replayRecipe} from "../planning/replay.ts";
import {noteReplay} from "../store/kept_questions.ts";
import {recipeById} from "../store/recipes.ts";
import {EXIT} from "./failure.ts";
import type {CommonFlags} from "./program.ts";
import {createRuntime, type Runtime, WORKSPACE} from "./runtime.ts";

/** `tabletalk replay`: runs a recipe again with no model, by id or from a file. Exit status 1 where it differs. */
export async function replay(recipe: string, flags: CommonFlags & {on?: string}): Promise<void> {
  const config = loadConfig(flags);
  await using runtime = createRuntime(config);
  const kept = await findRecipe(runtime, recipe);
  if (flags.on !== undefined) {
    const {replayOn} = await import("./replay_on.ts");
    return replayOn(kept, flags.on, runtime, flags);
  }
  const signal = AbortSignal.timeout(config.turnMs);
  const writer = createOfflineWriter();
  const report = await replayRecipe(kept, {
    engine: await runtime.engine(),
    registry: await registryNow(runtime.plugins),
    findVersion: versionsOf(await runtime.store(), WORKSPACE),
    write: (plan, artifacts) => writer.write({question: kept.question ?? "", plan, artifacts, signal}),
    limits: {timeMs: config.queryMs, rows: config.rows},
    signal,
  });
  if (report.same) await noteReplay(await runtime.store(), WORKSPACE, kept.id);
  if (flags.json) {
    const {execution, ...rest} = report;
    const artifacts = Object.fromEntries(execution.artifacts);
    process.stdout.write(`${JSON.stringify({...rest, artifacts}, undefined, 2)}\n`);
  } else {
    process.stdout.write(`${printable(report.text, true)}\n`);
    const verdict = report.same
      ? `Replayed ${report.recipe}: the same.`
      : `Replayed ${report.recipe}: ${report.differences.length} differences.`;
    const lines = [verdict, ...report.differences.map(said), ...report.warnings];
    process.stdout.write(`${lines.map((line) => printable(line)).join("\n")}\n`);
  }
  process.exitCode = report.same ? EXIT.answered : EXIT.failed;
}

async function findRecipe(runtime: Runtime, recipe: string): Promise<Recipe> {
  if (!existsSync(recipe)) return readRecipe(await recipeById(await runtime.store(), WORKSPACE, recipe));
  try {
    return readRecipe(JSON.parse(readFileSync(recipe, "utf8")));
  } catch (thrown) {
    if (thrown instanceof TabletalkError) throw thrown;
    throw new TabletalkError(
      "bad_recipe",
      `${recipe} is not JSON.`,
      "Give a recipe's id, or a file that holds one.",
      {
        cause: thrown,
      },
    );
  }
}

function said(difference: Difference): string {
  return `  ${difference.what} ${difference.where}: was ${difference.was ?? "missing"}, is ${difference.is ?? "missing"}`;
}
