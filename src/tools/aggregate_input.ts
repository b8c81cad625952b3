import {z} from "zod";
import {conditionSchema} from "./condition.ts";
import {groupSchema, havingSchema, joinSchema, measureSchema, orderSchema, windowSchema} from "./measure.ts";
import {tableReferenceSchema} from "./table_reference.ts";

/** A stretch of time, half open: the first day in it, and the first day after it. */
export const periodInputSchema = z.strictObject({
  column: z.string(),
  from: z.string().optional().describe("YYYY-MM-DD, in it"),
  to: z.string().optional().describe("YYYY-MM-DD, not in it"),
});

/** Where rows come from, for every tool that reads a table: the table, what is joined to it, which rows count. */
export const sourceFields = {
  table: tableReferenceSchema,
  joins: z.array(joinSchema).default([]),
  where: conditionSchema.optional().describe("which rows count"),
  period: periodInputSchema.optional(),
};

export const aggregateInputSchema = z.strictObject({
  ...sourceFields,
  measures: z.array(measureSchema).default([]),
  groups: z.array(groupSchema).default([]),
  windows: z.array(windowSchema).default([]),
  having: z.array(havingSchema).default([]).describe("which groups to keep, after windows are computed"),
  order: z.array(orderSchema).default([]).describe("default: by the groups"),
  limit: z.number().int().positive().optional(),
  limitWithin: z.string().optional().describe("a group's name: the limit holds for each of its values"),
  includeMissing: z.boolean().default(true).describe("keep the row of a missing group value"),
});
export type AggregateInput = z.infer<typeof aggregateInputSchema>;
