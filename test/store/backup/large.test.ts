import {execFile} from "node:child_process";
import {mkdtempSync, rmSync} from "node:fs";
import {mkdir, rename, writeFile} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {DatabaseSync} from "node:sqlite";
import {promisify} from "node:util";
import {afterAll, expect, test} from "vitest";
import {openSqliteStore} from "../../../src/store/sqlite/open.ts";

const folder = mkdtempSync(join(tmpdir(), "tabletalk-large-"));
afterAll(() => rmSync(folder, {recursive: true, force: true}));
const run = promisify(execFile);
/** So much may be on the heap, in MiB. */
const HEAP = 80;
const tabletalk = (...words: string[]) =>
  run(process.execPath, [`--max-old-space-size=${HEAP}`, "src/cli.ts", ...words], {
    env: {...process.env, TABLETALK_STORE: "", TABLETALK_FILES: "", NODE_OPTIONS: "", NO_COLOR: "1"},
  });

test("200,000 rows of 120 MB go through a heap of 80 MB, there and back", {timeout: 300_000}, async () => {
  const home = join(folder, "home");
  await (await openSqliteStore(join(home, "state.sqlite"))).close();
  const state = new DatabaseSync(join(home, "state.sqlite"));
  state.exec(`
    INSERT INTO workspaces VALUES ('w', NULL, 't');
    INSERT INTO conversations (workspace, id, platform, installation, external_id, created_at) VALUES ('w', 'c', 'p', 'i', 'e', 't');
    WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 200000)
    INSERT INTO messages (workspace, platform, installation, external_conversation, message_id, conversation, actor, text, files, received_at)
    SELECT 'w', 'p', 'i', 'e', i, 'c', 'ann', 'text ' || i || replace(hex(zeroblob(250)), '00', 'ab'), '[]', 't' FROM n;
  `);
  state.close();
  const file = join(folder, "large.tabletalk");
  const {stdout} = await tabletalk("backup", file, "--home", home, "--json");
  expect(JSON.parse(stdout)).toMatchObject({rows: 200_002, missing: []});
  const into = join(folder, "into");
  const restored = await tabletalk("restore", file, "--home", into, "--json");
  expect(JSON.parse(restored.stdout)).toMatchObject({rows: 200_002, migrated: 0});
  const sums = (path: string) => {
    const database = new DatabaseSync(join(path, "state.sqlite"));
    const row = database
      .prepare(
        "SELECT COUNT(*) AS n, SUM(length(text)) AS letters, COUNT(DISTINCT text) AS texts FROM messages",
      )
      .get();
    database.close();
    return row;
  };
  expect(sums(into)).toEqual(sums(home));
});

test("an answer of before the backup is replayed after the restore, where its file is gone", {
  timeout: 180_000,
}, async () => {
  const home = join(folder, "asked");
  await mkdir(home);
  const path = join(folder, "till.csv");
  await writeFile(path, "day,shop,amount\n2024-05-01,North,3\n2024-05-02,South,4\n");
  const asked = await tabletalk("ask", "total amount by shop", "--data", path, "--home", home, "--json");
  const {recipe} = JSON.parse(asked.stdout) as {recipe: string};
  const file = join(folder, "asked.tabletalk");
  await tabletalk("backup", file, "--home", home);
  await rename(home, `${home}-gone`);
  await rename(path, `${path}.gone`);
  const elsewhere = join(folder, "elsewhere");
  await tabletalk("restore", file, "--home", elsewhere);
  const {stdout} = await tabletalk("replay", recipe, "--home", elsewhere);
  expect(stdout).toContain(`Replayed ${recipe}: the same.`);
});
