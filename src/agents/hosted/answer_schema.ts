import {z} from "zod";
import {chartKindSchema} from "../../charts/spec.ts";
import {stepSchema} from "../../planning/plan.ts";
import {intentSchema} from "../../planning/reading.ts";
import {datePartSchema} from "../../tools/condition.ts";
import {aggregateFunctionSchema, timeUnitSchema} from "../../tools/measure.ts";

/**
 * A reading as a model writes it: the Reading of `planning/reading.ts` with formulas in place of trees, so that it costs
 * a model a few dozen tokens. Everything but the intent and the table may be missing or null.
 */
const measure = z.object({
  name: z.string().nullish(),
  fn: aggregateFunctionSchema,
  of: z.string().nullish(),
  q: z.number().min(0).max(1).nullish(),
  where: z.string().nullish(),
  over: z
    .object({fn: aggregateFunctionSchema, of: z.string().nullish(), where: z.string().nullish()})
    .nullish(),
});

const group = z.object({
  name: z.string().nullish(),
  of: z.string(),
  unit: timeUnitSchema.nullish(),
  part: datePartSchema.nullish(),
  bins: z.number().int().min(2).max(200).nullish(),
  width: z.number().positive().nullish(),
});

const bounds = z.object({from: z.string().nullish(), through: z.string().nullish()});

export const slimReadingSchema = z.object({
  intent: intentSchema,
  table: z.string(),
  joins: z.array(z.object({table: z.string(), on: z.string()})).nullish(),
  measures: z.array(measure).nullish(),
  groups: z.array(group).nullish(),
  filters: z.array(z.string()).nullish(),
  period: bounds.extend({column: z.string(), anchor: z.enum(["today", "data", "none"]).nullish()}).nullish(),
  windows: z
    .array(
      z.object({
        name: z.string().nullish(),
        of: z.string(),
        fn: z.enum(["share", "running_total", "change", "percent_change", "rank"]),
        within: z.array(z.string()).nullish(),
      }),
    )
    .nullish(),
  having: z.array(z.string()).nullish(),
  comparison: z
    .object({
      kind: z.enum(["previous_period", "same_period_last_year", "each_step"]),
      unit: timeUnitSchema.nullish(),
      against: bounds.nullish(),
    })
    .nullish(),
  columns: z.array(z.string()).nullish(),
  order: z.array(z.string()).nullish(),
  limit: z.number().int().positive().nullish(),
  limitWithin: z.string().nullish(),
  chart: z
    .object({
      kind: chartKindSchema.nullish(),
      arrangement: z.enum(["grouped", "stacked", "stacked_100"]).nullish(),
      horizontal: z.boolean().nullish(),
      panels: z.boolean().nullish(),
      log: z.boolean().nullish(),
      series: z.string().nullish(),
    })
    .nullish(),
  question: z.enum(["what", "which", "how_many", "yes_no", "why", "show"]).nullish(),
  assumptions: z.array(z.string()).nullish(),
  unplaced: z.array(z.string()).nullish(),
});
export type SlimReading = z.infer<typeof slimReadingSchema>;

/** A query of the model's own, where no reading says what was asked. */
const slimQuery = z.object({
  query: z.string().min(1),
  says: z.string(),
  chart: z
    .object({
      kind: chartKindSchema,
      x: z.string(),
      y: z.union([z.string(), z.array(z.string())]).nullish(),
      series: z.string().nullish(),
      size: z.string().nullish(),
      target: z.string().nullish(),
      parent: z.union([z.string(), z.array(z.string())]).nullish(),
      lat: z.string().nullish(),
      lon: z.string().nullish(),
    })
    .nullish(),
});
export type SlimQuery = z.infer<typeof slimQuery>;

const slimSteps = z.object({
  steps: z.array(stepSchema).min(1).max(40),
  headline: z.string(),
  chart: z.string().nullish(),
});
export type SlimSteps = z.infer<typeof slimSteps>;

/** Work for a specialist: its name and the goal in words. */
const delegated = z.object({to: z.string(), goal: z.string().min(1)});
export type Delegated = z.infer<typeof delegated>;

/** A step as a specialist writes it: its input in the short form of `short_fields.ts`. */
const shortStep = z.object({
  id: z.string(),
  tool: z.string(),
  input: z.record(z.string(), z.unknown()),
  purpose: z.string().nullish(),
});
export type ShortStep = z.infer<typeof shortStep>;

/** What a specialist answers: steps, or why none can do it. */
export const specialistAnswerSchema = z
  .object({
    steps: z.array(shortStep).min(1).max(30).nullish(),
    headline: z.string().nullish(),
    declined: z.object({reason: z.string()}).nullish(),
  })
  .refine((answer) => Boolean(answer.steps) !== Boolean(answer.declined), {
    message: 'give exactly one of "steps", "declined"',
  });
export type SpecialistAnswer = z.infer<typeof specialistAnswerSchema>;

/** What the planner's model answers: exactly one of these. */
export const plannerAnswerSchema = z
  .object({
    readings: z.array(slimReadingSchema).min(1).max(3).nullish(),
    sql: slimQuery.nullish(),
    plan: slimSteps.nullish(),
    delegate: z.array(delegated).min(1).max(4).nullish(),
    /** The question after an example, where one was followed. */
    rewritten: z.string().nullish(),
    declined: z
      .object({
        reason: z.string(),
        suggestions: z.array(z.string()).nullish(),
        unplaced: z.array(z.string()).nullish(),
      })
      .nullish(),
  })
  .refine(
    ({readings, sql, plan, delegate, declined}) =>
      [readings, sql, plan, delegate, declined].filter(Boolean).length === 1,
    {
      message: 'give exactly one of "readings", "sql", "delegate", "declined"',
    },
  );
export type PlannerAnswer = z.infer<typeof plannerAnswerSchema>;

/** What the writer's model answers. `at` is "step.row.column", the cell that the value stands in. */
export const writerAnswerSchema = z.object({
  text: z.string().min(1),
  values: z.array(z.object({name: z.string(), at: z.string()})).nullish(),
});
export type WriterAnswer = z.infer<typeof writerAnswerSchema>;
