import {ensureWorkspace, newId, type Store, timestamp} from "./store.ts";

/** A database, or a web service, as it is listed: its address is sealed, and opened only to connect. */
export interface StoredConnection {
  id: string;
  name: string;
  /** Whose credentials it has; null: everybody's in the workspace. */
  person: string | null;
  /** The address without what is secret in it. */
  shown: string;
  /** Runs of workflows may write to it. */
  writable: boolean;
  createdBy: string;
  createdAt: string;
}

const SHOWN = [
  "id",
  "name",
  "person",
  "shown",
  "is_writable",
  "created_by as createdBy",
  "created_at as createdAt",
] as const;

/** Keeps a connection under an id of `connectionId()`. @returns false where the same person (or all) has one of that name */
export async function addConnection(
  store: Pick<Store, "db">,
  workspace: string,
  connection: {
    id: string;
    name: string;
    person: string | null;
    shown: string;
    sealed: string;
    writable: boolean;
    createdBy: string;
  },
): Promise<boolean> {
  await ensureWorkspace(store, workspace);
  const {createdBy, writable, ...row} = connection;
  const {numInsertedOrUpdatedRows} = await store.db
    .insertInto("connections")
    .values({
      ...row,
      workspace,
      is_writable: writable ? 1 : 0,
      created_by: createdBy,
      created_at: timestamp(),
    })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirstOrThrow();
  return numInsertedOrUpdatedRows === 1n;
}

/** An id for a connection, before its address is sealed to it. */
export function connectionId(): string {
  return newId();
}

/** The shared connections and those of one person, by name; their own before a shared one of the same name. */
export async function connectionsFor(
  store: Pick<Store, "db">,
  workspace: string,
  person: string | undefined,
): Promise<StoredConnection[]> {
  const rows = await store.db
    .selectFrom("connections")
    .select(SHOWN)
    .where("workspace", "=", workspace)
    .where((is) =>
      is.or([is("person", "is", null), ...(person === undefined ? [] : [is("person", "=", person)])]),
    )
    .orderBy("name")
    .execute();
  return rows
    .map(({is_writable, ...row}) => ({...row, writable: is_writable === 1}))
    .sort((one, other) => (one.name === other.name ? (one.person === null ? 1 : -1) : 0));
}

/** The sealed address of a connection. */
export async function sealedConnection(
  store: Pick<Store, "db">,
  workspace: string,
  id: string,
): Promise<string | undefined> {
  const row = await store.db
    .selectFrom("connections")
    .select("sealed")
    .where((is) => is.and({workspace, id}))
    .executeTakeFirst();
  return row?.sealed;
}

/** Puts another sealed address in the place of one: a changed password, or a newer secret. */
export async function resealConnection(
  store: Pick<Store, "db">,
  workspace: string,
  id: string,
  change: {sealed: string; shown?: string},
): Promise<void> {
  await store.db
    .updateTable("connections")
    .set(change)
    .where((is) => is.and({workspace, id}))
    .execute();
}

/** Says whether runs of workflows may write to it. */
export async function markWritable(
  store: Pick<Store, "db">,
  workspace: string,
  id: string,
  writable: boolean,
): Promise<void> {
  await store.db
    .updateTable("connections")
    .set({is_writable: writable ? 1 : 0})
    .where((is) => is.and({workspace, id}))
    .execute();
}

export async function removeConnection(
  store: Pick<Store, "db">,
  workspace: string,
  id: string,
): Promise<boolean> {
  const {numDeletedRows} = await store.db
    .deleteFrom("connections")
    .where((is) => is.and({workspace, id}))
    .executeTakeFirstOrThrow();
  return numDeletedRows === 1n;
}
