import {z} from "zod";

/** What a licence allows, as far as it says so itself. */
export const licenceUseSchema = z.enum([
  "any",
  "attribution",
  "share_alike",
  "non_commercial",
  "restricted",
  "unknown",
]);
export type LicenceUse = z.infer<typeof licenceUseSchema>;

/** Where the rows of a version were published, by whom, and what may be done with them. */
export const sourceOriginSchema = z.object({
  kind: z.literal("kaggle"),
  /** As the publisher names it: `owner/slug`, or `competitions/slug`. */
  ref: z.string(),
  title: z.string(),
  /** The publisher's number of the version; a competition has none. */
  version: z.number().int().optional(),
  url: z.string(),
  licence: z.object({
    /** As the publisher states it; "Unknown" where they state none. */
    name: z.string(),
    url: z.string().optional(),
    use: licenceUseSchema,
  }),
  /** ISO 8601. */
  fetchedAt: z.string(),
});
export type SourceOrigin = z.infer<typeof sourceOriginSchema>;
