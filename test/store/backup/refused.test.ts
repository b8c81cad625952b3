import {createHash} from "node:crypto";
import {existsSync, mkdtempSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {DatabaseSync} from "node:sqlite";
import {gzipSync} from "node:zlib";
import {afterAll, beforeAll, describe, expect, test} from "vitest";
import {MANIFEST, type Manifest, SEAL} from "../../../src/store/backup/format.ts";
import {restoreBackup} from "../../../src/store/backup/restore_backup.ts";
import {readTar, writeTar} from "../../../src/store/backup/tar.ts";
import {writeBackup} from "../../../src/store/backup/write_backup.ts";
import {conversationFor} from "../../../src/store/conversations.ts";
import {openFolderStore} from "../../../src/store/files/folder.ts";
import {migrationsFolder, readMigrations} from "../../../src/store/migrations.ts";
import {openDatabase} from "../../../src/store/sqlite/dialect.ts";
import {migrate} from "../../../src/store/sqlite/migrate.ts";
import {openSqliteStore} from "../../../src/store/sqlite/open.ts";
import {saveTurn} from "../../../src/store/turns.ts";

const folder = mkdtempSync(join(tmpdir(), "tabletalk-refused-"));
afterAll(() => rmSync(folder, {recursive: true, force: true}));
let made = 0;
const fresh = (what: string) => join(folder, `${++made}-${what}`);
let good: string;

beforeAll(async () => {
  const home = fresh("home");
  const path = join(home, "state.sqlite");
  {
    await using store = await openSqliteStore(path);
    const key = {platform: "t", installation: "i", conversation: "c"};
    const conversation = await conversationFor(store, "w", key);
    for (let at = 0; at < 50; at++)
      await saveTurn(store, "w", {conversation, question: `question ${at}`, state: "answered"});
  }
  good = fresh("good.tabletalk");
  await writeBackup(good, {store: {dialect: "sqlite", path}, home, version: "1"});
});

/** Restores into a new home; whether it left anything there. */
async function restoring(file: string) {
  const home = fresh("into");
  const path = join(home, "state.sqlite");
  const files = await openFolderStore(join(home, "files"));
  const outcome = await restoreBackup(file, {store: {dialect: "sqlite", path}, home, files}).catch(
    (error: unknown) => error,
  );
  return {outcome, isThere: existsSync(path), path};
}

/** The same backup with something else in it, its own sums made right again. */
async function forged(change: (manifest: Manifest, bytes: Map<string, Buffer>) => void): Promise<string> {
  await using tar = await readTar(good);
  const bytes = new Map<string, Buffer>();
  for (const entry of tar.entries) bytes.set(entry.name, await tar.whole(entry));
  const manifest = JSON.parse(bytes.get(MANIFEST)!.toString()) as Manifest;
  bytes.delete(MANIFEST);
  bytes.delete(SEAL);
  change(manifest, bytes);
  const file = fresh("forged.tabletalk");
  const written = await writeTar(file);
  for (const [name, content] of bytes) await written.add(name, content);
  const text = Buffer.from(JSON.stringify(manifest));
  await written.add(MANIFEST, text);
  await written.add(SEAL, Buffer.from(createHash("sha256").update(text).digest("hex")));
  await written.close();
  return file;
}

const sha256 = (bytes: Buffer) => createHash("sha256").update(bytes).digest("hex");

describe("nothing is written of a backup", () => {
  test("that is cut off anywhere", async () => {
    const whole = statSync(good).size;
    for (const size of [0, 100, 512, 1500, Math.floor(whole / 2), whole - 1024, whole - 512, whole - 1]) {
      const file = fresh("cut.tabletalk");
      writeFileSync(file, readFileSync(good));
      truncateSync(file, size);
      const {outcome, isThere} = await restoring(file);
      expect(outcome, `cut at ${size}`).toMatchObject({code: "bad_file"});
      expect(isThere).toBe(false);
    }
  });

  test("of which one byte was changed, wherever it is", async () => {
    const bytes = readFileSync(good);
    for (let at = 3; at < bytes.length; at += Math.floor(bytes.length / 40)) {
      const file = fresh("changed.tabletalk");
      const changed = Buffer.from(bytes);
      changed[at]! ^= 0x41;
      writeFileSync(file, changed);
      const {outcome, isThere} = await restoring(file);
      // What pads an entry to whole blocks belongs to nothing.
      if (outcome instanceof Error) expect(outcome).toMatchObject({code: "bad_file"});
      expect(isThere, `changed at ${at}`).toBe(!(outcome instanceof Error));
    }
  });

  test("that is something else", async () => {
    const file = fresh("else.csv");
    writeFileSync(file, "a,b\n1,2\n".repeat(1000));
    expect((await restoring(file)).outcome).toMatchObject({
      code: "bad_file",
      message: expect.stringContaining("no backup of Tabletalk"),
    });
  });

  test("of a newer version, or of a newer form", async () => {
    const newer = await forged((manifest) => {
      manifest.migrations.push({
        number: manifest.migrations.length + 1,
        name: "9999_more.sql",
        checksum: "x",
      });
    });
    expect((await restoring(newer)).outcome).toMatchObject({
      code: "store_failed",
      message: expect.stringContaining("newer Tabletalk"),
    });
    const form = await forged((manifest) => Object.assign(manifest, {format: 2}));
    expect((await restoring(form)).outcome).toMatchObject({
      code: "store_failed",
      message: expect.stringContaining("format 2"),
    });
  });

  test.each([
    ["../../etc/passwd"],
    ["data/../../x"],
    ["/etc/passwd"],
    ["state.sqlite"],
    [`data/${"a".repeat(64)}.x/../../y`],
  ])("that names the file %s", async (path) => {
    const content = Buffer.from("evil");
    const file = await forged((manifest, bytes) => {
      manifest.home.push({path, bytes: content.length, sha256: sha256(content)});
      bytes.set(`home/${path}`.slice(0, 100), content);
    });
    const {outcome, isThere} = await restoring(file);
    expect(outcome).toMatchObject({code: "bad_file"});
    expect(isThere).toBe(false);
  });

  test.each([
    ["a row with a column too many", '{"id":"w","name":null,"created_at":"x","more":1}'],
    ["a row that lacks one", '{"id":"w","name":null}'],
    ["a row that is none", "[1,2]"],
    ["a path out of the home", '{"id":{"$home":"../../x"},"name":null,"created_at":"x"}'],
  ])("that has %s", async (_what, line) => {
    const file = await forged((manifest, bytes) => {
      const table = manifest.tables.find(({name}) => name === "workspaces")!;
      const text = Buffer.from(`${line}\n`);
      const content = gzipSync(text);
      const [part] = table.parts;
      bytes.set(part!.entry, content);
      table.parts = [{...part!, sha256: sha256(content), rows: 1, bytes: text.length}];
    });
    const {outcome, isThere} = await restoring(file);
    expect(outcome).toMatchObject({code: "bad_file"});
    expect(isThere).toBe(false);
  });

  test("that counts other rows than it has, or names a table of its own", async () => {
    const counted = await forged((manifest) => {
      manifest.tables.find(({name}) => name === "turns")!.rows += 1;
    });
    expect((await restoring(counted)).outcome).toMatchObject({code: "bad_file"});
    const table = await forged((manifest) => {
      manifest.tables.push({name: "sqlite_master", columns: ["a"], rows: 0, parts: []});
    });
    expect((await restoring(table)).outcome).toMatchObject({code: "bad_file"});
  });

  test("into a state that is not empty, which stays as it is", async () => {
    const {path} = await restoring(good);
    const before = readFileSync(path);
    const files = await openFolderStore(fresh("files"));
    await expect(
      restoreBackup(good, {store: {dialect: "sqlite", path}, home: folder, files}),
    ).rejects.toMatchObject({code: "conflict"});
    expect(readFileSync(path)).toEqual(before);
  });
});

test("a backup of an older version is brought up to date", async () => {
  const home = fresh("old");
  const path = `${home}.sqlite`;
  const all = readMigrations(migrationsFolder("sqlite"));
  const old = await openDatabase(path);
  migrate(old, all.slice(0, 3));
  old.exec(`
    INSERT INTO workspaces VALUES ('w', NULL, 't');
    INSERT INTO conversations VALUES ('w', 'c', 'p', 'i', 'e', '', 't');
    INSERT INTO messages VALUES ('w', 'p', 'i', 'e', 'm', 'c', 'ann', 'hello', '[]', 't');
  `);
  old.close();
  const file = fresh("old.tabletalk");
  await writeBackup(file, {store: {dialect: "sqlite", path}, home, version: "0.1"});
  const {outcome, path: to} = await restoring(file);
  expect(outcome).toMatchObject({rows: 3, migrated: all.length - 3});
  const restored = new DatabaseSync(to);
  // A message of before the inbox was answered as it came.
  expect(restored.prepare("SELECT text, state FROM messages").all()).toEqual([
    {text: "hello", state: "done"},
  ]);
  expect(restored.prepare("SELECT COUNT(*) AS n FROM migrations").get()).toEqual({n: all.length});
  restored.close();
});

test("a backup is not written over a file that is there, nor of a state that is not", async () => {
  const at = {store: {dialect: "sqlite" as const, path: fresh("none.sqlite")}, home: folder, version: "1"};
  await expect(writeBackup(good, at)).rejects.toMatchObject({code: "conflict"});
  const file = fresh("nothing.tabletalk");
  await expect(writeBackup(file, at)).rejects.toMatchObject({code: "no_data"});
  expect(existsSync(file)).toBe(false);
});
