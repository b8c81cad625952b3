import {sql} from "kysely";
import {describe, expect, test} from "vitest";
import {conversationFor} from "../../src/store/conversations.ts";
import {datasetsOf, saveDataset} from "../../src/store/datasets.ts";
import type {Store} from "../../src/store/store.ts";
import {dialects} from "./dialects.ts";

const dataset = (hash: string) => ({
  name: "sales",
  version: {
    hash,
    path: "/sales.duckdb",
    rows: 5_000_000_000,
    columns: [],
    receipt: {},
    sourcePath: "/sales.csv",
  },
});
const servers = dialects.filter(([name]) => name !== "SQLite");

describe.each(servers)("row-level security on %s", (_name, open) => {
  test("a connection of one workspace neither sees nor changes another's rows, even when the code forgets where", async () => {
    const {store, close} = await open();
    const [one, other] = [store.within("one"), store.within("other")];
    await saveDataset(one, "one", dataset("a"));
    await saveDataset(other, "other", dataset("b"));

    expect(await datasetsOf(one, "one")).toHaveLength(1);
    expect(await datasetsOf(one, "other")).toEqual([]);
    const seen = await one.db.selectFrom("dataset_versions").select(["workspace", "row_count"]).execute();
    expect(seen).toEqual([{workspace: "one", row_count: 5_000_000_000}]);
    expect((await one.db.deleteFrom("dataset_history").executeTakeFirst()).numDeletedRows).toBe(1n);
    expect(await other.db.selectFrom("dataset_history").select("name").execute()).toHaveLength(1);
    await expect(
      conversationFor(one, "other", {platform: "p", installation: "i", conversation: "c"}),
    ).rejects.toThrow(/row-level security/);
    // The service itself sees all.
    expect(await store.db.selectFrom("workspaces").select("id").orderBy("id").execute()).toHaveLength(2);
    await close();
  });

  test("a connection that says no workspace sees nothing", async () => {
    const {store, close} = await open();
    await saveDataset(store.within("one"), "one", dataset("a"));
    expect(await store.within("").db.selectFrom("datasets").selectAll().execute()).toEqual([]);
    await close();
  });

  test("every table that names a workspace is held by it", async () => {
    const {store, close} = await open();
    const {rows} = await sql<{name: string}>`
      SELECT relname AS name FROM pg_class JOIN pg_attribute ON attrelid = pg_class.oid AND attname = 'workspace'
      WHERE relkind = 'r' AND relnamespace = current_schema()::regnamespace AND NOT (relrowsecurity AND relforcerowsecurity)`.execute(
      store.db,
    );
    expect(rows).toEqual([]);
    await close();
  });
});

test("the dialects have the same tables with the same columns", async () => {
  const found = await Promise.all(
    dialects.map(async ([, open]) => {
      const {store, close} = await open();
      const columns = await columnsOf(store);
      await close();
      return columns;
    }),
  );
  expect(Object.keys(found[0]!).length).toBeGreaterThan(40);
  for (const columns of found.slice(1)) expect(columns).toEqual(found[0]);
});

/** Tables with their columns, without what full-text search keeps for itself. */
async function columnsOf(store: Store): Promise<Record<string, string[]>> {
  const query =
    store.dialect === "sqlite"
      ? sql<{
          tab: string;
          col: string;
        }>`SELECT t.name AS tab, c.name AS col FROM sqlite_master t, pragma_table_info(t.name) c
          WHERE t.type = 'table' AND t.name NOT LIKE 'chunks$_text%' ESCAPE '$'`
      : sql<{
          tab: string;
          col: string;
        }>`SELECT table_name AS tab, column_name AS col FROM information_schema.columns
          WHERE table_schema = current_schema() AND data_type <> 'tsvector'`;
  const tables: Record<string, string[]> = {};
  for (const {tab, col} of (await query.execute(store.db)).rows)
    tables[tab] = [...(tables[tab] ?? []), col].sort();
  return Object.fromEntries(Object.entries(tables).sort(([a], [b]) => (a < b ? -1 : 1)));
}
