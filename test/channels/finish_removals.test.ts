import {existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {Readable} from "node:stream";
import {expect, test} from "vitest";
import {keepInstallation, removeInstallation} from "../../src/access/installations.ts";
import {finishRemovals} from "../../src/channels/finish_removals.ts";
import {folderOf} from "../../src/channels/workspaces.ts";
import {openRemovals} from "../../src/store/delete_workspace.ts";
import {openFileStore} from "../../src/store/files/open.ts";
import {ensureWorkspace} from "../../src/store/store.ts";
import {accessOver} from "../access/acme.ts";
import {describeStores} from "../store/dialects.ts";

const DAY = 24 * 3_600_000;

describeStores("files of a removed workspace", (store) => {
  test("go with its folders, and what was written after the removal too; others' stay", async () => {
    const home = mkdtempSync(join(tmpdir(), "tabletalk-removals-"));
    const access = await accessOver(store());
    await using files = await openFileStore({home});
    const parts = {
      store: store(),
      files: async () => files,
      folders: (id: string) => [folderOf(home, id)],
      kept: [home],
    };
    const made: Record<string, string> = {};
    for (const installation of ["T1", "T2"]) {
      const workspace = await keepInstallation(access, {platform: "slack", installation, name: installation});
      const {hash} = await files.put(workspace, {
        stream: Readable.from([Buffer.from(`rows of ${workspace}`)]),
      });
      made[workspace] = hash;
      mkdirSync(join(folderOf(home, workspace), "data"), {recursive: true});
      writeFileSync(join(folderOf(home, workspace), "data", "orders.duckdb"), "rows");
    }
    await removeInstallation(access, "slack", "T1");
    expect(await files.has("slack-T1", made["slack-T1"]!)).toBe(true);

    expect(await finishRemovals(parts)).toEqual([]);
    expect(await files.has("slack-T1", made["slack-T1"]!)).toBe(false);
    expect(existsSync(folderOf(home, "slack-T1"))).toBe(false);

    // Somebody was still at work there, and wrote what they had.
    await ensureWorkspace(store(), "slack-T1");
    mkdirSync(folderOf(home, "slack-T1"), {recursive: true});
    expect(await openRemovals(store())).toMatchObject([{workspace: "slack-T1"}]);
    expect(await finishRemovals(parts, Date.now() + DAY + 1_000)).toEqual(["slack-T1"]);
    expect(await openRemovals(store())).toEqual([]);
    expect(existsSync(folderOf(home, "slack-T1"))).toBe(false);
    expect(await store().db.selectFrom("workspaces").select("id").execute()).toEqual([{id: "slack-T2"}]);

    expect(await files.has("slack-T2", made["slack-T2"]!)).toBe(true);
    expect(existsSync(join(folderOf(home, "slack-T2"), "data", "orders.duckdb"))).toBe(true);
    rmSync(home, {recursive: true, force: true});
  });
});
