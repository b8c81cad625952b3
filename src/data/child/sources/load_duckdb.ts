import type {DuckDBConnection} from "@duckdb/node-api";
import {TabletalkError} from "../../../errors.ts";
import type {ImportChoices} from "../../choices.ts";
import type {ReceiptEntry} from "../../dataset.ts";
import {tableName} from "../../names.ts";
import {flatten} from "../flatten.ts";
import type {Loaded} from "../import_file.ts";
import {chosenTables, limitEntry, MOST_ROWS} from "./database.ts";

const identifier = (name: string): string => `"${name.replaceAll('"', '""')}"`;
const literal = (text: string): string => `'${text.replaceAll("'", "''")}'`;
/** A view may run without end. */
const VIEW_MS = 120_000;
const firstLine = (error: unknown): string =>
  error instanceof Error ? (error.message.split("\n")[0] ?? "") : String(error);

/**
 * Loads every table and view of a DuckDB file as it is typed. `reachable`: the files and folders that the import still
 * needs; a view in the file reaches no others.
 */
export async function loadDuckdb(
  path: string,
  connection: DuckDBConnection,
  choices: ImportChoices,
  reachable: {files: readonly string[]; folder: string},
): Promise<Loaded[]> {
  try {
    await connection.run(`ATTACH ${literal(path)} AS source (READ_ONLY)`);
  } catch (error) {
    throw notAttached(path, firstLine(error));
  }
  await shut(connection, reachable);
  const reader = await connection.runAndReadAll(
    "SELECT schema_name, table_name, 'table' FROM duckdb_tables() WHERE database_name = 'source' AND NOT internal UNION ALL SELECT schema_name, view_name, 'view' FROM duckdb_views() WHERE database_name = 'source' AND NOT internal ORDER BY 3, 1, 2",
  );
  const found = reader.getRows().map((row) => {
    const [schema, table, type] = row.map(String);
    return {
      schema: schema!,
      table: table!,
      type: type!,
      name: schema === "main" ? table! : `${schema}.${table}`,
    };
  });
  const {tables, entries: said} = chosenTables(found, choices, path);
  const loaded: Loaded[] = [];
  for (const {schema, table, type, name} of tables) {
    const entries: ReceiptEntry[] = [{kind: "table", message: `The ${type} ${name} of a DuckDB database.`}];
    const into = `duckdb_${loaded.length}`;
    const from = `(SELECT * FROM source.${identifier(schema)}.${identifier(table)} LIMIT ${MOST_ROWS + 1})`;
    const limit = setTimeout(() => connection.interrupt(), VIEW_MS);
    try {
      await flatten({from, into, kept: true}, connection, entries);
    } catch (error) {
      if (error instanceof Error && /out of memory|allocation fail/i.test(error.message)) throw error;
      said.push({
        kind: "skipped",
        message: `The ${type} ${name} was left out: ${firstLine(error)}`,
        count: 1,
        examples: [name],
        doubt: true,
      });
      continue;
    } finally {
      clearTimeout(limit);
    }
    const rows = await connection.runAndReadAll(`SELECT count(*) FROM ${into}`);
    if (Number(rows.getRows()[0]?.[0]) > MOST_ROWS) {
      await connection.run(`DELETE FROM ${into} WHERE rowid >= ${MOST_ROWS}`);
      entries.push(limitEntry(MOST_ROWS));
    }
    loaded.push({table: into, member: name, label: tableName(name), format: "duckdb", typed: true, entries});
  }
  await connection.run("DETACH source");
  if (loaded.length === 0)
    throw new TabletalkError(
      "bad_file",
      `${path} has no table that can be read${said[0] ? ` (${said[0].message})` : ""}.`,
      "Open it with the program that made it, or export its tables as Parquet.",
    );
  loaded[0]!.entries.push(...said);
  return loaded;
}

/** What a view in the file could read otherwise: any file of this machine. */
async function shut(
  connection: DuckDBConnection,
  reachable: {files: readonly string[]; folder: string},
): Promise<void> {
  const setting = await connection.runAndReadAll("SELECT current_setting('enable_external_access')");
  if (setting.getRows()[0]?.[0] === false) return;
  await connection.run(`SET allowed_directories = [${literal(reachable.folder)}]`);
  await connection.run(`SET allowed_paths = [${reachable.files.map(literal).join(", ")}]`);
  await connection.run("SET enable_external_access = false");
}

function notAttached(path: string, message: string): TabletalkError {
  if (/lock/i.test(message))
    return new TabletalkError(
      "bad_file",
      `${path} is open in another program.`,
      "Close it there, or copy the file and import the copy.",
    );
  if (/version|newer|older|storage/i.test(message))
    return new TabletalkError(
      "bad_file",
      `${path} was written by a version of DuckDB that cannot be read here: ${message}`,
      "Write it again with the current DuckDB (EXPORT DATABASE, IMPORT DATABASE), or export its tables as Parquet.",
    );
  return new TabletalkError(
    "bad_file",
    `${path} cannot be read as DuckDB: ${message}`,
    "It may be cut off, damaged or encrypted; copy it again while no program writes to it.",
  );
}
