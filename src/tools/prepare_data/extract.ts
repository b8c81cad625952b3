import {sql} from "@uwdata/mosaic-sql";
import {z} from "zod";
import {TabletalkError} from "../../errors.ts";
import {defineMethod} from "../methods.ts";
import {aggregateCall, columnNode, selectFrom, value} from "../sql_print.ts";
import {tableReferenceSchema} from "../table_reference.ts";
import type {Artifact, ToolContext} from "../tool.ts";
import {askFigures} from "./ask_table.ts";
import {madeArtifact} from "./made_artifact.ts";
import {badPlan, columnCalled, mustDiffer, openTable, withColumns} from "./open_table.ts";

const extractInputSchema = z.strictObject({
  method: z.literal("extract"),
  table: tableReferenceSchema,
  column: z.string(),
  pattern: z.string().min(1).max(1000).describe("a regular expression (RE2)"),
  into: z
    .array(z.string())
    .min(1)
    .max(9)
    .describe("names: one takes the first group (or all that matched); more take a group each"),
});
type ExtractInput = z.infer<typeof extractInputSchema>;

/** What a pattern finds in text, in columns of its own. */
export const extractMethod = defineMethod<ExtractInput>({
  name: "extract",
  description:
    "A new table with what a regular expression finds in a column of text; what does not match is missing.",
  input: extractInputSchema as z.ZodType<ExtractInput>,
  run: extract,
});

/** RE2 runs in time proportional to the text, whatever the pattern. */
async function extract(input: ExtractInput, context: ToolContext): Promise<Artifact> {
  const table = await openTable(input.table, context);
  const column = columnCalled(input.column, table);
  if (column.type !== "text")
    throw badPlan(`${column.name} is ${column.type}, not text.`, "Cast it to text first.");
  mustDiffer(input.into);
  const text = columnNode(column.name);
  const pattern = value(input.pattern);
  const groups = groupsIn(input.pattern);
  if (input.into.length > Math.max(1, groups))
    throw badPlan(
      `The pattern has ${groups} groups for ${input.into.length} columns.`,
      "Put ( ) around each part that is wanted.",
    );
  const made = input.into.map((name, at) => ({
    name,
    node: sql`CASE WHEN regexp_matches(${text}, ${pattern}) THEN nullif(regexp_extract(${text}, ${pattern}, ${value(groups === 0 ? 0 : at + 1)}), '') END`,
  }));
  const counted = await askFigures(
    [...made.map(({node}) => aggregateCall("count", [node])), aggregateCall("count", [text])],
    table,
  ).catch((error: unknown) => {
    if (!(error instanceof TabletalkError) || error.code !== "bad_query") throw error;
    throw badPlan(
      `The pattern cannot be used: ${error.message}`,
      "RE2 has no look-around and no back references.",
    );
  });
  const present = Number(counted.figures.at(-1));
  return madeArtifact({
    method: "extract",
    title: `${table.name} with ${input.into.join(", ")}`,
    table,
    query: selectFrom(withColumns(table, made), table.source.from),
    changes: input.into.map((name, at) => ({
      change: "cells matched",
      column: name,
      count: Number(counted.figures[at]),
      detail: `of ${present} with text`,
    })),
    sql: [counted.sql],
  });
}

/** How many groups a pattern captures. */
function groupsIn(pattern: string): number {
  let count = 0;
  let inClass = false;
  for (let at = 0; at < pattern.length; at++) {
    const sign = pattern[at]!;
    if (sign === "\\") at++;
    else if (inClass) inClass = sign !== "]";
    else if (sign === "[") inClass = true;
    else if (sign === "(" && (pattern[at + 1] !== "?" || /^\?P?<[A-Za-z_]/.test(pattern.slice(at + 1))))
      count++;
  }
  return count;
}
