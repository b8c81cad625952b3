import {z} from "zod";
import {FIGURES} from "../statistics/descriptive/figures.ts";
import {conditionSchema, expressionSchema} from "../tools/condition.ts";
import {groupSchema, havingSchema, measureSchema, orderSchema} from "../tools/measure.ts";
import {outlierRowsSchema} from "../tools/run_statistics/figures.ts";

const scalarSchema = z.union([z.string(), z.number(), z.boolean()]);
const id = z.string();

/** What is done to the rows before anything is computed of them; each holds for every operation after it. */
export const preparationSchema = z.discriminatedUnion("do", [
  z.object({
    do: z.literal("fill"),
    columns: z.array(z.string()).describe("none: every column that misses values"),
    how: z.enum(["mean", "median", "mode", "constant", "forward", "backward"]),
    value: scalarSchema.optional(),
    by: z.array(z.string()).default([]),
  }),
  /** Text in one form: without blanks at its ends, perhaps in one case. */
  z.object({
    do: z.literal("clean"),
    columns: z.array(z.string()),
    case: z.enum(["lower", "upper", "title"]).optional(),
  }),
  z.object({do: z.literal("drop_missing"), columns: z.array(z.string())}),
  z.object({do: z.literal("deduplicate"), columns: z.array(z.string())}),
  z.object({do: z.literal("filter"), condition: conditionSchema, said: z.string()}),
  z.object({do: z.literal("derive"), name: z.string(), of: expressionSchema}),
  /** From the row before, in the table's order: as it is, over the value before, or that in percent. */
  z.object({
    do: z.literal("change"),
    name: z.string(),
    column: z.string(),
    how: z.enum(["difference", "fraction", "percent"]),
  }),
  z.object({
    do: z.literal("bin"),
    column: z.string(),
    into: z.string(),
    how: z.enum(["equal_width", "equal_count", "edges"]),
    bins: z.number().int().optional(),
    edges: z.array(z.number()).optional(),
    labels: z.array(z.string()).optional(),
    closed: z.enum(["right", "left"]).optional(),
  }),
  z.object({
    do: z.literal("encode"),
    column: z.string(),
    how: z.enum(["one_hot", "ordinal"]),
    order: z.array(z.string()).optional(),
  }),
  z.object({
    do: z.literal("scale"),
    columns: z.array(z.string()),
    how: z.enum(["standard", "min_max", "robust"]),
  }),
  z.object({
    do: z.literal("transform"),
    columns: z.array(z.string()),
    how: z.enum(["log", "log1p", "sqrt", "box_cox", "yeo_johnson"]),
  }),
  z.object({
    do: z.literal("outliers"),
    rows: outlierRowsSchema.omit({of: true, keep: true}).extend({column: z.string()}),
    action: z.enum(["drop", "clip"]),
  }),
]);
export type Preparation = z.infer<typeof preparationSchema>;

/** What is computed of the rows as they then stand. `id` is what outputs name. */
export const computationSchema = z.discriminatedUnion("do", [
  z.object({
    do: z.literal("figures"),
    id,
    figures: z.array(
      z.object({
        name: z.string(),
        figure: z.enum(FIGURES).or(z.literal("rows")),
        of: expressionSchema.optional(),
        q: z.number().optional(),
        k: z.number().optional(),
      }),
    ),
    where: conditionSchema.optional(),
    groups: z.array(groupSchema).default([]),
    outliers: outlierRowsSchema.optional(),
    order: orderSchema.optional(),
  }),
  z.object({
    do: z.literal("aggregate"),
    id,
    measures: z.array(measureSchema),
    groups: z.array(groupSchema).default([]),
    where: conditionSchema.optional(),
    order: z.array(orderSchema).default([]),
    having: z.array(havingSchema).default([]),
    limit: z.number().int().optional(),
  }),
  z.object({
    do: z.literal("rows"),
    id,
    columns: z.array(z.string()),
    where: conditionSchema.optional(),
    order: z.array(orderSchema).default([]),
    limit: z.number().int().optional(),
    outliers: outlierRowsSchema.optional(),
  }),
  z.object({
    do: z.literal("correlation"),
    id,
    columns: z.array(z.string()),
    coefficient: z.enum(["pearson", "spearman", "kendall"]),
    where: conditionSchema.optional(),
  }),
  z.object({
    do: z.literal("normality"),
    id,
    column: z.string(),
    test: z.enum(["shapiro", "anderson", "dagostino", "jarque_bera", "lilliefors"]),
    alpha: z.number(),
    where: conditionSchema.optional(),
  }),
  z.object({
    do: z.literal("group_test"),
    id,
    column: z.string(),
    group: groupSchema,
    test: z.enum(["auto", "welch", "student", "mann_whitney", "ks", "anova", "welch_anova", "kruskal"]),
    where: conditionSchema.optional(),
  }),
  z.object({
    do: z.literal("equal_variances"),
    id,
    column: z.string(),
    group: groupSchema,
    test: z.enum(["levene", "brown_forsythe", "bartlett", "fligner", "f"]),
    where: conditionSchema.optional(),
  }),
  z.object({
    do: z.literal("paired_test"),
    id,
    column: z.string(),
    second: z.string(),
    test: z.enum(["t", "wilcoxon"]),
    where: conditionSchema.optional(),
  }),
  z.object({
    do: z.literal("contingency"),
    id,
    rows: z.string(),
    columns: z.string(),
    correct: z.boolean(),
    where: conditionSchema.optional(),
  }),
  z.object({
    do: z.literal("regression"),
    id,
    outcome: z.string(),
    predictors: z.array(z.string()),
    family: z.enum(["linear", "logistic"]),
    where: conditionSchema.optional(),
  }),
  z.object({
    do: z.literal("train"),
    id,
    task: z.enum(["regress", "classify"]),
    model: z.string(),
    target: z.string(),
    features: z.array(z.string()),
    testShare: z.number(),
    seed: z.number().int(),
    where: conditionSchema.optional(),
  }),
  z.object({do: z.literal("missing"), id, columns: z.array(z.string()), where: conditionSchema.optional()}),
]);
export type Computation = z.infer<typeof computationSchema>;

/** A procedure, in the order in which it is done. */
export const operationSchema = z.union([preparationSchema, computationSchema]);
export type Operation = z.infer<typeof operationSchema>;

export const isComputation = (operation: Operation): operation is Computation => "id" in operation;
