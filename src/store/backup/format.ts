import {isAbsolute, join, relative, sep} from "node:path";
import {z} from "zod";
import {TabletalkError} from "../../errors.ts";

/** The form of the file. A program that knows a lower one refuses it. */
export const FORMAT = 1;
export const MANIFEST = "manifest.json";
/** The last entry: the sha256 of the manifest. */
export const SEAL = "manifest.sha256";

const digest = z.string().regex(/^[0-9a-f]{64}$/);
const name = z.string().regex(/^[a-z][a-z_0-9]{0,62}$/);
const whole = z.number().int().min(0);

/** What a backup holds: the last but one entry of its file. */
export const manifestSchema = z.object({
  format: z.literal(FORMAT),
  tabletalk: z.string(),
  dialect: z.enum(["sqlite", "postgres"]),
  /** ISO 8601. */
  createdAt: z.string(),
  /** Those that made its tables, in order. */
  migrations: z.array(z.object({number: whole, name: z.string(), checksum: z.string()})).min(1),
  /** In an order in which each comes after those that it refers to. */
  tables: z.array(
    z.object({
      name,
      columns: z.array(name).min(1),
      rows: whole,
      parts: z.array(z.object({entry: z.string(), sha256: digest, rows: whole, bytes: whole})),
    }),
  ),
  /** Files of the home folder: tables of datasets, models. */
  home: z.array(z.object({path: z.string(), bytes: whole, sha256: digest})),
  /** Stored files: whose they are; each hash is there once, as an entry. */
  files: z.array(z.object({workspace: z.string(), hash: digest, bytes: whole})),
  /** Stored files that the tables speak of and that were not there. */
  missing: z.array(z.string()),
});
export type Manifest = z.infer<typeof manifestSchema>;

/** A value of a row: texts, numbers, bytes (vectors are little-endian float32), and paths in the home folder. */
export type Cell = null | string | number | Uint8Array;
export type Row = Record<string, Cell>;

/** Columns of paths that are under the home folder of whoever wrote them. */
const PATHS: ReadonlySet<string> = new Set(["dataset_versions.path"]);

/** A row as a line. */
export function writeRow(table: string, row: Row, home: string): string {
  const written: Record<string, unknown> = {};
  for (const column in row) {
    const cell = row[column];
    if (cell instanceof Uint8Array) written[column] = {$bytes: Buffer.from(cell).toString("base64")};
    else if (typeof cell === "string" && PATHS.has(`${table}.${column}`))
      written[column] = pathOf(cell, home);
    else written[column] = cell;
  }
  return JSON.stringify(written);
}

/** A line as a row. @throws TabletalkError bad_file where it is none of this table */
export function readRow(line: string, table: string, columns: readonly string[], home: string): Row {
  const read = jsonOf(line);
  if (typeof read !== "object" || read === null || Object.keys(read).length !== columns.length)
    throw badRow(table);
  const row: Row = {};
  for (const column of columns) {
    const cell: unknown = (read as Record<string, unknown>)[column];
    if (cell === null || typeof cell === "string" || typeof cell === "number") row[column] = cell;
    else row[column] = specialCell(cell, table, home);
  }
  return row;
}

const specialSchema = z.union([z.strictObject({$bytes: z.base64()}), z.strictObject({$home: z.string()})]);

function specialCell(cell: unknown, table: string, home: string): Cell {
  const parsed = specialSchema.safeParse(cell);
  if (!parsed.success) throw badRow(table);
  return "$bytes" in parsed.data
    ? Buffer.from(parsed.data.$bytes, "base64")
    : join(home, safePath(parsed.data.$home));
}

/** A path of the home folder as it may be written to. @throws TabletalkError bad_file for one that leaves it */
export function safePath(path: string): string {
  const parts = path.split("/");
  if (
    path === "" ||
    parts.some((part) => part === "" || part === "." || part === ".." || /[\\\0:]/.test(part))
  )
    throw new TabletalkError(
      "bad_file",
      "The backup names a file outside of the home folder. Nothing was restored.",
      "Take a backup that `tabletalk backup` made.",
    );
  return join(...parts);
}

function pathOf(path: string, home: string): string | {$home: string} {
  const way = relative(home, path);
  const isInside = isAbsolute(path) && way !== "" && !way.startsWith("..") && !isAbsolute(way);
  return isInside ? {$home: way.split(sep).join("/")} : path;
}

function jsonOf(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

const badRow = (table: string): TabletalkError =>
  new TabletalkError(
    "bad_file",
    `A row of ${table} in the backup cannot be read. Nothing was restored.`,
    "Take another backup.",
  );
