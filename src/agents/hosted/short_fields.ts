import type {z} from "zod";
import {periodInputSchema} from "../../tools/aggregate_input.ts";
import {conditionSchema, expressionSchema} from "../../tools/condition.ts";
import {groupSchema, joinSchema, measureSchema, orderSchema} from "../../tools/measure.ts";
import {namedColumnSchema} from "../../tools/named_column.ts";
import {tableReferenceSchema} from "../../tools/table_reference.ts";

/**
 * The kinds of field that a model writes short, with a letter each: a formula (E), a condition (C), a column or formula (N), a
 * group (G), a measure (M), a join (J), an order (O), a period (P), a table (T).
 */
export type ShortKind = "E" | "C" | "N" | "G" | "M" | "J" | "O" | "P" | "T";

/** Adding a description clones a schema and keeps its definition: that is what a kind is known by. */
const KINDS = new Map<unknown, ShortKind>(
  (
    [
      [expressionSchema, "E"],
      [conditionSchema, "C"],
      [namedColumnSchema, "N"],
      [groupSchema, "G"],
      [measureSchema, "M"],
      [joinSchema, "J"],
      [orderSchema, "O"],
      [periodInputSchema, "P"],
      [tableReferenceSchema, "T"],
    ] as const
  ).map(([schema, kind]) => [schema._zod.def, kind]),
);

/** The parts of a schema that matter here. Zod's own definition has more, and by kind of schema. */
interface Definition {
  type: string;
  innerType?: z.ZodType;
  element?: z.ZodType;
  options?: z.ZodType[];
  in?: z.ZodType;
  shape?: Record<string, z.ZodType>;
  values?: (string | number | boolean)[];
  entries?: Record<string, string | number>;
}

/** A schema without what makes it optional or gives it a default. */
export interface Field {
  definition: Definition;
  kind: ShortKind | undefined;
  /** It may be left out. */
  optional: boolean;
}

/** What a schema is, beneath optional, default and transform. */
export function fieldOf(schema: z.ZodType): Field {
  const definition = schema._zod.def as unknown as Definition;
  const kind = KINDS.get(definition);
  if (kind) return {definition, kind, optional: false};
  if (["optional", "default", "prefault", "nullable"].includes(definition.type))
    return {...fieldOf(definition.innerType!), optional: true};
  if (definition.type === "pipe") return fieldOf(definition.in!);
  return {definition, kind: undefined, optional: false};
}

/** Which rows count, in nearly every input: told once for all, and written R. */
const ROWS = ["joins", "where", "period"];
/** The method's name stands before the signature; what was fitted is for replays. */
const UNTOLD = new Set(["method", "fitted"]);

/** What an input takes, in one line: `table T, column N, test? welch|student, level? number`. */
export function signatureOf(schema: z.ZodType): string {
  const {shape = {}} = fieldOf(schema).definition;
  const rows = ROWS.every((name) => name in shape);
  const told = Object.entries(shape)
    .filter(([name]) => !UNTOLD.has(name) && !(rows && ROWS.includes(name)))
    .map(([name, one]) => `${name}${fieldOf(one).optional ? "?" : ""} ${typeOf(one)}${remarkOn(one)}`);
  return [...told, ...(rows ? ["R"] : [])].join(", ");
}

const LONGEST_REMARK = 84;
/** What goes without saying, or is said once for all. */
const PLAIN =
  /^default: (every|all)|^(numbers|the number compared|which rows (count|to keep))$|list_tables|^the column of dates,|^one number a period,/;

/** A field's own description, where it is short and says more than its name. */
function remarkOn(schema: z.ZodType): string {
  const said = schema.description;
  return said && fieldOf(schema).kind !== "T" && said.length <= LONGEST_REMARK && !PLAIN.test(said)
    ? ` (${said})`
    : "";
}

function typeOf(schema: z.ZodType): string {
  const {definition, kind} = fieldOf(schema);
  if (kind) return kind;
  switch (definition.type) {
    case "array":
      return `[${typeOf(definition.element!)}]`;
    case "enum":
      return Object.values(definition.entries ?? {}).join("|");
    case "literal":
      return (definition.values ?? []).join("|");
    case "union":
      return (definition.options ?? []).map(typeOf).join("|");
    case "object":
      return `{${Object.entries(definition.shape ?? {})
        .map(([name, one]) => `${name}${fieldOf(one).optional ? "?" : ""} ${typeOf(one)}`)
        .join(", ")}}`;
    case "string":
      return "text";
    case "record":
      return "{…}";
    default:
      return definition.type;
  }
}
