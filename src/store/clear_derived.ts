import {blankRecipes, blankReports, blankTurns, blankWork} from "./blank_answers.ts";
import {modelsOf, recipesOf, turnsOf} from "./derived_answers.ts";
import {type InsideStore, inTransaction} from "./store.ts";

/** A dataset that was deleted: what its answers are known by. JSON. */
export interface DeletedData {
  name: string;
  /** The versions that went with it. */
  hashes: readonly string[];
  /** When its first version came, ISO 8601. */
  since: string;
  deletedAt: string;
}

export interface Cleared {
  /** Turns whose answers were taken away, and recipes that were blanked. */
  turns: string[];
  recipes: string[];
  /** Models that were trained on the data: 16 hex digits. */
  models: string[];
}

/**
 * Takes away what answers, recipes, runs, reports and jobs hold of deleted data. Doing it again clears what a turn that was
 * running while the dataset was deleted left after it.
 */
export async function clearDerived(
  store: InsideStore,
  workspace: string,
  deleted: DeletedData,
): Promise<Cleared> {
  const {name, hashes, since, deletedAt} = deleted;
  return inTransaction(store, async (inside) => {
    const recipes = await recipesOf(inside, workspace, hashes);
    const turns = await turnsOf(inside, workspace, {name, hashes, recipes, since});
    const models = await modelsOf(inside, workspace, turns, recipes);
    const note = `The data of ${name} was deleted on ${deletedAt.slice(0, 10)}, and this answer with it.`;
    await blankTurns(inside, workspace, turns, note);
    await blankRecipes(inside, workspace, recipes, {name, deletedAt});
    await blankWork(inside, workspace, hashes, recipes, note);
    await blankReports(inside, workspace, hashes, recipes, note.replace("this answer", "what was here"));
    return {turns, recipes, models};
  });
}
