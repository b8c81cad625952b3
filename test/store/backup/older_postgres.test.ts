import {mkdtempSync, rmSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {PGlite} from "@electric-sql/pglite";
import {vector} from "@electric-sql/pglite-pgvector";
import {PGLiteSocketServer} from "@electric-sql/pglite-socket";
import {afterAll, beforeAll, expect, test} from "vitest";
import {restoreBackup} from "../../../src/store/backup/restore_backup.ts";
import {writeBackup} from "../../../src/store/backup/write_backup.ts";
import {openFolderStore} from "../../../src/store/files/folder.ts";
import {migrationsFolder, readMigrations} from "../../../src/store/migrations.ts";
import {openPostgresStore} from "../../../src/store/postgres/open.ts";
import {openDatabase} from "../../../src/store/sqlite/dialect.ts";
import {migrate} from "../../../src/store/sqlite/migrate.ts";

/** A database that holds nothing yet. */
let database: PGlite;
let socket: PGLiteSocketServer;
let url: string;
const folder = mkdtempSync(join(tmpdir(), "tabletalk-older-"));
beforeAll(async () => {
  database = await PGlite.create({extensions: {vector}});
  socket = new PGLiteSocketServer({db: database, host: "127.0.0.1", port: 0, maxConnections: 20});
  await socket.start();
  url = `postgres://postgres@${socket.getServerConn()}/template1?sslmode=disable`;
});
afterAll(async () => {
  await socket.stop();
  await database.close();
  rmSync(folder, {recursive: true, force: true});
});

test("a backup of an older version is brought up to date on Postgres; a failed restore leaves no table", async () => {
  const path = join(folder, "old.sqlite");
  const old = await openDatabase(path);
  migrate(old, readMigrations(migrationsFolder("sqlite")).slice(0, 3));
  old.exec(`
    INSERT INTO workspaces VALUES ('w', NULL, 't');
    INSERT INTO conversations VALUES ('w', 'c', 'p', 'i', 'e', '', 't');
    INSERT INTO messages VALUES ('w', 'p', 'i', 'e', 'm', 'c', 'ann', 'hel' || char(0) || 'lo', '[]', 't');
  `);
  old.close();
  const file = join(folder, "old.tabletalk");
  await writeBackup(file, {store: {dialect: "sqlite", path}, home: folder, version: "0.1"});
  const at = {store: {dialect: "postgres" as const, url}, home: join(folder, "home")};
  const files = await openFolderStore(join(folder, "files"));

  const stop = new AbortController();
  const onProgress = (what: string) => {
    if (what === "messages") stop.abort();
  };
  await expect(restoreBackup(file, {...at, files, signal: stop.signal, onProgress})).rejects.toThrow();
  expect(stop.signal.aborted).toBe(true);
  const tables = await database.query(
    "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'",
  );
  expect(tables.rows).toEqual([]);

  expect(await restoreBackup(file, {...at, files})).toMatchObject({rows: 3});
  await using store = await openPostgresStore(url, {connections: 1});
  expect(store.migrated).toEqual([]);
  // Postgres keeps no NUL in a text.
  expect(await store.db.selectFrom("messages").select(["text", "state"]).execute()).toEqual([
    {text: "hello", state: "done"},
  ]);
});
