import {CastNode, type ExprNode, sql} from "@uwdata/mosaic-sql";
import {z} from "zod";
import type {ColumnProfile} from "../../data/profile.ts";
import {defineMethod} from "../methods.ts";
import {isNumeric} from "../sql_expression.ts";
import {call, castTo, columnNode, selectFrom, value} from "../sql_print.ts";
import {tableReferenceSchema} from "../table_reference.ts";
import type {Artifact, ToolContext} from "../tool.ts";
import {countChanges} from "./ask_table.ts";
import {madeArtifact} from "./made_artifact.ts";
import {badPlan, columnsCalled, openTable, withColumns} from "./open_table.ts";

const TYPES = {
  integer: "BIGINT",
  number: "DOUBLE",
  text: "VARCHAR",
  boolean: "BOOLEAN",
  date: "DATE",
  timestamp: "TIMESTAMP",
} as const;

const castInputSchema = z.strictObject({
  method: z.literal("cast"),
  table: tableReferenceSchema,
  columns: z
    .array(
      z.strictObject({
        column: z.string(),
        to: z.enum(["integer", "number", "text", "boolean", "date", "timestamp"]),
        format: z.string().optional().describe("of dates in text, as strptime: %d.%m.%Y"),
        decimal: z.enum([".", ","]).default(".").describe("of numbers in text; the other one groups digits"),
      }),
    )
    .min(1),
  losses: z
    .enum(["missing", "refuse"])
    .default("missing")
    .describe("what becomes of values that do not fit the type"),
});
type CastInput = z.infer<typeof castInputSchema>;

/** Columns in another type; what does not fit is counted. */
export const castMethod = defineMethod<CastInput>({
  name: "cast",
  description:
    "A new table with columns in another type: text to numbers (units and signs stripped), dates by a format; losses are counted and shown.",
  input: castInputSchema as z.ZodType<CastInput>,
  run: cast,
});

/** @throws TabletalkError refused where values do not fit and `losses` is refuse */
async function cast(input: CastInput, context: ToolContext): Promise<Artifact> {
  const table = await openTable(input.table, context);
  const columns = columnsCalled(
    input.columns.map(({column}) => column),
    table,
  );
  const forms = columns.map((column, at) => ({
    column: column.name,
    before: columnNode(column.name),
    after: castSql(column, input.columns[at]!),
    change: "values did not fit and are missing",
    counts: (before: ExprNode, after: ExprNode) => sql`(${before} IS NOT NULL AND ${after} IS NULL)`,
  }));
  const lost = await countChanges(forms, table);
  const losses = lost.changes.filter(({count}) => count > 0);
  if (input.losses === "refuse" && losses.length > 0) {
    const {column, count, detail} = losses[0]!;
    throw badPlan(
      `${count} value${count === 1 ? "" : "s"} of ${column} ${count === 1 ? "is" : "are"} no ${input.columns.find((one) => one.column === column)?.to ?? "such value"} (${detail}).`,
      "Clean them first, give their format, or let them become missing.",
    );
  }
  return madeArtifact({
    method: "cast",
    title: `${table.name} with ${columns.map(({name}) => name).join(", ")} in another type`,
    table,
    query: selectFrom(
      withColumns(
        table,
        forms.map(({column, after}) => ({name: column, node: after})),
      ),
      table.source.from,
    ),
    changes: [
      ...columns.map(({name, type, nulls}, at) => ({
        change: "cells cast",
        column: name,
        count: table.rows - nulls,
        detail: `${type} to ${input.columns[at]!.to}`,
      })),
      ...losses,
    ],
    sql: lost.sql,
  });
}

function castSql(column: ColumnProfile, {to, format, decimal}: CastInput["columns"][number]): ExprNode {
  const node = columnNode(column.name);
  if (column.type !== "text" && to !== "text") {
    if (isNumeric(column.type) && (to === "date" || to === "timestamp"))
      throw badPlan(
        `${column.name} holds numbers: what date they mean is not known.`,
        "Cast it to text first, and then with a format.",
      );
    // A number that is not whole has no whole number of the same value.
    if (column.type === "number" && to === "integer")
      return sql`CASE WHEN ${node} = trunc(${node}) THEN TRY_CAST(${node} AS BIGINT) END`;
    return new CastNode(node, TYPES[to], true);
  }
  if (to === "text") return castTo(node, "VARCHAR");
  const text = call("trim", node);
  if (to === "number" || to === "integer") return numberSql(text, to, decimal);
  if (format !== undefined && to !== "boolean")
    return new CastNode(call("try_strptime", text, value(format)), TYPES[to], true);
  if (to === "boolean")
    return sql`CASE WHEN lower(${text}) IN ('true','t','yes','y','1') THEN true WHEN lower(${text}) IN ('false','f','no','n','0') THEN false END`;
  return new CastNode(text, TYPES[to], true);
}

/** `(1,234.50)` and `1,234.50-` are negative; a currency before and a unit or % behind are left away. */
function numberSql(text: ExprNode, to: "number" | "integer", decimal: "." | ","): ExprNode {
  const group = decimal === "." ? "," : ".";
  const form = decimal === "." ? "[0-9.]" : "[0-9,]";
  const bare = call(
    "regexp_replace",
    call("regexp_replace", text, value("^\\((.*)\\)$"), value("-\\1")),
    value("^([-+]?)\\s*[$€£¥₹]?\\s*([-+]?)"),
    value("\\1\\2"),
  );
  const shape = `^[-+]?(\\d{1,3}([${group}'   ]\\d{3})+|\\d*)(\\${decimal}\\d*)?([eE][-+]?\\d+)?\\s*(%|[€$£¥]|[A-Za-z°µ²³/]{1,6})?$`;
  const digits = call(
    "replace",
    call(
      "regexp_replace",
      call("regexp_replace", bare, value("\\s*(%|[€$£¥]|[A-DF-Za-df-z°µ²³/][A-Za-z°µ²³/]{0,5})$"), value("")),
      value(`[${group}'   ]`),
      value(""),
      value("g"),
    ),
    value(decimal),
    value("."),
  );
  const fits = sql`(regexp_matches(${bare}, ${value(shape)}) AND regexp_matches(${bare}, ${value(form)}))`;
  const number = new CastNode(digits, "DOUBLE", true);
  return to === "number"
    ? sql`CASE WHEN ${fits} THEN ${number} END`
    : sql`CASE WHEN ${fits} AND ${number} = trunc(${number}) THEN coalesce(TRY_CAST(${digits} AS BIGINT), TRY_CAST(${number} AS BIGINT)) END`;
}
