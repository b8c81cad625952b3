import {stat} from "node:fs/promises";
import {join} from "node:path";
import type {DuckDBConnection} from "@duckdb/node-api";
import type {ImportChoices} from "../../choices.ts";
import type {ReceiptEntry} from "../../dataset.ts";
import type {Loaded} from "../import_file.ts";
import {type CarefulTable, writeCarefully} from "./careful.ts";
import {readExpression} from "./plain.ts";
import type {TablePlan, TextPlan} from "./plan.ts";
import {carefulEntries} from "./tell.ts";

/** From here on a table is read by one thread into small blocks: each column takes one of them, and each thread. */
const WIDE = 1_000;

const literal = (text: string): string => `'${text.replaceAll("'", "''")}'`;
const identifier = (name: string): string => `"${name.replaceAll('"', '""')}"`;

/** A text file of UTF-8 and what is known of it. */
export interface Source {
  file: string;
  bytes: number;
  /** Of a line, on average. */
  lineBytes: number;
  /** Rows are hardly longer than this, in bytes. */
  longest: number;
  plan: TextPlan;
  /** There is a double quote somewhere in the file. */
  quotes: boolean;
  format: string;
  encoding: string;
  entries: ReceiptEntry[];
}

/**
 * Loads the tables of a text that was read line by line, each as a table of texts; a table alone whose rows take
 * `streamedBytes` and more as a view over them.
 */
export async function loadCarefully(
  {file, plan, format, encoding, entries}: Source,
  scratch: string,
  connection: DuckDBConnection,
  choices: ImportChoices,
  streamedBytes: number,
): Promise<Loaded[]> {
  const written = await writeCarefully(file, plan, choices, (index) => join(scratch, `rows${index}.csv`));
  const loaded: Loaded[] = [];
  for (const [index, result] of written.entries()) {
    const table = plan.tables[index]!;
    const {kept, all, extra, unnamed} = columnsOf(table, result);
    if (all.length > WIDE) await makeRoom(scratch, connection);
    const name = `raw${index === 0 ? "" : index}`;
    const select =
      result.rows === 0
        ? `SELECT ${kept.map((column) => `NULL::VARCHAR AS ${identifier(column)}`).join(", ")} WHERE false`
        : `SELECT ${kept.map(identifier).join(", ")} FROM ${readExpression(result.file, all, {delimiter: ",", quote: '"', escape: '"'}, 0, result.longest)}`;
    const one: Loaded = {
      table: name,
      format,
      encoding,
      ...(plan.tables.length > 1 && {sheet: table.title ?? String(index + 1)}),
      ...(table.range && {range: table.range}),
      entries: [
        ...entries,
        ...table.entries,
        ...carefulEntries(result, table.names.length, extra, plan.comment),
        ...(unnamed ? [UNNAMED] : []),
      ],
    };
    const streamed = plan.tables.length === 1 && (await stat(result.file)).size >= streamedBytes;
    await connection.run(`CREATE ${streamed ? "VIEW" : "TABLE"} ${name} AS ${select}`);
    const again = async (): Promise<Loaded[]> => {
      await connection.run(`DROP VIEW IF EXISTS ${name}`);
      await connection.run(`CREATE TABLE ${name} AS ${select}`);
      return [{...one, entries: [...one.entries]}];
    };
    loaded.push({...one, entries: [...one.entries], ...(streamed && {streamed, again})});
  }
  return loaded;
}

const UNNAMED: ReceiptEntry = {
  kind: "dropped",
  message: "Each line ends in a delimiter: the empty column behind it was left out.",
};

/** The columns of the rows as they were written, and those that are kept of them. */
function columnsOf(
  {names, header}: TablePlan,
  {lastEmpty, surplus}: CarefulTable,
): {all: string[]; kept: string[]; extra: string; unnamed: boolean} {
  let extra = "extra";
  for (let times = 2; names.some((name) => name.toLowerCase() === extra); times++) extra = `extra_${times}`;
  const unnamed = lastEmpty && (header?.[names.length - 1] ?? "").trim() === "" && names.length > 1;
  const kept = [...(unnamed ? names.slice(0, -1) : names), ...(surplus ? [extra] : [])];
  return {all: [...names, extra], kept, extra, unnamed};
}

async function makeRoom(scratch: string, connection: DuckDBConnection): Promise<void> {
  await connection.run("SET threads = 1");
  await connection.run(
    `ATTACH IF NOT EXISTS ${literal(join(scratch, "wide.duckdb"))} AS wide (BLOCK_SIZE 16384)`,
  );
  await connection.run("SET search_path = 'wide.main,memory.main'");
}
