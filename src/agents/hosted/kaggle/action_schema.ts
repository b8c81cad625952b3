import {z} from "zod";

/** One search as the model writes it. */
const searchSchema = z.object({
  words: z.string().trim().min(2).max(80),
  type: z.enum(["csv", "json", "sqlite", "parquet"]).nullish(),
  maxMb: z.number().positive().max(1e6).nullish(),
  commercial: z.boolean().nullish(),
  sort: z.enum(["relevance", "votes", "updated", "downloads"]).nullish(),
});
export type KaggleSearch = z.infer<typeof searchSchema>;

/** What the specialist for Kaggle writes: calls that it wants made, or its end. */
export const kaggleActionSchema = z
  .object({
    search: z.array(searchSchema).min(1).max(3).nullish(),
    look: z.array(z.string().max(220)).min(1).max(3).nullish(),
    found: z
      .array(z.object({ref: z.string().max(220), why: z.string().nullish()}))
      .min(1)
      .max(3)
      .nullish(),
    lacks: z.string().nullish(),
    declined: z.object({reason: z.string()}).nullish(),
  })
  .refine(({search, look, found, declined}) => [search, look, found, declined].filter(Boolean).length === 1, {
    message: 'give exactly one of "search", "look", "found", "declined"',
  });

/** Calls to be made. */
export type KaggleCalls =
  | {kind: "search"; searches: readonly KaggleSearch[]}
  | {kind: "look"; refs: readonly string[]};
/** How it ends: with data sets that were shown, or with none. */
export type KaggleEnd = {kind: "end"; found: readonly {ref: string; why: string}[]; lacks: string};
