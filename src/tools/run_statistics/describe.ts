import {z} from "zod";
import type {Cell, Column} from "../../data/table.ts";
import {TabletalkError} from "../../errors.ts";
import {describeValues} from "../../statistics/descriptive/describe.ts";
import {summarise} from "../../statistics/descriptive/summary.ts";
import {sourceFields} from "../aggregate_input.ts";
import {artifactOf} from "../artifact.ts";
import {groupSchema} from "../measure.ts";
import {defineMethod} from "../methods.ts";
import {type NamedColumn, namedColumnSchema} from "../named_column.ts";
import {isNumeric} from "../sql_expression.ts";
import {openSource} from "../sql_source.ts";
import type {Artifact, ToolContext} from "../tool.ts";
import {byGroups, figure, loadColumns} from "./load_columns.ts";

const describeInputSchema = z.strictObject({
  method: z.literal("describe"),
  ...sourceFields,
  columns: z.array(namedColumnSchema).default([]).describe("default: every column of numbers"),
  groups: z.array(groupSchema).default([]),
  detail: z
    .enum(["short", "full"])
    .default("short")
    .describe(
      "full: both conventions of sd, variance, skewness and kurtosis, and the robust and other means",
    ),
});
type DescribeInput = z.infer<typeof describeInputSchema>;

/** Columns of numbers in figures. */
export const describeMethod = defineMethod<DescribeInput>({
  name: "describe",
  description:
    "Summary of columns of numbers: n, missing, mean, sd, min, quartiles, max, skewness; in full also variance, se, kurtosis (excess and Pearson's), sample and population conventions, IQR, MAD, mode, CV, trimmed, geometric and harmonic mean; by groups if given.",
  input: describeInputSchema as z.ZodType<DescribeInput>,
  run: describe,
});

const FIGURES = ["n", "missing", "mean", "sd", "min", "q1", "median", "q3", "max", "skewness"] as const;

/** Beside those, what `detail: full` shows. `_population` divides by n, where the bare name corrects for n - 1. */
const FULL = [
  ...FIGURES,
  "skewness_population",
  "kurtosis",
  "kurtosis_population",
  "kurtosis_pearson",
  "variance",
  "variance_population",
  "sd_population",
  "se",
  "cv",
  "sum",
  "range",
  "iqr",
  "mad",
  "mad_normal",
  "mode",
  "trimmed_mean",
  "geometric_mean",
  "harmonic_mean",
] as const;

/** Those in the column's own unit. */
const MEASURED = [
  "sd_population",
  "se",
  "sum",
  "range",
  "iqr",
  "mad",
  "mad_normal",
  "mode",
  "trimmed_mean",
  "geometric_mean",
  "harmonic_mean",
];

function fullFigures(values: Float64Array): Record<(typeof FULL)[number], number> {
  const {skewnessPopulation, kurtosisPopulation, variancePopulation, sdPopulation, ...rest} =
    describeValues(values);
  return {
    ...rest,
    skewness_population: skewnessPopulation,
    kurtosis_population: kurtosisPopulation,
    kurtosis_pearson: kurtosisPopulation + 3,
    variance_population: variancePopulation,
    sd_population: sdPopulation,
    mad_normal: rest.madNormal,
    trimmed_mean: rest.trimmedMean,
    geometric_mean: rest.geometricMean,
    harmonic_mean: rest.harmonicMean,
  };
}

/**
 * A row for each column and group: `column`, the groups, then the figures.
 * @throws TabletalkError bad_plan where a column is no number, or the table has none
 */
async function describe(asked: DescribeInput, context: ToolContext): Promise<Artifact> {
  const begun = performance.now();
  const input = asked.columns.length > 0 ? asked : {...asked, columns: await allNumbers(asked, context)};
  const loaded = await loadColumns(input, context);
  const groups = byGroups(loaded);
  const full = input.detail === "full";
  const figures = full ? FULL : FIGURES;
  const rows = input.columns.flatMap(({name}, index) =>
    groups.map(({key, rows}): Cell[] => {
      const values = Float64Array.from(rows, (row) => loaded.numbers[index]![row]!);
      const found: Record<string, number> = full ? fullFigures(values) : {...summarise(values)};
      return [name, ...key, ...figures.map((one) => figure(found[one]!))];
    }),
  );
  const columns: Column[] = [
    {name: "column", type: "text"},
    ...loaded.groups.map(({name, type}) => ({name, type})),
    ...figures.map(
      (name): Column => ({name, type: name === "n" || name === "missing" ? "integer" : "number"}),
    ),
  ];
  const unit = loaded.units.every((one) => one === loaded.units[0]) ? loaded.units[0] : undefined;
  const measured = ["mean", "sd", "min", "q1", "median", "q3", "max", ...(full ? MEASURED : [])];
  return artifactOf(
    {
      tool: "run_statistics",
      method: "describe",
      kind: "statistic",
      title:
        asked.columns.length > 0
          ? `Summary of ${input.columns.map((column) => column.name).join(", ")}`
          : `Summary of ${loaded.source.table}`,
      table: {columns, rows},
      units: unit ? Object.fromEntries(measured.map((name) => [name, unit])) : {},
      tables: loaded.tables,
      sql: loaded.sql,
      notes: [
        ...loaded.notes,
        "sd divides by n - 1; quartiles are interpolated; skewness is adjusted for sample size.",
        ...(full
          ? [
              "_population divides by n; kurtosis is excess (0 for a normal distribution) and adjusted for sample size, kurtosis_pearson is kurtosis_population + 3; mad is the median distance from the median, mad_normal that times 1.4826; the trimmed mean leaves out a tenth at each end.",
            ]
          : []),
      ],
      begun,
    },
    context,
  );
}

async function allNumbers({table, joins}: DescribeInput, context: ToolContext): Promise<NamedColumn[]> {
  const source = await openSource(table, joins, context);
  const {columns, rows} = source.profiles[0]!;
  const numbers = columns.filter(({type, nulls}) => isNumeric(type) && nulls < rows);
  if (numbers.length === 0)
    throw new TabletalkError(
      "bad_plan",
      `${source.table} has no column of numbers.`,
      "Look at its columns with describe_table, or cast one to number.",
    );
  return numbers.map(({name}) => ({name, of: {column: name, table: source.table}}));
}
