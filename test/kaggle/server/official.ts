import {z} from "zod";
import definitions from "../official/definitions.json" with {type: "json"};

interface Field {
  kind?: string;
  list?: boolean;
  object?: string;
  enum?: string;
}
const types = definitions.types as Record<string, Record<string, Field>>;
const enums = definitions.enums as Record<string, string[]>;
const methods = definitions.methods as Record<string, {request: string; answer: string}>;

/** Kinds of fields as the official client puts them into JSON. */
const KINDS: Record<string, z.ZodType> = {
  str: z.string(),
  int: z.int(),
  float: z.number(),
  bool: z.boolean(),
  DateTime: z.iso.datetime(),
  TimeDelta: z.string().regex(/^\d+(\.\d+)?s$/),
};

const made = new Map<string, z.ZodType>();

function schemaOf(type: string): z.ZodType {
  const known = made.get(type);
  if (known) return known;
  const fields = Object.entries(types[type] ?? {}).map(([name, field]) => {
    const one = field.object
      ? z.lazy(() => schemaOf(field.object!))
      : field.enum
        ? z.enum(enums[field.enum] as [string, ...string[]])
        : KINDS[field.kind ?? ""]!;
    return [name, (field.list ? z.array(one) : one).optional()] as const;
  });
  const schema = z.strictObject(Object.fromEntries(fields));
  made.set(type, schema);
  return schema;
}

export const isMethod = (method: string): boolean => method in methods;

/** What is wrong with a request, by the official client's definitions; undefined where nothing is. */
export function wrongRequest(method: string, body: unknown): string | undefined {
  const read = schemaOf(methods[method]!.request).safeParse(body);
  return read.success ? undefined : z.prettifyError(read.error);
}

/** An answer of ours, as the official client would read it. @throws Error where it could not */
export function checkedAnswer(method: string, body: object): object {
  return schemaOf(methods[method]!.answer).parse(JSON.parse(JSON.stringify(body))) as object;
}
