import type {z} from "zod";
import {TabletalkError} from "../errors.ts";

/**
 * The variables of the environment that a schema names, checked. One that is set to nothing is not set.
 * @param next what to do where one is wrong
 * @throws TabletalkError bad_use naming the one that is wrong, never with its value
 */
export function readEnvironment<Schema extends z.ZodObject>(
  schema: Schema,
  environment: NodeJS.ProcessEnv,
  next: string,
): z.infer<Schema> {
  const given = Object.fromEntries(
    Object.keys(schema.shape).flatMap((name) => (environment[name] ? [[name, environment[name]]] : [])),
  );
  const parsed = schema.safeParse(given);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw new TabletalkError(
    "bad_use",
    `The setting ${issue?.path.join(".")} cannot be used: ${issue?.message}.`,
    next,
  );
}
