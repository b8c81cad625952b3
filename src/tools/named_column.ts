import {z} from "zod";
import {expressionSchema} from "./condition.ts";

/** A column of a result: a name, and what is in it. */
export const namedColumnSchema = z.strictObject({name: z.string(), of: expressionSchema});
export type NamedColumn = z.infer<typeof namedColumnSchema>;
