import {z} from "zod";
import {whenSchema} from "./when.ts";

/** How many nodes a workflow has at most: as many as a plan has steps. */
export const MOST_NODES = 40;

export const parameterTypeSchema = z.enum(["text", "number", "date", "month", "choice", "dataset", "column"]);
export type ParameterType = z.infer<typeof parameterTypeSchema>;

/** A value of a parameter: a day is `YYYY-MM-DD`, a month `YYYY-MM`, a dataset or a column its name. */
export const parameterValueSchema = z.union([z.string(), z.number()]);
export type ParameterValue = z.infer<typeof parameterValueSchema>;

/** What a run is asked for. Without a default it has to be given. */
export const parameterSchema = z.strictObject({
  type: parameterTypeSchema,
  /** A value, or of a day or month words such as "today", "last month": resolved when it runs. */
  default: parameterValueSchema.optional(),
  /** The values that there are; a `choice` needs them. */
  choices: z.array(parameterValueSchema).min(1).max(200).optional(),
  description: z.string().max(400).optional(),
  /** Of a column: the dataset that it is of, by its name or as `{{parameter}}`. */
  of: z.string().optional(),
  min: z.number().optional(),
  max: z.number().optional(),
});
export type Parameter = z.infer<typeof parameterSchema>;

export const nodeIdSchema = z.string().regex(/^[a-z][a-z0-9_]{0,30}$/);

/**
 * One thing that a workflow does. In `input`, `{"$step": "other"}` stands for what the node `other` gave, as in a plan, and
 * `{{month}}` in a text for a parameter: alone in its text it is the value itself, with its type. A day or a month has parts:
 * `{{month.first}}`, the first day, `{{month.after}}`, the first day that is no more in it, `{{month.before}}` and
 * `{{month.year_before}}`, which have those parts too.
 */
export const workflowNodeSchema = z.strictObject({
  id: nodeIdSchema,
  kind: z.string().min(1).max(80),
  input: z.record(z.string(), z.unknown()).default({}),
  /** Nodes to wait for whose results it does not read. */
  needs: z.array(z.string()).max(MOST_NODES).optional(),
  /** It runs only where this holds; else it, and what reads it, is skipped. */
  when: whenSchema.optional(),
  /** How often it is tried again after a failure that may pass, and how long to wait before that, doubled each time. */
  retry: z
    .strictObject({
      attempts: z.number().int().min(1).max(10),
      waitMs: z.number().int().min(0).max(600_000).default(1_000),
    })
    .optional(),
  timeoutMs: z.number().int().min(100).max(3_600_000).optional(),
  /** What a failure means for the run: it fails (the default), or goes on without this node and what reads it. */
  onError: z.enum(["fail", "skip"]).optional(),
  description: z.string().max(400).optional(),
});
export type WorkflowNode = z.infer<typeof workflowNodeSchema>;

/** A saved plan with parameters: what is stored as a version, and written as JSON or YAML. */
export const workflowDocumentSchema = z.strictObject({
  format: z.literal(1),
  /** What it is called in commands and addresses. */
  name: z.string().regex(/^[a-z][a-z0-9-]{0,62}$/, 'small letters, digits and "-", such as "monthly-sales"'),
  title: z.string().min(1).max(200),
  description: z.string().max(2_000).optional(),
  parameters: z.record(z.string().regex(/^[a-z][a-z0-9_]{0,40}$/), parameterSchema).default({}),
  nodes: z.array(workflowNodeSchema).min(1).max(MOST_NODES),
  /** The node whose table answers. */
  headline: z.string(),
  /** The node whose chart is shown beside it. */
  chart: z.string().optional(),
  /** What is said of a run: `{{month}}` is a parameter, `{{node.column}}` the cell in the first row of that node's table. */
  tell: z.string().max(4_000).optional(),
  /** The question that it was made from, and how it was taken: its reply is written in the same words. */
  answers: z
    .strictObject({
      question: z.string().max(4_000),
      reading: z.record(z.string(), z.unknown()).optional(),
      outputs: z.record(z.string(), z.unknown()).optional(),
    })
    .optional(),
});
export type WorkflowDocument = z.infer<typeof workflowDocumentSchema>;
