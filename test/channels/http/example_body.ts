import {z} from "@hono/zod-openapi";

interface Schema {
  type?: string | string[];
  enum?: unknown[];
  const?: unknown;
  anyOf?: Schema[];
  oneOf?: Schema[];
  allOf?: Schema[];
  properties?: Record<string, Schema>;
  items?: Schema;
  format?: string;
  minimum?: number;
  exclusiveMinimum?: number;
  minItems?: number;
}

/** A body that fits a schema, with one text wherever a text may stand. */
export function exampleBody(body: z.ZodType, text: string): unknown {
  return exampleOf(z.toJSONSchema(body, {io: "input", unrepresentable: "any"}) as Schema, text);
}

function exampleOf(schema: Schema, text: string): unknown {
  if (schema.const !== undefined) return schema.const;
  if (schema.enum) return schema.enum[0];
  const one = schema.anyOf?.[0] ?? schema.oneOf?.[0] ?? schema.allOf?.[0];
  if (one) return exampleOf(one, text);
  const type = Array.isArray(schema.type) ? schema.type[0] : schema.type;
  if (schema.properties)
    return Object.fromEntries(
      Object.entries(schema.properties).map(([name, field]) => [name, exampleOf(field, text)]),
    );
  if (type === "array") return [exampleOf(schema.items ?? {}, text)];
  if (type === "integer" || type === "number") return Math.max(1, schema.minimum ?? 1);
  if (type === "boolean") return false;
  if (schema.format === "email") return "stranger@example.net";
  if (schema.format === "date-time") return "2030-01-01T00:00:00Z";
  return text;
}
