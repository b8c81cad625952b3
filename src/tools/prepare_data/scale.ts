import {sql} from "@uwdata/mosaic-sql";
import {z} from "zod";
import {defineMethod} from "../methods.ts";
import {aggregateCall, castTo, selectFrom, value} from "../sql_print.ts";
import {tableReferenceSchema} from "../table_reference.ts";
import type {Artifact, ToolContext} from "../tool.ts";
import {askFigures, real} from "./ask_table.ts";
import {madeArtifact} from "./made_artifact.ts";
import {cells, numbersCalled, type OpenTable, openTable, withColumns} from "./open_table.ts";

const fittedSchema = z.array(
  z.strictObject({column: z.string(), shift: z.number(), scale: z.number().positive()}),
);
type Fitted = z.infer<typeof fittedSchema>;

const scaleInputSchema = z.strictObject({
  method: z.literal("scale"),
  table: tableReferenceSchema,
  columns: z.array(z.string()).default([]).describe("default: every column of numbers"),
  how: z.enum([
    "standard", // less the mean, over the population sd
    "min_max", // 0 to 1
    "robust", // less the median, over the interquartile range
  ]),
  fitted: fittedSchema.optional().describe("what was learnt from other rows"),
});
type ScaleInput = z.infer<typeof scaleInputSchema>;

/** Columns of numbers on one scale; agrees with scikit-learn's StandardScaler, MinMaxScaler and RobustScaler. */
export const scaleMethod = defineMethod<ScaleInput>({
  name: "scale",
  description:
    "A new table with numbers scaled: standard (mean 0, sd 1), min_max (0 to 1) or robust (median, IQR).",
  input: scaleInputSchema as z.ZodType<ScaleInput>,
  run: scale,
});

async function scale(input: ScaleInput, context: ToolContext): Promise<Artifact> {
  const table = await openTable(input.table, context);
  const columns = numbersCalled(input.fitted?.map(({column}) => column) ?? input.columns, table);
  const fit = input.fitted
    ? {fitted: input.fitted, sql: [], constant: []}
    : await fitScale(
        input.how,
        columns.map(({name}) => name),
        table,
      );
  const forms = columns.map((column, at) => {
    const {shift, scale: by} = fit.fitted[at]!;
    return {
      name: column.name,
      node: sql`((${castTo(cells(column, table), "DOUBLE")} - ${real(shift)}) / ${real(by)})`,
    };
  });
  return madeArtifact({
    method: "scale",
    title: `${table.name} with numbers scaled`,
    table,
    query: selectFrom(withColumns(table, forms), table.source.from),
    changes: fit.fitted.map(({shift, scale: by}, at) => ({
      change: "values scaled",
      column: columns[at]!.name,
      count: table.rows - columns[at]!.nulls - (columns[at]!.nonFinite ?? 0),
      detail: `less ${shift}, over ${by}`,
    })),
    notes: fit.constant.map((name) => `${name} does not vary: it is only shifted.`),
    fitted: fit.fitted,
    units: {},
    sql: fit.sql,
  });
}

async function fitScale(
  how: ScaleInput["how"],
  columns: readonly string[],
  table: OpenTable,
): Promise<{fitted: Fitted; sql: string[]; constant: string[]}> {
  const nodes = numbersCalled(columns, table).map((column) => castTo(cells(column, table), "DOUBLE"));
  const first = await askFigures(
    nodes.flatMap((node) =>
      how === "standard"
        ? [aggregateCall("favg", [node]), value(null)]
        : how === "min_max"
          ? [aggregateCall("min", [node]), sql`(max(${node}) - min(${node}))`]
          : [
              aggregateCall("median", [node]),
              sql`(quantile_cont(${node}, 0.75) - quantile_cont(${node}, 0.25))`,
            ],
    ),
    table,
  );
  const shifts = columns.map((_, at) => Number(first.figures[2 * at]));
  let spreads = columns.map((_, at) => Number(first.figures[2 * at + 1]));
  const ran = [first.sql];
  if (how === "standard") {
    // Around a mean that is known the squares keep their digits, whatever the size of the values.
    const second = await askFigures(
      nodes.map(
        (node, at) => sql`sqrt(favg((${node} - ${real(shifts[at]!)}) * (${node} - ${real(shifts[at]!)})))`,
      ),
      table,
    );
    spreads = second.figures.map(Number);
    ran.push(second.sql);
  }
  const varies = (at: number): boolean => spreads[at]! > 10 * Number.EPSILON * Math.abs(shifts[at]!);
  return {
    fitted: columns.map((column, at) => ({column, shift: shifts[at]!, scale: varies(at) ? spreads[at]! : 1})),
    sql: ran,
    constant: columns.filter((_, at) => !varies(at)),
  };
}
