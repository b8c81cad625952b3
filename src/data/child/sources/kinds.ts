import {open} from "node:fs/promises";
import {basename, extname} from "node:path";
import {TabletalkError} from "../../../errors.ts";
import {byMark, byZeros} from "../text/byte_marks.ts";

/** A file that holds tables itself. */
export type TableKind = "csv" | "json" | "parquet" | "workbook";
/** A file around one other file. */
export type PackedKind = "gzip" | "zstd" | "brotli";
/** What a file is: tables, something packed, an archive of files, or a database. */
export type Kind = TableKind | PackedKind | "zip" | "tar" | "sqlite" | "duckdb";

const HEAD_BYTES = 4096;
const WORKBOOKS = [".xlsx", ".xlsm", ".xlsb", ".xls", ".ods", ".xltx", ".xltm"];
const TEXTS = [".csv", ".tsv", ".txt", ".tab", ".psv"];
const JSONS = [".json", ".ndjson", ".jsonl", ".geojson"];

/**
 * What a file is, by its first bytes; its name decides only between texts.
 * `shown` is what messages call it.
 * @throws TabletalkError bad_file where it can be no table
 */
export async function sniff(path: string, size: number, shown = path): Promise<Kind> {
  const refuse = (what: string, next: string): TabletalkError =>
    new TabletalkError("bad_file", `${shown} ${what}`, next);
  if (size === 0) throw refuse("is empty (0 bytes).", "Export it again, or choose another file.");
  const {head, tail} = await ends(path, size);
  const extension = extname(basename(path)).toLowerCase();
  const start = head.toString("latin1");
  if (start.startsWith("PAR1")) {
    if (tail.subarray(-4).toString("latin1") !== "PAR1")
      throw refuse(
        "is not whole Parquet: its end is missing.",
        "It was probably cut off on its way; copy or export it again.",
      );
    return "parquet";
  }
  if (start.startsWith("PK\x03\x04") || start.startsWith("PK\x05\x06") || start.startsWith("PK\x07\x08"))
    return WORKBOOKS.includes(extension) || (await holdsWorkbook(path, start)) ? "workbook" : "zip";
  if (start.startsWith("\xd0\xcf\x11\xe0")) return "workbook";
  if (start.startsWith("\x1f\x8b")) return "gzip";
  if (start.startsWith("\x28\xb5\x2f\xfd")) return "zstd";
  if (extension === ".br") return "brotli";
  if (/^BZh[1-9]/.test(start))
    throw refuse("is packed with bzip2, which is not read here.", "Unpack it first: bunzip2 FILE.");
  if (start.startsWith("\xfd7zXZ\x00"))
    throw refuse("is packed with xz, which is not read here.", "Unpack it first: unxz FILE.");
  if (start.startsWith("7z\xbc\xaf\x27\x1c") || start.startsWith("Rar!"))
    throw refuse("is a 7z or RAR archive, which is not read here.", "Unpack it, or pack it as zip.");
  if (start.startsWith("SQLite format 3\x00")) return "sqlite";
  if (start.slice(8, 12) === "DUCK") return "duckdb";
  if (isTar(head)) return "tar";
  const text = start.replace(/^\u00ef\u00bb\u00bf/, "").trimStart();
  if (/^(<!doctype html|<html|<head|<\?xml[^>]*>\s*<html)/i.test(text))
    throw refuse(
      "is a web page (HTML), not data.",
      "The download probably needed a sign-in; export the data itself and try again.",
    );
  if (/^<\?xml[^>]*>[\s\S]{0,400}(urn:schemas-microsoft-com:office:spreadsheet|progid="Excel)/i.test(text))
    return "workbook";
  if (/^<(\?xml|[a-z][\w:-]*[\s>])/i.test(text) && [".xml", ".xls", ".kml", ".rss"].includes(extension))
    throw refuse("is XML, which is not read here.", "Export the table as CSV, XLSX or JSON.");
  if (start.startsWith("%PDF")) throw refuse("is a PDF.", "Export the table as CSV or XLSX.");
  if (extension === ".parquet")
    throw refuse(
      "is called Parquet but holds something else.",
      "See what made it; if it is text, call it .csv or .json.",
    );
  const wide = byMark(head) ?? byZeros(head);
  if (!wide && looksBinary(head)) {
    if ([".db", ".sqlite", ".sqlite3", ".duckdb"].includes(extension))
      throw refuse(
        "is no SQLite or DuckDB file that can be read; it may be encrypted.",
        "Make a copy without a password, or export its tables as CSV.",
      );
    throw refuse(
      "is not a table: it holds binary data.",
      "Use CSV, TSV, JSON, NDJSON, Parquet, XLSX, SQLite or DuckDB, packed or not.",
    );
  }
  if (JSONS.includes(extension)) return "json";
  if (!TEXTS.includes(extension) && /^(\[\s*[{[]|\{\s*")/.test(text)) return "json";
  return "csv";
}

async function ends(path: string, size: number): Promise<{head: Buffer; tail: Buffer}> {
  const file = await open(path);
  try {
    const head = Buffer.alloc(Math.min(size, HEAD_BYTES));
    await file.read(head, 0, head.length, 0);
    const tail = Buffer.alloc(Math.min(size, 8));
    await file.read(tail, 0, tail.length, size - tail.length);
    return {head, tail};
  } finally {
    await file.close();
  }
}

/** Office files are zips that name their parts; a damaged one is told by its first entry alone. */
async function holdsWorkbook(path: string, start: string): Promise<boolean> {
  const first = start.slice(30, 30 + (start.charCodeAt(26) | (start.charCodeAt(27) << 8)));
  if (/^(\[Content_Types\]\.xml|_rels\/|xl\/|docProps\/)/.test(first)) return true;
  if (first === "mimetype" && start.includes("opendocument.spreadsheet")) return true;
  const {zipNames} = await import("./zip_members.ts");
  const names: string[] = await zipNames(path).catch(() => []);
  return names.includes("[Content_Types].xml") && names.some((name) => name.startsWith("xl/"));
}

/** The checksum of a tar's first header, which no other file has by chance. */
export function isTar(head: Buffer): boolean {
  if (head.length < 512) return false;
  const given = Number.parseInt(head.subarray(148, 156).toString("latin1").replace(/\0.*$/, "").trim(), 8);
  if (!Number.isFinite(given)) return false;
  let sum = 0;
  for (let at = 0; at < 512; at++) sum += at >= 148 && at < 156 ? 32 : head[at]!;
  return sum === given && sum > 256;
}

/** Many zeros and other control characters are no text. */
function looksBinary(head: Buffer): boolean {
  let odd = 0;
  for (const byte of head) if (byte === 0 || (byte < 32 && ![9, 10, 12, 13, 27].includes(byte))) odd++;
  return odd > head.length * (head.includes(0) ? 0.02 : 0.1);
}
