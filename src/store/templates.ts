import type {Row} from "./schema.ts";
import {
  ensureWorkspace,
  holdKey,
  type InsideStore,
  inTransaction,
  parseStored,
  type Store,
  timestamp,
} from "./store.ts";

export type TemplateKind = Row<"templates">["kind"];

/** An agent or a prompt of a workspace. A change is a new version; the old ones stay. */
export interface StoredTemplate {
  name: string;
  version: number;
  /** JSON that the caller's schema checks. Absent: removed in this version. */
  content?: unknown;
  changedBy: string;
  createdAt: string;
}

/**
 * Keeps a template (or removes it, without `content`). The same content again makes no new version.
 * @returns the newest version's number, from 1; 0 where there was nothing to remove
 */
export async function saveTemplate(
  store: InsideStore,
  workspace: string,
  template: {kind: TemplateKind; name: string; content?: unknown; changedBy: string},
): Promise<number> {
  const {kind, name} = template;
  const content = template.content === undefined ? null : JSON.stringify(template.content);
  return inTransaction(store, async (inside) => {
    await ensureWorkspace(inside, workspace);
    await holdKey(inside, workspace, "template", kind, name);
    const last = await inside.db
      .selectFrom("templates")
      .select(["version", "content"])
      .where((is) => is.and({workspace, kind, name}))
      .orderBy("version", "desc")
      .limit(1)
      .executeTakeFirst();
    if ((last?.content ?? null) === content) return last?.version ?? 0;
    const version = (last?.version ?? 0) + 1;
    await inside.db
      .insertInto("templates")
      .values({
        workspace,
        kind,
        name,
        version,
        content,
        changed_by: template.changedBy,
        created_at: timestamp(),
      })
      .execute();
    return version;
  });
}

/** The newest version of every template of a kind that is not removed, by name. */
export async function templatesOf(
  store: Pick<Store, "db">,
  workspace: string,
  kind: TemplateKind,
): Promise<StoredTemplate[]> {
  const newest = new Map((await templateHistory(store, workspace, kind)).map((one) => [one.name, one]));
  return [...newest.values()].filter((one) => one.content !== undefined);
}

/** Every version of every template of a kind (or of one), by name and version. */
export async function templateHistory(
  store: Pick<Store, "db">,
  workspace: string,
  kind: TemplateKind,
  name?: string,
): Promise<StoredTemplate[]> {
  const rows = await store.db
    .selectFrom("templates")
    .selectAll()
    .where((is) => is.and({workspace, kind, ...(name !== undefined && {name})}))
    .orderBy("name")
    .orderBy("version")
    .execute();
  return rows.map((row) => ({
    name: row.name,
    version: row.version,
    ...(row.content !== null && {content: parseStored(row.content, "template")}),
    changedBy: row.changed_by,
    createdAt: row.created_at,
  }));
}
