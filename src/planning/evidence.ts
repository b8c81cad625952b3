import {z} from "zod";
import {cellSchema} from "../data/table.ts";

/** Where a number in a reply comes from. `row` counts from 0 in the artifact's table. */
export const evidenceSchema = z.object({
  step: z.string(),
  row: z.number().int().nonnegative(),
  column: z.string(),
});
export type Evidence = z.infer<typeof evidenceSchema>;

/** A headline value of an answer. Percentages are fractions with unit "%": 0.25 is shown as 25 %. */
export const valueSchema = z.object({
  name: z.string(),
  value: cellSchema,
  unit: z.string().optional(),
  evidence: evidenceSchema,
});
export type Value = z.infer<typeof valueSchema>;

/** A number as it stands in the text, bound to its cell, or to the cells that an arithmetic over them takes. */
export interface BoundNumber {
  text: string;
  start: number;
  end: number;
  evidence: Evidence[];
  /** The arithmetic over those cells: "difference", "percent change", "ratio", "share of the total", "mean", "count". */
  how?: string;
}

/** The step that evidence names when a number comes from the reading itself: a limit, a filter's value, a period. */
export const READING_STEP = "(reading)";
/** The column that evidence names when a number counts the rows of a table. */
export const ROW_COUNT = "(rows)";
/** The column that evidence names when a number stands in the artifact's own notes, title or column names. */
export const NOTES = "(notes)";

/** That a number is said by the reading itself. */
export function readingEvidence(): Evidence {
  return {step: READING_STEP, row: 0, column: "reading"};
}
