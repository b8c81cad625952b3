import {type ExprNode, isNotNull, isNull, or, row_number, sql} from "@uwdata/mosaic-sql";
import {z} from "zod";
import type {ColumnProfile} from "../../data/profile.ts";
import {type Cell, cellSchema} from "../../data/table.ts";
import {type Order, orderSchema} from "../measure.ts";
import {defineMethod} from "../methods.ts";
import {asBoolean} from "../sql_condition.ts";
import {isDated, isNumeric} from "../sql_expression.ts";
import {
  aggregateCall,
  call,
  castTo,
  columnNode,
  list,
  type Selected,
  selectFrom,
  subquery,
  value,
} from "../sql_print.ts";
import {tableReferenceSchema} from "../table_reference.ts";
import type {Artifact, ToolContext} from "../tool.ts";
import {askFigures, real} from "./ask_table.ts";
import {fillByModel} from "./fill_by_model.ts";
import {type Change, madeArtifact} from "./made_artifact.ts";
import {asIs, badPlan, cells, columnsCalled, freeName, type OpenTable, openTable} from "./open_table.ts";

const fillMissingInputSchema = z.strictObject({
  method: z.literal("fill_missing"),
  table: tableReferenceSchema,
  columns: z.array(z.string()).default([]).describe("default: every column that misses values"),
  how: z.enum([
    "drop", // the rows
    "constant",
    "mean",
    "median",
    "mode", // the smallest of equally frequent ones
    "forward",
    "backward",
    "knn", // mean of the k nearest rows, by the columns named
    "iterative", // regression of each column on the others, in turn
  ]),
  value: z.union([z.string(), z.number(), z.boolean()]).optional().describe("for constant"),
  by: z.array(z.string()).default([]).describe("within groups of these columns"),
  order: z.array(orderSchema).default([]).describe("for forward and backward; default: as rows stand"),
  neighbours: z.number().int().min(1).max(100).default(5),
  rounds: z.number().int().min(1).max(100).default(10).describe("for iterative"),
  fitted: z
    .array(z.strictObject({column: z.string(), value: cellSchema}))
    .optional()
    .describe("values that were learnt from other rows, to fill with in place of this table's own"),
});
export type FillMissingInput = z.infer<typeof fillMissingInputSchema>;

/** Missing values filled, or their rows left out. */
export const fillMissingMethod = defineMethod<FillMissingInput>({
  name: "fill_missing",
  description:
    "A new table without missing values in some columns: rows dropped, or filled by a constant, mean, median, mode, the value before or after, by groups, k-NN or iterative regression.",
  input: fillMissingInputSchema as z.ZodType<FillMissingInput>,
  run: fillMissing,
});

async function fillMissing(input: FillMissingInput, context: ToolContext): Promise<Artifact> {
  const table = await openTable(input.table, context);
  const lacking = table.columns.filter(({nulls, nonFinite = 0}) => nulls + nonFinite > 0);
  const columns = input.columns.length > 0 ? columnsCalled(input.columns, table) : lacking;
  const modelled = input.how === "knn" || input.how === "iterative";
  if (columns.length === 0 || (modelled && columns.every((column) => !lacking.includes(column))))
    return madeArtifact({
      method: "fill_missing",
      title: `${table.name}, where nothing is missing`,
      table,
      query: selectFrom(table.columns.map(asIs), table.source.from),
    });
  if (input.how === "drop") return dropRows(columns, table);
  if (modelled) return fillByModel(input, columns, table);
  if (input.fitted || (input.by.length === 0 && !isDirectional(input.how)))
    return fillWithOne(input, columns, table);
  return fillWithin(input, columns, table);
}

const isDirectional = (how: FillMissingInput["how"]): boolean => how === "forward" || how === "backward";

