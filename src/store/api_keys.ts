import type {Row} from "./schema.ts";
import type {WorkspaceRole} from "./schema_people.ts";
import {type FoundMember, foundIn} from "./sign_ins.ts";
import {ensureWorkspace, newId, parseStored, type Store, timestamp} from "./store.ts";

/** A key as it is listed: never the key itself. */
export interface StoredKey {
  id: string;
  name: string;
  /** The middle part of the key, to know it by. */
  prefix: string;
  scopes: string[];
  /** Whose it is; null: the workspace's own. */
  person: string | null;
  role: WorkspaceRole;
  createdBy: string;
  createdAt: string;
  expiresAt: string | null;
  lastUsedAt: string | null;
}

/** A key that was shown, with what its person is now. */
export interface FoundKey {
  key: StoredKey;
  workspace: string;
  /** Undefined for a key of the workspace, and for one whose person is no longer a member. */
  member?: FoundMember;
}

const COLUMNS = [
  "id",
  "name",
  "prefix",
  "scopes",
  "person",
  "role",
  "created_by",
  "created_at",
  "expires_at",
  "last_used_at",
] as const;

/** Keeps a new key by its hash. @returns its id */
export async function addKey(
  store: Pick<Store, "db">,
  workspace: string,
  key: {
    name: string;
    prefix: string;
    hash: string;
    scopes: readonly string[];
    person?: string;
    role: WorkspaceRole;
    createdBy: string;
    expiresAt?: string;
  },
): Promise<string> {
  await ensureWorkspace(store, workspace);
  const id = newId();
  await store.db
    .insertInto("api_keys")
    .values({
      workspace,
      id,
      name: key.name,
      prefix: key.prefix,
      hash: key.hash,
      scopes: JSON.stringify(key.scopes),
      person: key.person ?? null,
      role: key.role,
      created_by: key.createdBy,
      created_at: timestamp(),
      expires_at: key.expiresAt ?? null,
      revoked_at: null,
      last_used_at: null,
    })
    .execute();
  return id;
}

/** The keys that are not revoked (of one person, where one is named), newest first. Expired ones are among them. */
export async function keysOf(
  store: Pick<Store, "db">,
  workspace: string,
  person?: string,
): Promise<StoredKey[]> {
  const rows = await store.db
    .selectFrom("api_keys")
    .select(COLUMNS)
    .where("workspace", "=", workspace)
    .where("revoked_at", "is", null)
    .$if(person !== undefined, (query) => query.where("person", "=", person!))
    .orderBy("id", "desc")
    .execute();
  return rows.map(asKey);
}

/** Revokes a key (of one person, where one is named). @returns false where there is none */
export async function revokeKey(
  store: Pick<Store, "db">,
  workspace: string,
  id: string,
  person?: string,
): Promise<boolean> {
  const {numUpdatedRows} = await store.db
    .updateTable("api_keys")
    .set({revoked_at: timestamp()})
    .where((is) => is.and({workspace, id, ...(person !== undefined && {person})}))
    .where("revoked_at", "is", null)
    .executeTakeFirstOrThrow();
  return numUpdatedRows === 1n;
}

/** The key of a hash, if it is neither revoked nor expired; found before anybody knows of which workspace. One query. */
export async function keyByHash(store: Pick<Store, "db">, hash: string): Promise<FoundKey | undefined> {
  const rows = await store.db
    .selectFrom("api_keys")
    .leftJoin("members", (join) =>
      join
        .onRef("members.workspace", "=", "api_keys.workspace")
        .onRef("members.person", "=", "api_keys.person"),
    )
    .leftJoin("people", "people.id", "members.person")
    .leftJoin("project_members", (join) =>
      join
        .onRef("project_members.workspace", "=", "members.workspace")
        .onRef("project_members.person", "=", "members.person"),
    )
    .select(COLUMNS.map((column) => `api_keys.${column}` as const))
    .select([
      "api_keys.workspace",
      "members.role as member_role",
      "people.disabled_at",
      "project_members.project",
      "project_members.role as project_role",
    ])
    .where("api_keys.hash", "=", hash)
    .where("api_keys.revoked_at", "is", null)
    .where((is) =>
      is.or([is("api_keys.expires_at", "is", null), is("api_keys.expires_at", ">", timestamp())]),
    )
    .execute();
  const [first] = rows;
  if (!first) return undefined;
  const {workspace, person} = first;
  const roles = rows.flatMap(({member_role: role, disabled_at, project, project_role}) =>
    role !== null && disabled_at === null ? [{role, project, project_role}] : [],
  );
  const member = person === null ? undefined : foundIn(workspace, person, roles);
  return {key: asKey(first), workspace, ...(member && {member})};
}

/** Notes that a key was used, at most once a minute. */
export async function noteKeyUse(
  store: Pick<Store, "db">,
  workspace: string,
  key: Pick<StoredKey, "id" | "lastUsedAt">,
): Promise<void> {
  const aMinuteAgo = new Date(Date.now() - 60_000).toISOString();
  if (key.lastUsedAt !== null && key.lastUsedAt > aMinuteAgo) return;
  await store.db
    .updateTable("api_keys")
    .set({last_used_at: timestamp()})
    .where((is) => is.and({workspace, id: key.id}))
    .where((is) => is.or([is("last_used_at", "is", null), is("last_used_at", "<=", aMinuteAgo)]))
    .execute();
}

function asKey(row: Pick<Row<"api_keys">, (typeof COLUMNS)[number]>): StoredKey {
  return {
    id: row.id,
    name: row.name,
    prefix: row.prefix,
    scopes: parseStored(row.scopes, "scopes of a key") as string[],
    person: row.person,
    role: row.role,
    createdBy: row.created_by,
    createdAt: row.created_at,
    expiresAt: row.expires_at,
    lastUsedAt: row.last_used_at,
  };
}
