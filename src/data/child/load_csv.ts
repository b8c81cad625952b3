import {stat} from "node:fs/promises";
import {extname, join} from "node:path";
import type {DuckDBConnection} from "@duckdb/node-api";
import {TabletalkError} from "../../errors.ts";
import type {ImportChoices} from "../choices.ts";
import type {ReceiptEntry} from "../dataset.ts";
import type {Loaded} from "./import_file.ts";
import {writeUtf8} from "./text/decode.ts";
import {findDialect} from "./text/dialect.ts";
import {factsOf, type TextFacts} from "./text/encoding.ts";
import {loadCarefully, type Source} from "./text/load_carefully.ts";
import {readExpression} from "./text/plain.ts";
import {sampleOf} from "./text/sample.ts";
import {planText} from "./text/structure.ts";
import {dialectEntries, encodingEntries} from "./text/tell.ts";
import {totalLabel} from "./text/totals.ts";
import {unmarked} from "./text/unmark.ts";
import {verifyPlain} from "./text/verify.ts";

/** From here on a file is not copied into a table of texts but read as its types are given. */
const STREAMED_BYTES = 1 << 20;
const DIALECT_LINES = 500;
const SAMPLE_LINES = 2_000;
/** A row may be so many times as long as those of the sample before it is read with care. */
const LONGER = 20;

const identifier = (name: string): string => `"${name.replaceAll('"', '""')}"`;

/**
 * Loads the tables of delimited text with every column as text: types are decided later, over all rows, so that nothing
 * is lost. Where the head and tail of the file are plain, DuckDB reads it itself; else, or where it turns out not to
 * be, each line is read with care.
 * @throws TabletalkError bad_file, bad_use
 */
export async function loadCsv(
  path: string,
  scratch: string,
  connection: DuckDBConnection,
  choices: ImportChoices = {},
): Promise<Loaded[]> {
  const entries: ReceiptEntry[] = [];
  const facts = await factsOf(path, choices.encoding);
  const text = await asUtf8(path, scratch, facts, entries);
  const file = choices.marks === "drop" ? await unmarked(text, scratch) : text;
  const {size} = await stat(file);
  const sample = await sampleOf(file, size);
  if (sample.head.every((line) => line.trim() === ""))
    throw new TabletalkError(
      "bad_file",
      `${path} holds no rows.`,
      "Export it again, or choose another file.",
    );
  const dialect = findDialect(sample.head.slice(0, DIALECT_LINES), choices);
  if (dialect.prose && !/^\.(csv|tsv|tab|psv)$/i.test(extname(path)))
    throw new TabletalkError(
      "bad_file",
      `${path} is not a table: it holds sentences.`,
      "Choose a file of rows and columns; if it is one, name its delimiter.",
    );
  entries.push(...dialectEntries(dialect, choices.delimiter !== undefined));
  const plan = planText(sample, dialect, choices, entries);
  const source: Source = {
    file,
    bytes: size,
    lineBytes: sample.head.reduce((sum, line) => sum + line.length + 1, 0) / sample.head.length,
    longest: Math.min(
      size,
      LONGER * Math.max(...sample.head.slice(0, SAMPLE_LINES).map((line) => line.length)),
    ),
    plan,
    quotes: facts.quotes,
    format: dialect.delimiter === "\t" ? "tsv" : "csv",
    encoding: facts.encoding.name,
    entries,
  };
  const careful = (streamed: boolean): Promise<Loaded[]> =>
    loadCarefully(source, scratch, connection, choices, streamed ? STREAMED_BYTES : Number.POSITIVE_INFINITY);
  if (!plan.plain) return careful(true);
  const plain = await loadPlain(source, connection, choices).catch((error: unknown) => {
    if (isHopeless(error)) throw error;
  });
  if (!plain) return careful(true);
  return [
    {
      ...plain,
      again: async () => {
        await connection.run(`DROP VIEW IF EXISTS ${identifier(plain.table)}`);
        return careful(false);
      },
    },
  ];
}

/** No other way of reading helps where memory or disk are at their end, or a person stopped it. */
const isHopeless = (error: unknown): boolean =>
  error instanceof Error && /out of memory|allocation fail|no space|interrupt/i.test(error.message);

async function asUtf8(
  path: string,
  scratch: string,
  facts: TextFacts,
  entries: ReceiptEntry[],
): Promise<string> {
  const {encoding, zeros, returnsOnly} = facts;
  if (encoding.name === "utf-8" && !encoding.mixed && !zeros && !returnsOnly) return path;
  const file = join(scratch, "utf8.csv");
  const decoded = await writeUtf8(path, facts, file);
  entries.push(...encodingEntries(facts, decoded));
  return file;
}

async function loadPlain(
  {file, bytes, lineBytes, longest, plan, quotes, format, encoding, entries}: Source,
  connection: DuckDBConnection,
  choices: ImportChoices,
): Promise<Loaded> {
  const {names, firstLine} = plan.tables[0]!;
  const {quote} = plan.dialect;
  const unquoted = quote === '"' && !quotes;
  const dialect = {...plan.dialect, ...(unquoted && {quote: "", escape: ""})};
  const read = `SELECT * FROM ${readExpression(file, names, dialect, firstLine - 1, longest)}`;
  const loaded = {table: "raw", format, encoding, entries: [...entries, ...plan.tables[0]!.entries]};
  const verify = async (table: string): Promise<void> => {
    const found = await verifyPlain(
      table,
      {
        quotes: !unquoted,
        totals: choices.totals !== "keep",
        width: names.length,
        delimiter: dialect.delimiter,
      },
      connection,
    );
    const lost = loaded.entries.some(
      ({kind, examples}) => kind === "coerced" && examples?.some((text) => totalLabel([text]) === "sure"),
    );
    if (!found && !lost) return;
    plan.totals ||= lost || found === "totals";
    throw new Error("The file is less plain than its sample.");
  };
  if (bytes >= STREAMED_BYTES) {
    await connection.run(`CREATE VIEW raw AS ${read}`);
    return {...loaded, streamed: true, lineBytes, verify};
  }
  try {
    await connection.run(`CREATE TABLE raw AS ${read}`);
    await verify("raw");
    return loaded;
  } catch (error) {
    await connection.run("DROP TABLE IF EXISTS raw");
    throw error;
  }
}
