import type {Row} from "./schema.ts";
import {ensureWorkspace, newId, type Store, timestamp} from "./store.ts";

/** What a link opens. */
export type LinkKind = "conversation" | "chart" | "report" | "file";

/** A link as it is listed: never its token. */
export interface StoredLink {
  id: string;
  workspace: string;
  kind: LinkKind;
  /** The id of what it opens. */
  target: string;
  /** Whether whoever has it may read, or only members of the workspace. */
  isPublic: boolean;
  createdBy: string;
  createdAt: string;
  expiresAt: string | null;
}

/** Keeps a link by the hash of its token. @returns its id */
export async function addLink(
  store: Pick<Store, "db">,
  workspace: string,
  link: {
    kind: LinkKind;
    target: string;
    hash: string;
    isPublic: boolean;
    createdBy: string;
    expiresAt: string | null;
  },
): Promise<string> {
  await ensureWorkspace(store, workspace);
  const id = newId();
  await store.db
    .insertInto("links")
    .values({
      workspace,
      id,
      kind: link.kind,
      target: link.target,
      hash: link.hash,
      is_public: link.isPublic ? 1 : 0,
      created_by: link.createdBy,
      created_at: timestamp(),
      expires_at: link.expiresAt,
      revoked_at: null,
    })
    .execute();
  return id;
}

/** The link of a token, if it is neither revoked nor expired; found before anybody knows of which workspace. */
export async function linkByHash(store: Pick<Store, "db">, hash: string): Promise<StoredLink | undefined> {
  const row = await good(store).where("hash", "=", hash).executeTakeFirst();
  return row && asLink(row);
}

/** The links that are still good (to one thing, or of one maker), newest first. */
export async function linksOf(
  store: Pick<Store, "db">,
  workspace: string,
  filter: {kind?: LinkKind; target?: string; createdBy?: string} = {},
): Promise<StoredLink[]> {
  const {kind, target, createdBy} = filter;
  const rows = await good(store)
    .where((is) =>
      is.and({
        workspace,
        ...(kind !== undefined && {kind}),
        ...(target !== undefined && {target}),
        ...(createdBy !== undefined && {created_by: createdBy}),
      }),
    )
    .orderBy("id", "desc")
    .execute();
  return rows.map(asLink);
}

/** Revokes a link. @returns false where there is none that is good */
export async function revokeLink(store: Pick<Store, "db">, workspace: string, id: string): Promise<boolean> {
  const {numUpdatedRows} = await store.db
    .updateTable("links")
    .set({revoked_at: timestamp()})
    .where((is) => is.and({workspace, id}))
    .where("revoked_at", "is", null)
    .executeTakeFirstOrThrow();
  return numUpdatedRows === 1n;
}

/** Revokes every link to a thing that is deleted or no longer shared. @returns how many */
export async function revokeLinksTo(
  store: Pick<Store, "db">,
  workspace: string,
  kind: LinkKind,
  target: string,
): Promise<number> {
  const {numUpdatedRows} = await store.db
    .updateTable("links")
    .set({revoked_at: timestamp()})
    .where((is) => is.and({workspace, kind, target}))
    .where("revoked_at", "is", null)
    .executeTakeFirstOrThrow();
  return Number(numUpdatedRows);
}

function good(store: Pick<Store, "db">) {
  return store.db
    .selectFrom("links")
    .selectAll()
    .where("revoked_at", "is", null)
    .where((is) => is.or([is("expires_at", "is", null), is("expires_at", ">", timestamp())]));
}

function asLink(row: Row<"links">): StoredLink {
  return {
    id: row.id,
    workspace: row.workspace,
    kind: row.kind as LinkKind,
    target: row.target,
    isPublic: row.is_public === 1,
    createdBy: row.created_by,
    createdAt: row.created_at,
    expiresAt: row.expires_at,
  };
}
