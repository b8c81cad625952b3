import {TabletalkError} from "../errors.ts";
import {holdKey, type InsideStore, inTransaction, type Store, timestamp} from "./store.ts";

/** That a version of a workflow is the one that runs where none is named. `number` counts them, from 1. */
export interface Publication {
  number: number;
  version: number;
  publishedBy: string;
  publishedAt: string;
}

/** Publishes a version. The one that is published already makes no new publication. */
export async function publishWorkflow(
  store: InsideStore,
  workspace: string,
  workflow: string,
  version: number,
  by: string,
): Promise<Publication> {
  return inTransaction(store, async (inside) => {
    await holdKey(inside, workspace, "workflow_publication", workflow);
    const [last] = await publicationsOf(inside, workspace, workflow, 1);
    if (last?.version === version) return last;
    const publication = {number: (last?.number ?? 0) + 1, version, publishedBy: by, publishedAt: timestamp()};
    await inside.db
      .insertInto("workflow_publications")
      .values({
        workspace,
        workflow,
        number: publication.number,
        version,
        published_by: by,
        published_at: publication.publishedAt,
      })
      .execute();
    return publication;
  });
}

/**
 * Publishes again what was published before the version that is published now, or an older version that is named.
 * @throws TabletalkError bad_use where there is none
 */
export async function rollBackWorkflow(
  store: InsideStore,
  workspace: string,
  workflow: string,
  by: string,
): Promise<Publication> {
  return inTransaction(store, async (inside) => {
    await holdKey(inside, workspace, "workflow_publication", workflow);
    const all = await publicationsOf(inside, workspace, workflow);
    const [now] = all;
    // The way back goes on: after a roll back, to what came before that version first.
    const first = now && all.filter(({version}) => version === now.version).at(-1);
    const before = first && all.find(({number}) => number < first.number);
    if (!before)
      throw new TabletalkError(
        "bad_use",
        now ? `Nothing was published before version ${now.version}.` : "Nothing is published.",
        "Publish the version that should run.",
      );
    return publishWorkflow(inside, workspace, workflow, before.version, by);
  });
}

/** What was published, newest first. */
export async function publicationsOf(
  store: Pick<Store, "db">,
  workspace: string,
  workflow: string,
  limit = 200,
): Promise<Publication[]> {
  return store.db
    .selectFrom("workflow_publications")
    .select(["number", "version", "published_by as publishedBy", "published_at as publishedAt"])
    .where((is) => is.and({workspace, workflow}))
    .orderBy("number", "desc")
    .limit(limit)
    .execute();
}

/** The version that runs where none is named, of every workflow that has one, by its id. */
export async function publishedVersions(
  store: Pick<Store, "db">,
  workspace: string,
): Promise<Map<string, number>> {
  const rows = await store.db
    .selectFrom("workflow_publications")
    .select(["workflow", "number", "version"])
    .where("workspace", "=", workspace)
    .orderBy("number")
    .execute();
  return new Map(rows.map(({workflow, version}) => [workflow, version]));
}
