import {mkdtempSync, rmSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {expect, test} from "vitest";
import {ensureCollection} from "../../../src/store/collections.ts";
import {addChunks, publishDocument, stageDocument} from "../../../src/store/document_versions.ts";
import {vectorHits} from "../../../src/store/sqlite/chunk_search.ts";
import {openSqliteStore} from "../../../src/store/sqlite/open.ts";

test("where the platform has no sqlite-vec the same passages are found, over many stretches of rows", async () => {
  const folder = mkdtempSync(join(tmpdir(), "tabletalk-vectors-"));
  const store = await openSqliteStore(join(folder, "state.sqlite"));
  try {
    const {id: collection} = await ensureCollection(store, "w", {name: "c", pipeline: {}, createdBy: "ann"});
    const document = {
      collection,
      location: "a",
      hash: "h",
      title: "a",
      mediaType: "text/plain",
      pipeline: "p",
    };
    const staged = await stageDocument(store, "w", {...document, createdBy: "ann"});
    const chunks = Array.from({length: 9_000}, (_, position) => ({
      position,
      heading: "",
      start: 0,
      end: 1,
      text: "x",
      vector: Float32Array.from({length: 8}, (_, place) => Math.sin(position * (place + 1))),
    }));
    await addChunks(store, "w", {id: staged.id, collection, embedder: "e"}, chunks);
    await publishDocument(store, "w", staged.id, {title: "a", characters: 1});
    const wanted = chunks[8_500]!.vector;
    const native = await vectorHits(store, "w", "e", wanted, {limit: 12});
    const plain = await vectorHits(store, "w", "e", wanted, {limit: 12}, async () => false);
    expect(plain.map(({number}) => number)).toEqual(native.map(({number}) => number));
    expect(native[0]!.score).toBeCloseTo(1, 5);
    expect(plain.map(({score}) => score)).toEqual(native.map(({score}) => expect.closeTo(score, 5)));
  } finally {
    await store.close();
    rmSync(folder, {recursive: true, force: true});
  }
});
