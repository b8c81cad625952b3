import {sql} from "kysely";
import {expect, test} from "vitest";
import {chunksOf, indexVectors, type NewChunk, searchVectors, searchWords} from "../../src/store/chunks.ts";
import {
  collectionNamed,
  collectionsOf,
  ensureCollection,
  removeCollection,
  setPipeline,
} from "../../src/store/collections.ts";
import {addChunks, failDocument, publishDocument, stageDocument} from "../../src/store/document_versions.ts";
import {documentById, documentsOf, hasDocuments, removeDocument} from "../../src/store/documents.ts";
import type {Store} from "../../src/store/store.ts";
import {describeStores} from "./dialects.ts";

const EMBEDDER = "three/1";

const documentAt = (collection: string, location: string, hash = "h1") => ({
  collection,
  location,
  hash,
  title: location,
  mediaType: "text/plain",
  pipeline: "p1",
  createdBy: "ann",
});

const chunk = (position: number, text: string, vector: number[]): NewChunk => ({
  position,
  heading: "Handbook",
  page: position + 1,
  start: position * 100,
  end: position * 100 + text.length,
  text,
  vector: new Float32Array(vector),
});

async function collection(store: Store, workspace: string, name = "handbook"): Promise<string> {
  return (await ensureCollection(store, workspace, {name, pipeline: {version: 1}, createdBy: "ann"})).id;
}

async function publish(
  store: Store,
  workspace: string,
  into: string,
  location: string,
  chunks: NewChunk[],
  hash = "h1",
): Promise<string> {
  const staged = await stageDocument(store, workspace, documentAt(into, location, hash));
  await addChunks(store, workspace, {id: staged.id, collection: into, embedder: EMBEDDER}, chunks);
  return publishDocument(store, workspace, staged.id, {title: location, characters: 500, pages: 2});
}

const texts = (hits: {text: string}[]): string[] => hits.map(({text}) => text);

