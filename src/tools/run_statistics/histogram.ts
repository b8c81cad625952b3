import {z} from "zod";
import {histogramOf} from "../../statistics/histogram.ts";
import {sourceFields} from "../aggregate_input.ts";
import {artifactOf} from "../artifact.ts";
import {defineMethod} from "../methods.ts";
import {namedColumnSchema} from "../named_column.ts";
import type {Artifact, ToolContext} from "../tool.ts";
import {loadColumns} from "./load_columns.ts";

const histogramInputSchema = z.strictObject({
  method: z.literal("histogram"),
  ...sourceFields,
  column: namedColumnSchema,
  bins: z
    .number()
    .int()
    .min(1)
    .max(200)
    .optional()
    .describe("about how many; default: by Freedman and Diaconis"),
});
type HistogramInput = z.infer<typeof histogramInputSchema>;

/** How often the values of a column fall where. */
export const histogramMethod = defineMethod<HistogramInput>({
  name: "histogram",
  description: "Counts of a column's values in bins with round edges.",
  input: histogramInputSchema as z.ZodType<HistogramInput>,
  run: histogram,
});

/** The table has the column's name (the lower edge of a bin, in it), `upper` (not in it) and `count`. */
async function histogram(input: HistogramInput, context: ToolContext): Promise<Artifact> {
  const begun = performance.now();
  const loaded = await loadColumns({...input, columns: [input.column]}, context);
  const values = loaded.numbers[0]!;
  const {bins, width} = histogramOf(values, input.bins);
  const counted = bins.reduce((sum, bin) => sum + bin.count, 0);
  const missing = values.length - counted;
  const unit = loaded.units[0];
  const name = input.column.name;
  return artifactOf(
    {
      tool: "run_statistics",
      method: "histogram",
      kind: "statistic",
      title: `Distribution of ${name}`,
      table: {
        columns: [
          {name, type: "number"},
          {name: "upper", type: "number"},
          {name: "count", type: "integer"},
        ],
        rows: bins.map(({lower, upper, count}) => [lower, upper, count]),
      },
      units: unit ? {[name]: unit, upper: unit} : {},
      tables: loaded.tables,
      sql: loaded.sql,
      notes: [
        ...loaded.notes,
        `Bins are ${width} wide and take in their lower edge.`,
        ...(missing > 0 ? [`${missing} missing values are left out.`] : []),
      ],
      begun,
    },
    context,
  );
}
