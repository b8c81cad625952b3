import {mkdtempSync, rmSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {PGlite} from "@electric-sql/pglite";
import {vector} from "@electric-sql/pglite-pgvector";
import {PGLiteSocketServer} from "@electric-sql/pglite-socket";
import postgres from "postgres";
import {afterAll, beforeAll, describe} from "vitest";
import {openPostgresStore} from "../../src/store/postgres/open.ts";
import {openSqliteStore} from "../../src/store/sqlite/open.ts";
import type {Store} from "../../src/store/store.ts";

/** An empty store of one dialect, with how to open it again (as another process would). */
export interface TestStore {
  store: Store;
  again(): Promise<Store>;
  /** The address of the server; undefined for a file. */
  url?: string;
  close(): Promise<void>;
}

/** A real server, as a role that is no superuser: row-level security binds it. Given by `npm run test:postgres`. */
const server = process.env.TABLETALK_TEST_POSTGRES_STORE;

/** The dialects that are tested here: the file, Postgres in WebAssembly, and the real server where there is one. */
export const dialects: readonly (readonly [name: string, open: () => Promise<TestStore>])[] = [
  ["SQLite", openSqlite],
  ["PGlite", openPglite],
  ...(server ? ([["Postgres", () => openServer(server)]] as const) : []),
];

/** With a server its dialect alone: the others are tested without one. */
const tested = server ? dialects.filter(([name]) => name === "Postgres") : dialects;

/** Runs the same tests on every dialect; `store()` is the opened one. */
export function describeStores(
  what: string,
  tests: (store: () => Store, opened: () => TestStore) => void,
): void {
  describe.each(tested)(`${what} on %s`, (_name, open) => {
    let opened: TestStore;
    beforeAll(async () => {
      opened = await open();
    });
    afterAll(() => opened?.close());
    tests(
      () => opened.store,
      () => opened,
    );
  });
}

async function openSqlite(): Promise<TestStore> {
  const folder = mkdtempSync(join(tmpdir(), "tabletalk-store-"));
  const path = join(folder, "state.sqlite");
  const store = await openSqliteStore(path);
  return {
    store,
    again: () => openSqliteStore(path),
    async close() {
      await store.close();
      rmSync(folder, {recursive: true, force: true});
    },
  };
}

async function openPglite(): Promise<TestStore> {
  const database = await PGlite.create({extensions: {vector}});
  // PGlite's own user is a superuser, whom row-level security does not bind.
  await database.exec(`
    CREATE EXTENSION vector;
    CREATE ROLE service LOGIN;
    ALTER ROLE postgres IN DATABASE template1 SET role = 'service';
    GRANT ALL ON SCHEMA public TO service;
    GRANT CREATE ON DATABASE postgres TO service;
    SET SESSION AUTHORIZATION service;
  `);
  const socket = new PGLiteSocketServer({db: database, host: "127.0.0.1", port: 0, maxConnections: 20});
  await socket.start();
  const url = `postgres://postgres@${socket.getServerConn()}/template1?sslmode=disable`;
  const opening = () => openPostgresStore(url, {connections: 1});
  const store = await opening();
  return {
    store,
    again: opening,
    url,
    async close() {
      await store.close();
      await socket.stop();
      await database.close();
    },
  };
}

async function openServer(given: string): Promise<TestStore> {
  const schema = `test_${process.pid}_${Date.now()}_${Math.floor(Math.random() * 1e6)}`;
  const admin = postgres(given, {max: 1, onnotice: () => {}});
  await admin.unsafe(`CREATE SCHEMA ${schema}`);
  const url = new URL(given);
  url.searchParams.set("options", `-c search_path=${schema},public`);
  const store = await openPostgresStore(url.href);
  return {
    store,
    again: () => openPostgresStore(url.href),
    url: url.href,
    async close() {
      await store.close();
      await admin.unsafe(`DROP SCHEMA ${schema} CASCADE`);
      await admin.unsafe(`DROP SCHEMA IF EXISTS ${`${schema}_jobs`.slice(0, 50)} CASCADE`);
      await admin.end();
    },
  };
}
