import {spawn} from "node:child_process";
import {mkdtempSync, rmSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {DatabaseSync} from "node:sqlite";
import {afterAll, describe, expect, test} from "vitest";
import {conversationFor, messagesOf} from "../../src/store/conversations.ts";
import {migrationsFolder, readMigrations} from "../../src/store/migrations.ts";
import {migrate} from "../../src/store/sqlite/migrate.ts";
import {openSqliteStore} from "../../src/store/sqlite/open.ts";
import {artifactsOf, earlierTurns} from "../../src/store/turns.ts";

const folder = mkdtempSync(join(tmpdir(), "tabletalk-store-"));
afterAll(() => rmSync(folder, {recursive: true, force: true}));

describe("several processes", () => {
  test("four write at once into a new file and nothing is lost or doubled", async () => {
    const path = join(folder, "shared.db");
    const outputs = await Promise.all(
      ["a", "b", "c", "d"].map((writer) => runWriter(path, writer, 40).finished),
    );
    const said = outputs.flatMap((output) => output.trim().split("\n"));
    expect(said).toHaveLength(160);
    expect(said.filter((line) => line.endsWith("true"))).toHaveLength(40);

    await using store = await openSqliteStore(path);
    const conversation = await conversationFor(store, "w", {
      platform: "terminal",
      installation: "here",
      conversation: "shared",
    });
    const turns = await earlierTurns(store, "w", conversation, 1000);
    expect(new Set(turns.map((turn) => turn.question)).size).toBe(160);
    expect(await messagesOf(store, "w", conversation)).toHaveLength(40);
  });

  test("what a process said was kept is there after kill -9, and the file is whole", async () => {
    const path = join(folder, "killed.db");
    const writer = runWriter(path, "k", 100_000);
    await writer.said(25);
    writer.child.kill("SIGKILL");
    const said = (await writer.finished)
      .split("\n")
      .slice(0, -1)
      .map((line) => line.split(" ")[0]!);

    await using store = await openSqliteStore(path);
    const conversation = await conversationFor(store, "w", {
      platform: "terminal",
      installation: "here",
      conversation: "shared",
    });
    const kept = await earlierTurns(store, "w", conversation, 100_000);
    expect(kept.map((turn) => turn.question)).toEqual(expect.arrayContaining(said));
    expect(said.length).toBeGreaterThanOrEqual(25);
    for (const turn of kept) expect(await artifactsOf(store, "w", turn.id)).toHaveLength(1);
    const database = new DatabaseSync(path);
    expect(database.prepare("PRAGMA integrity_check").get()).toEqual({integrity_check: "ok"});
    database.close();
  });
});

describe("migrations", () => {
  const migrations = readMigrations(migrationsFolder("sqlite"));

  test("state of a newer Tabletalk is refused", async () => {
    const path = join(folder, "newer.db");
    await (await openSqliteStore(path)).close();
    const database = new DatabaseSync(path);
    database.exec(`INSERT INTO migrations VALUES (${migrations.length + 1}, '9999_later.sql', 'x', 'now')`);
    database.close();
    await expect(openSqliteStore(path)).rejects.toMatchObject({
      code: "store_failed",
      next: expect.stringMatching(/Update/),
    });
  });

  test("an edited migration is refused", async () => {
    const database = new DatabaseSync(":memory:");
    migrate(database, migrations);
    const edited = migrations.map((one) => ({...one, checksum: "other"}));
    expect(() => migrate(database, edited)).toThrow(/has changed/);
  });

  test("a migration that fails leaves the schema as it was; one more is applied to what is there", async () => {
    const database = new DatabaseSync(":memory:");
    migrate(database, migrations);
    const next = {number: migrations.length + 1, name: "next.sql", checksum: "c"};
    const tables = () => database.prepare("SELECT count(*) AS n FROM sqlite_master").get();
    const before = tables();
    expect(() =>
      migrate(database, [...migrations, {...next, sql: "CREATE TABLE extra (a); CREATE TABLE turns (b);"}]),
    ).toThrow();
    expect(tables()).toEqual(before);
    migrate(database, [...migrations, {...next, sql: "CREATE TABLE extra (a);"}]);
    expect(database.prepare("SELECT count(*) AS n FROM extra").get()).toEqual({n: 0});
  });

  test("a file that is no database is a clear error", async () => {
    const path = join(folder, "text.db");
    await import("node:fs/promises").then((fs) =>
      fs.writeFile(path, "this is not a database, it is a longer text".repeat(40)),
    );
    await expect(openSqliteStore(path)).rejects.toMatchObject({
      code: "store_failed",
      message: expect.stringContaining(path),
    });
  });
});

function runWriter(path: string, writer: string, count: number) {
  const script = join(import.meta.dirname, "write_turns.ts");
  const child = spawn(process.execPath, [script, path, writer, String(count)], {
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  let errors = "";
  child.stderr.on("data", (data) => {
    errors += data;
  });
  const waiting: {lines: number; resolve: () => void}[] = [];
  child.stdout.on("data", (data) => {
    output += data;
    const lines = output.split("\n").length - 1;
    for (const one of waiting) if (lines >= one.lines) one.resolve();
  });
  const finished = new Promise<string>((resolve, reject) => {
    child.on("close", (status, signal) => {
      if (status === 0 || signal === "SIGKILL") resolve(output);
      else reject(new Error(`writer ${writer} failed: ${errors}`));
    });
  });
  const said = (lines: number) => new Promise<void>((resolve) => waiting.push({lines, resolve}));
  return {child, finished, said};
}
