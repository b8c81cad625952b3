import type {z} from "zod";
import type {Tool} from "../../tools/tool.ts";
import type {Scope} from "./columns.ts";
import {enumWord} from "./enum_word.ts";
import {fieldName} from "./field_name.ts";
import {parseCondition, parseExpression} from "./formula.ts";
import {FormulaError} from "./formula_tokens.ts";
import {figureFields, functionCalled, measureFields, parseNamed} from "./named_formula.ts";
import {fieldOf, type ShortKind} from "./short_fields.ts";
import {joinOf, widenGroup, widenMeasure} from "./widen_reading.ts";

/**
 * A step's input in full, from the short form that a model writes: formulas and conditions as in SQL, columns by name, orders
 * as "name desc". What is already in full stays as it is.
 * @throws FormulaError with the place of what cannot be read
 */
export function widenInput(
  tool: Tool,
  input: Record<string, unknown>,
  scope: Scope,
): Record<string, unknown> {
  const method = tool.methods?.find((one) => one.name === input.method);
  return widen(method?.input ?? tool.input, input, scope, "") as Record<string, unknown>;
}

function widen(schema: z.ZodType, value: unknown, scope: Scope, where: string): unknown {
  if (value === undefined || value === null) return undefined;
  const {definition, kind} = fieldOf(schema);
  if (kind) return at(where, () => SHORT[kind](value, scope));
  switch (definition.type) {
    case "array": {
      const list = Array.isArray(value) ? value : [value];
      return list.map((one, index) => widen(definition.element!, one, scope, `${where}[${index}]`));
    }
    case "object": {
      const shape = definition.shape ?? {};
      const fields = "figure" in shape ? figureFields(value) : value;
      if (!isRecord(fields)) return value;
      const said = new Map<string, string>();
      return Object.fromEntries(
        Object.entries(fields).flatMap(([written, given]) => {
          const name = fieldMeant(written, shape, fields);
          if (given !== null && given !== undefined) {
            at(where, () => onceOnly(name, written, said));
            said.set(name, written);
          }
          const inner = Object.hasOwn(shape, name) ? shape[name] : undefined;
          const one = inner ? asOne(given, inner) : given;
          const made = inner ? widen(inner, one, scope, where ? `${where}.${name}` : name) : one;
          return made === undefined ? [] : [[name, made]];
        }),
      );
    }
    case "union": {
      const options = definition.options ?? [];
      const short = options.find((one) => fieldOf(one).kind !== undefined);
      if (
        typeof value === "string" &&
        short &&
        !options.some((one) => fieldOf(one).definition.type === "string")
      )
        return widen(short, value, scope, where);
      for (const option of options) {
        const made = attempt(() => widen(option, value, scope, where));
        if (made !== undefined && option.safeParse(made).success) return made;
      }
      return value;
    }
    case "enum":
      return typeof value === "string"
        ? enumWord(value, Object.values(definition.entries ?? {}).map(String))
        : value;
    default:
      return value;
  }
}

/** A field in the plural for the singular, or the other way round, is that field where nothing else is. */
function fieldMeant(name: string, shape: Record<string, z.ZodType>, given: Record<string, unknown>): string {
  if (Object.hasOwn(shape, name)) return name;
  const others = [`${name}s`, name.replace(/s$/, ""), ...(name === "by" ? ["groups", "group"] : [])];
  const free = Object.keys(shape).filter((one) => (given[one] ?? undefined) === undefined);
  return others.find((one) => free.includes(one)) ?? fieldName(name, free);
}

/** Two names of one field: to choose one of their values would lose the other. */
function onceOnly(name: string, written: string, said: ReadonlyMap<string, string>): void {
  const before = said.get(name);
  if (before !== undefined)
    throw new FormulaError(`${name} is given twice, as ${before} and ${written}: give it once`);
}

/** A list of one where one is asked for. */
function asOne(value: unknown, schema: z.ZodType): unknown {
  const {definition, kind} = fieldOf(schema);
  const takesOne = kind !== undefined || ["string", "enum"].includes(definition.type);
  return Array.isArray(value) && value.length === 1 && takesOne ? value[0] : value;
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

function at<Value>(where: string, make: () => Value): Value {
  try {
    return make();
  } catch (error) {
    if (error instanceof FormulaError)
      throw new FormulaError(where ? `${where}: ${error.message}` : error.message);
    throw error;
  }
}

function attempt<Value>(make: () => Value): Value | undefined {
  try {
    return make();
  } catch (error) {
    if (error instanceof FormulaError) return undefined;
    throw error;
  }
}

const expression = (text: unknown, scope: Scope) =>
  typeof text === "string" ? parseExpression(text, scope) : text;
const condition = (text: unknown, scope: Scope) =>
  typeof text === "string" ? parseCondition(text, scope) : text;

/** How each short kind is read. A value that is not in the short form is left for the tool's own schema to judge. */
const SHORT: Record<ShortKind, (value: unknown, scope: Scope) => unknown> = {
  E: expression,
  C: condition,
  N(value, scope) {
    if (typeof value === "string") {
      const {of, name} = parseNamed(value, scope);
      return {name: name ?? ("column" in of ? of.column : value), of};
    }
    if (!isRecord(value)) return value;
    const of = expression(value.of, scope);
    return {...value, of, name: value.name ?? value.of};
  },
  G(value, scope) {
    if (typeof value === "string")
      return widenGroup({of: value}, "", (_, text) => parseExpression(text, scope));
    if (!isRecord(value) || typeof value.of !== "string") return value;
    const {edges, ...slim} = value;
    const group = widenGroup(slim as {of: string}, "", (_, text) => parseExpression(text, scope));
    return edges === undefined ? group : {...group, edges};
  },
  M(written, scope) {
    const value = typeof written === "string" ? measureFields(written) : written;
    if (!isRecord(value)) return written;
    const parts = [value, ...(isRecord(value.over) ? [value.over] : [])];
    if (parts.some(({of, where}) => [of, where].some((one) => one != null && typeof one !== "string")))
      return value;
    const fn = typeof value.fn === "string" ? functionCalled(value.fn) : value.fn;
    return widenMeasure(
      {...value, fn} as {fn: "sum"},
      "",
      (_, text) => parseExpression(text, scope),
      (_, text) => parseCondition(text, scope),
    );
  },
  J(value, scope) {
    if (!isRecord(value) || typeof value.on !== "string" || typeof value.table !== "string") return value;
    return {
      ...joinOf(value.on, value.table, scope),
      ...(typeof value.kind === "string" && {kind: value.kind}),
    };
  },
  O(value) {
    if (typeof value !== "string") return value;
    const [, by = "", direction = "asc"] = /^\s*"?(.+?)"?(?:\s+(asc|desc))?\s*$/i.exec(value) ?? [];
    return {by, direction: direction.toLowerCase()};
  },
  P: (value) => value,
  T: (value) => value,
};
