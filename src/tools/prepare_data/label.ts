import {type ExprNode, not, or} from "@uwdata/mosaic-sql";
import {z} from "zod";
import {conditionSchema} from "../condition.ts";
import {defineMethod} from "../methods.ts";
import {conditionSql} from "../sql_condition.ts";
import {aggregateCall, call, caseWhen, selectFrom, value} from "../sql_print.ts";
import {tableReferenceSchema} from "../table_reference.ts";
import type {Artifact, ToolContext} from "../tool.ts";
import {askFigures} from "./ask_table.ts";
import {type Change, madeArtifact} from "./made_artifact.ts";
import {asIs, badPlan, columnCalled, openTable, withColumns} from "./open_table.ts";

const labelSchema = z.union([z.string(), z.number(), z.boolean()]);

const labelInputSchema = z.strictObject({
  method: z.literal("label"),
  table: tableReferenceSchema,
  into: z.string().describe("the column; a known name replaces that column"),
  cases: z
    .array(z.strictObject({where: conditionSchema, value: labelSchema}))
    .min(1)
    .max(200)
    .describe("the first that is met counts"),
  otherwise: labelSchema
    .optional()
    .describe("where none is met; default: the column's own value, or missing in a new column"),
});
type LabelInput = z.infer<typeof labelInputSchema>;

/** A column of words, numbers or yes/no by conditions: CASE WHEN. */
export const labelMethod = defineMethod<LabelInput>({
  name: "label",
  description: "A new table with a column of values chosen by conditions (CASE WHEN), in order.",
  input: labelInputSchema as z.ZodType<LabelInput>,
  run: label,
});

/** @throws TabletalkError bad_plan where the values are of several types, or others than the column that is replaced */
async function label(input: LabelInput, context: ToolContext): Promise<Artifact> {
  const {cases, into, otherwise} = input;
  const table = await openTable(input.table, context);
  const known = table.columns.some(({name}) => name.toLowerCase() === into.toLowerCase());
  const own = known && otherwise === undefined ? columnCalled(into, table) : undefined;
  const kinds = new Set(
    [...cases.map((one) => one.value), ...(otherwise === undefined ? [] : [otherwise])].map(
      (one) => typeof one,
    ),
  );
  if (kinds.size > 1)
    throw badPlan(
      `The values of ${into} are of several types.`,
      "Give all of them as text, or all as numbers.",
    );
  const [kind] = [...kinds];
  if (own && kind !== KIND_OF[own.type])
    throw badPlan(
      `${own.name} is ${own.type}, and its new values are not.`,
      "Give `otherwise`, or another name as `into`.",
    );
  const conditions = cases.map((one) =>
    call("coalesce", conditionSql(one.where, table.source), value(false)),
  );
  const met = conditions.map((condition, at) => [condition, value(cases[at]!.value)] as const);
  const rest = own ? asIs(own).node : value(otherwise ?? null);
  const chosen = (at: number): ExprNode =>
    at === 0 ? conditions[0]! : caseWhen([[or(...conditions.slice(0, at)), value(false)]], conditions[at]!);
  const {figures, sql} = await askFigures(
    [...conditions.map((_, at) => chosen(at)), not(or(...conditions))].map((where) =>
      aggregateCall("count", [], {where}),
    ),
    table,
  );
  const left = Number(figures.at(-1));
  const kept = own ? "rows that keep their value" : otherwise === undefined ? "rows without a value" : "rows";
  const changes: Change[] = [
    ...cases.map((one, at) => ({
      change: "rows",
      column: into,
      count: Number(figures[at]),
      detail: String(one.value),
    })),
    {
      change: kept,
      column: into,
      count: left,
      ...(otherwise !== undefined && {detail: `otherwise: ${otherwise}`}),
    },
  ];
  return madeArtifact({
    method: "label",
    title: `${table.name} with ${into} by conditions`,
    table,
    query: selectFrom(withColumns(table, [{name: into, node: caseWhen(met, rest)}]), table.source.from),
    changes,
    sql: [sql],
  });
}

const KIND_OF: Readonly<Record<string, string>> = {
  text: "string",
  integer: "number",
  number: "number",
  boolean: "boolean",
};
