import {sql} from "@uwdata/mosaic-sql";
import {z} from "zod";
import type {ColumnProfile} from "../../data/profile.ts";
import {defineMethod} from "../methods.ts";
import {
  aggregateCall,
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
import {askRows} from "./ask_table.ts";
import {encodeByTarget} from "./encode_by_target.ts";
import {madeArtifact} from "./made_artifact.ts";
import {
  badPlan,
  cells,
  columnCalled,
  freeName,
  type OpenTable,
  openTable,
  withColumns,
} from "./open_table.ts";

const MOST_COLUMNS = 200;
const MOST_CODES = 5_000;

const encodeInputSchema = z.strictObject({
  method: z.literal("encode"),
  table: tableReferenceSchema,
  column: z.string(),
  how: z.enum([
    "one_hot", // a column of 0 and 1 for each value
    "ordinal", // 0, 1, 2, ... by `order`, or as values sort
    "target", // the mean target of each value, learnt from the other folds
  ]),
  order: z.array(z.string()).optional().describe("for ordinal: the values from low to high"),
  target: z.string().optional(),
  folds: z.number().int().min(2).max(20).default(5),
  seed: z.number().int().min(0).default(42),
  smoothing: z
    .union([z.literal("auto"), z.number().min(0)])
    .default("auto")
    .describe("for target: rows' weight of the overall mean"),
  dropColumn: z.boolean().default(false).describe("leave the encoded column out"),
  fitted: z
    .array(z.string())
    .optional()
    .describe("for one_hot and ordinal: the values that were learnt from other rows"),
});
export type EncodeInput = z.infer<typeof encodeInputSchema>;

/** Categories as numbers. */
export const encodeMethod = defineMethod<EncodeInput>({
  name: "encode",
  description:
    "A new table with a category as numbers: one_hot, ordinal, or target (smoothed means, cross-fitted in folds).",
  input: encodeInputSchema as z.ZodType<EncodeInput>,
  run: encode,
});

async function encode(input: EncodeInput, context: ToolContext): Promise<Artifact> {
  const table = await openTable(input.table, context);
  const column = columnCalled(input.column, table);
  if (input.how === "target") return encodeByTarget(input, column, table);
  const limit = input.how === "one_hot" ? MOST_COLUMNS : MOST_CODES;
  const known = input.fitted ?? (input.how === "ordinal" ? input.order : undefined);
  const found = known ? {categories: known, sql: []} : await categoriesOf(column, table, limit);
  const {categories} = found;
  if (categories.length > limit)
    throw badPlan(
      `${column.name} has more than ${limit} different values.`,
      input.how === "one_hot"
        ? "Use ordinal or target encoding, or group rare values first."
        : "Use target encoding.",
    );
  if (new Set(categories).size < categories.length)
    throw badPlan("A value is named twice.", "Name each once.");
  const text = castTo(cells(column, table), "VARCHAR");
  const made: Selected[] = [];
  if (input.how === "ordinal")
    made.push({
      name: freeName(`${column.name}_code`, table),
      node: sql`list_position([${list(categories.map((one) => value(one)))}], ${text}) - 1`,
    });
  else
    for (const one of categories)
      made.push({
        name: freeName(
          `${column.name}_${one}`,
          table,
          made.map(({name}) => name),
        ),
        node: sql`CASE WHEN ${text} = ${value(one)} THEN 1 ELSE 0 END`,
      });
  const all = list(categories.map((one) => value(one)));
  const unknown = await askRows(
    selectFrom(
      [{name: "n", node: aggregateCall("count", [], {where: sql`${text} NOT IN (${all})`})}],
      table.source.from,
    ),
    table,
  );
  const strange = Number(unknown.rows[0]?.[0]);
  const fate = input.how === "one_hot" ? "all of them 0" : "now missing";
  return madeArtifact({
    method: "encode",
    title: `${table.name} with ${column.name} as numbers`,
    table,
    query: selectFrom(
      withColumns(table, made).filter(({name}) => !(input.dropColumn && name === column.name)),
      table.source.from,
    ),
    changes: [
      {
        change: "values encoded",
        column: column.name,
        count: categories.length,
        detail: categories.join(", ").slice(0, 200),
      },
      ...(column.nulls > 0
        ? [{change: `missing values, ${fate}`, column: column.name, count: column.nulls}]
        : []),
      ...(strange > 0
        ? [
            {
              change: `cells with values that are not among them, ${fate}`,
              column: column.name,
              count: strange,
            },
          ]
        : []),
    ],
    fitted: categories,
    sql: [...found.sql, unknown.sql],
  });
}

/** The values of a column as they sort, as text. */
async function categoriesOf(
  column: ColumnProfile,
  table: OpenTable,
  limit: number,
): Promise<{categories: string[]; sql: string[]}> {
  const node = cells(column, table);
  const inner = selectFrom([{name: "v", node}], table.source.from)
    .where(sql`${node} IS NOT NULL`)
    .distinct();
  const {rows, sql: text} = await askRows(
    selectFrom([{name: "v", node: castTo(columnNode("v"), "VARCHAR")}], subquery(inner, "values")).orderby(
      columnNode("v", "values"),
    ),
    table,
    limit + 1,
  );
  if (rows.length === 0) throw badPlan(`${column.name} has no value at all.`, "Leave that column out.");
  return {categories: rows.map(([one]) => String(one)), sql: [text]};
}
