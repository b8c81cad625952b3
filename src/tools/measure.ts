import {z} from "zod";
import {conditionSchema, datePartSchema, expressionSchema} from "./condition.ts";
import {tableReferenceSchema} from "./table_reference.ts";

export const aggregateFunctionSchema = z.enum([
  "count", // rows; with `of`, rows where it is not missing
  "count_distinct",
  "sum",
  "avg",
  "median",
  "min",
  "max",
  "stddev", // sample
  "variance", // sample
  "quantile", // needs `q`, interpolated (R type 7)
  "mode",
  "null_count",
  "null_share", // 0 to 1
]);
export type AggregateFunction = z.infer<typeof aggregateFunctionSchema>;

/**
 * One number a group. `where` keeps only some rows for this measure alone (a share's numerator, two periods side by
 * side). `over` divides by a second measure: a rate such as sum(profit) / sum(sales).
 */
export const measureSchema = z.strictObject({
  name: z.string().describe("the column's name in the result"),
  fn: aggregateFunctionSchema,
  of: expressionSchema.optional(),
  q: z.number().min(0).max(1).optional(),
  where: conditionSchema.optional(),
  over: z
    .strictObject({
      fn: aggregateFunctionSchema,
      of: expressionSchema.optional(),
      where: conditionSchema.optional(),
    })
    .optional(),
  unit: z.string().optional().describe("shown beside the number: $, %, kg"),
});
export type Measure = z.infer<typeof measureSchema>;

export const timeUnitSchema = z.enum(["year", "quarter", "month", "week", "day", "hour"]);
export type TimeUnit = z.infer<typeof timeUnitSchema>;

/**
 * What to group by. `unit` cuts a date into periods (its first day names the period; weeks start on Monday); `part`
 * takes a repeating part (month 1 to 12, weekday 1 = Monday to 7); `bins` cuts a number into that many equal widths and
 * `width` into bins of that width, named by the lower edge; `edges` names the bins of given cut points, right open.
 */
export const groupSchema = z.strictObject({
  name: z.string().describe("the column's name in the result"),
  of: expressionSchema,
  unit: timeUnitSchema.optional(),
  part: datePartSchema.optional(),
  bins: z.number().int().min(2).max(200).optional(),
  width: z.number().positive().optional(),
  edges: z.array(z.number()).optional(),
});
export type Group = z.infer<typeof groupSchema>;

/** A column computed from a measure across the result's groups, after aggregation. */
export const windowSchema = z.strictObject({
  name: z.string(),
  of: z.string().describe("a measure's name"),
  fn: z.enum([
    "share", // of the total over all groups before `limit`: 0 to 1
    "running_total", // in the order of the first group
    "change", // against the group before, in the order of the first group
    "percent_change", // as a fraction of the group before
    "rank", // 1 = largest; ties share a rank
  ]),
  /**
   * For `change` and `percent_change`: the measure to compare with in the same row (the earlier of two periods that are
   * measures side by side), in place of the group before. Needs no groups.
   */
  from: z.string().optional(),
  /** Restart for each value of these groups. */
  within: z.array(z.string()).optional(),
});
export type Window = z.infer<typeof windowSchema>;

/** Join on equal keys. Refused when it would multiply the rows of the table joined to, unless every measure counts distinct. */
export const joinSchema = z.strictObject({
  table: tableReferenceSchema,
  on: z.array(z.strictObject({left: z.string(), right: z.string()})).min(1),
  kind: z.enum(["inner", "left"]).default("left"),
});
export type Join = z.infer<typeof joinSchema>;

export const orderSchema = z.strictObject({by: z.string(), direction: z.enum(["asc", "desc"])});
export type Order = z.infer<typeof orderSchema>;

/** Keeps groups by their aggregated value. */
export const havingSchema = z.strictObject({
  by: z.string().describe("a measure's or window's name"),
  op: z.enum(["=", "!=", "<", "<=", ">", ">="]),
  value: z.number(),
});
export type Having = z.infer<typeof havingSchema>;
