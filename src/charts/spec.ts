import {z} from "zod";

export const chartKindSchema = z.enum([
  "bar",
  "line",
  "area",
  "scatter",
  "histogram",
  "box",
  "heatmap",
  "pie",
]);
export type ChartKind = z.infer<typeof chartKindSchema>;

/**
 * A chart of a table: which columns go where. The table holds exactly what is plotted (a histogram's table is the raw
 * column or its bins: `x` the lower edge, `y` the count).
 */
export const chartSpecSchema = z.object({
  kind: chartKindSchema,
  /** Column names of the table. */
  x: z.string(),
  y: z.union([z.string(), z.array(z.string())]).optional(),
  series: z.string().optional().describe("a column whose values become colours"),
  size: z.string().optional(),
  arrangement: z.enum(["grouped", "stacked", "stacked_100"]).optional(),
  horizontal: z.boolean().optional(),
  sort: z
    .enum(["given", "ascending", "descending"])
    .optional()
    .describe("by y; default: descending for categories"),
  title: z.string(),
  subtitle: z.string().optional(),
  xTitle: z.string().optional(),
  yTitle: z.string().optional(),
  xUnit: z.string().optional(),
  yUnit: z.string().optional(),
  binWidth: z.number().positive().optional().describe("histogram of already binned data: the width of a bin"),
  theme: z.enum(["light", "dark"]).optional(),
});
export type ChartSpec = z.infer<typeof chartSpecSchema>;
