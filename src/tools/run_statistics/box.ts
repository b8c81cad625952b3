import {z} from "zod";
import type {Cell, Column} from "../../data/table.ts";
import {boxOf} from "../../statistics/descriptive/box.ts";
import {sourceFields} from "../aggregate_input.ts";
import {artifactOf} from "../artifact.ts";
import {groupSchema} from "../measure.ts";
import {defineMethod} from "../methods.ts";
import {namedColumnSchema} from "../named_column.ts";
import type {Artifact, ToolContext} from "../tool.ts";
import {byGroups, figure, loadColumns} from "./load_columns.ts";

const boxInputSchema = z.strictObject({
  method: z.literal("box"),
  ...sourceFields,
  column: namedColumnSchema,
  groups: z.array(groupSchema).default([]),
});
type BoxInput = z.infer<typeof boxInputSchema>;

/** What a box plot shows, in numbers. */
export const boxMethod = defineMethod<BoxInput>({
  name: "box",
  description:
    "The figures of box plots: quartiles, fences, extremes and outliers of a column, by groups if given.",
  input: boxInputSchema as z.ZodType<BoxInput>,
  run: box,
});

const FIGURES = ["lower_fence", "q1", "median", "q3", "upper_fence", "min", "max"] as const;

/** A row a group: the groups (or `column` where there are none), the figures, `outliers` and `n`. */
async function box(input: BoxInput, context: ToolContext): Promise<Artifact> {
  const begun = performance.now();
  const loaded = await loadColumns({...input, columns: [input.column]}, context);
  const rows = byGroups(loaded).map(({key, rows}): Cell[] => {
    const one = boxOf(Float64Array.from(rows, (row) => loaded.numbers[0]![row]!));
    const figures = [one.lowerFence, one.q1, one.median, one.q3, one.upperFence, one.min, one.max];
    return [...(key.length > 0 ? key : [input.column.name]), ...figures.map(figure), one.outliers, one.n];
  });
  const named: Column[] = loaded.groups.map(({name, type}) => ({name, type}));
  const unit = loaded.units[0];
  return artifactOf(
    {
      tool: "run_statistics",
      method: "box",
      kind: "statistic",
      title: `Spread of ${input.column.name}`,
      table: {
        columns: [
          ...(named.length > 0 ? named : [{name: "column", type: "text"} as const]),
          ...FIGURES.map((name): Column => ({name, type: "number"})),
          {name: "outliers", type: "integer"},
          {name: "n", type: "integer"},
        ],
        rows,
      },
      units: unit ? Object.fromEntries(FIGURES.map((name) => [name, unit])) : {},
      tables: loaded.tables,
      sql: loaded.sql,
      notes: [...loaded.notes, "Fences are the last values within 1.5 interquartile ranges of the box."],
      begun,
    },
    context,
  );
}