function dropRows(columns: readonly ColumnProfile[], table: OpenTable): Promise<Artifact> {
  const present = columns.map((column) => isNotNull(cells(column, table)));
  return madeArtifact({
    method: "fill_missing",
    title: `Rows of ${table.name} with every value`,
    table,
    query: selectFrom(table.columns.map(asIs), table.source.from).where(...present),
    changes: columns.map(({name, nulls, nonFinite = 0}) => ({
      change: "missing values, their rows dropped",
      column: name,
      count: nulls + nonFinite,
    })),
  });
}

/** One value a column, the same in every row. */
async function fillWithOne(
  input: FillMissingInput,
  columns: readonly ColumnProfile[],
  table: OpenTable,
): Promise<Artifact> {
  const given = input.fitted?.map(
    ({column, value: one}) => [columnsCalled([column], table)[0]!.name, one] as const,
  );
  const known = new Map<string, Cell>(given);
  const ran: string[] = [];
  if (!input.fitted) {
    const {figures, sql: text} = await askFigures(
      columns.map((column) =>
        input.how === "constant" ? constantSql(input, column) : centreSql(input.how, column, table),
      ),
      table,
    );
    ran.push(text);
    for (const [at, {name}] of columns.entries()) known.set(name, figures[at] ?? null);
  }
  const changes: Change[] = [];
  const forms = columns.flatMap((column): Selected[] => {
    const filler = known.get(column.name);
    if (filler === undefined || filler === null)
      throw badPlan(
        `${column.name} has no ${input.how} to fill with.`,
        "Fill it with a constant, or leave it out.",
      );
    changes.push({
      change: "values filled",
      column: column.name,
      count: column.nulls + (column.nonFinite ?? 0),
      detail: `${input.fitted ? "given" : input.how} ${String(filler)}`,
    });
    const node =
      typeof filler === "number" ? fillerNumber(filler, column, input.how) : typedValue(filler, column);
    return [{name: column.name, node: call("coalesce", cells(column, table), node)}];
  });
  const byName = new Map(forms.map((one) => [one.name, one]));
  return madeArtifact({
    method: "fill_missing",
    title: `${table.name} with missing values filled`,
    table,
    query: selectFrom(
      table.columns.map((column) => byName.get(column.name) ?? asIs(column)),
      table.source.from,
    ),
    changes,
    fitted: columns.map(({name}) => ({column: name, value: known.get(name) ?? null})),
    sql: ran,
  });
}

const fillerNumber = (number: number, column: ColumnProfile, how: FillMissingInput["how"]): ExprNode =>
  column.type === "integer" && Number.isInteger(number) && (how === "constant" || how === "mode")
    ? value(number)
    : real(number);

function typedValue(filler: Cell, column: ColumnProfile): ExprNode {
  if (column.type === "date") return castTo(value(filler), "DATE");
  if (column.type === "timestamp") return castTo(value(filler), "TIMESTAMP");
  return value(filler);
}

/** A yes-or-no column is what many files spell out in words. */
function constantSql({value: said}: FillMissingInput, column: ColumnProfile): ExprNode {
  if (said === undefined) throw badPlan("A constant to fill with is not given.", "Give `value`.");
  const given = column.type === "boolean" ? asBoolean(said) : said;
  const fits =
    typeof given === "number"
      ? isNumeric(column.type)
      : typeof given === "boolean"
        ? column.type === "boolean"
        : column.type === "text" || isDated(column.type);
  if (!fits)
    throw badPlan(
      `${column.name} is ${column.type}: it cannot be filled with ${JSON.stringify(given)}.`,
      "Give a value of the column's own type, or cast the column first.",
    );
  return aggregateCall("max", [typedValue(given, column)]);
}

function centreSql(how: FillMissingInput["how"], column: ColumnProfile, table: OpenTable): ExprNode {
  const node = cells(column, table);
  if (how === "mode") return modeSql(node);
  if (!isNumeric(column.type))
    throw badPlan(
      `${column.name} is ${column.type}: it has no ${how} to fill with.`,
      "Fill it with its mode, a constant, or the value before.",
    );
  return how === "mean" ? aggregateCall("favg", [castTo(node, "DOUBLE")]) : aggregateCall("median", [node]);
}

