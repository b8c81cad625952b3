import {mkdtempSync, rmSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {DatabaseSync} from "node:sqlite";
import {expect, test} from "vitest";
import {openSqliteStore} from "../../../src/store/sqlite/open.ts";
import {ensureWorkspace, inTransaction} from "../../../src/store/store.ts";

test("while another connection writes, a store waits and its process goes on", async () => {
  const folder = mkdtempSync(join(tmpdir(), "tabletalk-busy-"));
  const file = join(folder, "state.sqlite");
  await using store = await openSqliteStore(file);
  const other = new DatabaseSync(file);
  other.exec("BEGIN IMMEDIATE");
  const alone = ensureWorkspace(store, "alone");
  const together = inTransaction(store, (inside) => ensureWorkspace(inside, "together"));
  const read = store.db.selectFrom("workspaces").selectAll().execute();
  // The other lets go in this very process: it could not, were that standing still.
  await new Promise((resolve) => setTimeout(resolve, 300));
  other.exec("COMMIT");
  await Promise.all([alone, together, read]);
  other.close();
  const rows = await store.db.selectFrom("workspaces").select("id").orderBy("id").execute();
  expect(rows.map(({id}) => id)).toEqual(["alone", "together"]);
  rmSync(folder, {recursive: true});
});
