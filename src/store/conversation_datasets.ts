import {type Store, timestamp} from "./store.ts";

/** The names of the datasets that a conversation speaks of, in the order they came; none: what its asker may see. */
export async function conversationDatasets(
  store: Pick<Store, "db">,
  workspace: string,
  conversation: string,
): Promise<string[]> {
  const rows = await store.db
    .selectFrom("conversation_datasets")
    .select("name")
    .where((is) => is.and({workspace, conversation}))
    .orderBy("added_at")
    .orderBy("name")
    .execute();
  return rows.map(({name}) => name);
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
