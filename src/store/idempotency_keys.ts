import {ensureWorkspace, type InsideStore, timestamp} from "./store.ts";

/** A request that may be repeated: who makes it, the key that they gave it, and a hash of what it asks. */
export interface RepeatableRequest {
  actor: string;
  key: string;
  fingerprint: string;
}

/** What a request was answered. */
export interface KeptAnswer {
  status: number;
  headers: Readonly<Record<string, string>>;
  body: string;
}

/** What a key says of a request: go on; the answer that it had; another one is at it; the key is another request's. */
export type KeyState =
  | {state: "new"}
  | {state: "answered"; answer: KeptAnswer}
  | {state: "running"}
  | {state: "other"};

/** Keys are forgotten after a day. */
const KEPT_MS = 24 * 3600 * 1000;
/** A request that has not ended by then died with its worker. */
const LONGEST_MS = 15 * 60 * 1000;

/** Takes a key for a request, or says what became of the request that took it. Of many at once, one goes on. */
export async function takeKey(
  store: InsideStore,
  workspace: string,
  {actor, key, fingerprint}: RepeatableRequest,
  now = Date.now(),
): Promise<KeyState> {
  await ensureWorkspace(store, workspace);
  const where = {workspace, actor, key};
  const before = (ms: number) => new Date(now - ms).toISOString();
  await store.db
    .deleteFrom("idempotency_keys")
    .where((is) => is.and(where))
    .where((is) =>
      is.or([
        is("created_at", "<", before(KEPT_MS)),
        is.and([is("status", "is", null), is("created_at", "<", before(LONGEST_MS))]),
      ]),
    )
    .execute();
  const taken = await store.db
    .insertInto("idempotency_keys")
    .values({...where, fingerprint, status: null, headers: null, body: null, created_at: timestamp()})
    .onConflict((conflict) => conflict.columns(["workspace", "actor", "key"]).doNothing())
    .executeTakeFirst();
  if ((taken.numInsertedOrUpdatedRows ?? 0n) > 0n) return {state: "new"};
  const row = await store.db
    .selectFrom("idempotency_keys")
    .select(["fingerprint", "status", "headers", "body"])
    .where((is) => is.and(where))
    .executeTakeFirst();
  // It ended in an error in between and was let go: whoever asks tries again.
  if (!row) return {state: "running"};
  if (row.fingerprint !== fingerprint) return {state: "other"};
  if (row.status === null) return {state: "running"};
  return {
    state: "answered",
    answer: {
      status: row.status,
      headers: JSON.parse(row.headers ?? "{}") as Record<string, string>,
      body: row.body ?? "",
    },
  };
}

/** Keeps the answer of the request that took a key. */
export async function keepAnswer(
  store: Pick<InsideStore, "db">,
  workspace: string,
  {actor, key}: Pick<RepeatableRequest, "actor" | "key">,
  answer: KeptAnswer,
): Promise<void> {
  await store.db
    .updateTable("idempotency_keys")
    .set({status: answer.status, headers: JSON.stringify(answer.headers), body: answer.body})
    .where((is) => is.and({workspace, actor, key}))
    .execute();
}

/** Lets a key go: its request did nothing, and may be made again. */
export async function releaseKey(
  store: Pick<InsideStore, "db">,
  workspace: string,
  {actor, key}: Pick<RepeatableRequest, "actor" | "key">,
): Promise<void> {
  await store.db
    .deleteFrom("idempotency_keys")
    .where((is) => is.and({workspace, actor, key}))
    .where("status", "is", null)
    .execute();
}

/** Forgets the keys of requests before a time. @returns how many */
export async function forgetKeys(store: Pick<InsideStore, "db">, before: Date): Promise<number> {
  const gone = await store.db
    .deleteFrom("idempotency_keys")
    .where("created_at", "<", before.toISOString())
    .executeTakeFirst();
  return Number(gone.numDeletedRows);
}
