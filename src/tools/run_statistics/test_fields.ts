import {z} from "zod";

/** Which side a test looks at. */
export const alternativeSchema = z.enum(["two_sided", "less", "greater"]).default("two_sided");
/** The confidence of intervals. */
export const levelSchema = z.number().gt(0.5).lt(1).default(0.95);