/** The most frequent value; of equally frequent ones the smallest. */
const modeSql = (node: ExprNode): ExprNode =>
  sql`list_extract(list_transform(list_sort(list_transform(map_entries(histogram(${node})), lambda e: {'n': -CAST(e.value AS BIGINT), 'v': e.key})), lambda e: e.v), 1)`;

/** Filled by the group's own figure, or by the value before or after. */
async function fillWithin(
  input: FillMissingInput,
  columns: readonly ColumnProfile[],
  table: OpenTable,
): Promise<Artifact> {
  const groups = columnsCalled(input.by, table).map(({name}) => columnNode(name));
  const inGroups = columns.find(({name}) => input.by.some((by) => by.toLowerCase() === name.toLowerCase()));
  if (inGroups) throw badPlan(`${inGroups.name} is filled and grouped by.`, "Group by another column.");
  const place = freeName("place", table);
  const {orderSql} = await import("./sort.ts");
  const turned = input.how === "backward";
  const order = orderSql(
    input.order.map(
      ({by, direction}): Order => ({by, direction: turned !== (direction === "desc") ? "desc" : "asc"}),
    ),
    table,
  );
  const placed = selectFrom(
    [...table.columns.map(asIs), {name: place, node: row_number()}],
    table.source.from,
  );
  const partition = groups.length > 0 ? sql`PARTITION BY ${list(groups)}` : sql``;
  const last = turned ? sql`${columnNode(place)} DESC` : columnNode(place);
  const window = isDirectional(input.how)
    ? sql`(${partition} ORDER BY ${list([...order, last])} ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW)`
    : sql`(${partition})`;
  const forms = new Map(
    columns.map((column) => {
      const node = cells(column, table);
      return [column.name, call("coalesce", node, withinSql(input, column, node, window, table))];
    }),
  );
  const query = selectFrom(
    [
      ...table.columns.map(({name}) => ({name, node: forms.get(name) ?? columnNode(name)})),
      {name: place, node: columnNode(place)},
    ],
    subquery(placed, "placed"),
  );
  const left = await askLeft(query, columns, table);
  const changes = columns.flatMap(({name, nulls, nonFinite = 0}, at): Change[] => {
    const still = left.missing[at]!;
    const detail = `${input.how}${input.by.length > 0 ? ` within ${input.by.join(", ")}` : ""}`;
    return [
      {change: "values filled", column: name, count: nulls + nonFinite - still, detail},
      ...(still > 0 ? [{change: "values still missing", column: name, count: still}] : []),
    ];
  });
  return madeArtifact({
    method: "fill_missing",
    title: `${table.name} with missing values filled`,
    table,
    query: selectFrom(table.columns.map(asIs), subquery(query, "filled")).orderby(columnNode(place)),
    changes,
    sql: [left.sql],
  });
}

function withinSql(
  input: FillMissingInput,
  column: ColumnProfile,
  node: ExprNode,
  window: ExprNode,
  table: OpenTable,
): ExprNode {
  if (isDirectional(input.how)) return sql`last_value(${node} IGNORE NULLS) OVER ${window}`;
  const figure = input.how === "constant" ? constantSql(input, column) : centreSql(input.how, column, table);
  if (input.how === "mode") return sql`mode(${node}) OVER ${window}`;
  return sql`${figure} OVER ${window}`;
}

async function askLeft(
  query: Parameters<typeof subquery>[0],
  columns: readonly ColumnProfile[],
  table: OpenTable,
): Promise<{missing: number[]; sql: string}> {
  const {askRows} = await import("./ask_table.ts");
  const counted = selectFrom(
    columns.map(({name}, at) => ({
      name: `f${at}`,
      node: aggregateCall("count", [], {where: or(isNull(columnNode(name)))}),
    })),
    subquery(query, "filled"),
  );
  const {rows, sql: text} = await askRows(counted, table);
  return {missing: (rows[0] ?? []).map(Number), sql: text};
}