describeStores("documents", (store) => {
  test("a collection is made once, named, given another pipeline, and removed with all that is in it", async () => {
    const id = await collection(store(), "w1", "temporary");
    expect(await collection(store(), "w1", "temporary")).toBe(id);
    await setPipeline(store(), "w1", id, {version: 2});
    expect(await collectionNamed(store(), "w1", "temporary")).toMatchObject({id, pipeline: {version: 2}});
    await publish(store(), "w1", id, "a.txt", [chunk(0, "rare zebra", [1, 0, 0])]);
    expect(await removeCollection(store(), "w2", id)).toBe(false);
    expect(await removeCollection(store(), "w1", id)).toBe(true);
    expect(await collectionsOf(store(), "w1")).toEqual([]);
    expect(await documentsOf(store(), "w1")).toEqual([]);
    expect(await searchWords(store(), "w1", ["zebra"], {limit: 5})).toEqual([]);
    await expect(collectionNamed(store(), "w1", "temporary")).rejects.toMatchObject({code: "not_found"});
  });

  test("words are found by their stems, rare ones first, and tell where they stand", async () => {
    const id = await collection(store(), "words");
    await publish(store(), "words", id, "a.txt", [
      chunk(0, "The refund is paid within five days.", [1, 0, 0]),
      chunk(1, "Refunds of vouchers are paid as vouchers, in the days after.", [0, 1, 0]),
      chunk(2, "Opening days and hours.", [0, 0, 1]),
    ]);
    const found = await searchWords(store(), "words", ["voucher", "days"], {limit: 5});
    expect(found[0]).toMatchObject({
      text: "Refunds of vouchers are paid as vouchers, in the days after.",
      location: "a.txt",
      heading: "Handbook",
      page: 2,
      start: 100,
    });
    expect(found.length).toBe(3);
    expect(texts(await searchWords(store(), "words", ["refunded"], {limit: 1})).length).toBe(1);
    expect(await searchWords(store(), "words", ["nothing"], {limit: 5})).toEqual([]);
    expect(await searchWords(store(), "words", ["of", "the"], {limit: 0})).toEqual([]);
  });

  test("vectors are found by their angle, and only those of the same embedder and size", async () => {
    const id = await collection(store(), "vectors");
    await indexVectors(store(), 3);
    await indexVectors(store(), 3);
    await publish(store(), "vectors", id, "a.txt", [
      chunk(0, "north", [0, 1, 0]),
      chunk(1, "north east", [1, 1, 0]),
      chunk(2, "east", [1, 0, 0]),
    ]);
    const near = await searchVectors(store(), "vectors", EMBEDDER, new Float32Array([0.1, 1, 0]), {limit: 2});
    expect(texts(near)).toEqual(["north", "north east"]);
    expect(near[0]!.score).toBeCloseTo(1 / Math.sqrt(1.01), 5);
    expect(
      await searchVectors(store(), "vectors", "other/1", new Float32Array([0, 1, 0]), {limit: 2}),
    ).toEqual([]);
    expect(await searchVectors(store(), "vectors", EMBEDDER, new Float32Array([0, 1]), {limit: 2})).toEqual(
      [],
    );
    expect(await searchVectors(store(), "vectors", EMBEDDER, new Float32Array(3), {limit: 2})).toEqual([]);
  });

  test("collections are searched apart where asked", async () => {
    const [one, two] = [await collection(store(), "apart", "one"), await collection(store(), "apart", "two")];
    await publish(store(), "apart", one, "a.txt", [chunk(0, "shared word", [1, 0, 0])]);
    await publish(store(), "apart", two, "a.txt", [chunk(0, "shared word again", [1, 0, 0])]);
    const vector = new Float32Array([1, 0, 0]);
    for (const scope of [
      {limit: 5, collections: [two]},
      {limit: 5, collections: [one, two]},
      {limit: 5},
      {limit: 5, collections: []},
    ]) {
      const wanted = scope.collections?.length === 1 ? 1 : scope.collections?.length === 0 ? 0 : 2;
      expect((await searchWords(store(), "apart", ["shared"], scope)).length).toBe(wanted);
      expect((await searchVectors(store(), "apart", EMBEDDER, vector, scope)).length).toBe(wanted);
    }
  });

  test("nothing of another workspace is found, read or removed", async () => {
    const id = await collection(store(), "mine");
    const document = await publish(store(), "mine", id, "secret.txt", [chunk(0, "private plans", [1, 0, 0])]);
    for (const other of [store(), store().within("theirs")]) {
      expect(await searchWords(other, "theirs", ["private"], {limit: 5})).toEqual([]);
      expect(await searchVectors(other, "theirs", EMBEDDER, new Float32Array([1, 0, 0]), {limit: 5})).toEqual(
        [],
      );
      expect(await documentById(other, "theirs", document)).toBeUndefined();
      expect(await chunksOf(other, "theirs", document)).toEqual([]);
      expect(await removeDocument(other, "theirs", document)).toBe(false);
      expect(await hasDocuments(other, "theirs")).toBe(false);
    }
    expect(await hasDocuments(store(), "mine")).toBe(true);
  });

  test("a newer version is not searched until it is whole, and then takes the place of the older in one step", async () => {
    const id = await collection(store(), "versions");
    const first = await publish(store(), "versions", id, "a.txt", [chunk(0, "old rule", [1, 0, 0])]);
    const staged = await stageDocument(store(), "versions", documentAt(id, "a.txt", "h2"));
    const into = {id: staged.id, collection: id, embedder: EMBEDDER};
    await addChunks(store(), "versions", into, [chunk(0, "new rule", [1, 0, 0])]);
    expect(texts(await searchWords(store(), "versions", ["rule"], {limit: 5}))).toEqual(["old rule"]);
    expect((await documentsOf(store(), "versions")).map(({state, hash}) => [state, hash])).toEqual([
      ["ready", "h1"],
    ]);
    await addChunks(store(), "versions", into, [chunk(1, "another rule", [0, 1, 0])]);
    const facts = {title: "A", characters: 20};
    expect(await publishDocument(store(), "versions", staged.id, facts)).toBe(first);
    expect(texts(await searchWords(store(), "versions", ["rule"], {limit: 5})).sort()).toEqual([
      "another rule",
      "new rule",
    ]);
    expect(
      texts(await searchVectors(store(), "versions", EMBEDDER, new Float32Array([1, 0, 0]), {limit: 1})),
    ).toEqual(["new rule"]);
    expect(await documentsOf(store(), "versions")).toMatchObject([
      {id: first, hash: "h2", title: "A", state: "ready"},
    ]);
    expect(texts(await chunksOf(store(), "versions", first))).toEqual(["new rule", "another rule"]);
  });

  test("what was begun is taken up again; a third version ends it; passages come in order and once", async () => {
    const id = await collection(store(), "resume");
    const begun = await stageDocument(store(), "resume", documentAt(id, "a.txt"));
    const into = {id: begun.id, collection: id, embedder: EMBEDDER};
    await addChunks(store(), "resume", into, [chunk(0, "one", [1, 0, 0]), chunk(1, "two", [1, 0, 0])]);
    expect(await stageDocument(store(), "resume", documentAt(id, "a.txt"))).toEqual({id: begun.id, done: 2});
    await expect(addChunks(store(), "resume", into, [chunk(1, "two", [1, 0, 0])])).rejects.toMatchObject({
      code: "conflict",
    });
    const newer = await stageDocument(store(), "resume", documentAt(id, "a.txt", "h9"));
    expect(newer.done).toBe(0);
    await expect(addChunks(store(), "resume", into, [chunk(2, "three", [1, 0, 0])])).rejects.toMatchObject({
      code: "conflict",
    });
    await expect(
      publishDocument(store(), "resume", begun.id, {title: "A", characters: 1}),
    ).rejects.toMatchObject({code: "conflict"});
    expect(await hasDocuments(store(), "resume")).toBe(false);
  });

  test("a version that cannot be read is told beside the one that is searched", async () => {
    const id = await collection(store(), "failed");
    await failDocument(store(), "failed", documentAt(id, "new.pdf"), "It has a password.");
    await publish(store(), "failed", id, "old.pdf", [chunk(0, "still here", [1, 0, 0])]);
    await failDocument(store(), "failed", documentAt(id, "old.pdf", "h2"), "It is broken.");
    expect(
      (await documentsOf(store(), "failed")).map(({location, state, error}) => [location, state, error]),
    ).toEqual([
      ["new.pdf", "failed", "It has a password."],
      ["old.pdf", "ready", "It is broken."],
    ]);
    expect(texts(await searchWords(store(), "failed", ["still"], {limit: 5}))).toEqual(["still here"]);
  });

  test("removing a document removes its passages and its version on its way", async () => {
    const id = await collection(store(), "removed");
    const document = await publish(store(), "removed", id, "a.txt", [chunk(0, "goes away", [1, 0, 0])]);
    await stageDocument(store(), "removed", documentAt(id, "a.txt", "h2"));
    expect(await removeDocument(store(), "removed", document)).toBe(true);
    expect(await documentsOf(store(), "removed")).toEqual([]);
    expect(await searchWords(store(), "removed", ["away"], {limit: 5})).toEqual([]);
    expect(
      await searchVectors(store(), "removed", EMBEDDER, new Float32Array([1, 0, 0]), {limit: 5}),
    ).toEqual([]);
  });

  test("the index of words holds what the passages hold, after all that was removed and replaced", async () => {
    if (store().dialect !== "sqlite") return;
    const check = sql`INSERT INTO chunks_text (chunks_text, rank) VALUES ('integrity-check', 1)`;
    await expect(check.execute(store().db)).resolves.toBeDefined();
    await sql`INSERT INTO chunks_text (rowid, heading, text) VALUES (999999, 'planted', 'planted')`.execute(
      store().db,
    );
    await expect(check.execute(store().db)).rejects.toThrow();
  });
});
