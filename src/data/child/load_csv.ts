import {isUtf8} from "node:buffer";
import {createReadStream, createWriteStream} from "node:fs";
import {open, readFile, stat} from "node:fs/promises";
import {join} from "node:path";
import {pipeline} from "node:stream/promises";
import type {DuckDBConnection} from "@duckdb/node-api";
import {TabletalkError} from "../../errors.ts";
import type {ImportChoices} from "../choices.ts";
import type {ReceiptEntry} from "../dataset.ts";
import {columnNames} from "./column_names.ts";
import {type Dialect, firstRecords, likelyDialect} from "./delimited_head.ts";
import type {Loaded} from "./import_file.ts";

const literal = (text: string): string => `'${text.replaceAll("'", "''")}'`;
const SNIFF_BYTES = 1 << 20;
/** Up to here a file is read in one go, which checks it several times as fast as a stream. */
const WHOLE_BYTES = 64 << 20;

/** Loads delimited text with every column as text: types are decided later, over all rows, so that nothing is lost. */
export async function loadCsv(
  path: string,
  scratch: string,
  connection: DuckDBConnection,
  _choices: ImportChoices = {},
): Promise<Loaded[]> {
  const entries: ReceiptEntry[] = [];
  const {file, encoding} = await toUtf8(path, scratch, entries);
  const head = await headOf(file);
  const dialect = (await sniffDialect(file, connection)) ?? likelyDialect(head);
  const first = firstRecords(head, dialect, 50);
  const width = Math.max(...first.map((row) => row.length));
  const header = first[0] && Array.from({length: width}, (_, index) => first[0]![index] ?? null);
  if (!header)
    throw new TabletalkError(
      "bad_file",
      `${path} holds no rows.`,
      "Export it again, or choose another file.",
    );
  const isHeader = dialect.header || looksLikeHeader(first);
  const names = columnNames(
    isHeader ? header.map((cell) => cell ?? "") : header.map(() => ""),
    entries,
    isHeader,
  );
  if (!isHeader)
    entries.push({
      kind: "header",
      message: `There is no header row: the columns are called ${names.slice(0, 3).join(", ")}${names.length > 3 ? ", ..." : ""}.`,
    });
  const delimiter = dialect.delim === "\t" ? "tab" : dialect.delim;
  entries.push({
    kind: "delimiter",
    message: `Columns are separated by ${delimiter === "," ? "commas" : delimiter === "tab" ? "tabs" : `"${delimiter}"`}.`,
  });
  if (dialect.skip > 0)
    entries.push({
      kind: "header",
      message: `${dialect.skip} lines above the header were left out.`,
      count: dialect.skip,
    });
  const columns = `{${names.map((name) => `${literal(name)}: 'VARCHAR'`).join(", ")}}`;
  const longestLine = Math.min(10_000_000, Math.max(100_000, (await stat(file)).size));
  const base = `${options(dialect, longestLine)}, skip = ${dialect.skip}, header = ${isHeader}, columns = ${columns}, null_padding = true, nullstr = ''`;
  const load = (more: string): Promise<unknown> =>
    connection.run(`CREATE TABLE raw AS SELECT * FROM read_csv(${literal(file)}, ${base}, ${more})`);
  // Line breaks inside of quotes are only read by one thread; lines that still do not fit are left out and told.
  const read = await load("strict_mode = false")
    .catch(() => load("strict_mode = false, parallel = false"))
    .catch(() => undefined);
  if (!read) {
    await load("ignore_errors = true, store_rejects = true, parallel = false");
    const reader = await connection.runAndReadAll(
      "SELECT DISTINCT line, csv_line FROM reject_errors ORDER BY line LIMIT 1000",
    );
    const rejected = reader.getRows();
    if (rejected.length > 0) {
      entries.push({
        kind: "dropped",
        message: `${rejected.length} lines do not fit the ${names.length} columns and were left out.`,
        count: rejected.length,
        examples: rejected.slice(0, 3).map((row) => String(row[1] ?? "").slice(0, 120)),
      });
    }
  }
  return [{table: "raw", format: delimiter === "tab" ? "tsv" : "csv", encoding, entries}];
}

