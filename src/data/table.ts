import {z} from "zod";

/**
 * A value in a result table. Dates are `YYYY-MM-DD`, timestamps `YYYY-MM-DD HH:MM:SS[.ffffff]` in the session's time
 * zone; integers beyond 2^53 are text; NaN and infinities never leave the engine as numbers: they are null, and counted.
 */
export const cellSchema = z.union([z.string(), z.number(), z.boolean(), z.null()]);
export type Cell = z.infer<typeof cellSchema>;

export const columnTypeSchema = z.enum([
  "integer",
  "number",
  "text",
  "boolean",
  "date",
  "timestamp",
  "time",
  "other",
]);
export type ColumnType = z.infer<typeof columnTypeSchema>;

export const columnSchema = z.object({
  name: z.string(),
  type: columnTypeSchema,
  /** What the numbers of an imported column count or measure, as its cells said: "$", "kg", "%". */
  unit: z.string().optional(),
});
export type Column = z.infer<typeof columnSchema>;

/** A small result, row by row: at most the engine's row limit. Large columns travel as typed buffers instead. */
export const tableSchema = z.object({columns: z.array(columnSchema), rows: z.array(z.array(cellSchema))});
export type Table = z.infer<typeof tableSchema>;
