import {sql} from "kysely";
import {inOrder} from "./backup/tables.ts";
import type {InsideStore} from "./store.ts";

/** A reference of one table to another, by its columns in order. */
export interface Reference {
  table: string;
  columns: readonly string[];
  other: string;
  otherColumns: readonly string[];
}

/** A table with rows of workspaces: by a column of its own, or by rows of another table that they refer to. */
export interface OwnedTable {
  name: string;
  by: {column: string} | {reference: Reference};
}

const QUIET = new Set(["migrations", "removals"]);

/**
 * The tables whose rows belong to a workspace, each before those that it refers to: asked of the database, so that no
 * table can be forgotten. `people` and counters belong to none.
 */
export async function ownedTables(inside: InsideStore): Promise<OwnedTable[]> {
  const [columns, references] =
    inside.dialect === "sqlite" ? await readSqlite(inside) : await readPostgres(inside);
  const tables = [...new Set(columns.map(({table}) => table))].filter((name) => !QUIET.has(name));
  const owned = new Map<string, OwnedTable>();
  const ordered = inOrder(tables, (name) =>
    references.filter(({table}) => table === name).map(({other}) => other),
  );
  for (const name of ordered) {
    const by = ownerOf(name, columns, references, owned);
    if (by) owned.set(name, {name, by});
  }
  return [...owned.values()].reverse();
}

function ownerOf(
  table: string,
  columns: readonly Column[],
  references: readonly Reference[],
  owned: ReadonlyMap<string, OwnedTable>,
): OwnedTable["by"] | undefined {
  if (table === "workspaces") return {column: "id"};
  if (columns.some((one) => one.table === table && one.name === "workspace")) return {column: "workspace"};
  const reference = references.find((one) => one.table === table && owned.has(one.other));
  return reference && {reference};
}

interface Column {
  table: string;
  name: string;
}

async function readSqlite({db}: InsideStore): Promise<[Column[], Reference[]]> {
  const columns = await sql<Column>`
    SELECT list.name AS "table", info.name AS name
    FROM pragma_table_list AS list, pragma_table_info(list.name) AS info
    WHERE list.schema = 'main' AND list.type = 'table' AND list.name NOT LIKE 'sqlite_%'`.execute(db);
  const keys = await sql<{
    table: string;
    id: number | string;
    other: string;
    from: string;
    to: string | null;
  }>`
    SELECT list.name AS "table", key.id AS id, key."table" AS other, key."from" AS "from", key."to" AS "to"
    FROM pragma_table_list AS list, pragma_foreign_key_list(list.name) AS key
    WHERE list.schema = 'main' AND list.type = 'table' ORDER BY list.name, key.id, key.seq`.execute(db);
  return [columns.rows, together(keys.rows)];
}

async function readPostgres({db}: InsideStore): Promise<[Column[], Reference[]]> {
  const columns = await sql<Column>`
    SELECT c.table_name::text AS "table", c.column_name::text AS name
    FROM information_schema.columns c JOIN information_schema.tables t USING (table_schema, table_name)
    WHERE c.table_schema = current_schema() AND t.table_type = 'BASE TABLE'`.execute(db);
  const keys = await sql<{
    table: string;
    id: number | string;
    other: string;
    from: string;
    to: string | null;
  }>`
    SELECT own.relname::text AS "table", k.conname::text AS id, other.relname::text AS other,
      a.attname::text AS "from", b.attname::text AS "to"
    FROM pg_constraint k
    JOIN pg_class own ON own.oid = k.conrelid JOIN pg_class other ON other.oid = k.confrelid
    CROSS JOIN LATERAL unnest(k.conkey, k.confkey) WITH ORDINALITY AS part (own_number, other_number, place)
    JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = part.own_number
    JOIN pg_attribute b ON b.attrelid = k.confrelid AND b.attnum = part.other_number
    WHERE k.contype = 'f' AND own.relnamespace = current_schema()::regnamespace
    ORDER BY own.relname, k.conname, part.place`.execute(db);
  return [columns.rows, together(keys.rows)];
}

function together(
  rows: readonly {table: string; id: number | string; other: string; from: string; to: string | null}[],
): Reference[] {
  const found = new Map<string, {table: string; columns: string[]; other: string; otherColumns: string[]}>();
  for (const {table, id, other, from, to} of rows) {
    const key = JSON.stringify([table, id]);
    const one = found.get(key) ?? {table, columns: [], other, otherColumns: []};
    one.columns.push(from);
    // A reference that names no column means the other's key.
    one.otherColumns.push(to ?? "id");
    found.set(key, one);
  }
  return [...found.values()];
}
