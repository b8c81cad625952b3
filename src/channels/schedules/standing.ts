import {z} from "zod";

/** A place of a chat platform where something is told later, by itself. JSON without secrets: no address that lets others write. */
export const standingSchema = z.object({
  /** How the message calls it: "sales" of "#sales"; absent: where the message is. */
  name: z.string().optional(),
  /** Its results are part of this very conversation; else each begins one of its own. */
  isHere: z.boolean(),
  /** Who can read what is told there. */
  audience: z.enum(["one", "several"]),
  /** What the platform's own reply takes. */
  target: z.unknown(),
  /** Why nothing can be told there: the asker or the bot may not write there. */
  refusal: z.string().optional(),
});
export type StandingPlace = z.infer<typeof standingSchema>;
