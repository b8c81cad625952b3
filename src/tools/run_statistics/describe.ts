import {z} from "zod";
import type {Cell, Column} from "../../data/table.ts";
import {summarise} from "../../statistics/summary.ts";
import {sourceFields} from "../aggregate_input.ts";
import {artifactOf} from "../artifact.ts";
import {groupSchema} from "../measure.ts";
import {defineMethod} from "../methods.ts";
import {namedColumnSchema} from "../named_column.ts";
import type {Artifact, ToolContext} from "../tool.ts";
import {byGroups, figure, loadColumns} from "./load_columns.ts";

const describeInputSchema = z.strictObject({
  method: z.literal("describe"),
  ...sourceFields,
  columns: z.array(namedColumnSchema).min(1),
  groups: z.array(groupSchema).default([]),
});
type DescribeInput = z.infer<typeof describeInputSchema>;

/** Columns of numbers in figures. */
export const describeMethod = defineMethod<DescribeInput>({
  name: "describe",
  description:
    "Summary of columns of numbers: n, missing, mean, sd, min, quartiles, max, skewness; by groups if given.",
  input: describeInputSchema as z.ZodType<DescribeInput>,
  run: describe,
});

const FIGURES = ["n", "missing", "mean", "sd", "min", "q1", "median", "q3", "max", "skewness"] as const;

/** A row for each column and group: `column`, the groups, then the figures. */
async function describe(input: DescribeInput, context: ToolContext): Promise<Artifact> {
  const begun = performance.now();
  const loaded = await loadColumns(input, context);
  const groups = byGroups(loaded);
  const rows = input.columns.flatMap(({name}, index) =>
    groups.map(({key, rows}): Cell[] => {
      const summary = summarise(Float64Array.from(rows, (row) => loaded.numbers[index]![row]!));
      return [name, ...key, ...FIGURES.map((one) => figure(summary[one]))];
    }),
  );
  const columns: Column[] = [
    {name: "column", type: "text"},
    ...loaded.groups.map(({name, type}) => ({name, type})),
    ...FIGURES.map(
      (name): Column => ({name, type: name === "n" || name === "missing" ? "integer" : "number"}),
    ),
  ];
  const unit = loaded.units.every((one) => one === loaded.units[0]) ? loaded.units[0] : undefined;
  const measured = ["mean", "sd", "min", "q1", "median", "q3", "max"] as const;
  return artifactOf(
    {
      tool: "run_statistics",
      method: "describe",
      kind: "statistic",
      title: `Summary of ${input.columns.map((column) => column.name).join(", ")}`,
      table: {columns, rows},
      units: unit ? Object.fromEntries(measured.map((name) => [name, unit])) : {},
      tables: loaded.tables,
      sql: loaded.sql,
      notes: [
        ...loaded.notes,
        "sd divides by n - 1; quartiles are interpolated; skewness is adjusted for sample size.",
      ],
      begun,
    },
    context,
  );
}
