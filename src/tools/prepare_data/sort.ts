import {asc, desc, type ExprNode} from "@uwdata/mosaic-sql";
import {z} from "zod";
import {type Order, orderSchema} from "../measure.ts";
import {defineMethod} from "../methods.ts";
import {selectFrom} from "../sql_print.ts";
import {tableReferenceSchema} from "../table_reference.ts";
import type {Artifact, ToolContext} from "../tool.ts";
import {madeArtifact} from "./made_artifact.ts";
import {asIs, cells, columnCalled, type OpenTable, openTable} from "./open_table.ts";

const sortInputSchema = z.strictObject({
  method: z.literal("sort"),
  table: tableReferenceSchema,
  order: z.array(orderSchema).min(1),
});
type SortInput = z.infer<typeof sortInputSchema>;

/** Rows in an order, as a new table. */
export const sortMethod = defineMethod<SortInput>({
  name: "sort",
  description: "A new table with the rows in an order; missing values last, ties by the other columns.",
  input: sortInputSchema as z.ZodType<SortInput>,
  run: sort,
});

async function sort(input: SortInput, context: ToolContext): Promise<Artifact> {
  const table = await openTable(input.table, context);
  const named = new Set(input.order.map(({by}) => columnCalled(by, table).name));
  const ties = table.columns
    .filter(({name}) => !named.has(name))
    .map(({name}): Order => ({by: name, direction: "asc"}));
  return madeArtifact({
    method: "sort",
    title: `${table.name} by ${[...named].join(", ")}`,
    table,
    query: selectFrom(table.columns.map(asIs), table.source.from).orderby(
      ...orderSql([...input.order, ...ties], table),
    ),
  });
}

/** An order as SQL; missing values come last. */
export function orderSql(order: readonly Order[], table: OpenTable): ExprNode[] {
  return order.map(({by, direction}) => {
    const node = cells(columnCalled(by, table), table);
    return direction === "desc" ? desc(node, false) : asc(node, false);
  });
}
