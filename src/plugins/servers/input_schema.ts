import {z} from "zod";
import {plainLine} from "./foreign_text.ts";

const MOST_CHARACTERS = 30_000;
const DEEPEST = 8;
const MOST_PROPERTIES = 60;

/** What is read of a server's JSON Schema. Patterns are left to the server: a hostile one takes for ever to match. */
const NUMBERS = [
  ...["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"],
  ...["minLength", "maxLength", "minItems", "maxItems"],
];
const TYPES = ["string", "number", "integer", "boolean", "array", "object", "null"];

export type PlainSchema = Record<string, unknown>;

/** A schema that cannot be taken, and why. */
export class SchemaRefused extends Error {}

/**
 * The part of a server's input schema that is read here, made plain: types, properties, what is required, choices, bounds.
 * @throws SchemaRefused where it is no object's, refers elsewhere, or is too large or deep
 */
export function plainSchema(written: unknown): PlainSchema {
  const text = JSON.stringify(written) ?? "";
  if (text.length > MOST_CHARACTERS)
    throw new SchemaRefused(`its input schema has ${text.length} characters`);
  const schema = plain(written, 0);
  if (schema.type !== "object") throw new SchemaRefused("its input is no object");
  return schema;
}

/** The schema that inputs are held against before anything is sent. @throws SchemaRefused */
export function inputSchemaOf(schema: PlainSchema): z.ZodType {
  try {
    return z.fromJSONSchema(schema as Parameters<typeof z.fromJSONSchema>[0]);
  } catch (error) {
    throw new SchemaRefused(
      `its input schema cannot be read: ${error instanceof Error ? error.message : error}`,
    );
  }
}

function plain(written: unknown, depth: number): PlainSchema {
  if (depth > DEEPEST) throw new SchemaRefused(`its input schema is deeper than ${DEEPEST}`);
  if (written === true || written === undefined) return {};
  if (typeof written !== "object" || written === null || Array.isArray(written))
    throw new SchemaRefused("its input schema is none");
  const given = written as Record<string, unknown>;
  for (const key of ["$ref", "$dynamicRef"])
    if (key in given) throw new SchemaRefused("its input schema refers to another (by $ref)");
  const made: PlainSchema = {};
  const type = typesOf(given.type);
  if (type !== undefined) made.type = type;
  if (typeof given.description === "string") made.description = plainLine(given.description, 160);
  for (const key of NUMBERS)
    if (typeof given[key] === "number" && Number.isFinite(given[key])) made[key] = given[key];
  if (Array.isArray(given.enum)) made.enum = given.enum.slice(0, 100).filter(isPlainValue);
  if (isPlainValue(given.const)) made.const = given.const;
  for (const key of ["anyOf", "oneOf", "allOf"])
    if (Array.isArray(given[key]))
      made[key] = given[key].slice(0, 20).map((one: unknown) => plain(one, depth + 1));
  if (isRecord(given.properties)) {
    const properties = Object.entries(given.properties).filter(([name]) => /^[\w.$-]{1,64}$/.test(name));
    if (properties.length > MOST_PROPERTIES) throw new SchemaRefused(`it takes ${properties.length} fields`);
    made.properties = Object.fromEntries(
      properties.filter(([name]) => name !== "__proto__").map(([name, one]) => [name, plain(one, depth + 1)]),
    );
  }
  if (Array.isArray(given.required))
    made.required = given.required.filter(
      (name) => typeof name === "string" && isRecord(made.properties) && Object.hasOwn(made.properties, name),
    );
  if (given.items !== undefined && !Array.isArray(given.items)) made.items = plain(given.items, depth + 1);
  // A field that nothing is said of is not sent, but where the server says that it takes any.
  if (made.type === "object" && made.properties)
    made.additionalProperties = given.additionalProperties === true;
  if (made.type === "object" && !made.properties) made.properties = {};
  return made;
}

function typesOf(type: unknown): string | string[] | undefined {
  if (typeof type === "string" && TYPES.includes(type)) return type;
  if (!Array.isArray(type)) return undefined;
  const known = type.filter((one): one is string => typeof one === "string" && TYPES.includes(one));
  return known.length === 1 ? known[0] : known.length > 1 ? known : undefined;
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const isPlainValue = (value: unknown): boolean =>
  value === null ||
  typeof value === "number" ||
  typeof value === "boolean" ||
  (typeof value === "string" && value.length <= 200);
