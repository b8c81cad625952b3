import {eq, isNull} from "@uwdata/mosaic-sql";
import {z} from "zod";
import {defineMethod} from "../methods.ts";
import {isNumeric} from "../sql_expression.ts";
import {aggregateCall, castTo, columnNode, selectFrom, value} from "../sql_print.ts";
import {tableReferenceSchema} from "../table_reference.ts";
import type {Artifact, ToolContext} from "../tool.ts";
import {askRows} from "./ask_table.ts";
import {madeArtifact} from "./made_artifact.ts";
import {asIs, badPlan, cells, columnCalled, columnsCalled, mustDiffer, openTable} from "./open_table.ts";

const MOST = 200;

const pivotInputSchema = z.strictObject({
  method: z.literal("pivot"),
  table: tableReferenceSchema,
  rows: z.array(z.string()).min(1).describe("columns whose values name the rows"),
  columns: z.string().describe("the column whose values become columns"),
  values: z.string().optional().describe("what stands in the cells; not needed for count"),
  fn: z.enum(["sum", "avg", "count", "min", "max", "median", "first"]).default("sum"),
});
type PivotInput = z.infer<typeof pivotInputSchema>;

/** Values of a column become columns. */
export const pivotMethod = defineMethod<PivotInput>({
  name: "pivot",
  description: `A new table, long to wide: the values of a column become columns (at most ${MOST}), cells aggregated.`,
  input: pivotInputSchema as z.ZodType<PivotInput>,
  run: pivot,
});

async function pivot(input: PivotInput, context: ToolContext): Promise<Artifact> {
  const table = await openTable(input.table, context);
  const rows = columnsCalled(input.rows, table);
  const heads = columnCalled(input.columns, table);
  if (rows.includes(heads)) throw badPlan(`${heads.name} names rows and columns.`, "Use it for one of them.");
  const values = input.values === undefined ? undefined : columnCalled(input.values, table);
  if (!values && input.fn !== "count")
    throw badPlan(`A pivot with ${input.fn} needs the column of its cells.`, "Give `values`, or use count.");
  const counts = input.fn === "sum" || input.fn === "avg" || input.fn === "median";
  if (values && counts && !isNumeric(values.type))
    throw badPlan(
      `${values.name} is ${values.type}: it has no ${input.fn}.`,
      "Use count, min, max or first.",
    );
  const text = castTo(cells(heads, table), "VARCHAR");
  const found = await askRows(
    selectFrom(
      [
        {name: "head", node: text},
        {name: "first", node: aggregateCall("min", [cells(heads, table)])},
      ],
      table.source.from,
    )
      .groupby(value(1))
      .orderby(value(2), value(1)),
    table,
    MOST + 2,
  );
  if (found.rows.length > MOST)
    throw badPlan(
      `${heads.name} has more than ${MOST} different values: that many columns are no table to read.`,
      "Group its values first (match_values, bin), or keep some of them (filter).",
    );
  const names = found.rows.map(([head]) => (head === null || head === undefined ? "missing" : String(head)));
  mustDiffer([...rows.map(({name}) => name), ...names]);
  const fn = input.fn === "first" ? "first" : input.fn;
  const made = found.rows.map(([head], at) => ({
    name: names[at]!,
    node: aggregateCall(fn, values ? [cells(values, table)] : [], {
      where: head === null || head === undefined ? isNull(text) : eq(text, value(head)),
    }),
  }));
  const places = rows.map((_, at) => value(at + 1));
  return madeArtifact({
    method: "pivot",
    title: `${input.fn}${values ? ` of ${values.name}` : ""} by ${rows.map(({name}) => name).join(", ")} and ${heads.name}`,
    table,
    query: selectFrom([...rows.map(asIs), ...made], table.source.from)
      .groupby(...places.map((_, at) => columnNode(rows[at]!.name)))
      .orderby(...places),
    changes: [{change: "values became columns", column: heads.name, count: names.length}],
    units:
      values?.unit && input.fn !== "count"
        ? Object.fromEntries(names.map((name) => [name, values.unit!]))
        : {},
    sql: [found.sql],
  });
}
