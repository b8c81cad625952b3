import {type ExprNode, sql} from "@uwdata/mosaic-sql";
import {z} from "zod";
import {defineMethod} from "../methods.ts";
import {aggregateCall, call, columnNode, selectFrom, value} from "../sql_print.ts";
import {tableReferenceSchema} from "../table_reference.ts";
import type {Artifact, ToolContext} from "../tool.ts";
import {askFigures} from "./ask_table.ts";
import {madeArtifact} from "./made_artifact.ts";
import {badPlan, columnCalled, freeName, mustDiffer, openTable, withColumns} from "./open_table.ts";

const MOST = 20;

const splitColumnInputSchema = z.strictObject({
  method: z.literal("split_column"),
  table: tableReferenceSchema,
  column: z.string(),
  separator: z.string().min(1).describe("as it is, no pattern"),
  into: z.array(z.string()).max(MOST).default([]).describe("names of the parts; the last takes what is left"),
});
type SplitColumnInput = z.infer<typeof splitColumnInputSchema>;

/** Text cut at a separator into columns. */
export const splitColumnMethod = defineMethod<SplitColumnInput>({
  name: "split_column",
  description: "A new table with a column of text cut at a separator into several.",
  input: splitColumnInputSchema as z.ZodType<SplitColumnInput>,
  run: splitColumn,
});

async function splitColumn(input: SplitColumnInput, context: ToolContext): Promise<Artifact> {
  const table = await openTable(input.table, context);
  const column = columnCalled(input.column, table);
  if (column.type !== "text")
    throw badPlan(`${column.name} is ${column.type}, not text.`, "Cast it to text first.");
  const parts = call("string_split", columnNode(column.name), value(input.separator));
  const most = await askFigures([aggregateCall("max", [call("len", parts)])], table);
  const longest = Number(most.figures[0] ?? 0);
  if (longest < 2)
    throw badPlan(
      `No value of ${column.name} has '${input.separator}' in it.`,
      "Look at some values, and give their separator.",
    );
  const count = input.into.length > 0 ? input.into.length : longest;
  if (count > MOST)
    throw badPlan(
      `Values of ${column.name} have up to ${longest} parts.`,
      `Name the first of them in \`into\` (at most ${MOST}).`,
    );
  const names =
    input.into.length > 0
      ? input.into
      : Array.from({length: count}, (_, at) => freeName(`${column.name}_${at + 1}`, table));
  mustDiffer(names);
  const part = (at: number): ExprNode => {
    const text =
      at < count - 1
        ? sql`list_extract(${parts}, ${value(at + 1)})`
        : sql`array_to_string(list_slice(${parts}, ${value(at + 1)}, len(${parts})), ${value(input.separator)})`;
    return sql`nullif(trim(${text}), '')`;
  };
  const made = names.map((name, at) => ({name, node: part(at)}));
  const counted = await askFigures(
    made.map(({node}) => aggregateCall("count", [node])),
    table,
  );
  return madeArtifact({
    method: "split_column",
    title: `${table.name} with parts of ${column.name}`,
    table,
    query: selectFrom(withColumns(table, made), table.source.from),
    changes: names.map((name, at) => ({
      change: "cells have this part",
      column: name,
      count: Number(counted.figures[at]),
    })),
    notes: longest > count ? [`Some values have ${longest} parts: what is left is in ${names.at(-1)}.`] : [],
    sql: [most.sql, counted.sql],
  });
}
