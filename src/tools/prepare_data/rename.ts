import {z} from "zod";
import {defineMethod} from "../methods.ts";
import {columnNode, selectFrom} from "../sql_print.ts";
import {tableReferenceSchema} from "../table_reference.ts";
import type {Artifact, ToolContext} from "../tool.ts";
import {madeArtifact} from "./made_artifact.ts";
import {columnsCalled, mustDiffer, openTable} from "./open_table.ts";

const renameInputSchema = z.strictObject({
  method: z.literal("rename"),
  table: tableReferenceSchema,
  names: z.array(z.strictObject({from: z.string(), to: z.string().min(1).max(200)})).min(1),
});
type RenameInput = z.infer<typeof renameInputSchema>;

/** Columns under other names. */
export const renameMethod = defineMethod<RenameInput>({
  name: "rename",
  description: "A new table with columns under other names.",
  input: renameInputSchema as z.ZodType<RenameInput>,
  run: rename,
});

async function rename(input: RenameInput, context: ToolContext): Promise<Artifact> {
  const table = await openTable(input.table, context);
  const found = columnsCalled(
    input.names.map(({from}) => from),
    table,
  );
  const names = new Map(found.map(({name}, at) => [name, input.names[at]!.to]));
  const columns = table.columns.map(({name}) => ({name: names.get(name) ?? name, node: columnNode(name)}));
  mustDiffer(columns.map(({name}) => name));
  const units = table.columns.flatMap(({name, unit}): [string, string][] =>
    unit ? [[names.get(name) ?? name, unit]] : [],
  );
  return madeArtifact({
    method: "rename",
    title: `${table.name} with ${names.size === 1 ? "a column" : "columns"} renamed`,
    table,
    query: selectFrom(columns, table.source.from),
    changes: [...names].map(([from, to]) => ({change: "column renamed", column: from, count: 1, detail: to})),
    units: Object.fromEntries(units),
  });
}
