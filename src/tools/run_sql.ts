import {z} from "zod";
import type {Dataset} from "../data/dataset.ts";
import {artifactOf} from "./artifact.ts";
import {explainQueryError} from "./explain_query_error.ts";
import {tableReferenceSchema} from "./table_reference.ts";
import type {Artifact, Tool, ToolContext} from "./tool.ts";

const runSqlInputSchema = z.strictObject({
  sql: z.string().min(1).describe("one SELECT (DuckDB) over the tables of list_tables"),
  tables: z
    .array(tableReferenceSchema)
    .max(10)
    .optional()
    .describe('tables that earlier steps made and the SELECT reads by those steps\' ids: [{"$step":"s1"}]'),
  title: z.string().optional(),
});
type RunSqlInput = z.infer<typeof runSqlInputSchema>;

/** One SELECT, for what the other tools cannot say. */
export const runSqlTool: Tool<RunSqlInput> = {
  name: "run_sql",
  description:
    "Runs one read-only SELECT in DuckDB's SQL, over the data and over tables of earlier steps named in `tables`. Only for what aggregate and prepare_data cannot express.",
  input: runSqlInputSchema,
  run: runSql,
};

/**
 * A SELECT over tables of steps is stored whole at once, as its text alone says nothing once those are closed.
 * @throws TabletalkError bad_query, refused (not one SELECT, or it reaches outside), time_limit, memory_limit, aborted.
 */
async function runSql(input: RunSqlInput, context: ToolContext): Promise<Artifact> {
  const begun = performance.now();
  const {session, signal, limits} = context;
  const result = await session.query(input.sql, {signal, limits}).catch((error: unknown) => {
    throw explainQueryError(error, input.sql, session.datasets);
  });
  const notes =
    result.nonFinite > 0
      ? [`${result.nonFinite} values were not finite numbers and are shown as missing.`]
      : [];
  const lower = input.sql.toLowerCase();
  const tables = context.session.datasets
    .map((one) => one.name)
    .filter((name) => lower.includes(name.toLowerCase()));
  const made = input.tables?.length ? await stored(input.sql, context) : undefined;
  return artifactOf(
    {
      tool: "run_sql",
      title: input.title ?? "Result of a query",
      table: result,
      ...(made ? {made} : {select: input.sql}),
      truncated: result.truncated,
      unordered: result.ordered === false,
      varies: result.varies === true,
      tables,
      sql: [input.sql],
      notes,
      begun,
    },
    context,
  );
}

async function stored(sql: string, {session, signal, limits}: ToolContext): Promise<Dataset | undefined> {
  const made = await session.make?.(
    {name: "selected", sql},
    {signal, limits: {timeMs: limits.timeMs, rows: 1}},
  );
  return made?.dataset;
}
