import type {z} from "@hono/zod-openapi";

/**
 * A schema of another room under a name in the OpenAPI document. It is made anew: one that was made before the OpenAPI library
 * was loaded lacks what that adds.
 */
export function named<T extends z.ZodType>(schema: T, name: string): T {
  return schema.clone().openapi(name) as T;
}
