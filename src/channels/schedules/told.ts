import {z} from "zod";

/**
 * What a message tells that nobody asked just now: the run of a schedule, or what became of the schedule. It is kept with the
 * message, and answered from the store.
 */
export const toldSchema = z.object({
  schedule: z.string(),
  /** The run whose result is told. */
  run: z.string().optional(),
  /** Why it is told: an alert's sentence. */
  reason: z.string().optional(),
  /** What is said below the result. */
  note: z.string().optional(),
  /** What is said in place of a result. */
  words: z.string().optional(),
  /** It is said to whoever reads as an error, with what to do. */
  error: z.object({code: z.string(), message: z.string(), next: z.string()}).optional(),
});
export type Told = z.infer<typeof toldSchema>;
