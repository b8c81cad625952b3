import {z} from "zod";
import type {ColumnProfile} from "../data/profile.ts";
import type {Cell, Column} from "../data/table.ts";
import {artifactOf} from "./artifact.ts";
import {tableCalled} from "./sql_source.ts";
import {tableReferenceSchema} from "./table_reference.ts";
import type {Artifact, Tool, ToolContext} from "./tool.ts";

const describeTableInputSchema = z.strictObject({table: tableReferenceSchema});
type DescribeTableInput = z.infer<typeof describeTableInputSchema>;

/** What is in a table. */
export const describeTableTool: Tool<DescribeTableInput> = {
  name: "describe_table",
  description:
    "Describes a table, a row per column: type, role (measure, category, geography, date, identifier, text, boolean), unit, missing, distinct, min, max, mean, quantiles, most frequent values.",
  input: describeTableInputSchema,
  run: describeTable,
};

const COLUMNS: Column[] = [
  {name: "column", type: "text"},
  {name: "type", type: "text"},
  {name: "role", type: "text"},
  {name: "unit", type: "text"},
  {name: "missing", type: "integer"},
  {name: "distinct", type: "integer"},
  {name: "min", type: "text"},
  {name: "max", type: "text"},
  {name: "mean", type: "number"},
  {name: "sd", type: "number"},
  {name: "q05", type: "number"},
  {name: "q25", type: "number"},
  {name: "median", type: "number"},
  {name: "q75", type: "number"},
  {name: "q95", type: "number"},
  {name: "most frequent", type: "text"},
];

const SHOWN_VALUES = 5;

async function describeTable(input: DescribeTableInput, context: ToolContext): Promise<Artifact> {
  const begun = performance.now();
  const table = tableCalled(input.table, context);
  const profile = await context.profile(table);
  const keys = profile.keys.length > 0 ? ` Keys: ${profile.keys.join(", ")}.` : "";
  const notes = [`${profile.rows} rows, ${profile.columns.length} columns.${keys}`];
  if (profile.duplicateRows > 0)
    notes.push(`${profile.duplicateRows} rows repeat an earlier row in every column.`);
  for (const column of profile.columns) {
    if (column.nonFinite)
      notes.push(`${column.name} holds ${column.nonFinite} values that are no finite numbers.`);
  }
  return artifactOf(
    {
      tool: "describe_table",
      title: `What is in ${table}`,
      table: {columns: COLUMNS, rows: profile.columns.map(rowOf)},
      tables: [table],
      notes,
      begun,
    },
    context,
  );
}

function rowOf(column: ColumnProfile): Cell[] {
  // Where every value occurs once, none is frequent.
  const frequent = column.top.filter(({count}) => count > 1).slice(0, SHOWN_VALUES);
  return [
    column.name,
    column.type,
    column.role,
    column.unit ?? null,
    column.nulls,
    column.distinct,
    asText(column.min),
    asText(column.max),
    column.mean ?? null,
    column.sd ?? null,
    ...(column.quantiles ?? [null, null, null, null, null]),
    frequent.map(({value, count}) => `${asText(value) ?? "missing"} (${count})`).join(", ") || null,
  ];
}

function asText(cell: Cell): string | null {
  return cell === null ? null : String(cell);
}
