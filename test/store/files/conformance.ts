import {createHash, randomBytes} from "node:crypto";
import {mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {Readable} from "node:stream";
import {buffer} from "node:stream/consumers";
import {afterAll, beforeAll, describe, expect, test} from "vitest";
import {TabletalkError} from "../../../src/errors.ts";
import type {FileStore} from "../../../src/store/files/file_store.ts";

/** A file store to try, and what its contract does not offer. */
export interface Tried {
  store: FileStore;
  /** Puts other bytes where a file lies. */
  damage(workspace: string, hash: string): Promise<void>;
  stop(): Promise<void>;
}

export const sha256 = (bytes: Buffer | string): string => createHash("sha256").update(bytes).digest("hex");

/** The code of the error that a promise rejects with, which must be one that a person can act on. */
export async function codeOf(work: Promise<unknown>): Promise<string> {
  const error = await work.then(
    () => "it did not fail",
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(TabletalkError);
  const {code, next} = error as TabletalkError;
  expect(next).not.toBe("");
  return code;
}

export async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const item of items) found.push(item);
  return found;
}

/** What every file store does. */
export function conforms(start: (folder: string) => Promise<Tried>): void {
  const folder = mkdtempSync(join(tmpdir(), "tabletalk-files-"));
  let tried: Tried;
  let store: FileStore;
  let number = 0;
  /** A workspace that no other test uses. */
  const anew = (): string => `ws-${++number}`;
  const put = (workspace: string, text: string | Buffer) =>
    store.put(workspace, {stream: Readable.from([Buffer.from(text)])});
  const read = async (workspace: string, hash: string) => buffer(await store.open(workspace, hash));

  beforeAll(async () => {
    tried = await start(folder);
    store = tried.store;
    await store.check();
  }, 60_000);
  afterAll(async () => {
    await tried?.stop();
    rmSync(folder, {recursive: true, force: true});
  });

  test("what was put comes back by the hash of its bytes", async () => {
    const workspace = anew();
    const bytes = randomBytes(300_000);
    writeFileSync(join(folder, "a.bin"), bytes);
    for (const source of [{stream: Readable.from([bytes])}, {path: join(folder, "a.bin")}]) {
      const stored = await store.put(workspace, source);
      expect(stored).toEqual({hash: sha256(bytes), bytes: bytes.length});
    }
    expect((await read(workspace, sha256(bytes))).equals(bytes)).toBe(true);
    expect(readFileSync(await store.path(workspace, sha256(bytes))).equals(bytes)).toBe(true);
    expect(await store.stat(workspace, sha256(bytes))).toMatchObject({bytes: bytes.length});
    expect(await all(store.list(workspace))).toHaveLength(1);
  });

  test("an empty file is a file", async () => {
    const workspace = anew();
    const {hash, bytes} = await put(workspace, "");
    expect([hash, bytes]).toEqual([sha256(""), 0]);
    expect(await read(workspace, hash)).toHaveLength(0);
  });

  test("a long file, in several parts where there are parts", async () => {
    const workspace = anew();
    const bytes = randomBytes(23 * 1024 * 1024 + 17);
    const path = join(folder, "long.bin");
    writeFileSync(path, bytes);
    const {hash} = await store.put(workspace, {path});
    expect(hash).toBe(sha256(bytes));
    expect(sha256(await read(workspace, hash))).toBe(hash);
  });

  test("a file of one workspace is not there for another", async () => {
    const [ours, theirs] = [anew(), anew()];
    const {hash} = await put(ours, "secret");
    expect(await store.has(theirs, hash)).toBe(false);
    expect(await store.remove(theirs, hash)).toBe(false);
    expect(await codeOf(store.open(theirs, hash))).toBe("not_found");
    expect(await codeOf(store.path(theirs, hash))).toBe("not_found");
    expect(await codeOf(store.fetchTo(theirs, hash, join(folder, "stolen")))).toBe("not_found");
    expect(readdirSync(folder)).not.toContain("stolen");
    expect(await store.has(ours, hash)).toBe(true);
  });

  test("no name of a workspace leaves its place or falls together with another", async () => {
    const names = ["../../etc", "a/b", "a", "A", "..", ".drafts", "Zoë 💾", "a%2fb", "=2e", "slack:T0123"];
    for (const name of names) await put(name, name);
    const known = await all(store.workspaces());
    expect(known).toEqual(expect.arrayContaining(names));
    for (const name of names) {
      expect((await all(store.list(name))).map(({hash}) => hash)).toEqual([sha256(name)]);
      await store.remove(name, sha256(name));
    }
    expect(await codeOf(put("", "x"))).toBe("bad_use");
    expect(await codeOf(put("x".repeat(500), "x"))).toBe("bad_use");
  });

  test.each(["../../../etc/passwd", "abc", "", "G".repeat(64), `${"a".repeat(64)}/x`])(
    "“%s” is no hash",
    async (hash) => {
      for (const asked of [
        store.open("x", hash),
        store.path("x", hash),
        store.remove("x", hash),
        store.has("x", hash),
      ])
        expect(await codeOf(asked)).toBe("bad_use");
    },
  );

  test("damaged bytes are never handed out as whole", async () => {
    const workspace = anew();
    const {hash} = await put(workspace, "a hundred euros");
    await tried.damage(workspace, hash);
    expect(await codeOf(read(workspace, hash))).toBe("store_failed");
    expect(await codeOf(store.fetchTo(workspace, hash, join(folder, "fetched")))).toBe("store_failed");
    expect(readdirSync(folder).filter((name) => name.startsWith("fetched"))).toEqual([]);
  });

  test("a file is fetched to a path, in place of what was there", async () => {
    const workspace = anew();
    const {hash} = await put(workspace, "the new one");
    const to = join(folder, "deep", "place.txt");
    await store.fetchTo(workspace, hash, to);
    await store.fetchTo(workspace, hash, to);
    expect(readFileSync(to, "utf8")).toBe("the new one");
    expect(readdirSync(join(folder, "deep"))).toEqual(["place.txt"]);
  });

  test("a stream that is too long, breaks or is stopped leaves nothing", async () => {
    const workspace = anew();
    const endless = (function* () {
      for (let at = 0; at < 100; at++) yield Buffer.alloc(1000, at);
    })();
    const options = {maxBytes: 10_000};
    expect(await codeOf(store.put(workspace, {stream: Readable.from(endless)}, options))).toBe(
      "limit_reached",
    );
    const broken = (async function* () {
      yield Buffer.from("half");
      throw new TabletalkError("bad_file", "The sender went away.", "Send it again.");
    })();
    expect(await codeOf(store.put(workspace, {stream: broken}))).toBe("bad_file");
    const stop = new AbortController();
    const stopped = (async function* () {
      yield Buffer.from("half");
      stop.abort();
      yield Buffer.from("whole");
    })();
    expect(await codeOf(store.put(workspace, {stream: stopped}, {signal: stop.signal}))).toBe("aborted");
    expect(await all(store.list(workspace))).toEqual([]);
    expect(await store.removeUnfinished(new Date(Date.now() + 60_000))).toBe(0);
  });

  test("the same bytes put by many at once are one file", async () => {
    const workspace = anew();
    const hashes = await Promise.all(Array.from({length: 20}, () => put(workspace, "the same")));
    expect(new Set(hashes.map(({hash}) => hash)).size).toBe(1);
    expect(await all(store.list(workspace))).toHaveLength(1);
    expect((await read(workspace, sha256("the same"))).toString()).toBe("the same");
  });

  test("what is removed is gone, and removing it again says so", async () => {
    const workspace = anew();
    const {hash} = await put(workspace, "old");
    await store.path(workspace, hash);
    expect(await store.remove(workspace, hash)).toBe(true);
    expect(await store.remove(workspace, hash)).toBe(false);
    expect(await codeOf(store.path(workspace, hash))).toBe("not_found");
    expect(await all(store.list(workspace))).toEqual([]);
  });

  test("only what was last put before a time is removed", async () => {
    const workspace = anew();
    const {hash} = await put(workspace, "kept");
    expect(await store.remove(workspace, hash, {olderThan: new Date(Date.now() - 60_000)})).toBe(false);
    expect(await store.has(workspace, hash)).toBe(true);
    expect(await store.remove(workspace, hash, {olderThan: new Date(Date.now() + 60_000)})).toBe(true);
  });

  test("every file is listed once, whatever their number", async () => {
    const workspace = anew();
    const texts = Array.from({length: 25}, (_, at) => `file ${at}`);
    await Promise.all(texts.map((text) => put(workspace, text)));
    const listed = await all(store.list(workspace));
    expect(listed.map(({hash}) => hash).sort()).toEqual(texts.map(sha256).sort());
    expect(listed.every(({bytes, storedAt}) => bytes >= 6 && storedAt instanceof Date)).toBe(true);
  });

  describe("a missing source", () => {
    test("is said", async () => {
      expect(await codeOf(store.put(anew(), {path: join(folder, "nowhere")}))).toBe("store_failed");
    });
  });
}
