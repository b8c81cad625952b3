import {z} from "zod";

/**
 * When a run is worth telling. `of` names the value that is watched (a column of the result; default: its first number).
 * A threshold is a state: it is told when it begins to hold, and again only after the value had gone back past it by
 * `margin` (a share of the threshold). The others happen: each is told once. None is told twice within `quietHours`.
 */
export const alertSchema = z.strictObject({
  of: z.string().min(1).max(200).optional(),
  when: z.discriminatedUnion("kind", [
    z.strictObject({
      kind: z.literal("threshold"),
      is: z.enum(["below", "at_most", "above", "at_least", "equal", "not_equal"]),
      value: z.number(),
    }),
    z.strictObject({
      kind: z.literal("change"),
      by: z.number().positive(),
      /** Percent of what it was before, as 10 for 10 %; or as the value itself is counted. */
      unit: z.enum(["percent", "absolute"]),
      direction: z.enum(["up", "down", "either"]),
    }),
    z.strictObject({kind: z.literal("anomaly")}),
    z.strictObject({kind: z.literal("differs")}),
  ]),
  margin: z.number().min(0).max(1).default(0.01),
  quietHours: z.number().min(0).max(8_784).default(6),
});
export type Alert = z.infer<typeof alertSchema>;

const pointSchema = z.object({at: z.string(), value: z.number()});

/** What was seen in earlier runs, as far as the next one has to know. */
export const seenSchema = z.object({
  /** The run that was judged last, and what was told of it: judged again it comes to the same. */
  run: z.string().optional(),
  reason: z.string().nullable().default(null),
  /** Whether the threshold holds. */
  holds: z.boolean().default(false),
  toldAt: z.string().optional(),
  /** The period of the series that was told of last. */
  period: z.string().optional(),
  /** The watched value of the latest runs, oldest first. */
  history: z.array(pointSchema).default([]),
  /** The run whose failure was counted last. */
  failed: z.string().optional(),
  /** The result of the last run: its hash, and its rows where they are few. */
  digest: z.string().optional(),
  rows: z.array(z.array(z.union([z.string(), z.number(), z.boolean(), z.null()]))).optional(),
});
export type Seen = z.infer<typeof seenSchema>;
export type SeenPoint = z.infer<typeof pointSchema>;
