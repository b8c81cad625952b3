import {z} from "zod";
import type {NodeKind} from "../node_kind.ts";
import {broughtTable} from "./brought.ts";
import {lacking} from "./lacking.ts";

const sourceDatabaseInputSchema = z.strictObject({
  connection: z.string().min(1).max(100).describe("a kept connection, by its name or id"),
  table: z
    .string()
    .min(1)
    .max(200)
    .regex(/^[^,]+$/)
    .describe("a table or view of its schema"),
});
type SourceDatabaseInput = z.infer<typeof sourceDatabaseInputSchema>;

/** A table of a database, read anew in every run. */
export const sourceDatabaseKind: NodeKind<SourceDatabaseInput> = {
  kind: "source.database",
  description: "A table of a Postgres or MySQL database, over a kept connection.",
  input: sourceDatabaseInputSchema,
  effect: "reads_outside",
  async run({connection, table}, {parts, signal}) {
    if (!parts.importTables) throw lacking("No databases are read", "Run it where connections are kept.");
    const begun = performance.now();
    const datasets = await parts.importTables(connection, [table], signal);
    return broughtTable("source.database", datasets, undefined, begun);
  },
};
