import {randomBytes} from "node:crypto";
import {existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from "node:fs";
import {mkdir} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {sql} from "kysely";
import {afterAll, beforeAll, describe, expect, test} from "vitest";
import {restoreBackup} from "../../../src/store/backup/restore_backup.ts";
import type {StorePlace} from "../../../src/store/backup/tables.ts";
import {writeBackup} from "../../../src/store/backup/write_backup.ts";
import {conversationFor} from "../../../src/store/conversations.ts";
import type {FileStore} from "../../../src/store/files/file_store.ts";
import {openFolderStore} from "../../../src/store/files/folder.ts";
import {pinTurn} from "../../../src/store/pins.ts";
import {saveQuestionVectors} from "../../../src/store/question_vectors.ts";
import {openSqliteStore} from "../../../src/store/sqlite/open.ts";
import {type Store, timestamp} from "../../../src/store/store.ts";
import {recordFile} from "../../../src/store/stored_files.ts";
import {saveTurn} from "../../../src/store/turns.ts";
import {dialects, type TestStore} from "../dialects.ts";

const folder = mkdtempSync(join(tmpdir(), "tabletalk-backup-"));
afterAll(() => rmSync(folder, {recursive: true, force: true}));
let made = 0;
const fresh = (what: string) => join(folder, `${++made}-${what}`);
const HASH = "ab".repeat(32);

/** A home with a state on SQLite, a dataset's file, a stored file, vectors, a passage with its full text. */
async function filledHome(): Promise<{home: string; store: StorePlace; files: FileStore}> {
  const home = fresh("home");
  await mkdir(join(home, "data"), {recursive: true});
  writeFileSync(join(home, "data", `${HASH}.duckdb`), randomBytes(3_000_000));
  writeFileSync(join(home, "data", `${HASH}.json`), "{}");
  writeFileSync(join(home, "data", `${"cd".repeat(32)}.duckdb`), "made by a step");
  const path = join(home, "state.sqlite");
  const files = await openFolderStore(join(home, "files"));
  await using store = await openSqliteStore(path);
  await fill(store, home);
  const picture = join(home, "p.png");
  writeFileSync(picture, "a picture");
  const {hash, bytes} = await files.put("w", {path: picture});
  await recordFile(store, "w", {hash, bytes, name: "p.png"});
  return {home, store: {dialect: "sqlite", path}, files};
}

async function fill(store: Store, home: string): Promise<void> {
  const {db} = store;
  const workspace = "w";
  const conversation = await conversationFor(store, workspace, {
    platform: "t",
    installation: "i",
    conversation: "ünï ' \" \\ 😀",
  });
  const turn = await saveTurn(store, workspace, {
    conversation,
    question: "total amount?",
    state: "answered",
    plan: {steps: [], text: "a\nb"},
  });
  await pinTurn(store, workspace, {turn, by: "person"});
  await saveQuestionVectors(store, workspace, "e", [{turn, vector: Float32Array.of(0.1, -2.5e-8, 3)}]);
  await db
    .insertInto("dataset_versions")
    .values({
      workspace,
      hash: HASH,
      path: join(home, "data", `${HASH}.duckdb`),
      row_count: 3,
      columns: "[]",
      receipt: "{}",
      source_path: "/elsewhere/till.csv",
      created_at: timestamp(),
    })
    .execute();
  const now = timestamp();
  await db
    .insertInto("collections")
    .values({workspace, id: "c", name: "n", pipeline: "{}", created_by: "a", created_at: now})
    .execute();
  await db
    .insertInto("documents")
    .values({
      workspace,
      id: "d",
      collection: "c",
      location: "l",
      title: "t",
      media_type: "text/plain",
      hash: "h",
      pipeline: "{}",
      characters: 1,
      state: "ready",
      created_by: "a",
      created_at: now,
      updated_at: now,
    })
    .execute();
  const vector = Float32Array.of(1.5, 0.1, -1);
  const embedding =
    store.dialect === "sqlite" ? new Uint8Array(vector.buffer) : `[${[...vector].map(String).join(",")}]`;
  for (const id of ["p1", "p2"])
    await db
      .insertInto("chunks")
      .values({
        workspace,
        id,
        document: "d",
        collection: "c",
        position: 0,
        heading: "Refunds",
        start_at: 0,
        end_at: 1,
        text: "Refunds are paid within a fortnight",
        embedder: "e",
        embedding,
      })
      .execute();
}

const emptyFiles = () => openFolderStore(fresh("files"));
const options = {version: "1.0.0"};

/** Backs a state up and restores it elsewhere; the file between the two. */
async function moved(
  from: {home: string; store: StorePlace; files: FileStore},
  to: {home: string; store: StorePlace},
): Promise<{home: string; store: StorePlace; files: FileStore; file: string}> {
  const file = fresh("state.tabletalk");
  await writeBackup(file, {...options, ...from});
  const files = await emptyFiles();
  await restoreBackup(file, {...to, files});
  return {...to, files, file};
}

/** Every table's rows as the backup writes them, in an order of their own. */
async function contents(at: {home: string; store: StorePlace; files: FileStore}): Promise<string> {
  const file = fresh("contents.tabletalk");
  await writeBackup(file, {...options, ...at});
  const {readTar} = await import("../../../src/store/backup/tar.ts");
  const {gunzipSync} = await import("node:zlib");
  await using tar = await readTar(file);
  const lines: string[] = [];
  for (const entry of tar.entries) {
    if (!entry.name.startsWith("tables/")) continue;
    const rows = gunzipSync(await tar.whole(entry))
      .toString()
      .trim()
      .split("\n");
    const plain = rows.map((row) => {
      const cells = Object.entries(JSON.parse(row) as object).sort(([a], [b]) => (a < b ? -1 : 1));
      return `${entry.name} ${JSON.stringify(cells)}`;
    });
    lines.push(...plain);
  }
  return lines.sort().join("\n");
}

describe.each(dialects.filter(([name]) => name !== "SQLite"))("between SQLite and %s", (_name, open) => {
  let opened: TestStore;
  beforeAll(async () => {
    opened = await open();
  });
  afterAll(() => opened?.close());

  test("a state goes over and comes back with equal tables, vectors and files", async () => {
    const from = await filledHome();
    const before = await contents(from);
    expect(before).toContain("question_vectors");
    expect(before).toContain("Refunds are paid");
    // There must be no connection that another transaction waits for.
    await opened.store.close();
    const over = await moved(from, {home: fresh("over"), store: {dialect: "postgres", url: opened.url!}});
    expect(await contents(over)).toBe(before);
    const there = await opened.again();
    const found = await sql<{
      n: number;
    }>`SELECT COUNT(*)::int AS n FROM chunks WHERE words @@ to_tsquery('english', 'refund')`.execute(
      there.db,
    );
    expect(found.rows).toEqual([{n: 2}]);
    // What numbers itself goes on after the highest.
    await there.db
      .insertInto("chunks")
      .values({
        workspace: "w",
        id: "p3",
        document: "d",
        collection: "c",
        position: 2,
        heading: "",
        start_at: 0,
        end_at: 1,
        text: "later",
      })
      .execute();
    const numbers = await there.db.selectFrom("chunks").select("number").orderBy("number").execute();
    expect(numbers.map(({number}) => number)).toEqual([1, 2, 3]);
    await there.db.deleteFrom("chunks").where("id", "=", "p3").execute();
    await there.close();

    const home = fresh("back");
    const back = await moved(over, {home, store: {dialect: "sqlite", path: join(home, "state.sqlite")}});
    expect(await contents(back)).toBe(before);
    await using store = await openSqliteStore(join(home, "state.sqlite"));
    const version = await store.db.selectFrom("dataset_versions").select("path").executeTakeFirstOrThrow();
    expect(version.path).toBe(join(home, "data", `${HASH}.duckdb`));
    expect(readFileSync(version.path)).toEqual(readFileSync(join(from.home, "data", `${HASH}.duckdb`)));
    expect(existsSync(join(home, "data", `${"cd".repeat(32)}.duckdb`))).toBe(false);
    const {hash} = await store.db.selectFrom("files").select("hash").executeTakeFirstOrThrow();
    expect(readFileSync(await back.files.path("w", hash), "utf8")).toBe("a picture");
    const full = await sql`SELECT rowid FROM chunks_text WHERE chunks_text MATCH 'refunds'`.execute(store.db);
    expect(full.rows.length).toBe(2);

    // What holds something is not restored into.
    const again = restoreBackup(back.file, {
      home: fresh("x"),
      store: {dialect: "postgres", url: opened.url!},
      files: await emptyFiles(),
    });
    await expect(again).rejects.toMatchObject({
      code: "conflict",
      message: expect.stringContaining("not empty"),
    });
  });
});

test("a stored file that is not there is told, and the rest is backed up", async () => {
  const from = await filledHome();
  await using store = await openSqliteStore(join(from.home, "state.sqlite"));
  const missing = "ef".repeat(32);
  await recordFile(store, "w", {hash: missing, bytes: 3});
  const file = fresh("missing.tabletalk");
  expect(await writeBackup(file, {...options, ...from})).toMatchObject({missing: [missing], files: 3});
  const home = fresh("home");
  const place = {dialect: "sqlite" as const, path: join(home, "state.sqlite")};
  const restored = await restoreBackup(file, {home, store: place, files: await emptyFiles()});
  expect(restored).toMatchObject({missing: [missing], files: 3});
});

test("what is written while a backup runs is not in it", async () => {
  const from = await filledHome();
  await using store = await openSqliteStore(join(from.home, "state.sqlite"));
  const file = fresh("meanwhile.tabletalk");
  let written: Promise<unknown> | undefined;
  await writeBackup(file, {
    ...options,
    ...from,
    // As soon as the first table is read, somebody writes into the last.
    onProgress: () => {
      written ??= store.db
        .insertInto("workspaces")
        .values({id: "late", name: null, created_at: timestamp()})
        .execute();
    },
  });
  await written;
  const home = fresh("home");
  const path = join(home, "state.sqlite");
  await restoreBackup(file, {home, store: {dialect: "sqlite", path}, files: await emptyFiles()});
  await using restored = await openSqliteStore(path);
  expect(await restored.db.selectFrom("workspaces").select("id").execute()).toEqual([{id: "w"}]);
  expect((await store.db.selectFrom("workspaces").select("id").execute()).length).toBe(2);
});
