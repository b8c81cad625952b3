import type {Session} from "../data/engine.ts";
import {recipeOf} from "../planning/recipe.ts";
import {saveRecipe} from "../store/recipes.ts";
import type {Store} from "../store/store.ts";
import type {KeepRecipe} from "./turn_parts.ts";

/** Keeps the recipes of turns over a session in its workspace. */
export function keepRecipeIn(store: Store, workspace: string, session: Session): KeepRecipe {
  return async ({execution, written, ...finished}) => {
    const recipe = recipeOf({
      ...finished,
      datasets: [...session.datasets],
      text: written.text,
      values: written.values,
      evidence: written.evidence,
      artifacts: execution.artifacts,
    });
    await saveRecipe(store, workspace, recipe.id, recipe);
    return recipe.id;
  };
}
