import {type ExprNode, sql} from "@uwdata/mosaic-sql";
import {z} from "zod";
import type {ColumnProfile} from "../../data/profile.ts";
import {defineMethod} from "../methods.ts";
import {offload} from "../offload/offload.ts";
import {workOf} from "../offload/work_of.ts";
import {aggregateCall, castTo, selectFrom} from "../sql_print.ts";
import {tableReferenceSchema} from "../table_reference.ts";
import type {Artifact, ToolContext} from "../tool.ts";
import {askFigures, real} from "./ask_table.ts";
import {loadNumbers} from "./beside_table.ts";
import {madeArtifact} from "./made_artifact.ts";
import {badPlan, cells, numbersCalled, type OpenTable, openTable, withColumns} from "./open_table.ts";

const fittedSchema = z.array(z.strictObject({column: z.string(), lambda: z.number()}));

const transformInputSchema = z.strictObject({
  method: z.literal("transform"),
  table: tableReferenceSchema,
  columns: z.array(z.string()).min(1),
  how: z.enum(["log", "log1p", "sqrt", "box_cox", "yeo_johnson"]),
  fitted: fittedSchema.optional().describe("lambdas that were learnt from other rows"),
});
type TransformInput = z.infer<typeof transformInputSchema>;

/** Numbers on another scale; lambdas by maximum likelihood. */
export const transformMethod = defineMethod<TransformInput>({
  name: "transform",
  description:
    "A new table with numbers transformed: log, log1p, sqrt, Box-Cox or Yeo-Johnson (lambda by maximum likelihood).",
  input: transformInputSchema as z.ZodType<TransformInput>,
  run: transform,
});

/** What each takes, and how to say it. */
const DOMAINS = {
  log: {least: 0, open: true, said: "above 0"},
  log1p: {least: -1, open: true, said: "above -1"},
  sqrt: {least: 0, open: false, said: "0 or above"},
  box_cox: {least: 0, open: true, said: "above 0"},
};

/** @throws TabletalkError bad_plan where values are out of the domain, saying how many */
async function transform(input: TransformInput, context: ToolContext): Promise<Artifact> {
  const table = await openTable(input.table, context);
  const columns = numbersCalled(input.fitted?.map(({column}) => column) ?? input.columns, table);
  const ran = await mustFit(input.how, columns, table);
  const power = input.how === "box_cox" || input.how === "yeo_johnson";
  let lambdas = input.fitted?.map(({lambda}) => lambda) ?? [];
  if (power && !input.fitted) {
    const loaded = await loadNumbers(
      columns.map((column) => cells(column, table)),
      table,
    );
    ran.push(loaded.sql);
    lambdas = [];
    for (const values of loaded.columns)
      lambdas.push(
        await offload(
          "learning/preparation/power_transform",
          input.how === "box_cox" ? "boxCoxLambda" : "yeoJohnsonLambda",
          [values],
          workOf(context),
        ),
      );
  }
  const forms = columns.map((column, at) => ({
    name: column.name,
    node: formSql(input.how, castTo(cells(column, table), "DOUBLE"), lambdas[at] ?? 0),
  }));
  return madeArtifact({
    method: "transform",
    title: `${table.name} with ${columns.map(({name}) => name).join(", ")} transformed`,
    table,
    query: selectFrom(withColumns(table, forms), table.source.from),
    changes: columns.map((column, at) => ({
      change: "values transformed",
      column: column.name,
      count: table.rows - column.nulls - (column.nonFinite ?? 0),
      detail: power ? `${input.how}, lambda ${lambdas[at]}` : input.how,
    })),
    ...(power && {fitted: columns.map(({name}, at) => ({column: name, lambda: lambdas[at]!}))}),
    units: {},
    sql: ran,
  });
}

async function mustFit(
  how: TransformInput["how"],
  columns: readonly ColumnProfile[],
  table: OpenTable,
): Promise<string[]> {
  if (how === "yeo_johnson") return [];
  const {least, open, said} = DOMAINS[how];
  const {figures, sql: text} = await askFigures(
    columns.map((column) => {
      const node = cells(column, table);
      return aggregateCall("count", [], {
        where: open ? sql`${node} <= ${real(least)}` : sql`${node} < ${real(least)}`,
      });
    }),
    table,
  );
  for (const [at, count] of figures.entries())
    if (Number(count) > 0)
      throw badPlan(
        `${count} values of ${columns[at]!.name} are not ${said}: ${how} is not defined there.`,
        "Use yeo_johnson, which takes any number, or filter those rows out.",
      );
  return [text];
}

function formSql(how: TransformInput["how"], node: ExprNode, lambda: number): ExprNode {
  const l = real(lambda);
  switch (how) {
    case "log":
      return sql`ln(${node})`;
    case "log1p":
      return sql`CASE WHEN abs(${node}) < 1e-5 THEN ${node} - ${node} * ${node} / 2 ELSE ln(1 + ${node}) END`;
    case "sqrt":
      return sql`sqrt(${node})`;
    case "box_cox":
      return lambda === 0 ? sql`ln(${node})` : sql`((pow(${node}, ${l}) - 1) / ${l})`;
    case "yeo_johnson": {
      const above = lambda === 0 ? sql`ln(1 + ${node})` : sql`((pow(1 + ${node}, ${l}) - 1) / ${l})`;
      const rest = real(2 - lambda);
      const below = lambda === 2 ? sql`-ln(1 - ${node})` : sql`(-(pow(1 - ${node}, ${rest}) - 1) / ${rest})`;
      return sql`CASE WHEN ${node} >= 0 THEN ${above} WHEN ${node} < 0 THEN ${below} END`;
    }
  }
}
