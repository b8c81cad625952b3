import {z} from "zod";

/** What the child process is asked: one file, read by one importer of a plugin. */
export const readRequestSchema = z.object({
  /** The plugin's module and folder. */
  entry: z.string(),
  folder: z.string(),
  /** Which of its importers. */
  importer: z.number().int(),
  /** The file, and what it is called. */
  path: z.string(),
  name: z.string(),
  /** What the child writes, without its ending. */
  target: z.string(),
  mostBytes: z.number(),
});
export type ReadRequest = z.infer<typeof readRequestSchema>;

export const readReplySchema = z.union([
  z.object({
    ok: z.object({
      ending: z.enum([".csv", ".json", ".ndjson", ".parquet", ".xlsx"]),
      rows: z.number().optional(),
    }),
  }),
  z.object({error: z.string().transform((text) => text.slice(0, 600))}),
]);
export type ReadReply = z.infer<typeof readReplySchema>;
