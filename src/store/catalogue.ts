import {sql} from "kysely";
import {parseStored, type Store, timestamp} from "./store.ts";

/** What was found out about a version. `content` is JSON that the caller's schema checks. */
export interface StoredEntry {
  version: string;
  content: unknown;
  /** By what: an entry of an older way is made anew. */
  madeBy: string;
}

/** Keeps what was found out about a version, in place of what was known. */
export async function saveEntry(
  store: Pick<Store, "db">,
  workspace: string,
  {version, content, madeBy}: StoredEntry,
): Promise<void> {
  const row = {content: JSON.stringify(content), made_by: madeBy, created_at: timestamp()};
  await store.db
    .insertInto("catalogue")
    .values({workspace, version_hash: version, ...row})
    .onConflict((conflict) => conflict.columns(["workspace", "version_hash"]).doUpdateSet(row))
    .execute();
}

/** What is known of some versions, as far as it was made in this way. */
export async function entriesOf(
  store: Pick<Store, "db">,
  workspace: string,
  versions: readonly string[],
  madeBy: string,
): Promise<Map<string, unknown>> {
  const found = new Map<string, unknown>();
  for (let at = 0; at < versions.length; at += AT_ONCE) {
    const rows = await store.db
      .selectFrom("catalogue")
      .select(["version_hash", "content"])
      .where((is) => is.and({workspace, made_by: madeBy}))
      .where("version_hash", "in", versions.slice(at, at + AT_ONCE))
      .execute();
    for (const row of rows) found.set(row.version_hash, parseStored(row.content, "catalogue"));
  }
  return found;
}

/** Parameters of one statement. */
const AT_ONCE = 500;
/** So many at most are looked through. */
const MOST = 500;

/** Of the current versions of a workspace those whose entry has any of some texts (in lower case) in it, anywhere. */
export async function entriesWith(
  store: Pick<Store, "db">,
  workspace: string,
  texts: readonly string[],
  madeBy: string,
): Promise<Map<string, unknown>> {
  if (texts.length === 0) return new Map();
  const rows = await store.db
    .selectFrom("catalogue")
    .select(["version_hash", "content"])
    .where((is) => is.and({workspace, made_by: madeBy}))
    .where("version_hash", "in", (is) =>
      is.selectFrom("datasets").select("datasets.version_hash").where("datasets.workspace", "=", workspace),
    )
    .where((is) => is.or(texts.map((text) => sql<boolean>`content LIKE ${`%${escaped(text)}%`} ESCAPE '\\'`)))
    .orderBy("version_hash")
    .limit(MOST)
    .execute();
  return new Map(rows.map((row) => [row.version_hash, parseStored(row.content, "catalogue")]));
}

/** As it stands within JSON, with nothing that LIKE takes for a pattern. */
const escaped = (text: string): string =>
  JSON.stringify(text)
    .slice(1, -1)
    .replace(/[\\%_]/g, "\\$&");

/** Forgets what was found out about a version. */
export async function dropEntry(store: Pick<Store, "db">, workspace: string, version: string): Promise<void> {
  await store.db
    .deleteFrom("catalogue")
    .where((is) => is.and({workspace, version_hash: version}))
    .execute();
}
