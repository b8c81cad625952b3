import {holdKey, type InsideStore, inTransaction, type Store, timestamp} from "./store.ts";

/**
 * The name under which a file of a conversation is kept: its own, or numbered where another dataset has that. The same name
 * is given again for the same owner's file in the same conversation, and never for one of elsewhere: what came in here must
 * not become what somebody keeps there. It is the owner's alone from now on, before there is anything under it.
 */
export async function nameInConversation(
  store: Store,
  workspace: string,
  {conversation, owner, name}: {conversation: string; owner: string; name: string},
): Promise<string> {
  return inTransaction(store, async (inside) => {
    await holdKey(inside, workspace, "names of datasets");
    for (let number = 1; ; number += 1) {
      const tried = number === 1 ? name : `${name}_${number}`;
      const there = await stateOfName(inside, workspace, conversation, tried);
      if (there.isFree) {
        const now = timestamp();
        await inside.db
          .insertInto("dataset_details")
          .values({workspace, name: tried, owner, visibility: "private", updated_at: now})
          .execute();
        await inside.db
          .insertInto("conversation_datasets")
          .values({workspace, conversation, name: tried, added_at: now})
          .execute();
        return tried;
      }
      if (there.isHere && there.owner === owner && there.isPrivate) return tried;
    }
  });
}

/** Whose a name is, whether or not there is a dataset under it; undefined: nobody's. */
export async function ownerOfName(
  store: Pick<Store, "db">,
  workspace: string,
  name: string,
): Promise<string | undefined> {
  const row = await store.db
    .selectFrom("dataset_details")
    .select("owner")
    .where((is) => is.and({workspace, name}))
    .executeTakeFirst();
  return row?.owner ?? undefined;
}

async function stateOfName(
  {db}: InsideStore,
  workspace: string,
  conversation: string,
  name: string,
): Promise<{isFree: boolean; isHere: boolean; owner: string | null; isPrivate: boolean}> {
  const at = {workspace, name};
  const [dataset, details, spoken] = await Promise.all([
    db
      .selectFrom("datasets")
      .select("name")
      .where((is) => is.and(at))
      .executeTakeFirst(),
    db
      .selectFrom("dataset_details")
      .select(["owner", "visibility"])
      .where((is) => is.and(at))
      .executeTakeFirst(),
    db
      .selectFrom("conversation_datasets")
      .select("conversation")
      .where((is) => is.and(at))
      .execute(),
  ]);
  return {
    isFree: !dataset && !details && spoken.length === 0,
    // Spoken of elsewhere too, it is not this conversation's to change.
    isHere: spoken.length === 1 && spoken[0]?.conversation === conversation,
    owner: details?.owner ?? null,
    isPrivate: details?.visibility === "private",
  };
}
