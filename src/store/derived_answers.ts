import {batches, holds} from "./holding.ts";
import type {InsideStore} from "./store.ts";

/** The recipes that read any of some versions. */
export async function recipesOf(
  {db}: InsideStore,
  workspace: string,
  hashes: readonly string[],
): Promise<string[]> {
  const found = new Set<string>();
  for (const some of batches(hashes)) {
    const rows = await db
      .selectFrom("recipes")
      .select("id")
      .where("workspace", "=", workspace)
      .where(holds(["content"], some))
      .execute();
    for (const {id} of rows) found.add(id);
  }
  return [...found];
}

/** A dataset that goes away. */
export interface Gone {
  name: string;
  hashes: readonly string[];
  recipes: readonly string[];
  /** When the dataset's first version came. */
  since: string;
}

/**
 * The turns that tell something of the data: by what their artifacts and recipes were made from; and those that left no
 * artifact (a choice, a refusal that names values) where they name the dataset, or stand in a conversation about it.
 */
export async function turnsOf(inside: InsideStore, workspace: string, gone: Gone): Promise<string[]> {
  const {db} = inside;
  const found = new Set<string>();
  for (const some of batches(gone.hashes)) {
    const rows = await db
      .selectFrom("artifacts")
      .select("turn")
      .distinct()
      .where("workspace", "=", workspace)
      .where(holds(["content"], some))
      .execute();
    for (const {turn} of rows) found.add(turn);
  }
  const named = [...gone.hashes, ...gone.recipes.map((id) => `"${id}"`)];
  for (const some of batches(named)) {
    const rows = await db
      .selectFrom("turns")
      .select("id")
      .where("workspace", "=", workspace)
      .where(holds(["plan", "reading", "answer"], some))
      .execute();
    for (const {id} of rows) found.add(id);
  }
  for (const some of batches(gone.recipes)) {
    const rows = await db
      .selectFrom("turns")
      .select("id")
      .where("workspace", "=", workspace)
      .where("recipe", "in", some)
      .execute();
    for (const {id} of rows) found.add(id);
  }
  for (const id of await turnsWithout(inside, workspace, gone, [...found])) found.add(id);
  return [...found];
}

/** Turns without an artifact that name the dataset, or stand in a conversation about it. */
async function turnsWithout(
  {db}: InsideStore,
  workspace: string,
  {name, hashes, since}: Gone,
  known: readonly string[],
): Promise<string[]> {
  if (hashes.length === 0) return [];
  const about = new Set<string>();
  for (const some of batches(known)) {
    const rows = await db
      .selectFrom("turns")
      .select("conversation")
      .distinct()
      .where("workspace", "=", workspace)
      .where("id", "in", some)
      .execute();
    for (const {conversation} of rows) about.add(conversation);
  }
  const speaking = await db
    .selectFrom("conversation_datasets")
    .select("conversation")
    .where((is) => is.and({workspace, name}))
    .execute();
  for (const {conversation} of speaking) about.add(conversation);
  const rows = await db
    .selectFrom("turns")
    .leftJoin("artifacts", (join) =>
      join.onRef("artifacts.workspace", "=", "turns.workspace").onRef("artifacts.turn", "=", "turns.id"),
    )
    .select(["turns.id", "turns.conversation"])
    .select(["turns.plan", "turns.reading", "turns.answer", "turns.summary"])
    .where("turns.workspace", "=", workspace)
    .where("artifacts.turn", "is", null)
    .where("turns.created_at", ">=", since)
    .execute();
  const word = new RegExp(`(?<![\\p{L}\\p{N}_])${escaped(name)}(?![\\p{L}\\p{N}_])`, "iu");
  return rows
    .filter(
      ({conversation, plan, reading, answer, summary}) =>
        about.has(conversation) || [plan, reading, answer, summary].some((text) => text && word.test(text)),
    )
    .map(({id}) => id);
}

/** The models that some turns and recipes trained: 16 hex digits each. */
export async function modelsOf(
  {db}: InsideStore,
  workspace: string,
  turns: readonly string[],
  recipes: readonly string[],
): Promise<string[]> {
  const found = new Set<string>();
  for (const some of batches(turns)) {
    const rows = await db
      .selectFrom("artifacts")
      .select("content")
      .where((is) => is.and({workspace, kind: "model"}))
      .where("turn", "in", some)
      .execute();
    for (const {content} of rows)
      for (const [, model] of content.matchAll(/\b([0-9a-f]{16})\.json"/g)) found.add(model!);
  }
  for (const some of batches(recipes)) {
    const rows = await db
      .selectFrom("recipes")
      .select("content")
      .where("workspace", "=", workspace)
      .where("id", "in", some)
      .execute();
    for (const {content} of rows)
      for (const [, model] of content.matchAll(/"model":\s*"([0-9a-f]{16})"/g)) found.add(model!);
  }
  return [...found];
}

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
