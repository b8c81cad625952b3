import {sql} from "kysely";
import {inOrder} from "../../src/store/backup/tables.ts";
import {migrationsFolder, readMigrations} from "../../src/store/migrations.ts";
import {openDatabase} from "../../src/store/sqlite/dialect.ts";
import {migrate} from "../../src/store/sqlite/migrate.ts";
import type {Store} from "../../src/store/store.ts";

interface Column {
  name: string;
  type: string;
  notnull: 0 | 1;
  pk: number;
}

interface Table {
  name: string;
  columns: Column[];
  /** By column: the table and the column that it refers to. */
  refers: Map<string, [table: string, column: string]>;
  /** By column: a value that its CHECK allows. */
  allowed: Map<string, string>;
}

/** Those that belong to no workspace, or are of the service itself. */
const OTHERS = ["migrations", "rate_counters", "removals"];

/** Every table that migrations make, each after those that it refers to. */
async function tablesMade(): Promise<Table[]> {
  const database = await openDatabase(":memory:");
  try {
    migrate(database, readMigrations(migrationsFolder("sqlite")));
    const made = database
      .prepare("SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table'")
      .all() as {name: string}[];
    const names = made.map(({name}) => name).filter((name) => !name.startsWith("sqlite_"));
    const tables = names.map((name): Table => {
      const columns = database.prepare("SELECT * FROM pragma_table_info(?)").all(name);
      const keys = database.prepare("SELECT * FROM pragma_foreign_key_list(?)").all(name);
      const text = database.prepare("SELECT sql FROM sqlite_master WHERE name = ?").get(name) as {
        sql: string;
      };
      return {
        name,
        columns: columns as unknown as Column[],
        refers: new Map(keys.map((key) => [String(key.from), [String(key.table), String(key.to ?? "id")]])),
        allowed: new Map(
          [...text.sql.matchAll(/CHECK \((\w+) IN \('(\w+)'/g)].map(([, column, value]) => [column!, value!]),
        ),
      };
    });
    const order = inOrder(names, (name) =>
      [...tables.find((one) => one.name === name)!.refers.values()].map(([table]) => table),
    );
    return order.map((name) => tables.find((one) => one.name === name)!);
  } finally {
    database.close();
  }
}

/** Puts one row of a workspace in every table that can have one; `ann` is a person of all of them. */
export async function fillTables(store: Store, workspace: string): Promise<string[]> {
  const tables = (await tablesMade()).filter(({name}) => !OTHERS.includes(name));
  const cellOf = (table: Table, {name, type}: Column): string | number | Buffer => {
    const reference = table.refers.get(name);
    if (reference) {
      const other = tables.find((one) => one.name === reference[0])!;
      return cellOf(other, other.columns.find((one) => one.name === reference[1])!);
    }
    if (name === "workspace" || (table.name === "workspaces" && name === "id")) return workspace;
    if (type === "INTEGER" || type === "REAL") return 1;
    if (type === "BLOB") return Buffer.from([1, 2, 3, 4]);
    return table.allowed.get(name) ?? `${table.name === "people" ? "ann" : workspace} ${table.name} ${name}`;
  };
  for (const table of tables) {
    // What numbers itself, and vectors, which need a server's type.
    const columns = table.columns.filter(
      (one) => !(one.type === "INTEGER" && one.pk === 1) && !(one.type === "BLOB" && one.notnull === 0),
    );
    await sql`INSERT INTO ${sql.table(table.name)} (${sql.join(columns.map(({name}) => sql.ref(name)))})
      VALUES (${sql.join(columns.map((column) => cellOf(table, column)))}) ON CONFLICT DO NOTHING`.execute(
      store.db,
    );
  }
  return tables.map(({name}) => name);
}

/** Every row of every table that is named, as text. */
export async function rowsOf(store: Store, tables: readonly string[]): Promise<Map<string, string[]>> {
  const found = new Map<string, string[]>();
  for (const name of tables) {
    const {rows} = await sql`SELECT * FROM ${sql.table(name)}`.execute(store.db);
    found.set(name, rows.map((row) => JSON.stringify(row)).sort());
  }
  return found;
}
