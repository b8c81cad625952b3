import {z} from "zod";

/** Answers of Kaggle's service, by the names of its official client; what is not used here is left out. */
const text = z.string().nullish();
/** Large numbers may come as text. */
const count = z
  .union([
    z.number(),
    z
      .string()
      .regex(/^\d{1,15}$/)
      .transform(Number),
  ])
  .nullish();

const categorySchema = z.object({ref: text, name: text});

export const wireDatasetSchema = z.object({
  ref: z.string(),
  title: text,
  subtitle: text,
  description: text,
  ownerName: text,
  ownerRef: text,
  totalBytes: count,
  lastUpdated: text,
  licenseName: text,
  downloadCount: count,
  voteCount: count,
  usabilityRating: count,
  currentVersionNumber: count,
  isPrivate: z.boolean().nullish(),
  tags: z.array(categorySchema).nullish(),
  versions: z.array(z.object({versionNumber: z.number(), creationDate: text, versionNotes: text})).nullish(),
});
export type WireDataset = z.infer<typeof wireDatasetSchema>;

export const wireDatasetsSchema = z.object({
  datasets: z.array(wireDatasetSchema).nullish(),
  nextPageToken: text,
});

export const wireMetadataSchema = z.object({
  errorMessage: text,
  info: z
    .object({
      licenses: z.array(z.object({name: text})).nullish(),
      expectedUpdateFrequency: text,
      userSpecifiedSources: text,
      description: text,
      keywords: z.array(z.string()).nullish(),
      data: z
        .array(
          z.object({
            name: z.string().nullish(),
            description: text,
            totalBytes: count,
            columns: z.array(z.object({name: text, description: text, type: text})).nullish(),
          }),
        )
        .nullish(),
    })
    .nullish(),
});
export type WireMetadata = NonNullable<z.infer<typeof wireMetadataSchema>["info"]>;

const fileSchema = z.object({name: text, ref: text, totalBytes: count, creationDate: text});
export type WireFile = z.infer<typeof fileSchema>;

export const wireDatasetFilesSchema = z.object({
  datasetFiles: z.array(fileSchema).nullish(),
  errorMessage: text,
  nextPageToken: text,
});

export const wireCompetitionFilesSchema = z.object({
  files: z.array(fileSchema).nullish(),
  nextPageToken: text,
});

export const wireCompetitionSchema = z.object({
  ref: z.string(),
  title: text,
  description: text,
  organizationName: text,
  category: text,
  reward: text,
  deadline: text,
  teamCount: count,
  userHasEntered: z.boolean().nullish(),
  evaluationMetric: text,
  tags: z.array(categorySchema).nullish(),
});
export type WireCompetition = z.infer<typeof wireCompetitionSchema>;

export const wireCompetitionsSchema = z.object({
  competitions: z.array(wireCompetitionSchema).nullish(),
  nextPageToken: text,
});

export const wireLeaderboardSchema = z.object({
  submissions: z.array(z.object({teamName: text, score: text, submissionDate: text})).nullish(),
  nextPageToken: text,
});

export const wireTokenSchema = z.object({active: z.boolean().nullish(), username: text});

export const accessTokenSchema = z.object({token: z.string().min(1), expiresIn: z.number()});

const acceleratorSchema = z.object({timeUsed: text, totalTimeAllowed: text}).nullish();
export const wireQuotaSchema = z.object({
  quotaRefreshTime: text,
  gpuQuota: acceleratorSchema,
  tpuQuota: acceleratorSchema,
});
