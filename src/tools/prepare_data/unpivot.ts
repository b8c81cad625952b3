import {CastNode, isNotNull, sql} from "@uwdata/mosaic-sql";
import {z} from "zod";
import {defineMethod} from "../methods.ts";
import {isNumeric} from "../sql_expression.ts";
import {columnNode, list, selectFrom, subquery, value} from "../sql_print.ts";
import {tableReferenceSchema} from "../table_reference.ts";
import type {Artifact, ToolContext} from "../tool.ts";
import {madeArtifact} from "./made_artifact.ts";
import {asIs, badPlan, columnsCalled, mustDiffer, openTable} from "./open_table.ts";

const unpivotInputSchema = z.strictObject({
  method: z.literal("unpivot"),
  table: tableReferenceSchema,
  columns: z.array(z.string()).min(1).describe("the columns that become rows"),
  names: z.string().default("name").describe("what the column of their names is called"),
  values: z.string().default("value").describe("what the column of their values is called"),
  dropMissing: z.boolean().default(false),
});
type UnpivotInput = z.infer<typeof unpivotInputSchema>;

/** Columns become rows. */
export const unpivotMethod = defineMethod<UnpivotInput>({
  name: "unpivot",
  description: "A new table, wide to long: columns become rows of a name and a value.",
  input: unpivotInputSchema as z.ZodType<UnpivotInput>,
  run: unpivot,
});

async function unpivot(input: UnpivotInput, context: ToolContext): Promise<Artifact> {
  const table = await openTable(input.table, context);
  const columns = columnsCalled(input.columns, table);
  const kept = table.columns.filter((column) => !columns.includes(column));
  mustDiffer([...kept.map(({name}) => name), input.names, input.values]);
  if (table.rows * columns.length > 50_000_000)
    throw badPlan(
      `${table.rows} rows of ${columns.length} columns are too many cells for rows.`,
      "Take fewer columns or rows.",
    );
  const types = new Set(columns.map(({type}) => type));
  const same = types.size === 1;
  const to = [...types].every(isNumeric) ? "DOUBLE" : "VARCHAR";
  const cells = columns.map(({name}) => (same ? columnNode(name) : new CastNode(columnNode(name), to)));
  const long = selectFrom(
    [
      ...kept.map(asIs),
      {name: input.names, node: sql`unnest([${list(columns.map(({name}) => value(name)))}])`},
      {name: input.values, node: sql`unnest([${list(cells)}])`},
    ],
    table.source.from,
  );
  const query = selectFrom(
    [
      ...kept.map(asIs),
      {name: input.names, node: columnNode(input.names)},
      {name: input.values, node: columnNode(input.values)},
    ],
    subquery(long, "long"),
  );
  if (input.dropMissing) query.where(isNotNull(columnNode(input.values)));
  const [unit] = columns.map((column) => column.unit);
  return madeArtifact({
    method: "unpivot",
    title: `${table.name}, ${columns.length} columns as rows`,
    table,
    query,
    changes: [
      {
        change: "columns became rows",
        count: columns.length,
        detail: columns
          .map(({name}) => name)
          .join(", ")
          .slice(0, 200),
      },
    ],
    notes: same
      ? []
      : [
          `The columns are ${[...types].join(" and ")}: their values are ${to === "DOUBLE" ? "numbers" : "text"} now.`,
        ],
    ...(unit && columns.every((column) => column.unit === unit) && {units: {[input.values]: unit}}),
  });
}
