import type {KeepRecipe} from "../channels/turn_parts.ts";
import type {Dataset} from "../data/dataset.ts";
import {recipeOf} from "../planning/recipe.ts";
import {saveDataset} from "../store/datasets.ts";
import {saveRecipe} from "../store/recipes.ts";
import {type Runtime, WORKSPACE} from "./runtime.ts";

/** Keeps the recipes of turns in the store, with the versions of the data that they read. */
export function recipeKeeper(runtime: Runtime, datasets: () => Promise<Dataset[]>): KeepRecipe {
  return async ({question, plan, execution, written, tests, writer, prompts, asOf, timeZone}) => {
    const store = await runtime.store();
    const recipe = recipeOf({
      question,
      plan,
      datasets: await datasets(),
      asOf,
      timeZone,
      writer,
      ...(prompts && {prompts}),
      ...(tests && {tests}),
      text: written.text,
      values: written.values,
      evidence: written.evidence,
      artifacts: execution.artifacts,
    });
    for (const {name, version} of await datasets()) {
      const sourcePath = version.receipt.source.path;
      // A question about another file of that name does not replace the known one.
      await saveDataset(store, WORKSPACE, {name, version: {...version, sourcePath}}, {keepName: true});
    }
    await saveRecipe(store, WORKSPACE, recipe.id, recipe);
    return recipe.id;
  };
}
