import {existsSync, utimesSync} from "node:fs";
import {join} from "node:path";
import {Readable} from "node:stream";
import {afterAll, beforeAll, expect, test} from "vitest";
import {openFolderStore} from "../../src/store/files/folder.ts";
import {openSqliteStore} from "../../src/store/sqlite/open.ts";
import {recordFile} from "../../src/store/stored_files.ts";
import {newPlace, type Place} from "./run_cli.ts";

let place: Place;
beforeAll(() => {
  place = newPlace();
});
afterAll(() => place.remove());

test("files that nothing refers to are told in a dry run, then removed; the others stay", async () => {
  const files = openFolderStore(join(place.home, "files"));
  const old = new Date(Date.now() - 48 * 3_600_000);
  const kept: Record<string, string> = {};
  for (const [workspace, text] of [
    ["terminal", "used"],
    ["terminal", "unused"],
    ["stranger", "of another state"],
  ] as const) {
    const {hash, bytes} = await files.put(workspace, {stream: Readable.from([Buffer.from(text)])});
    kept[text] = await files.path(workspace, hash);
    utimesSync(kept[text], old, old);
    if (text !== "used") continue;
    await using store = await openSqliteStore(join(place.home, "state.sqlite"));
    await recordFile(store, workspace, {hash, bytes});
  }

  const told = await place.run(["clean", "--dry-run"]);
  expect(told.stdout).toContain("1 of 2 files (0.0 MiB)");
  expect(told.stdout).toContain("would be removed");
  expect(told.stdout).toContain("workspaces that this state does not know (1)");
  expect(existsSync(kept.unused!)).toBe(true);

  const done = await place.run(["clean", "--json"]);
  expect(JSON.parse(done.stdout)).toMatchObject({files: 2, removed: 1, bytes: 6, foreign: ["stranger"]});
  expect(Object.values(kept).map(existsSync)).toEqual([true, false, true]);
});

test.each(["soon", "", "-1", "Infinity"])("--grace “%s” is refused", async (hours) => {
  const {status, stderr} = await place.run(["clean", `--grace=${hours}`]);
  expect([status, stderr]).toEqual([2, expect.stringContaining("is no number of hours")]);
});
