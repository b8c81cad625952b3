import {desc, eq, row_number} from "@uwdata/mosaic-sql";
import {z} from "zod";
import {orderSchema} from "../measure.ts";
import {defineMethod} from "../methods.ts";
import {columnNode, selectFrom, subquery, value} from "../sql_print.ts";
import {tableReferenceSchema} from "../table_reference.ts";
import type {Artifact, ToolContext} from "../tool.ts";
import {madeArtifact} from "./made_artifact.ts";
import {asIs, columnsCalled, freeName, openTable} from "./open_table.ts";
import {orderSql} from "./sort.ts";

const deduplicateInputSchema = z.strictObject({
  method: z.literal("deduplicate"),
  table: tableReferenceSchema,
  columns: z.array(z.string()).default([]).describe("what makes rows the same; default: every column"),
  order: z.array(orderSchema).default([]).describe("which of them is first; default: as they stand"),
  keep: z.enum(["first", "last"]).default("first"),
});
type DeduplicateInput = z.infer<typeof deduplicateInputSchema>;

/** One row of each that are the same. */
export const deduplicateMethod = defineMethod<DeduplicateInput>({
  name: "deduplicate",
  description:
    "A new table with one row of each that agree in some columns (missing equals missing): the first or last by an order.",
  input: deduplicateInputSchema as z.ZodType<DeduplicateInput>,
  run: deduplicate,
});

async function deduplicate(input: DeduplicateInput, context: ToolContext): Promise<Artifact> {
  const table = await openTable(input.table, context);
  const same = input.columns.length > 0 ? columnsCalled(input.columns, table) : table.columns;
  const place = freeName("place", table);
  const copy = freeName("copy", table, [place]);
  const placed = selectFrom(
    [...table.columns.map(asIs), {name: place, node: row_number()}],
    table.source.from,
  );
  const order = [...orderSql(input.order, table), columnNode(place)];
  const numbered = selectFrom(
    [
      ...table.columns.map(asIs),
      {name: place, node: columnNode(place)},
      {
        name: copy,
        node: row_number()
          .partitionby(...same.map(({name}) => columnNode(name)))
          .orderby(...(input.keep === "first" ? order : reversed(input, order))),
      },
    ],
    subquery(placed, "placed"),
  );
  const query = selectFrom(table.columns.map(asIs), subquery(numbered, "numbered"))
    .where(eq(columnNode(copy), value(1)))
    .orderby(columnNode(place));
  const made = await madeArtifact({
    method: "deduplicate",
    title: `${table.name} without repeated rows`,
    table,
    query,
    notes: [
      `Rows are the same where ${input.columns.length > 0 ? same.map(({name}) => name).join(", ") : "every column"} agree${input.columns.length === 1 ? "s" : ""}; the ${input.keep} is kept.`,
    ],
  });
  return made;

  function reversed(given: DeduplicateInput, _: unknown) {
    const turned = given.order.map(({by, direction}) => ({
      by,
      direction: direction === "asc" ? ("desc" as const) : ("asc" as const),
    }));
    return [...orderSql(turned, table), desc(columnNode(place))];
  }
}
