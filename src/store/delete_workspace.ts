import {type RawBuilder, sql} from "kysely";
import {type OwnedTable, ownedTables, type Reference} from "./owned_tables.ts";
import {type InsideStore, inTransaction, type Store, timestamp} from "./store.ts";

/** A workspace whose rows are gone, and whose files are to go. */
export interface Removal {
  workspace: string;
  begunAt: string;
}

/**
 * Takes away a workspace with every row of it, in one transaction, and notes that its files are to go; `openRemovals`
 * finds it until `endRemoval`. Accounts of people stay: they may be members elsewhere.
 */
export async function deleteWorkspace(store: InsideStore, workspace: string): Promise<void> {
  await inTransaction(store, async (inside) => {
    await inside.db
      .insertInto("removals")
      .values({workspace, begun_at: timestamp()})
      .onConflict((conflict) => conflict.column("workspace").doNothing())
      .execute();
    await deleteRows(inside, workspace);
  });
}

/** Removals that are not finished, oldest first. */
export async function openRemovals(store: Pick<Store, "db">): Promise<Removal[]> {
  return store.db
    .selectFrom("removals")
    .select(["workspace", "begun_at as begunAt"])
    .orderBy("begun_at")
    .execute();
}

/** Takes away what was written since by whoever still worked there; with `isLast`, the note that there is something to go. */
export async function endRemoval(store: InsideStore, workspace: string, isLast: boolean): Promise<void> {
  await inTransaction(store, async (inside) => {
    await deleteRows(inside, workspace);
    if (isLast) await inside.db.deleteFrom("removals").where("workspace", "=", workspace).execute();
  });
}

async function deleteRows(inside: InsideStore, workspace: string): Promise<void> {
  const tables = await ownedTables(inside);
  const byName = new Map(tables.map((one) => [one.name, one]));
  for (const table of tables)
    await sql`DELETE FROM ${sql.table(table.name)} WHERE ${isOf(table, byName, workspace)}`.execute(
      inside.db,
    );
}

function isOf(
  {name, by}: OwnedTable,
  tables: ReadonlyMap<string, OwnedTable>,
  workspace: string,
): RawBuilder<unknown> {
  if ("column" in by) return sql`${sql.ref(`${name}.${by.column}`)} = ${workspace}`;
  const {columns, other, otherColumns}: Reference = by.reference;
  const list = (table: string, names: readonly string[]) =>
    sql.join(names.map((one) => sql.ref(`${table}.${one}`)));
  return sql`(${list(name, columns)}) IN (SELECT ${list(other, otherColumns)} FROM ${sql.table(other)} WHERE ${isOf(tables.get(other)!, tables, workspace)})`;
}
