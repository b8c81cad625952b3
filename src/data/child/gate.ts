import type {DuckDBConnection} from "@duckdb/node-api";
import {TabletalkError} from "../../errors.ts";

const TABLE_FUNCTIONS = new Set(["range", "generate_series", "unnest", "json_each", "json_tree"]);

/** Functions that reach out of the query, read settings, or run text as SQL. */
const FUNCTIONS = new Set([
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
  "current_database",
  "current_catalog",
  "version",
]);

const CATALOGS = new Set(["information_schema", "pg_catalog", "system", "temp"]);
const PATH_LIKE = /[/.:*?[\\]|^duckdb_|^pragma_|^sqlite_/i;

/**
 * Lets one SELECT pass and nothing else, on the statement as DuckDB itself parsed it: in-process settings alone were
 * broken out of (logging to files, settings functions, table functions that read paths).
 * `known`: the names of the session's tables, which may look like anything.
 * @throws TabletalkError bad_query where it does not parse, refused where it may not run.
 */
export async function passGate(
  connection: DuckDBConnection,
  sql: string,
  known: ReadonlySet<string>,
): Promise<void> {
  if (sql.length > 200_000) throw refuse("the query is longer than 200,000 characters");
  const reader = await connection.runAndReadAll("SELECT json_serialize_sql($1::VARCHAR)", [sql]);
  const tree = JSON.parse(String(reader.getRows()[0]?.[0])) as {
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
      "Check the spelling; only SELECT is run.",
    );
  }
  if (tree.statements?.length !== 1) throw refuse("one statement at a time");
  walk(tree.statements, known);
}

function walk(node: unknown, known: ReadonlySet<string>): void {
  if (Array.isArray(node)) {
    for (const child of node) walk(child, known);
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
    if (
      place.some((part) => part !== "" && part !== "main" && part !== "memory") ||
      place.some((part) => CATALOGS.has(part.toLowerCase()))
    )
      throw refuse(`${place.filter(Boolean).join(".")} is not one of your tables`);
    if (!known.has(name.toLowerCase()) && PATH_LIKE.test(name))
      throw refuse(`${name} is not one of your tables`);
  }
  if (record.type === "SHOW_REF" || record.type === "PIVOT")
    throw refuse("SHOW, DESCRIBE, SUMMARIZE and PIVOT are not run here; ask for the profile");
  if (record.class === "FUNCTION" && FUNCTIONS.has(text(record.function_name).toLowerCase()))
    throw refuse(`the function ${text(record.function_name)} is not allowed`);
  for (const child of Object.values(record)) walk(child, known);
}

const firstLine = (message: string): string => message.split("\n")[0] ?? message;

const refuse = (why: string): TabletalkError =>
  new TabletalkError(
    "refused",
    `This SQL was not run: ${why}.`,
    "Use one SELECT over the tables that were imported.",
  );
