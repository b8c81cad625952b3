import {TabletalkError} from "../errors.ts";
import {dropChunks, moveChunks, type NewChunk, putChunks} from "./chunks.ts";
import {type NewDocument, placeOf} from "./documents.ts";
import {holdKey, inTransaction, newId, type Store, timestamp} from "./store.ts";

/** A version on its way stands under its document's location with its own hash behind: it is not searched. */
const stagedAt = ({location, hash, pipeline}: NewDocument): string => `${location}\n${hash} ${pipeline}`;

/**
 * Opens a version of a document to put passages in, beside the one that is searched until then. The same version opened before
 * and not finished is taken up again: `done` tells how many passages it has.
 */
export async function stageDocument(
  store: Store,
  workspace: string,
  document: NewDocument,
): Promise<{id: string; done: number}> {
  return inTransaction(store, async (inside) => {
    const staged = stagedAt(document);
    await holdKey(inside, "document", workspace, document.collection, document.location);
    const others = await inside.db
      .selectFrom("documents")
      .select(["id", "location"])
      .where("workspace", "=", workspace)
      .where("collection", "=", document.collection)
      .where("state", "=", "waiting")
      .execute();
    for (const {id, location} of others)
      if (placeOf(location) === document.location && location !== staged)
        await inside.db
          .deleteFrom("documents")
          .where("workspace", "=", workspace)
          .where("id", "=", id)
          .execute();
    const known = others.find(({location}) => location === staged);
    if (known) {
      const {done} = await inside.db
        .selectFrom("chunks")
        .select((is) => is.fn.countAll<number>().as("done"))
        .where("workspace", "=", workspace)
        .where("document", "=", known.id)
        .executeTakeFirstOrThrow();
      return {id: known.id, done: Number(done)};
    }
    const id = newId();
    const now = timestamp();
    await inside.db
      .insertInto("documents")
      .values({
        workspace,
        id,
        collection: document.collection,
        source: document.source ?? null,
        location: staged,
        title: document.title,
        media_type: document.mediaType,
        hash: document.hash,
        pipeline: document.pipeline,
        characters: 0,
        pages: null,
        state: "waiting",
        error: null,
        created_by: document.createdBy,
        created_at: now,
        updated_at: now,
      })
      .execute();
    return {id, done: 0};
  });
}

/**
 * Puts the next passages into a version on its way, all or none.
 * @throws TabletalkError conflict where the version is gone, or somebody else puts passages into it
 */
export async function addChunks(
  store: Store,
  workspace: string,
  staged: {id: string; collection: string; embedder: string},
  chunks: readonly NewChunk[],
): Promise<void> {
  const [first] = chunks;
  if (!first) return;
  await inTransaction(store, async (inside) => {
    await holdKey(inside, "document", workspace, staged.id);
    const {there} = await inside.db
      .selectFrom("chunks")
      .select((is) => is.fn.countAll<number>().as("there"))
      .where("workspace", "=", workspace)
      .where("document", "=", staged.id)
      .executeTakeFirstOrThrow();
    const document = await inside.db
      .selectFrom("documents")
      .select("id")
      .where("workspace", "=", workspace)
      .where("id", "=", staged.id)
      .where("state", "=", "waiting")
      .executeTakeFirst();
    if (!document || Number(there) !== first.position)
      throw new TabletalkError(
        "conflict",
        "The document was changed or removed while it was indexed.",
        "Add it again when the other work has ended.",
      );
    await putChunks(inside, workspace, {...staged, document: staged.id}, chunks);
  });
}

/**
 * Lets a version be searched, in one step with the end of the one before it, whose id it takes.
 * @throws TabletalkError conflict where the version is gone
 */
export async function publishDocument(
  store: Store,
  workspace: string,
  id: string,
  facts: {title: string; characters: number; pages?: number},
): Promise<string> {
  return inTransaction(store, async (inside) => {
    const {db} = inside;
    const staged = await db
      .selectFrom("documents")
      .selectAll()
      .where("workspace", "=", workspace)
      .where("id", "=", id)
      .where("state", "=", "waiting")
      .executeTakeFirst();
    if (!staged)
      throw new TabletalkError(
        "conflict",
        "The document was removed while it was indexed.",
        "Add it again if it is still wanted.",
      );
    const location = placeOf(staged.location);
    await holdKey(inside, "document", workspace, staged.collection, location);
    const changes = {
      ...facts,
      pages: facts.pages ?? null,
      location,
      state: "ready" as const,
      error: null,
      updated_at: timestamp(),
    };
    const before = await db
      .selectFrom("documents")
      .select("id")
      .where("workspace", "=", workspace)
      .where("collection", "=", staged.collection)
      .where("location", "=", location)
      .executeTakeFirst();
    if (before) {
      await dropChunks(inside, workspace, before.id);
      await moveChunks(inside, workspace, id, before.id);
      await db.deleteFrom("documents").where("workspace", "=", workspace).where("id", "=", id).execute();
    }
    const {hash, pipeline, media_type, source} = staged;
    await db
      .updateTable("documents")
      .set({...changes, hash, pipeline, media_type, source})
      .where("workspace", "=", workspace)
      .where("id", "=", before?.id ?? id)
      .execute();
    return before?.id ?? id;
  });
}

/** Notes that a document could not be read. One that is searched stays, with the error beside it. */
export async function failDocument(
  store: Store,
  workspace: string,
  document: NewDocument,
  error: string,
): Promise<void> {
  await inTransaction(store, async (inside) => {
    const {db} = inside;
    await holdKey(inside, "document", workspace, document.collection, document.location);
    await db
      .deleteFrom("documents")
      .where("workspace", "=", workspace)
      .where("collection", "=", document.collection)
      .where("location", "=", stagedAt(document))
      .execute();
    const now = timestamp();
    await db
      .insertInto("documents")
      .values({
        workspace,
        id: newId(),
        collection: document.collection,
        source: document.source ?? null,
        location: document.location,
        title: document.title,
        media_type: document.mediaType,
        hash: document.hash,
        pipeline: document.pipeline,
        characters: 0,
        pages: null,
        state: "failed",
        error,
        created_by: document.createdBy,
        created_at: now,
        updated_at: now,
      })
      .onConflict((conflict) =>
        conflict.columns(["workspace", "collection", "location"]).doUpdateSet({error, updated_at: now}),
      )
      .execute();
  });
}
