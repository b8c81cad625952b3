import {isNull} from "@uwdata/mosaic-sql";
import {z} from "zod";
import type {Cell} from "../../data/table.ts";
import {sourceFields} from "../aggregate_input.ts";
import {artifactOf} from "../artifact.ts";
import {checkJoins} from "../check_joins.ts";
import {defineMethod} from "../methods.ts";
import {namedColumnSchema} from "../named_column.ts";
import {expressionSql} from "../sql_expression.ts";
import {aggregateCall, printSql, selectFrom} from "../sql_print.ts";
import {rowsKept} from "../sql_select.ts";
import {openSource} from "../sql_source.ts";
import type {Artifact, ToolContext} from "../tool.ts";

const missingInputSchema = z.strictObject({
  method: z.literal("missing"),
  ...sourceFields,
  columns: z.array(namedColumnSchema).default([]).describe("default: every column"),
});
type MissingInput = z.infer<typeof missingInputSchema>;

/** How many values are missing, by column. */
export const missingMethod = defineMethod<MissingInput>({
  name: "missing",
  description: "Missing values of each column: how many, and as a share of the rows. The most come first.",
  input: missingInputSchema as z.ZodType<MissingInput>,
  run: missing,
});

/** The table has column, missing, share (0 to 1) and n (rows). */
async function missing(input: MissingInput, context: ToolContext): Promise<Artifact> {
  const begun = performance.now();
  const source = await openSource(input.table, input.joins, context);
  const joins = await checkJoins(source, undefined, context);
  const columns =
    input.columns.length > 0
      ? input.columns
      : source.profiles[0]!.columns.map(({name}) => ({name, of: {column: name, table: source.table}}));
  const kept = rowsKept(input, source);
  const counts = columns.map(({of}, index) => ({
    name: `missing_${index + 1}`,
    node: aggregateCall("count", [], {where: isNull(expressionSql(of, source).node)}),
  }));
  const query = selectFrom([{name: "rows", node: aggregateCall("count")}, ...counts], source.from);
  const sql = printSql(kept ? query.where(kept) : query);
  const result = await context.session.query(sql, {signal: context.signal, limits: context.limits});
  const [rows = 0, ...nulls] = (result.rows[0] ?? []).map(Number);
  const lines = columns.map(({name}, index): Cell[] => [
    name,
    nulls[index] ?? 0,
    rows > 0 ? (nulls[index] ?? 0) / rows : null,
    rows,
  ]);
  lines.sort((a, b) => Number(b[1]) - Number(a[1]));
  return artifactOf(
    {
      tool: "run_statistics",
      method: "missing",
      title: `Missing values of ${source.table}`,
      kind: "statistic",
      table: {
        columns: [
          {name: "column", type: "text"},
          {name: "missing", type: "integer"},
          {name: "share", type: "number"},
          {name: "n", type: "integer"},
        ],
        rows: lines,
      },
      units: {share: "%"},
      tables: source.profiles.map((profile) => profile.table),
      sql: [...joins.sql, sql],
      notes: [...joins.notes, `${rows} rows were looked at; share is of these.`],
      begun,
    },
    context,
  );
}
