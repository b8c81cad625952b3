import {parseStored, type Store, timestamp} from "./store.ts";

/** The names of the datasets that a conversation speaks of, in the order they came; none: what its asker may see. */
export function conversationDatasets(
  store: Pick<Store, "db">,
  workspace: string,
  conversation: string,
): Promise<string[]> {
  return namesOf(store, {workspace, conversation});
}

/** Those of them that came in as files of the conversation: whoever writes there may ask about them, there. */
export function datasetsThatCameIn(
  store: Pick<Store, "db">,
  workspace: string,
  conversation: string,
): Promise<string[]> {
  return namesOf(store, {workspace, conversation, came_in: 1});
}

async function namesOf(
  store: Pick<Store, "db">,
  which: {workspace: string; conversation: string; came_in?: 1},
): Promise<string[]> {
  const rows = await store.db
    .selectFrom("conversation_datasets")
    .select("name")
    .where((is) => is.and(which))
    .orderBy("added_at")
    .orderBy("name")
    .execute();
  return rows.map(({name}) => name);
}

/** The names of the columns of the datasets that a conversation speaks of. */
export async function datasetColumns(
  store: Pick<Store, "db">,
  workspace: string,
  conversation: string,
): Promise<string[]> {
  const rows = await store.db
    .selectFrom("conversation_datasets as c")
    .innerJoin("datasets as d", (join) =>
      join.onRef("d.workspace", "=", "c.workspace").onRef("d.name", "=", "c.name"),
    )
    .innerJoin("dataset_versions as v", (join) =>
      join.onRef("v.workspace", "=", "d.workspace").onRef("v.hash", "=", "d.version_hash"),
    )
    .select("v.columns")
    .where("c.workspace", "=", workspace)
    .where("c.conversation", "=", conversation)
    .orderBy("c.added_at", "desc")
    .limit(10)
    .execute();
  const columns = rows.flatMap((row) => parseStored(row.columns, "dataset") as {name: string}[]);
  return [...new Set(columns.map(({name}) => name))];
}

/** Datasets came in as files of a conversation, now. */
export async function addCameIn(
  store: Pick<Store, "db">,
  workspace: string,
  conversation: string,
  names: readonly string[],
): Promise<void> {
  if (names.length === 0) return;
  const added_at = timestamp();
  await store.db
    .insertInto("conversation_datasets")
    .values(
      [...new Set(names)].map((name) => ({workspace, conversation, name, added_at, came_in: 1 as const})),
    )
    .onConflict((conflict) =>
      conflict.columns(["workspace", "conversation", "name"]).doUpdateSet({added_at, came_in: 1}),
    )
    .execute();
}

/** A conversation speaks of these too; one that it speaks of already changes nothing. */
export async function addConversationDatasets(
  store: Pick<Store, "db">,
  workspace: string,
  conversation: string,
  names: readonly string[],
): Promise<void> {
  if (names.length === 0) return;
  const added_at = timestamp();
  await store.db
    .insertInto("conversation_datasets")
    .values([...new Set(names)].map((name) => ({workspace, conversation, name, added_at})))
    .onConflict((conflict) => conflict.columns(["workspace", "conversation", "name"]).doNothing())
    .execute();
}

/** A conversation no longer speaks of a dataset; false where it did not. */
export async function removeConversationDataset(
  store: Pick<Store, "db">,
  workspace: string,
  conversation: string,
  name: string,
): Promise<boolean> {
  const result = await store.db
    .deleteFrom("conversation_datasets")
    .where((is) => is.and({workspace, conversation, name}))
    .executeTakeFirst();
  return result.numDeletedRows > 0n;
}

/** No conversation speaks of a dataset any more: it was deleted. */
export async function removeDatasetFromConversations(
  store: Pick<Store, "db">,
  workspace: string,
  name: string,
): Promise<void> {
  await store.db
    .deleteFrom("conversation_datasets")
    .where((is) => is.and({workspace, name}))
    .execute();
}
