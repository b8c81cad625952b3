import {z} from "zod";
import {TabletalkError} from "../errors.ts";
import {artifactOf} from "./artifact.ts";
import {knownAs, unknownColumn, unknownTable} from "./nearest.ts";
import type {IsolateTable} from "./run_code/protocol.ts";
import {tableReferenceSchema} from "./table_reference.ts";
import type {Artifact, Tool, ToolContext} from "./tool.ts";

const runCodeInputSchema = z.strictObject({
  code: z
    .string()
    .min(1)
    .max(20_000)
    .describe(
      "body of a function: tables.NAME.COLUMN is an array (null is missing), rows(NAME) a list of objects; return a list of objects, an object or a value",
    ),
  tables: z
    .array(
      z.strictObject({
        table: tableReferenceSchema,
        columns: z.array(z.string()).max(100).optional().describe("default: all"),
      }),
    )
    .min(1)
    .max(5),
  title: z.string().max(200).optional(),
  seed: z.number().int().min(0).max(4_294_967_295).default(42),
});
type RunCodeInput = z.infer<typeof runCodeInputSchema>;

const MOST_CELLS = 5_000_000;
const MEMORY_BYTES = 512 * 1024 * 1024;
const LONGEST_RESULT = 4_000_000;

/** JavaScript over tables, for what no tool and no SELECT can say. */
export const runCodeTool: Tool<RunCodeInput> = {
  name: "run_code",
  description:
    "Runs JavaScript over tables in an isolate without files, network or clock. Only for what the other tools and run_sql cannot express.",
  input: runCodeInputSchema,
  run: runCode,
};

/**
 * The code is in the plan's step, so that it is shown and kept with the recipe; the same code on the same tables gives the
 * same result.
 * @throws TabletalkError bad_plan with the code's own error and line, or for a result that is no table; time_limit, memory_limit
 */
async function runCode(input: RunCodeInput, context: ToolContext): Promise<Artifact> {
  const begun = performance.now();
  const sql: string[] = [];
  const tables: IsolateTable[] = [];
  for (const asked of input.tables) {
    const loaded = await loadTable(asked.table, asked.columns, context);
    sql.push(loaded.sql);
    tables.push(loaded.table);
  }
  const {runInIsolate} = await import("./run_code/isolate.ts");
  const reply = await runInIsolate(
    {
      code: input.code,
      tables,
      now: context.asOf.getTime(),
      seed: input.seed,
      timeMs: context.limits.timeMs,
      memoryBytes: MEMORY_BYTES,
      longestResult: LONGEST_RESULT,
    },
    context.signal,
  );
  if ("error" in reply) throw failure(reply.error, context.limits.timeMs);
  const {tableOfResult} = await import("./run_code/result_table.ts");
  const {table, truncated} = tableOfResult(reply.ok, context.limits.rows);
  return artifactOf(
    {
      tool: "run_code",
      title: input.title ?? "Result of a computation",
      table,
      truncated,
      tables: tables.map(({name}) => name),
      sql,
      notes: [
        `Computed by code over ${tables.map(({name, rows}) => `${rows} rows of ${name}`).join(" and ")}.`,
        ...reply.log.map((line) => `Printed: ${line}`),
      ],
      begun,
    },
    context,
  );
}

async function loadTable(
  name: string,
  columns: readonly string[] | undefined,
  context: ToolContext,
): Promise<{table: IsolateTable; sql: string}> {
  const names = context.session.datasets.map((dataset) => dataset.name);
  const dataset = knownAs(name, names);
  if (dataset === undefined) throw unknownTable(name, names);
  const profile = await context.profile(dataset);
  const known = profile.columns.map((column) => column.name);
  const named = (columns ?? known).map((column) => {
    const found = knownAs(column, known);
    if (found === undefined) throw unknownColumn(column, dataset, known);
    return found;
  });
  if (named.length * profile.rows > MOST_CELLS)
    throw new TabletalkError(
      "bad_plan",
      `${name} has ${profile.rows} rows of ${named.length} columns; code can take ${MOST_CELLS} cells.`,
      "Name fewer columns, or filter and aggregate in a step before.",
    );
  const quoted = (one: string): string => `"${one.replaceAll('"', '""')}"`;
  const sql = `SELECT ${named.map(quoted).join(", ")} FROM ${quoted(profile.table)}`;
  const buffers = await context.session.columns(sql, {
    signal: context.signal,
    limits: {timeMs: context.limits.timeMs},
  });
  return {
    sql,
    table: {
      name: profile.table,
      rows: buffers.rows,
      columns: named.map((column, at) => {
        const {type, values} = buffers.columns[at]!;
        return {name: column, type, values};
      }),
    },
  };
}

function failure(
  error: {kind: string; message: string; line?: number | undefined},
  timeMs: number,
): TabletalkError {
  const where = error.line === undefined ? "" : ` (line ${error.line})`;
  if (error.kind === "time")
    return new TabletalkError(
      "time_limit",
      `The code ran past its ${timeMs} ms.`,
      "Do less in it: aggregate first in a step before, or pass over the rows once.",
    );
  if (error.kind === "memory")
    return new TabletalkError(
      "memory_limit",
      "The code took more memory than it may.",
      "Name fewer columns, or aggregate in a step before.",
    );
  return new TabletalkError(
    "bad_plan",
    `The code broke${where}: ${error.message}`,
    error.kind === "result"
      ? "Return a list of objects (one a row), an object, or a value."
      : "Mend that line; tables.NAME.COLUMN is an array, rows(NAME) a list of objects.",
  );
}
