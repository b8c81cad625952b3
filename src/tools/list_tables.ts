import {z} from "zod";
import {artifactOf} from "./artifact.ts";
import type {Artifact, Tool, ToolContext} from "./tool.ts";

const listTablesInputSchema = z.strictObject({});

/** The tables that can be asked about. */
export const listTablesTool: Tool<Record<string, never>> = {
  name: "list_tables",
  description: "Lists the tables with their rows and columns. Start here when the tables are not known.",
  input: listTablesInputSchema,
  run: listTables,
};

async function listTables(_input: Record<string, never>, context: ToolContext): Promise<Artifact> {
  const begun = performance.now();
  const {datasets} = context.session;
  return artifactOf(
    {
      tool: "list_tables",
      title: "Tables",
      table: {
        columns: [
          {name: "table", type: "text"},
          {name: "rows", type: "integer"},
          {name: "columns", type: "integer"},
          {name: "names", type: "text"},
        ],
        rows: datasets.map(({name, version}) => [
          name,
          version.rows,
          version.columns.length,
          version.columns.map((column) => column.name).join(", "),
        ]),
      },
      tables: datasets.map((dataset) => dataset.name),
      begun,
    },
    context,
  );
}
