import {mkdtempSync, rmSync, utimesSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {Readable} from "node:stream";
import {afterAll, beforeAll, describe, expect, test} from "vitest";
import {hasObjectStorage, type ObjectStorage, startObjectStorage} from "../../../scripts/object_storage.ts";
import {cleanUp, type ReferenceCollector} from "../../../src/store/files/clean_up.ts";
import type {FileStore} from "../../../src/store/files/file_store.ts";
import {openFolderStore} from "../../../src/store/files/folder.ts";
import {readLocation} from "../../../src/store/files/location.ts";
import {openS3Store} from "../../../src/store/files/s3.ts";
import type {S3Location} from "../../../src/store/files/s3_client.ts";
import {all, codeOf, sha256} from "./conformance.ts";

const DAY = 24 * 3_600_000;
const folder = mkdtempSync(join(tmpdir(), "tabletalk-clean-"));
afterAll(() => rmSync(folder, {recursive: true, force: true}));

let places = 0;
/** A folder with files, all of them two days old. */
async function withOld(files: Record<string, readonly string[]>): Promise<FileStore> {
  const store = openFolderStore(join(folder, `files-${++places}`));
  const then = new Date(Date.now() - 2 * DAY);
  for (const [workspace, texts] of Object.entries(files))
    for (const text of texts) {
      const {hash} = await put(store, workspace, text);
      utimesSync(await store.path(workspace, hash), then, then);
    }
  return store;
}
const put = (store: FileStore, workspace: string, text: string) =>
  store.put(workspace, {stream: Readable.from([Buffer.from(text)])});
const hashesIn = async (store: FileStore, workspace: string): Promise<string[]> =>
  (await all(store.list(workspace))).map(({hash}) => hash).sort();
const naming =
  (names: Record<string, readonly string[]>): ReferenceCollector =>
  async (workspace) =>
    (names[workspace] ?? []).map(sha256);

describe("a clean-up", () => {
  test("removes what no collector names, each workspace by itself", async () => {
    const store = await withOld({a: ["one", "two", "three"], b: ["one"]});
    const done = await cleanUp(store, {references: [naming({a: ["one"]}), naming({a: ["two"]})]});
    expect(done).toMatchObject({files: 4, removed: 2, bytes: "three".length + "one".length});
    expect(await hashesIn(store, "a")).toEqual([sha256("one"), sha256("two")].sort());
    expect(await hashesIn(store, "b")).toEqual([]);
  });

  test("leaves what was just put: its writer may not have said yet what it is for", async () => {
    const store = await withOld({a: ["old"]});
    await put(store, "a", "new");
    await cleanUp(store, {references: [naming({})]});
    expect(await hashesIn(store, "a")).toEqual([sha256("new")]);
  });

  test("leaves what is put again, or touched, while it is under way", async () => {
    const store = await withOld({a: ["put again", "touched", "unused"]});
    const meanwhile: ReferenceCollector = async () => {
      await put(store, "a", "put again");
      await store.touch("a", sha256("touched"));
      return [];
    };
    expect(await cleanUp(store, {references: [meanwhile]})).toMatchObject({removed: 1});
    expect(await hashesIn(store, "a")).toEqual([sha256("put again"), sha256("touched")].sort());
  });

  test("removes nothing in a dry run, and tells what it would", async () => {
    const store = await withOld({a: ["one", "two"]});
    const told = await cleanUp(store, {references: [naming({a: ["one"]})], dryRun: true});
    expect(told).toMatchObject({removed: 1, bytes: 3});
    expect(await hashesIn(store, "a")).toHaveLength(2);
    expect(await cleanUp(store, {references: [naming({a: ["one"]})]})).toEqual(told);
  });

  test("removes nothing where references cannot be told", async () => {
    const store = await withOld({a: ["one"]});
    const broken: ReferenceCollector = async () => {
      throw new Error("the database is away");
    };
    await expect(cleanUp(store, {references: [naming({}), broken]})).rejects.toThrow("the database is away");
    expect(await codeOf(cleanUp(store, {references: []}))).toBe("bad_use");
    expect(await hashesIn(store, "a")).toHaveLength(1);
  });

  test("leaves the workspaces of another state alone, and names them", async () => {
    const store = await withOld({ours: ["x"], theirs: ["y"]});
    const isOurs = async (workspace: string) => workspace === "ours";
    const done = await cleanUp(store, {references: [naming({})], isOurs});
    expect(done).toMatchObject({removed: 1, foreign: ["theirs"]});
    expect(await hashesIn(store, "theirs")).toHaveLength(1);
  });
});

describe.skipIf(!hasObjectStorage())("a clean-up of object storage", () => {
  let server: ObjectStorage;
  let store: FileStore;
  beforeAll(async () => {
    server = await startObjectStorage();
    store = openS3Store(readLocation(server.url) as S3Location, {
      environment: {AWS_ACCESS_KEY_ID: server.accessKeyId, AWS_SECRET_ACCESS_KEY: server.secretAccessKey},
      cacheFolder: join(folder, "cache"),
      cacheBytes: 1 << 20,
      freshMs: 0,
    });
  }, 60_000);
  afterAll(async () => {
    await store?.close();
    await server?.stop();
  });

  test("removes what nothing names and keeps what was put, or touched, since", async () => {
    for (const text of ["unused", "named", "put again", "touched"]) await put(store, "a", text);
    // Object storage tells times in whole seconds.
    await new Promise((resolve) => setTimeout(resolve, 1_100));
    await put(store, "a", "put again");
    const {storedAt} = (await store.stat("a", sha256("put again")))!;
    expect(await store.touch("a", sha256("touched"))).toBe(true);
    expect(await store.touch("a", sha256("never there"))).toBe(false);
    const now = new Date(storedAt.getTime() + DAY);
    const done = await cleanUp(store, {references: [naming({a: ["named"]})], now});
    expect(done).toMatchObject({files: 4, removed: 1, bytes: "unused".length});
    expect(await hashesIn(store, "a")).toEqual(["named", "put again", "touched"].map(sha256).sort());
  });
});
