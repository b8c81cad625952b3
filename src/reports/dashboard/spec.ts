import {z} from "zod";
import {conditionSchema, expressionSchema} from "../../tools/condition.ts";
import {groupSchema, measureSchema, timeUnitSchema} from "../../tools/measure.ts";

/** For whom: the few figures that decide; what explains them; what happens now. */
export const patternSchema = z.enum(["executive", "analytical", "operational"]);
export type Pattern = z.infer<typeof patternSchema>;

export const domainSchema = z.enum([
  "sales",
  "finance",
  "web",
  "people",
  "health",
  "sport",
  "weather",
  "survey",
  "logistics",
  "education",
  "energy",
  "films",
  "vehicles",
  "property",
  "general",
]);
export type Domain = z.infer<typeof domainSchema>;

/** A key figure. `measure.name` is what it is called. */
export const figureSchema = z.object({
  id: z.string(),
  measure: measureSchema,
  goodIs: z.enum(["up", "down"]).optional(),
});
export type KeyFigure = z.infer<typeof figureSchema>;

/** The kinds of chart that a dashboard draws. */
export const tileKindSchema = z.enum([
  "line",
  "area",
  "bar",
  "pie",
  "donut",
  "histogram",
  "scatter",
  "heatmap",
  "choropleth",
  "point_map",
]);
export type TileKind = z.infer<typeof tileKindSchema>;

/** A chart: measures by groups, or (scatter, point map) columns row by row. */
export const tileSchema = z.object({
  id: z.string().regex(/^c\d{1,3}$/),
  kind: tileKindSchema,
  /** What it is about: "Sales by region". What it shows is stated above it when it is drawn. */
  subject: z.string(),
  measures: z.array(measureSchema).max(4).default([]),
  groups: z.array(groupSchema).max(2).default([]),
  /** Beside the dashboard's own. */
  where: conditionSchema.optional(),
  /** How many groups at most, largest first. */
  limit: z.number().int().min(1).max(60).optional(),
  /** Of charts row by row: what is shown, under which name. */
  columns: z.array(z.object({name: z.string(), of: expressionSchema})).default([]),
  /** The measures may be summed over the groups. */
  additive: z.boolean().optional(),
  horizontal: z.boolean().optional(),
  /** Of a histogram: how wide a bin is. */
  binWidth: z.number().positive().optional(),
  /** Of a choropleth. */
  geography: z.enum(["world", "usa"]).optional(),
  /** Columns of twelve. */
  width: z.number().int().min(3).max(12).optional(),
});
export type Tile = z.infer<typeof tileSchema>;

/** The one table: the largest things with their figures, or rows themselves. */
export const listSchema = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("top"),
    title: z.string(),
    group: groupSchema,
    measures: z.array(measureSchema).min(1),
    rows: z.number().int(),
  }),
  z.object({
    kind: z.literal("rows"),
    title: z.string(),
    columns: z.array(z.object({name: z.string(), of: expressionSchema})).min(1),
    order: z.array(z.object({by: z.string(), direction: z.enum(["asc", "desc"])})).default([]),
    rows: z.number().int(),
  }),
]);
export type RowList = z.infer<typeof listSchema>;

/** What periods are cut from. */
export const timeSchema = z.object({
  column: z.string(),
  /** Whole numbers that are years: they are not cut. */
  years: z.boolean().optional(),
  unit: timeUnitSchema,
  /** A period has one date in the data, so that none of them is half there. */
  onePerPeriod: z.boolean().optional(),
  /** What a period is compared with: the one before it, or, where the seasons decide, the same one a year earlier. */
  against: z.enum(["before", "year"]).optional(),
});
export type Time = z.infer<typeof timeSchema>;

export const filterColumnSchema = z.object({column: z.string(), label: z.string()});

/** All that decides a dashboard: the page is computed from it and the data, and talking changes it alone. */
export const dashboardSpecSchema = z.object({
  format: z.literal(1),
  table: z.string(),
  title: z.string(),
  pattern: patternSchema,
  domain: domainSchema,
  time: timeSchema.optional(),
  /** Which rows count, and how a person said it. */
  where: conditionSchema.optional(),
  scope: z.array(z.string()).default([]),
  figures: z.array(figureSchema).max(8),
  tiles: z.array(tileSchema).max(12),
  list: listSchema.optional(),
  filters: z.array(filterColumnSchema).max(4),
  /** What a row is, in the plural: "orders". */
  things: z.string(),
});
export type DashboardSpec = z.infer<typeof dashboardSpecSchema>;

/** What a dashboard's document keeps as its `maker`: its spec, and those before it, newest last. */
export const dashboardMakerSchema = z.object({
  spec: dashboardSpecSchema,
  before: z.array(dashboardSpecSchema).max(20).default([]),
  /** What the page computes its filters from; read by `cubesSchema`. */
  cubes: z.unknown().optional(),
  /** The first moments of periods that are not whole in the data. */
  partial: z.array(z.union([z.string(), z.number()])).default([]),
});
export type DashboardMaker = z.infer<typeof dashboardMakerSchema>;
