import {z} from "zod";
import {outputsSchema} from "./outputs.ts";
import {readingSchema} from "./reading.ts";

/**
 * One call of a tool. Anywhere in `input`, `{"$step": "s1"}` stands for the id of an earlier step whose artifact the tool
 * reads; it makes this step wait for that one.
 */
export const stepSchema = z.object({
  id: z.string().regex(/^[a-z][a-z0-9_]{0,30}$/),
  tool: z.string(),
  input: z.record(z.string(), z.unknown()),
  /** What the step is for, in a few words, shown in `/how`. */
  purpose: z.string().optional(),
});
export type Step = z.infer<typeof stepSchema>;

/** A graph of at most 40 steps without cycles. `headline` is the step whose artifact answers; `chart` the one that shows it. */
export const planSchema = z.object({
  reading: readingSchema.optional(),
  steps: z.array(stepSchema).min(1).max(40),
  headline: z.string(),
  chart: z.string().optional(),
  /** What the reply states, each bound to its cells. */
  outputs: outputsSchema.optional(),
  /** A person wrote this call of a tool: nobody chose it for them. */
  asWritten: z.boolean().optional(),
});
export type Plan = z.infer<typeof planSchema>;
