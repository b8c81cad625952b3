import {z} from "zod";
import type {ColumnType} from "../../data/table.ts";

/** A table as the isolate gets it: one buffer of numbers (NaN is missing) or one list of texts a column. */
export interface IsolateTable {
  name: string;
  rows: number;
  columns: {name: string; type: ColumnType; values: Float64Array | (string | null)[]}[];
}

/** What the child is asked, once. */
export interface IsolateRequest {
  code: string;
  tables: IsolateTable[];
  /** What the clock shows inside: milliseconds since 1970. */
  now: number;
  seed: number;
  timeMs: number;
  memoryBytes: number;
  /** The most characters that a result may have as JSON. */
  longestResult: number;
}

/** What comes of it. `log` holds what the code printed, shortened. */
export const isolateReplySchema = z.union([
  z.strictObject({ok: z.string().describe("JSON"), log: z.array(z.string())}),
  z.strictObject({
    error: z.strictObject({
      kind: z.enum(["syntax", "thrown", "time", "memory", "result"]),
      message: z.string(),
      line: z.number().int().optional(),
    }),
    log: z.array(z.string()),
  }),
]);
export type IsolateReply = z.infer<typeof isolateReplySchema>;
