import type {DuckDBConnection} from "@duckdb/node-api";
import {TabletalkError} from "../../errors.ts";

const TABLE_FUNCTIONS = new Set(["range", "generate_series", "unnest", "json_each", "json_tree"]);

/** Functions that reach out of the query, read settings, or run text as SQL. */
const FUNCTIONS = new Set([
  "current_schema",
  "current_schemas",
  "current_query",
  "current_user",
  "current_role",
  "session_user",
  "user",
  "in_search_path",
  "stats",
  "sleep_ms",
  "json_serialize_sql",
  "json_deserialize_sql",
  "parse_duckdb_log_message",
  "get_block_size",
  "current_connection_id",
  "current_transaction_id",
  "current_query_id",
  "map_to_pg_oid",
  "format_type",
  "col_description",
  "obj_description",
  "shobj_description",
  "write_log",
  "getenv",
  "getvariable",
  "nextval",
  "currval",
  "setseed",
  "query",
  "query_table",
  "current_setting",
  "pg_sleep",
  "sleep",
  "read_text",
  "read_blob",
  "glob",
  "load_aws_credentials",
  "which_secret",
  "json_execute_serialized_sql",
  "json_serialize_plan",
  "sql_auto_complete",
  "txid_current",
  "add_parquet_key",
  "variant_bytes_to_variant",
  "current_database",
  "current_catalog",
  "version",
]);

const FUNCTION_FAMILIES =
  /^(pg_(?!typeof$)|has_.*privilege$|inet_|duckdb_|pragma_|enable_|disable_|read_|__internal_)/;
const PATH_LIKE = /[/.:*?[\\]/;
/** What DuckDB finds in its own catalogs without a schema being named. */
const SYSTEM_LIKE = /^(duckdb_|pragma_|sqlite_|pg_)/i;

/**
 * Lets one SELECT pass and nothing else, on the statement as DuckDB itself parsed it: in-process settings alone were
 * broken out of (logging to files, settings functions, table functions that read paths).
 * `known`: the names of the session's tables, which may look like anything.
 * @returns the statement as it was parsed
 * @throws TabletalkError bad_query where it does not parse, refused where it may not run.
 */
export async function passGate(
  connection: DuckDBConnection,
  sql: string,
  known: ReadonlySet<string>,
): Promise<unknown> {
  if (sql.length > 200_000) throw refuse("the query is longer than 200,000 characters");
  // DuckDB reads a text up to its first NUL: what stands behind it would be run or not, unseen.
  if (sql.includes("\0")) throw refuse("a query holds no NUL");
  const tree = JSON.parse(await parsed(connection, sql)) as {
    error: boolean;
    error_message?: string;
    error_type?: string;
    statements?: unknown[];
  };
  if (tree.error) {
    if (/Only SELECT/i.test(tree.error_message ?? "")) throw refuse("only a SELECT may run");
    throw new TabletalkError(
      "bad_query",
      `DuckDB cannot read this SQL: ${firstLine(tree.error_message ?? "syntax error")}`,
      "Check the spelling; a name with spaces or signs, or that is a word of SQL, stands in double quotes.",
    );
  }
  if (tree.statements?.length !== 1) throw refuse("one statement at a time");
  const named = new Set<string>();
  collectNames(tree.statements, named, known);
  walk(tree.statements, {known, named});
  return tree.statements[0];
}

/** A statement as DuckDB parsed it, as JSON. */
async function parsed(connection: DuckDBConnection, sql: string): Promise<string> {
  const reader = await connection.runAndReadAll(
    "SELECT json_serialize_sql($1::VARCHAR, skip_null := true, skip_empty := true, skip_default := true)",
    [sql],
  );
  return String(reader.getRows()[0]?.[0]);
}

interface Names {
  /** The session's tables. */
  known: ReadonlySet<string>;
  /** What the statement itself defines with WITH. */
  named: ReadonlySet<string>;
}

/** A WITH that takes a catalog's name would let that name pass everywhere else: it is refused. */
function collectNames(node: unknown, named: Set<string>, known: ReadonlySet<string>): void {
  if (Array.isArray(node)) {
    for (const child of node) collectNames(child, named, known);
    return;
  }
  if (node === null || typeof node !== "object") return;
  const {cte_map: ctes} = node as {cte_map?: {map?: {key: string}[]}};
  for (const {key} of ctes?.map ?? []) {
    if (!known.has(key.toLowerCase()) && (PATH_LIKE.test(key) || SYSTEM_LIKE.test(key)))
      throw refuse(`${key} is no name for a part of a query`);
    named.add(key.toLowerCase());
  }
  for (const child of Object.values(node)) collectNames(child, named, known);
}

function walk(node: unknown, names: Names): void {
  if (Array.isArray(node)) {
    for (const child of node) walk(child, names);
    return;
  }
  if (node === null || typeof node !== "object") return;
  const record = node as Record<string, unknown>;
  const text = (value: unknown): string => (typeof value === "string" ? value : "");
  if (record.type === "TABLE_FUNCTION") {
    const name = text((record.function as Record<string, unknown> | undefined)?.function_name).toLowerCase();
    if (!TABLE_FUNCTIONS.has(name)) throw refuse(`the table function ${name || "used"} is not allowed`);
  }
  if (record.type === "BASE_TABLE") {
    const name = text(record.table_name);
    const place = [text(record.schema_name), text(record.catalog_name)];
    if (place.some((part) => part !== "" && part !== "main" && part !== "memory"))
      throw refuse(`${[...place.filter(Boolean), name].join(".")} is not one of your tables`);
    const key = name.toLowerCase();
    if (!names.known.has(key) && !names.named.has(key)) throw unknownTable(name, names.known);
  }
  if (record.type === "SHOW_REF")
    throw refuse("SHOW, DESCRIBE and SUMMARIZE are not run here: describe_table tells of a table");
  if (record.type === "PIVOT") throw refuse("PIVOT and UNPIVOT are not run here: prepare_data has both");
  const called = text(record.function_name).toLowerCase();
  if (called && (FUNCTIONS.has(called) || FUNCTION_FAMILIES.test(called)))
    throw refuse(`the function ${called} is not allowed`);
  for (const child of Object.values(record)) walk(child, names);
}

function unknownTable(name: string, known: ReadonlySet<string>): TabletalkError {
  if (PATH_LIKE.test(name) || SYSTEM_LIKE.test(name)) return refuse(`${name} is not one of your tables`);
  return new TabletalkError(
    "bad_query",
    `There is no table ${name}.`,
    `These are there: ${[...known].join(", ")}.`,
  );
}

const firstLine = (message: string): string => message.split("\n")[0] ?? message;

const refuse = (why: string): TabletalkError =>
  new TabletalkError(
    "refused",
    `This SQL was not run: ${why}.`,
    "Use one SELECT over the tables that were imported.",
  );
