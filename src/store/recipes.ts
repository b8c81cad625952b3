import {TabletalkError} from "../errors.ts";
import {ensureWorkspace, parseStored, type Store, timestamp} from "./store.ts";

/** Stores a recipe under its id, which is made from its content: storing it again changes nothing. */
export async function saveRecipe(
  store: Pick<Store, "db">,
  workspace: string,
  id: string,
  content: unknown,
): Promise<void> {
  await ensureWorkspace(store, workspace);
  await store.db
    .insertInto("recipes")
    .values({workspace, id, content: JSON.stringify(content), created_at: timestamp()})
    .onConflict((conflict) => conflict.columns(["workspace", "id"]).doNothing())
    .execute();
}

/** The kept models that stored recipes name, in any workspace: a replay of them needs these. */
export async function modelsNamed(store: Pick<Store, "db">): Promise<Set<string>> {
  const rows = await store.db
    .selectFrom("recipes")
    .select("content")
    .where("content", "like", '%"train_model"%')
    .execute();
  const found = rows.flatMap(({content}) => [...content.matchAll(/"model":\s*"([0-9a-f]{16})"/g)]);
  return new Set(found.map((match) => match[1]!));
}

/**
 * A stored recipe as JSON, by its id or the beginning of it.
 * @throws TabletalkError bad_recipe when there is none, or several begin so; no_data when its data was deleted.
 */
export async function recipeById(store: Pick<Store, "db">, workspace: string, id: string): Promise<unknown> {
  const rows = await store.db
    .selectFrom("recipes")
    .select(["id", "content"])
    .where("workspace", "=", workspace)
    .where("id", ">=", id)
    .where("id", "<", `${id}\u{10FFFF}`)
    .orderBy("id")
    .limit(2)
    .execute();
  const [first, second] = rows;
  if (!first || id === "") {
    throw new TabletalkError(
      "bad_recipe",
      `There is no recipe "${id}".`,
      "Take the id from an answer, or give the path of a recipe file.",
    );
  }
  if (second && first.id !== id) {
    throw new TabletalkError("bad_recipe", `Several recipes begin with "${id}".`, "Give more of the id.");
  }
  const recipe = parseStored(first.content, "recipe");
  const {dataDeleted} = recipe as {dataDeleted?: {name: string; deletedAt: string}};
  if (dataDeleted)
    throw new TabletalkError(
      "no_data",
      `The data of ${dataDeleted.name} was deleted on ${dataDeleted.deletedAt.slice(0, 10)}, and what this recipe held of it.`,
      "Import it again and ask the question again.",
    );
  return recipe;
}
