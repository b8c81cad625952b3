import {asc, desc, type ExprNode} from "@uwdata/mosaic-sql";
import {z} from "zod";
import {TabletalkError} from "../../errors.ts";
import {sourceFields} from "../aggregate_input.ts";
import {unitOf} from "../aggregate_units.ts";
import {artifactOf} from "../artifact.ts";
import {checkJoins} from "../check_joins.ts";
import {orderSchema} from "../measure.ts";
import {defineMethod} from "../methods.ts";
import {type NamedColumn, namedColumnSchema} from "../named_column.ts";
import {knownAs, unknownColumn} from "../nearest.ts";
import {expressionSql} from "../sql_expression.ts";
import {aggregateCall, printSql, type Selected, selectFrom, value} from "../sql_print.ts";
import {rowsKept} from "../sql_select.ts";
import {openSource, type Source} from "../sql_source.ts";
import type {Artifact, ToolContext} from "../tool.ts";

const selectInputSchema = z.strictObject({
  method: z.literal("select"),
  ...sourceFields,
  columns: z.array(namedColumnSchema).default([]).describe("default: all columns of the table"),
  distinct: z.boolean().default(false),
  order: z.array(orderSchema).default([]).describe("by names of `columns`, or of columns of the table"),
  limit: z.number().int().positive().optional(),
});
type SelectInput = z.infer<typeof selectInputSchema>;

/** The rows themselves. */
export const selectMethod = defineMethod<SelectInput>({
  name: "select",
  description: "Rows of a table: chosen columns or expressions, filters, order, limit, distinct.",
  input: selectInputSchema as z.ZodType<SelectInput>,
  run: select,
});

/**
 * Without an order, rows come as they are in the table; with one, ties are broken by the columns in turn, so that a limit
 * always cuts at the same row.
 */
async function select(input: SelectInput, context: ToolContext): Promise<Artifact> {
  const begun = performance.now();
  const source = await openSource(input.table, input.joins, context);
  const joins = await checkJoins(source, undefined, context);
  const columns = columnsOf(input, source);
  mustDiffer(columns);
  const kept = rowsKept(input, source);
  const selected: Selected[] = columns.map(({name, of}) => ({name, node: expressionSql(of, source).node}));
  const query = selectFrom(selected, source.from).orderby(...orderOf(input, columns, source));
  if (kept) query.where(kept);
  if (input.distinct) query.distinct();
  if (input.limit !== undefined) query.limit(input.limit);
  const count = selectFrom([{name: "rows", node: aggregateCall("count")}], source.from);
  const counts = printSql(kept ? count.where(kept) : count);
  const sql = printSql(query);
  const options = {signal: context.signal, limits: context.limits};
  const [result, counted] = await Promise.all([
    context.session.query(sql, options),
    context.session.query(counts, options),
  ]);
  const rows = Number(counted.rows[0]?.[0] ?? 0);
  const units = columns.flatMap(({name, of}) => {
    const unit = unitOf(of, source);
    return unit ? [[name, unit] as const] : [];
  });
  return artifactOf(
    {
      tool: "prepare_data",
      method: "select",
      title: `Rows of ${source.table}`,
      table: result,
      select: sql,
      units: Object.fromEntries(units),
      truncated: result.truncated,
      tables: source.profiles.map((profile) => profile.table),
      sql: [...joins.sql, counts, sql],
      notes: [
        ...joins.notes,
        kept
          ? `${rows} of ${source.profiles[0]!.rows} rows meet the conditions.`
          : `The table has ${rows} rows.`,
        ...(result.rows.length < rows && !input.distinct ? [`${result.rows.length} of them are shown.`] : []),
      ],
      begun,
    },
    context,
  );
}

function columnsOf(input: SelectInput, source: Source): NamedColumn[] {
  if (input.columns.length > 0) return input.columns;
  const taken = new Set<string>();
  return source.profiles.flatMap(({table, columns}) =>
    columns.map((column) => {
      const name = taken.has(column.name.toLowerCase()) ? `${table}.${column.name}` : column.name;
      taken.add(name.toLowerCase());
      return {name, of: {column: column.name, table}};
    }),
  );
}

function orderOf(input: SelectInput, columns: readonly NamedColumn[], source: Source): ExprNode[] {
  if (input.order.length === 0 && !input.distinct) return [];
  const names = columns.map((column) => column.name);
  const asked = input.order.map(({by, direction}) => {
    const node = orderNode(by, names, source, input.distinct);
    return direction === "desc" ? desc(node, false) : asc(node, false);
  });
  const named = new Set(input.order.map((one) => one.by));
  const ties = names.flatMap((name, index) => (named.has(name) ? [] : [asc(value(index + 1), false)]));
  return [...asked, ...ties];
}

function orderNode(by: string, names: readonly string[], source: Source, distinct: boolean): ExprNode {
  const shown = knownAs(by, names);
  if (shown !== undefined) return value(names.indexOf(shown) + 1);
  const known = source.profiles.flatMap((profile) => profile.columns.map((column) => column.name));
  if (distinct || knownAs(by, known) === undefined) {
    throw unknownColumn(by, "the result", distinct ? names : [...new Set([...names, ...known])]);
  }
  return expressionSql({column: by}, source).node;
}

function mustDiffer(columns: readonly NamedColumn[]): void {
  const lower = columns.map((column) => column.name.toLowerCase());
  const twice = lower.find((name, index) => lower.indexOf(name) !== index);
  if (twice === undefined) return;
  throw new TabletalkError("bad_plan", `Two columns would be called '${twice}'.`, "Give each its own name.");
}