/** `longestLine` in bytes: DuckDB sets aside many times as much, so a small file asks for little. */
const options = ({delim, quote, escape: escaped}: Dialect, longestLine: number): string =>
  `auto_detect = false, delim = ${literal(delim)}, quote = ${literal(quote)}, escape = ${literal(escaped)}, max_line_size = ${longestLine}`;

async function sniffDialect(file: string, connection: DuckDBConnection): Promise<Dialect | undefined> {
  try {
    const reader = await connection.runAndReadAll(
      `SELECT Delimiter, Quote, Escape, SkipRows, HasHeader FROM sniff_csv(${literal(file)}, strict_mode = false, null_padding = true)`,
    );
    const [delim, quote, escaped, skip, header] = reader.getRows()[0] ?? [];
    const text = (value: unknown, otherwise: string): string =>
      value === null || value === undefined || value === "(empty)" || value === "\0"
        ? otherwise
        : String(value);
    return {
      delim: text(delim, ","),
      quote: text(quote, '"'),
      escape: text(escaped, '"'),
      skip: Number(skip ?? 0),
      header: header === true,
    };
  } catch {
    return undefined;
  }
}

const NUMBER = /^[-+$€£]?[\d.,]+%?$/;

/** Names are words that do not come again below them; a table of text alone gives the sniffer nothing else to go by. */
function looksLikeHeader(rows: readonly (string | null)[][]): boolean {
  const [first, ...rest] = rows;
  if (!first) return false;
  const filled = first.filter((cell): cell is string => cell !== null && cell.trim() !== "");
  if (filled.length === 0 || filled.some((cell) => NUMBER.test(cell.trim()) || cell.length > 80))
    return false;
  if (rest.length === 0) return true;
  if (new Set(filled).size < filled.length && filled.length < first.length) return false;
  return !first.some((cell, index) => cell !== null && rest.some((row) => row[index] === cell));
}

async function headOf(file: string): Promise<string> {
  const handle = await open(file);
  try {
    const bytes = Buffer.alloc(SNIFF_BYTES);
    const {bytesRead} = await handle.read(bytes, 0, SNIFF_BYTES, 0);
    return bytes
      .subarray(0, bytesRead)
      .toString("utf8")
      .replace(/^\ufeff/, "");
  } finally {
    await handle.close();
  }
}

/** Makes sure that the text is UTF-8: marks of order, UTF-16, and single-byte encodings are transcoded. */
async function toUtf8(
  path: string,
  scratch: string,
  entries: ReceiptEntry[],
): Promise<{file: string; encoding: string}> {
  const handle = await open(path);
  const head = Buffer.alloc(SNIFF_BYTES);
  const {bytesRead} = await handle.read(head, 0, SNIFF_BYTES, 0);
  await handle.close();
  const sample = head.subarray(0, bytesRead);
  if (sample[0] === 0xff && sample[1] === 0xfe) return transcode(path, scratch, "utf-16le", entries);
  if (sample[0] === 0xfe && sample[1] === 0xff) return transcode(path, scratch, "utf-16be", entries);
  if (await validUtf8(path)) return {file: path, encoding: "utf-8"};
  const {default: chardet} = await import("chardet");
  const guess = chardet.detect(sample) ?? "windows-1252";
  return transcode(path, scratch, /utf-?8|ascii/i.test(guess) ? "windows-1252" : guess, entries);
}

async function validUtf8(path: string): Promise<boolean> {
  if ((await stat(path)).size <= WHOLE_BYTES) return isUtf8(await readFile(path));
  const decoder = new TextDecoder("utf-8", {fatal: true});
  try {
    for await (const chunk of createReadStream(path, {highWaterMark: 1 << 20}))
      decoder.decode(chunk as Buffer, {stream: true});
    decoder.decode();
    return true;
  } catch {
    return false;
  }
}

async function transcode(
  path: string,
  scratch: string,
  encoding: string,
  entries: ReceiptEntry[],
): Promise<{file: string; encoding: string}> {
  const {default: iconv} = await import("iconv-lite");
  const known = iconv.encodingExists(encoding) ? encoding : "windows-1252";
  const file = join(scratch, "utf8.csv");
  await pipeline(
    createReadStream(path),
    iconv.decodeStream(known),
    iconv.encodeStream("utf8"),
    createWriteStream(file),
  );
  entries.push({kind: "encoding", message: `The text is encoded as ${known}; it was read as such.`});
  return {file, encoding: known};
}
