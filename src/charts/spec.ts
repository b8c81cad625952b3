import {z} from "zod";
import {cellSchema} from "../data/table.ts";

export const chartKindSchema = z.enum([
  "bar",
  "line",
  "area",
  "scatter",
  "bubble",
  "histogram",
  "box",
  "heatmap",
  "pie",
  "donut",
  "kpi",
  "choropleth",
  "point_map",
  "treemap",
  "sankey",
  "network",
  "waterfall",
  "funnel",
  "candlestick",
]);
export type ChartKind = z.infer<typeof chartKindSchema>;

/** A mark of the maker's: with x alone a line across at that place, with y alone a line along, with both a named point. */
const annotationSchema = z.object({
  text: z.string(),
  x: cellSchema.optional(),
  y: z.number().optional(),
});

/**
 * A chart of a table: which columns go where. The table holds exactly what is plotted (a histogram's table is the raw
 * column or its bins: `x` the lower edge, `y` the count). What `x` names: a category or a date; of a sankey or a network
 * the source; of a treemap the innermost part; of a KPI the column that its values run along, or the value's own; of a
 * choropleth the places; of a point map the points' names, or any column where they have none.
 */
export const chartSpecSchema = z.object({
  kind: chartKindSchema,
  own: z
    .string()
    .optional()
    .describe("a kind that a plugin brings, in place of kind; kind is drawn where that plugin is not there"),
  /** Column names of the table. */
  x: z.string(),
  y: z.union([z.string(), z.array(z.string())]).optional(),
  series: z.string().optional().describe("a column whose values become colours"),
  size: z.string().optional().describe("bubble, point map: the column that the areas stand for"),
  label: z.string().optional().describe("scatter, bubble, point map: the column that names the points"),
  facet: z.string().optional().describe("a column whose values become panels of their own, on shared axes"),
  parent: z
    .union([z.string(), z.array(z.string())])
    .optional()
    .describe("treemap: the columns of the parts that hold x, outermost first"),
  target: z.string().optional().describe("sankey, network: where each row of x flows to"),
  open: z.string().optional(),
  high: z.string().optional(),
  low: z.string().optional(),
  close: z
    .string()
    .optional()
    .describe("candlestick: its four columns; by their names where they are absent"),
  lat: z.string().optional(),
  lon: z.string().optional().describe("point map: degrees north and east"),
  geography: z.string().optional().describe("choropleth: which map; by the names of the places where absent"),
  comparison: z
    .object({
      column: z.string().optional().describe("the earlier value's; absent: the row before the last"),
      said: z.string().optional().describe('what it is compared with: "April 2024"'),
      goodIs: z.enum(["up", "down"]).optional(),
    })
    .optional()
    .describe("KPI: what its number is set beside"),
  totals: z
    .array(z.string())
    .optional()
    .describe("waterfall: values of x that are totals already, not steps"),
  arrangement: z.enum(["grouped", "stacked", "stacked_100"]).optional(),
  horizontal: z.boolean().optional(),
  sort: z
    .enum(["given", "ascending", "descending"])
    .optional()
    .describe("by y; default: descending for categories"),
  additive: z
    .boolean()
    .optional()
    .describe("y may be summed (sums and counts, not averages): a long tail then becomes one bar, Other"),
  allCategories: z.boolean().optional().describe("show every category, however many"),
  trend: z
    .boolean()
    .optional()
    .describe("scatter: the straight line through the points; default: where there is one"),
  xScale: z.enum(["linear", "log"]).optional(),
  yScale: z.enum(["linear", "log"]).optional(),
  partialLast: z.boolean().optional().describe("the last period along x is not over, or not in the data"),
  annotations: z.array(annotationSchema).max(20).optional(),
  rowsInAll: z.number().int().positive().optional().describe("of how many rows the table is a sample"),
  title: z.string(),
  subtitle: z.string().optional(),
  titleIsSubject: z
    .boolean()
    .optional()
    .describe("the title names the subject only: what the table shows may be stated above it"),
  xTitle: z.string().optional(),
  yTitle: z.string().optional(),
  xUnit: z.string().optional(),
  yUnit: z.string().optional(),
  binWidth: z.number().positive().optional().describe("histogram of already binned data: the width of a bin"),
  source: z.string().optional().describe("where the data is from and its licence: stands at the foot"),
  theme: z.enum(["light", "dark"]).optional(),
});
export type ChartSpec = z.infer<typeof chartSpecSchema>;
