import {z} from "zod";
import {chartKindSchema} from "../charts/spec.ts";
import {conditionSchema, expressionSchema} from "../tools/condition.ts";
import {
  groupSchema,
  havingSchema,
  joinSchema,
  measureSchema,
  orderSchema,
  timeUnitSchema,
  windowSchema,
} from "../tools/measure.ts";
import {definitionUsedSchema} from "./definitions.ts";
import {operationSchema} from "./operations.ts";
import {outputsSchema} from "./outputs.ts";

/** What sort of answer was asked for; each becomes a plan in `compile.ts`. */
export const intentSchema = z.enum([
  "aggregate", // measures, perhaps by groups: a number or a table of groups
  "rows", // rows themselves: "the five longest movies", "list the cancelled orders"
  "which", // the one row or group at an extreme: "which movie has the highest rating?"
  "distinct", // the values of a column
  "describe", // what is in this data
  "missing", // which columns have missing values, how many
  "duplicates", // repeated rows
  "distribution", // of one column: histogram and summary, by groups if any
  "correlation", // of two columns, or of one with all others, or all pairs
  "compare", // two or more groups by a measure: means, difference
  "procedure", // several steps in the order given: preparations, then figures, tests or models
  "relation", // scatter: two numbers row by row, perhaps coloured by groups
]);
export type Intent = z.infer<typeof intentSchema>;

/** A filter, and how the reading says it: "status is not Refunded". */
export const filterSchema = z.object({condition: conditionSchema, said: z.string()});
export type Filter = z.infer<typeof filterSchema>;

/** The stretch of time, half open: [from, to). */
export const periodSchema = z.object({
  column: z.string(),
  from: z.string().optional().describe("YYYY-MM-DD, first day in it"),
  to: z.string().optional().describe("YYYY-MM-DD, first day after it"),
  /** What "last" and "this" were counted from. `none`: the dates were given. */
  anchor: z.enum(["today", "data", "none"]),
  /** The data does not cover all of it. */
  partial: z.boolean(),
  /** "1-31 May 2024 (last full month in the data)" */
  said: z.string(),
});
export type Period = z.infer<typeof periodSchema>;

/** Two values of one measure set side by side: periods, or groups. */
export const comparisonSchema = z.object({
  kind: z.enum(["previous_period", "same_period_last_year", "each_step"]),
  /** For `each_step`: growth from each group to the next. */
  unit: timeUnitSchema.optional(),
  /** The earlier period. */
  against: periodSchema.optional(),
});
export type Comparison = z.infer<typeof comparisonSchema>;

/** Where each word of the question went. `unplaced` words of weight (negations, filters, numbers, dates) stop the answer. */
export const placementSchema = z.object({
  text: z.string(),
  start: z.number().int(),
  end: z.number().int(),
  place: z.enum([
    "intent",
    "measure",
    "group",
    "filter",
    "period",
    "order",
    "limit",
    "column",
    "output",
    "table",
    "filler",
    "unplaced",
  ]),
  /** What it was taken for: a column, a value, a function. */
  as: z.string().optional(),
});
export type Placement = z.infer<typeof placementSchema>;

/** What a question was taken to mean. Printed in every reply; the plan is made from it alone. */
export const readingSchema = z.object({
  intent: intentSchema,
  table: z.string(),
  joins: z.array(joinSchema).default([]),
  measures: z.array(measureSchema).default([]),
  groups: z.array(groupSchema).default([]),
  filters: z.array(filterSchema).default([]),
  period: periodSchema.optional(),
  windows: z.array(windowSchema).default([]),
  having: z.array(havingSchema).default([]),
  /**
   * Measures over groups: a row is made for each of these first, from the filtered rows of the table, and kept where `having` holds;
   * `measures` and `groups` are then of those rows. "How many customers placed exactly one order".
   */
  each: z
    .object({
      groups: z.array(groupSchema).min(1),
      measures: z.array(measureSchema).min(1),
      having: z.array(havingSchema).default([]),
    })
    .optional(),
  comparison: comparisonSchema.optional(),
  /** What is done step by step, where the intent is a procedure. */
  operations: z.array(operationSchema).optional(),
  /** What the reply to a procedure states. */
  outputs: outputsSchema.optional(),
  /** Columns to show (rows), to describe (distribution, missing, distinct), or to relate (correlation, relation). */
  columns: z.array(z.object({name: z.string(), of: expressionSchema})).default([]),
  order: z.array(orderSchema).default([]),
  limit: z.number().int().positive().optional(),
  /** For top n in each value of the first group. */
  limitWithin: z.string().optional(),
  chart: z
    .object({
      kind: chartKindSchema.optional().describe("absent: the kind that suits the types"),
      asked: z.boolean().describe("the question asked for a chart, or for this kind"),
      arrangement: z.enum(["grouped", "stacked", "stacked_100"]).optional(),
      horizontal: z.boolean().optional(),
      series: z.string().optional(),
      panels: z.boolean().optional().describe("small multiples: a panel for each value of the last group"),
      log: z.boolean().optional().describe("a logarithmic axis"),
    })
    .optional(),
  /** "yes/no" questions: what makes it a yes. */
  question: z.enum(["what", "which", "how_many", "yes_no", "why", "show"]).default("what"),
  placements: z.array(placementSchema).default([]),
  /** Things taken for granted, said aloud: "counted rows, not distinct customers". */
  assumptions: z.array(z.string()).default([]),
  /** The question in plain words, where it was typed in others: "whats not filled in" is "what is missing". */
  plainly: z.string().optional(),
  /** The taught words that it uses. */
  definitions: z.array(definitionUsedSchema).optional(),
  /** 0 to 1: how much of the question this reading explains, and how well. */
  score: z.number().min(0).max(1).default(1),
});
export type Reading = z.infer<typeof readingSchema>;
