import {isNull} from "@uwdata/mosaic-sql";
import {z} from "zod";
import {defineMethod} from "../methods.ts";
import {namedColumnSchema} from "../named_column.ts";
import {expressionSql, sayExpression} from "../sql_expression.ts";
import {aggregateCall, selectFrom} from "../sql_print.ts";
import {tableReferenceSchema} from "../table_reference.ts";
import type {Artifact, ToolContext} from "../tool.ts";
import {askFigures} from "./ask_table.ts";
import {type Change, madeArtifact} from "./made_artifact.ts";
import {mustDiffer, openTable, withColumns} from "./open_table.ts";

const deriveInputSchema = z.strictObject({
  method: z.literal("derive"),
  table: tableReferenceSchema,
  columns: z.array(namedColumnSchema).min(1).describe("a known name replaces that column"),
});
type DeriveInput = z.infer<typeof deriveInputSchema>;

/** Columns computed from others in the same row. */
export const deriveMethod = defineMethod<DeriveInput>({
  name: "derive",
  description: "A new table with columns computed from others: arithmetic, parts of dates, functions.",
  input: deriveInputSchema as z.ZodType<DeriveInput>,
  run: derive,
});

async function derive(input: DeriveInput, context: ToolContext): Promise<Artifact> {
  const table = await openTable(input.table, context);
  mustDiffer(input.columns.map(({name}) => name));
  const made = input.columns.map(({name, of}) => ({name, node: expressionSql(of, table.source).node}));
  const missing = await askFigures(
    made.map(({node}) => aggregateCall("count", [], {where: isNull(node)})),
    table,
  );
  const known = new Set(table.columns.map(({name}) => name.toLowerCase()));
  const changes = input.columns.map(({name, of}, at): Change => {
    const empty = Number(missing.figures[at]);
    const kind = known.has(name.toLowerCase()) ? "cells replaced" : "cells computed";
    return {
      change: kind,
      column: name,
      count: table.rows,
      detail: `${sayExpression(of)}${empty > 0 ? `; ${empty} are missing` : ""}`,
    };
  });
  return madeArtifact({
    method: "derive",
    title: `${table.name} with ${input.columns.map(({name}) => name).join(", ")}`,
    table,
    query: selectFrom(withColumns(table, made), table.source.from),
    changes,
    sql: [missing.sql],
  });
}
