import {z} from "zod";
import {artifactOf} from "./artifact.ts";
import type {Artifact, Tool, ToolContext} from "./tool.ts";

const runSqlInputSchema = z.strictObject({
  sql: z.string().min(1).describe("one SELECT (DuckDB) over the tables of list_tables"),
  title: z.string().optional(),
});
type RunSqlInput = z.infer<typeof runSqlInputSchema>;

/** One SELECT, for what the other tools cannot say. */
export const runSqlTool: Tool<RunSqlInput> = {
  name: "run_sql",
  description:
    "Runs one read-only SELECT in DuckDB's SQL. Only for what aggregate and prepare_data cannot express.",
  input: runSqlInputSchema,
  run: runSql,
};

/** @throws TabletalkError bad_query, refused (not one SELECT, or it reaches outside), time_limit, memory_limit, aborted. */
async function runSql(input: RunSqlInput, context: ToolContext): Promise<Artifact> {
  const begun = performance.now();
  const result = await context.session.query(input.sql, {signal: context.signal, limits: context.limits});
  const notes =
    result.nonFinite > 0
      ? [`${result.nonFinite} values were not finite numbers and are shown as missing.`]
      : [];
  const lower = input.sql.toLowerCase();
  const tables = context.session.datasets
    .map((one) => one.name)
    .filter((name) => lower.includes(name.toLowerCase()));
  return artifactOf(
    {
      tool: "run_sql",
      title: input.title ?? "Result of a query",
      table: result,
      select: input.sql,
      truncated: result.truncated,
      tables,
      sql: [input.sql],
      notes,
      begun,
    },
    context,
  );
}
