import type {Store} from "./store.ts";

/** Whether what is said in a conversation is read by several: it was held at such a place of a chat platform. */
export async function isReadBySeveral(
  store: Pick<Store, "db">,
  workspace: string,
  conversation: string,
): Promise<boolean> {
  const found = await store.db
    .selectFrom("messages")
    .select("id")
    .where((is) => is.and({workspace, conversation}))
    // As `JSON.stringify` writes it.
    .where("options", "like", '%"audience":"several"%')
    .limit(1)
    .executeTakeFirst();
  return found !== undefined;
}
