import {asc, desc, gt} from "@uwdata/mosaic-sql";
import {z} from "zod";
import {sourceFields} from "../aggregate_input.ts";
import {artifactOf} from "../artifact.ts";
import {checkJoins} from "../check_joins.ts";
import {defineMethod} from "../methods.ts";
import {namedColumnSchema} from "../named_column.ts";
import {expressionSql} from "../sql_expression.ts";
import {aggregateCall, columnNode, printSql, selectFrom, subquery, value} from "../sql_print.ts";
import {rowsKept} from "../sql_select.ts";
import {openSource} from "../sql_source.ts";
import type {Artifact, ToolContext} from "../tool.ts";

const duplicatesInputSchema = z.strictObject({
  method: z.literal("duplicates"),
  ...sourceFields,
  columns: z
    .array(namedColumnSchema)
    .default([])
    .describe("what makes two rows the same; default: every column"),
});
type DuplicatesInput = z.infer<typeof duplicatesInputSchema>;

/** Rows that are there more than once. */
export const duplicatesMethod = defineMethod<DuplicatesInput>({
  name: "duplicates",
  description: "Rows that occur more than once, most often first, with how often.",
  input: duplicatesInputSchema as z.ZodType<DuplicatesInput>,
  run: duplicates,
});

/** The table has the columns compared and `count`; missing values equal each other. */
async function duplicates(input: DuplicatesInput, context: ToolContext): Promise<Artifact> {
  const begun = performance.now();
  const source = await openSource(input.table, input.joins, context);
  const joins = await checkJoins(source, undefined, context);
  const columns =
    input.columns.length > 0
      ? input.columns
      : source.profiles[0]!.columns.map(({name}) => ({name, of: {column: name, table: source.table}}));
  const taken = new Set(columns.map((column) => column.name.toLowerCase()));
  const count = ["count", "times", "number of rows"].find((name) => !taken.has(name)) ?? "count of rows";
  const kept = rowsKept(input, source);
  const places = columns.map((_, index) => value(index + 1));
  const grouped = selectFrom(
    [
      ...columns.map(({name, of}) => ({name, node: expressionSql(of, source).node})),
      {name: count, node: aggregateCall("count")},
    ],
    source.from,
  ).groupby(...places);
  if (kept) grouped.where(kept);
  grouped.having(gt(aggregateCall("count"), value(1)));
  const totals = printSql(
    selectFrom(
      [
        {name: "repeated", node: aggregateCall("count")},
        {name: "rows", node: aggregateCall("sum", [columnNode(count)])},
      ],
      subquery(grouped, "repeats"),
    ),
  );
  const sql = printSql(
    grouped
      .clone()
      .orderby(desc(value(columns.length + 1), false), ...places.map((place) => asc(place, false))),
  );
  const options = {signal: context.signal, limits: context.limits};
  const [total, result] = await Promise.all([
    context.session.query(totals, options),
    context.session.query(sql, options),
  ]);
  const [repeated, rows] = (total.rows[0] ?? []).map((cell) => Number(cell ?? 0)) as [number, number];
  return artifactOf(
    {
      tool: "prepare_data",
      method: "duplicates",
      title: `Repeated rows of ${source.table}`,
      table: result,
      select: sql,
      truncated: result.truncated,
      tables: source.profiles.map((profile) => profile.table),
      sql: [...joins.sql, totals, sql],
      notes:
        repeated === 0
          ? ["No row occurs more than once."]
          : [
              `${repeated} different rows occur more than once: ${rows} rows, ${rows - repeated} more than needed.`,
            ],
      begun,
    },
    context,
  );
}
