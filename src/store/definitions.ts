import {ensureWorkspace, holdKey, inTransaction, type Store, timestamp} from "./store.ts";

/** A business term that someone taught. A new meaning is a new version; the old ones stay. */
export interface StoredDefinition {
  term: string;
  version: number;
  /** Absent: the term was forgotten in this version. */
  meaning?: string;
  taughtBy: string;
  createdAt: string;
}

/** Teaches a term (or forgets it, without `meaning`). Returns the new version's number, from 1. */
export async function saveDefinition(
  store: Store,
  workspace: string,
  definition: {term: string; meaning?: string; taughtBy: string},
): Promise<number> {
  return inTransaction(store, async (inside) => {
    await ensureWorkspace(inside, workspace);
    await holdKey(inside, workspace, "definition", definition.term);
    const last = await inside.db
      .selectFrom("definitions")
      .select((is) => is.fn.max("version").as("version"))
      .where("workspace", "=", workspace)
      .where("term", "=", definition.term)
      .executeTakeFirst();
    const version = (last?.version ?? 0) + 1;
    await inside.db
      .insertInto("definitions")
      .values({
        workspace,
        term: definition.term,
        version,
        meaning: definition.meaning ?? null,
        taught_by: definition.taughtBy,
        created_at: timestamp(),
      })
      .execute();
    return version;
  });
}

/** Forgets every term. Returns those that were known. */
export async function forgetDefinitions(
  store: Store,
  workspace: string,
  taughtBy: string,
): Promise<StoredDefinition[]> {
  const known = await definitionsOf(store, workspace);
  for (const {term} of known) await saveDefinition(store, workspace, {term, taughtBy});
  return known;
}

/** The newest version of every term that is not forgotten, by term. */
export async function definitionsOf(
  store: Pick<Store, "db">,
  workspace: string,
): Promise<StoredDefinition[]> {
  const all = await definitionHistory(store, workspace);
  const newest = new Map(all.map((one) => [one.term, one]));
  return [...newest.values()].filter((one) => one.meaning !== undefined);
}

/** Every version of every term (or of one), by term and version. */
export async function definitionHistory(
  store: Pick<Store, "db">,
  workspace: string,
  term?: string,
): Promise<StoredDefinition[]> {
  const rows = await store.db
    .selectFrom("definitions")
    .selectAll()
    .where("workspace", "=", workspace)
    .$if(term !== undefined, (query) => query.where("term", "=", term!))
    .orderBy("term")
    .orderBy("version")
    .execute();
  return rows.map((row) => ({
    term: row.term,
    version: row.version,
    meaning: row.meaning ?? undefined,
    taughtBy: row.taught_by,
    createdAt: row.created_at,
  }));
}
