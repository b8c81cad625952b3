import type {z} from "zod";
import {fieldOf, type ShortKind} from "../../agents/hosted/short_fields.ts";
import type {Method} from "../../tools/tool.ts";

/** What stands beside every method's own fields, or is for replays. */
const OTHERS: ReadonlySet<string> = new Set(["method", "table", "joins", "period", "fitted"]);

/** How each short kind of field is written. */
const SHORT: Readonly<Record<ShortKind, string>> = {
  E: "column or formula",
  C: "condition as in SQL",
  N: "column or formula [as name]",
  G: "column, or unit(column) such as month(date)",
  M: '"sum(price) as name", or {fn: sum | avg | count | count_distinct | median | min | max | stddev | variance | quantile | mode | null_count | null_share, of?, q?, where?, name?}',
  J: '{table, on: "a = b"}',
  O: '"column desc"',
  P: "period",
  T: "table",
};

/** A field of a method: its name, with `?` where it may be left out; its type in few words; what it is about. */
export interface MethodField {
  name: string;
  type: string;
  about?: string;
}

/** The fields that a method takes as `args`. */
export function fieldsOf({input}: Method): MethodField[] {
  const {shape = {}} = fieldOf(input).definition;
  const told = Object.entries(shape).filter(([name]) => !OTHERS.has(name));
  // Nearly every method has it: what is its own comes first.
  return [...told.filter(([name]) => name !== "where"), ...told.filter(([name]) => name === "where")].map(
    ([name, schema]) => ({
      name: `${name}${fieldOf(schema).optional ? "?" : ""}`,
      type: typeText(schema),
      ...(schema.description && {about: schema.description}),
    }),
  );
}

/** What may be left out, and is asked for so often that it is told at once. */
const TELLING: ReadonlySet<string> = new Set(["target", "features", "test", "columns", "groups", "model"]);

/** `group_test(column, group, test)`: a method with the fields that it must be given, and those that most calls give. */
export function signature(method: Method): string {
  const told = fieldsOf(method)
    .map(({name}) => name.replace("?", ""))
    .filter((name, at) => !fieldsOf(method)[at]!.name.endsWith("?") || TELLING.has(name));
  return told.length > 0 ? `${method.name}(${told.join(", ")})` : method.name;
}

/** The fields of a method on one line, for an error that says what would fit. */
export function fieldsLine(method: Method): string {
  return fieldsOf(method)
    .map(({name, type}) => `${name}: ${type}`)
    .join(", ");
}

function typeText(schema: z.ZodType, depth = 0): string {
  const {definition, kind} = fieldOf(schema);
  if (kind) return SHORT[kind];
  switch (definition.type) {
    case "array":
      return `list of ${typeText(definition.element!, depth)}`;
    case "enum":
      return Object.values(definition.entries ?? {}).join(" | ");
    case "literal":
      return (definition.values ?? []).join(" | ");
    case "union":
      return [...new Set((definition.options ?? []).map((one) => typeText(one, depth)))].join(" | ");
    case "object":
      return depth > 2 ? "object" : objectText(definition.shape ?? {}, depth);
    case "string":
      return "text";
    case "record":
      return "object";
    default:
      return definition.type;
  }
}

function objectText(shape: Record<string, z.ZodType>, depth: number): string {
  const fields = Object.entries(shape).map(
    ([name, one]) => `${name}${fieldOf(one).optional ? "?" : ""}: ${typeText(one, depth + 1)}`,
  );
  return `{${fields.join(", ")}}`;
}
