import {z} from "zod";
import {type Cell, type Column, cellSchema, columnTypeSchema, type Table} from "../data/table.ts";
import {TabletalkError} from "../errors.ts";

/** The most that a step of a plugin may hand back. */
export const MOST_COLUMNS = 200;
const MOST_TEXT = 20_000;
const LONGEST_CELL = 10_000;

const text = (most: number) => z.string().transform((given) => given.slice(0, most));

const columnSchema = z.union([
  z.string().min(1).max(200),
  z.object({
    name: z.string().min(1).max(200),
    type: columnTypeSchema.optional(),
    unit: z.string().max(40).optional(),
  }),
]);

const resultSchema = z.object({
  title: text(300),
  table: z
    .object({columns: z.array(columnSchema).min(1).max(MOST_COLUMNS), rows: z.array(z.array(z.unknown()))})
    .optional(),
  text: text(MOST_TEXT).optional(),
  units: z.record(z.string(), z.string().max(40)).optional(),
  notes: z.array(text(600)).max(40).optional(),
});

/** What came back, in the shapes of ours. */
export interface ReadResult {
  title: string;
  table: Table;
  text?: string;
  units: Record<string, string>;
  notes: string[];
  truncated: boolean;
}

/**
 * Reads what a plugin's step gave. Rows beyond the limit are cut; NaN and infinities become null.
 * @throws TabletalkError internal naming the field that is not as the contract has it
 */
export function readResult(given: unknown, what: string, mostRows: number): ReadResult {
  const parsed = resultSchema.safeParse(given);
  if (!parsed.success) {
    const issue = parsed.error.issues[0]!;
    throw notAsPromised(what, `${issue.path.join(".") || "the whole"}: ${issue.message}`);
  }
  const {title, table, units = {}, notes = []} = parsed.data;
  if (!table && parsed.data.text === undefined) throw notAsPromised(what, "neither table nor text");
  const columns = table?.columns.map((one) => (typeof one === "string" ? {name: one} : one)) ?? [];
  const names = new Set(columns.map(({name}) => name.toLowerCase()));
  if (names.size < columns.length) throw notAsPromised(what, "two columns of one name");
  const given_rows = table?.rows ?? [];
  const rows = given_rows.slice(0, mostRows).map((row, at) => {
    if (row.length !== columns.length)
      throw notAsPromised(what, `row ${at} has ${row.length} cells, and there are ${columns.length} columns`);
    return row.map((cell) => cellOf(cell, what));
  });
  const own = columns.flatMap(({name, unit}) => (unit ? [[name, unit] as const] : []));
  return {
    title,
    table: {
      columns: columns.map((column, at) => ({name: column.name, type: column.type ?? typeOf(rows, at)})),
      rows,
    },
    ...(parsed.data.text !== undefined && {text: parsed.data.text}),
    units: {...units, ...Object.fromEntries(own)},
    notes,
    truncated: given_rows.length > mostRows,
  };
}

function cellOf(cell: unknown, what: string): Cell {
  if (cell === undefined || cell === null) return null;
  if (typeof cell === "number") return Number.isFinite(cell) ? cell : null;
  if (typeof cell === "bigint")
    return cell >= -(2n ** 53n) && cell <= 2n ** 53n ? Number(cell) : String(cell);
  if (cell instanceof Date) return cell.toISOString().slice(0, 19).replace("T", " ");
  if (typeof cell === "string") return cell.slice(0, LONGEST_CELL);
  const parsed = cellSchema.safeParse(cell);
  if (parsed.success) return parsed.data;
  throw notAsPromised(what, "a cell that is no text, number, truth value or null");
}

/** The type that all cells of a column have. */
export function typeOf(rows: readonly (readonly Cell[])[], at: number): Column["type"] {
  const cells = rows.flatMap((row) => (row[at] === null || row[at] === undefined ? [] : [row[at]]));
  if (cells.length === 0) return "text";
  if (cells.every((cell) => typeof cell === "boolean")) return "boolean";
  if (cells.every((cell) => typeof cell === "number"))
    return cells.every(Number.isInteger) ? "integer" : "number";
  const texts = cells.every((cell) => typeof cell === "string");
  if (texts && cells.every((cell) => /^\d{4}-\d{2}-\d{2}$/.test(String(cell)))) return "date";
  if (texts && cells.every((cell) => /^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}(\.\d+)?$/.test(String(cell))))
    return "timestamp";
  return "text";
}

function notAsPromised(what: string, why: string): TabletalkError {
  return new TabletalkError(
    "internal",
    `${what} gave something that is no result (${why}).`,
    "Tell whoever made it; until then, do without that step.",
  );
}
