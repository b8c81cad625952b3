import {z} from "zod";

/**
 * When a run is worth telling. `of` names the value that is watched (a column of the result; default: the first that measures
 * something); of several rows or groups each is watched by itself.
 * A threshold is a state: it is told when it begins to hold, and again only after the value had gone back past it by
 * `margin` (a share of the threshold). The others happen: each is told once. None is told twice within `quietHours`.
 */
export const alertSchema = z.strictObject({
  of: z.string().min(1).max(200).optional(),
  /** The columns that tell its rows apart, each of which is watched: found when it is made. */
  each: z.array(z.string().max(200)).max(8).optional(),
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

/** What was seen of one watched value: of a row, or a group. */
const seenGroupSchema = z.object({
  /** Whether the threshold holds, and that was told. */
  holds: z.boolean().default(false),
  /** The period of the series that was told of last. */
  period: z.string().optional(),
  /** What a change in the quiet hours was against: the next run is compared with it, too. */
  base: pointSchema.optional(),
  /** The value in the latest runs, oldest first. */
  history: z.array(pointSchema).default([]),
});

/** What was seen in earlier runs, as far as the next one has to know. */
export const seenSchema = z.object({
  /** The run that was judged last, and what was told of it: judged again it comes to the same. */
  run: z.string().optional(),
  reason: z.string().nullable().default(null),
  toldAt: z.string().optional(),
  /** By what tells a row or group from the others; of a single value, the empty text. */
  groups: z.record(z.string(), seenGroupSchema).default({}),
  /** The run whose failure was counted last. */
  failed: z.string().optional(),
  /** The result that the next one is compared with: its hash, its rows where they are few, and when it was, where it is older. */
  digest: z.string().optional(),
  rows: z.array(z.array(z.union([z.string(), z.number(), z.boolean(), z.null()]))).optional(),
  since: z.string().optional(),
  /** When the last run was. */
  at: z.string().optional(),
});
export type Seen = z.infer<typeof seenSchema>;
export type SeenGroup = z.infer<typeof seenGroupSchema>;
export type SeenPoint = z.infer<typeof pointSchema>;
