import {sql} from "@uwdata/mosaic-sql";
import {z} from "zod";
import {defineMethod} from "../methods.ts";
import {isDated, partOf} from "../sql_expression.ts";
import {call, castTo, selectFrom, value} from "../sql_print.ts";
import {tableReferenceSchema} from "../table_reference.ts";
import type {Artifact, ToolContext} from "../tool.ts";
import {madeArtifact} from "./made_artifact.ts";
import {badPlan, cells, columnCalled, freeName, openTable, withColumns} from "./open_table.ts";

const datePartsInputSchema = z.strictObject({
  method: z.literal("date_parts"),
  table: tableReferenceSchema,
  column: z.string(),
  parts: z
    .array(
      z.enum([
        "year",
        "quarter",
        "month",
        "week",
        "day_of_month",
        "weekday",
        "hour",
        "day_of_year",
        "is_weekend",
        "date",
        "month_start",
      ]),
    )
    .min(1)
    .default(["year", "quarter", "month", "week", "day_of_month", "weekday"]),
});
type DatePartsInput = z.infer<typeof datePartsInputSchema>;

/** A date in parts, a column each. */
export const datePartsMethod = defineMethod<DatePartsInput>({
  name: "date_parts",
  description:
    "A new table with parts of a date as columns: year, quarter, month, ISO week, weekday (1 = Monday), hour, ...",
  input: datePartsInputSchema as z.ZodType<DatePartsInput>,
  run: dateParts,
});

async function dateParts(input: DatePartsInput, context: ToolContext): Promise<Artifact> {
  const table = await openTable(input.table, context);
  const column = columnCalled(input.column, table);
  if (!isDated(column.type))
    throw badPlan(`${column.name} is ${column.type}, not a date.`, "Cast it to a date first (`cast`).");
  const node = cells(column, table);
  const made = [...new Set(input.parts)].map((part) => {
    if (part === "hour" && column.type === "date")
      throw badPlan(`${column.name} holds days without a time.`, "Leave out `hour`.");
    return {name: freeName(`${column.name}_${part}`, table), node: partSql(part)};
  });
  return madeArtifact({
    method: "date_parts",
    title: `${table.name} with parts of ${column.name}`,
    table,
    query: selectFrom(withColumns(table, made), table.source.from),
    changes: made.map(({name}) => ({
      change: "cells computed",
      column: name,
      count: table.rows - column.nulls,
    })),
  });

  function partSql(part: DatePartsInput["parts"][number]) {
    if (part === "day_of_year") return call("date_part", value("doy"), node);
    if (part === "is_weekend") return sql`(date_part('isodow', ${node}) >= 6)`;
    if (part === "date") return castTo(node, "DATE");
    if (part === "month_start") return castTo(call("date_trunc", value("month"), node), "DATE");
    return partOf(part, node);
  }
}
