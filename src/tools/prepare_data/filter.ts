import {z} from "zod";
import {periodInputSchema} from "../aggregate_input.ts";
import {conditionSchema} from "../condition.ts";
import {defineMethod} from "../methods.ts";
import {selectFrom} from "../sql_print.ts";
import {rowsKept} from "../sql_select.ts";
import {tableReferenceSchema} from "../table_reference.ts";
import type {Artifact, ToolContext} from "../tool.ts";
import {madeArtifact} from "./made_artifact.ts";
import {asIs, badPlan, openTable} from "./open_table.ts";

const filterInputSchema = z.strictObject({
  method: z.literal("filter"),
  table: tableReferenceSchema,
  where: conditionSchema.optional().describe("which rows to keep"),
  period: periodInputSchema.optional(),
});
type FilterInput = z.infer<typeof filterInputSchema>;

/** The rows that meet a condition, as a new table. */
export const filterMethod = defineMethod<FilterInput>({
  name: "filter",
  description: "A new table of the rows that meet conditions.",
  input: filterInputSchema as z.ZodType<FilterInput>,
  run: filter,
});

async function filter(input: FilterInput, context: ToolContext): Promise<Artifact> {
  const table = await openTable(input.table, context);
  const kept = rowsKept(input, table.source);
  if (!kept) throw badPlan("A filter needs a condition.", "Give `where` or `period`.");
  return madeArtifact({
    method: "filter",
    title: `Rows of ${table.name} that meet the conditions`,
    table,
    query: selectFrom(table.columns.map(asIs), table.source.from).where(kept),
  });
}
