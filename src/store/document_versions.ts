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
      return {id: known.id, done: await nextPosition(inside, workspace, known.id)};
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
    const next = await nextPosition(inside, workspace, staged.id);
    const document = await inside.db
      .selectFrom("documents")
      .select("id")
      .where("workspace", "=", workspace)
      .where("id", "=", staged.id)
      .where("state", "=", "waiting")
      .executeTakeFirst();
    if (!document || next !== first.position)
      throw new TabletalkError(
        "conflict",
        "The document was changed or removed while it was indexed.",
        "Add it again when the other work has ended.",
      );
    await putChunks(inside, workspace, {...staged, document: staged.id}, chunks);
  });
}

/** Passages stand one after the other from 0. */
async function nextPosition(store: Pick<Store, "db">, workspace: string, document: string): Promise<number> {
  const found = await store.db
    .selectFrom("chunks")
    .select((is) => is.fn.max("position").as("last"))
    .where("workspace", "=", workspace)
    .where("document", "=", document)
    .executeTakeFirst();
  return found?.last === null || found?.last === undefined ? 0 : Number(found.last) + 1;
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
  const [document, replaced] = await swap(store, workspace, id, facts);
  // What it replaced is found by nobody any more: taken away in small steps, so that others may work between them.
  if (replaced !== undefined) {
    await dropChunks(store, workspace, replaced);
    await store.db
      .deleteFrom("documents")
      .where("workspace", "=", workspace)
      .where("id", "=", replaced)
      .execute();
  }
  return document;
}

/** Gives a version's passages to the document, and the document's to the version; returns both ids, the document's first. */
async function swap(
  store: Store,
  workspace: string,
  id: string,
  facts: {title: string; characters: number; pages?: number},
): Promise<[document: string, replaced: string | undefined]> {
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
    const {workspace: _, ...copied} = staged;
    const replaced = newId();
    if (before) {
      await db
        .insertInto("documents")
        .values({workspace, ...copied, id: replaced, location: `${location}\nreplaced ${replaced}`})
        .execute();
      await moveChunks(inside, workspace, before.id, replaced);
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
    return before ? [before.id, replaced] : [id, undefined];
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
