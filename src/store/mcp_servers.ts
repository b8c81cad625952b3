import {ensureWorkspace, type InsideStore, parseStored, timestamp} from "./store.ts";

/** Another server of tools that a workspace added. `sealed` is what only its caller can open: headers with secrets. */
export interface StoredServer {
  name: string;
  url: string;
  sealed: string | null;
  /** JSON that the caller's schema checks: which tools are allowed, and how they were described then. */
  content: unknown;
  isEnabled: boolean;
  changedBy: string;
  changedAt: string;
}

/** Keeps a server, in place of one of that name. */
export async function saveServer(
  store: InsideStore,
  workspace: string,
  server: Omit<StoredServer, "changedAt">,
): Promise<void> {
  await ensureWorkspace(store, workspace);
  const {name, url, sealed, content, isEnabled, changedBy} = server;
  const kept = {
    url,
    sealed,
    content: JSON.stringify(content),
    is_enabled: isEnabled ? (1 as const) : (0 as const),
    changed_by: changedBy,
    changed_at: timestamp(),
  };
  await store.db
    .insertInto("mcp_servers")
    .values({workspace, name, ...kept})
    .onConflict((conflict) => conflict.columns(["workspace", "name"]).doUpdateSet(kept))
    .execute();
}

/** The servers of a workspace, by name. */
export async function serversOf(store: Pick<InsideStore, "db">, workspace: string): Promise<StoredServer[]> {
  const rows = await store.db
    .selectFrom("mcp_servers")
    .selectAll()
    .where("workspace", "=", workspace)
    .orderBy("name")
    .execute();
  return rows.map((row) => ({
    name: row.name,
    url: row.url,
    sealed: row.sealed,
    content: parseStored(row.content, "server"),
    isEnabled: row.is_enabled === 1,
    changedBy: row.changed_by,
    changedAt: row.changed_at,
  }));
}

/** Whether any server of a workspace is enabled. */
export async function hasServers(store: Pick<InsideStore, "db">, workspace: string): Promise<boolean> {
  const row = await store.db
    .selectFrom("mcp_servers")
    .select("name")
    .where((is) => is.and({workspace, is_enabled: 1}))
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

/** Whether a server is there and enabled. */
export async function isServerEnabled(
  store: Pick<InsideStore, "db">,
  workspace: string,
  name: string,
): Promise<boolean> {
  const row = await store.db
    .selectFrom("mcp_servers")
    .select("is_enabled")
    .where((is) => is.and({workspace, name}))
    .executeTakeFirst();
  return row?.is_enabled === 1;
}

/** @returns whether there was one */
export async function removeServer(
  store: Pick<InsideStore, "db">,
  workspace: string,
  name: string,
): Promise<boolean> {
  const gone = await store.db
    .deleteFrom("mcp_servers")
    .where((is) => is.and({workspace, name}))
    .executeTakeFirst();
  return gone.numDeletedRows > 0n;
}
