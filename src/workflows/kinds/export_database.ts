import {z} from "zod";
import {tableReferenceSchema} from "../../tools/table_reference.ts";
import type {NodeKind} from "../node_kind.ts";
import {lacking} from "./lacking.ts";
import {withWholeTable} from "./whole_table.ts";
import {written} from "./written.ts";

const exportDatabaseInputSchema = z.strictObject({
  table: tableReferenceSchema,
  connection: z.string().min(1).max(100).describe("a kept connection that is marked for writing"),
  to: z
    .string()
    .min(1)
    .max(130)
    .regex(/^[^\0"`]+$/)
    .describe("the table there; with its schema as schema.table"),
  mode: z
    .enum(["create", "replace", "append"])
    .default("create")
    .describe("create: refused where the table is there; replace: a table in its place; append: rows below"),
});
type ExportDatabaseInput = z.infer<typeof exportDatabaseInputSchema>;

/** A table of a database, written whole or not at all, and once for a run. */
export const exportDatabaseKind: NodeKind<ExportDatabaseInput> = {
  kind: "export.database",
  description:
    "Writes a table to a Postgres or MySQL database, over a kept connection that is marked for it.",
  input: exportDatabaseInputSchema as z.ZodType<ExportDatabaseInput>,
  effect: "writes",
  async run({table, connection, to, mode}, context) {
    const {writeTable} = context.parts;
    if (!writeTable) throw lacking("No databases are written to", "Run it where connections are kept.");
    const begun = performance.now();
    const rows = await withWholeTable(table, context, (whole) =>
      writeTable(
        connection,
        {table: to, mode, columns: whole.columns, rows: whole.pages(), key: `${context.run} ${context.node}`},
        context.signal,
      ),
    );
    return written("export.database", {title: to, where: `${connection}: ${to}`, rows, begun}, context);
  },
};
