import {CastNode, type ExprNode, sql} from "@uwdata/mosaic-sql";
import {z} from "zod";
import type {ColumnType} from "../../data/table.ts";
import {defineMethod} from "../methods.ts";
import {isDated, isNumeric} from "../sql_expression.ts";
import {columnNode, list, value} from "../sql_print.ts";
import {tableReferenceSchema} from "../table_reference.ts";
import type {Artifact, ToolContext} from "../tool.ts";
import {type Change, madeArtifact} from "./made_artifact.ts";
import {freeName, openTable} from "./open_table.ts";

const unionInputSchema = z.strictObject({
  method: z.literal("union"),
  table: tableReferenceSchema,
  tables: z.array(tableReferenceSchema).min(1).max(50).describe("the tables whose rows come below"),
  origin: z.boolean().default(false).describe("add a column that names the table of each row"),
});
type UnionInput = z.infer<typeof unionInputSchema>;

const SQL_TYPES: Partial<Record<ColumnType, string>> = {
  integer: "BIGINT",
  number: "DOUBLE",
  text: "VARCHAR",
  boolean: "BOOLEAN",
  date: "DATE",
  timestamp: "TIMESTAMP",
};

/** Rows of several tables below one another, columns matched by name. */
export const unionMethod = defineMethod<UnionInput>({
  name: "union",
  description:
    "A new table with the rows of several below one another, columns matched by name; what differs between them is said.",
  input: unionInputSchema as z.ZodType<UnionInput>,
  run: union,
});

async function union(input: UnionInput, context: ToolContext): Promise<Artifact> {
  const tables = await Promise.all([input.table, ...input.tables].map((name) => openTable(name, context)));
  const [first] = tables;
  const found = new Map<string, {name: string; types: Set<ColumnType>; in: string[]}>();
  for (const table of tables)
    for (const {name, type} of table.columns) {
      const one = found.get(name.toLowerCase()) ?? {name, types: new Set(), in: []};
      one.types.add(type);
      one.in.push(table.name);
      found.set(name.toLowerCase(), one);
    }
  const drift: Change[] = [];
  const columns = [...found.values()].map(({name, types, in: there}) => {
    const type = widest([...types]);
    if (there.length < tables.length) {
      const missing = tables.filter((table) => !there.includes(table.name));
      drift.push({
        change: "rows without this column, now missing",
        column: name,
        count: missing.reduce((sum, {rows}) => sum + rows, 0),
        detail: `not in ${missing.map((table) => table.name).join(", ")}`,
      });
    }
    if (types.size > 1)
      drift.push({
        change: "types became one",
        column: name,
        count: types.size,
        detail: `${[...types].join(", ")}: ${type}`,
      });
    return {name, type, mixed: types.size > 1};
  });
  const origin = freeName(
    "origin",
    first!,
    columns.map(({name}) => name),
  );
  const parts = tables.map((table): ExprNode => {
    const shown = columns.map(({name, type, mixed}): ExprNode => {
      const own = table.columns.find((column) => column.name.toLowerCase() === name.toLowerCase());
      const target = SQL_TYPES[type];
      const node = own ? columnNode(own.name) : value(null);
      return sql`${(mixed || !own) && target ? new CastNode(node, target) : node} AS ${columnNode(name)}`;
    });
    if (input.origin) shown.push(sql`${value(table.name)} AS ${columnNode(origin)}`);
    return sql`SELECT ${list(shown)} FROM ${columnNode(table.name)}`;
  });
  const query = parts.slice(1).reduce<ExprNode>((all, part) => sql`${all} UNION ALL ${part}`, parts[0]!);
  return madeArtifact({
    method: "union",
    title: `Rows of ${tables.map(({name}) => name).join(" and ")}`,
    table: first!,
    query,
    alsoRead: tables.slice(1).map(({name}) => name),
    changes: [...tables.map(({name, rows}) => ({change: "rows taken", count: rows, detail: name})), ...drift],
  });
}

/** The narrowest type that holds them all. */
function widest(types: readonly ColumnType[]): ColumnType {
  if (types.length === 1) return types[0]!;
  if (types.every(isNumeric)) return "number";
  return types.every(isDated) ? "timestamp" : "text";
}
