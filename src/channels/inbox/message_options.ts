import {z} from "zod";
import {keptPrincipalSchema} from "../../access/kept_principal.ts";
import {readingSchema} from "../../planning/reading.ts";
import {standingSchema} from "../schedules/standing.ts";
import {toldSchema} from "../schedules/told.ts";

const remoteFileSchema = z.object({
  id: z.string(),
  name: z.string(),
  bytes: z.number(),
  mediaType: z.string().optional(),
  url: z.string().optional(),
  again: z.unknown().optional(),
});

/** How a message is handled, as it is kept with it. */
export const messageOptionsSchema = z
  .object({
    charts: z.enum(["asked", "always"]).optional(),
    datasets: z.array(z.string()).optional(),
    choice: z.object({turn: z.string(), number: z.number().int().min(0)}).optional(),
    reading: readingSchema.optional(),
    audience: z.enum(["one", "several"]).optional(),
    remoteFiles: z.array(remoteFileSchema).optional(),
    sender: keptPrincipalSchema.optional(),
    mayTeach: z.boolean().optional(),
    told: toldSchema.optional(),
    standing: z.array(standingSchema).optional(),
  })
  .default({});
export type MessageOptions = z.infer<typeof messageOptionsSchema>;
