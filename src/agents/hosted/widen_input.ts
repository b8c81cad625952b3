import type {z} from "zod";
import type {Tool} from "../../tools/tool.ts";
import type {Scope} from "./columns.ts";
import {parseCondition, parseExpression} from "./formula.ts";
import {FormulaError} from "./formula_tokens.ts";
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
      if (!isRecord(value)) return value;
      const shape = definition.shape ?? {};
      return Object.fromEntries(
        Object.entries(value).flatMap(([name, one]) => {
          const inner = shape[name];
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
    default:
      return value;
  }
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
      const of = parseExpression(value, scope);
      return {name: "column" in of ? of.column : value, of};
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
  M(value, scope) {
    if (!isRecord(value)) return value;
    const parts = [value, ...(isRecord(value.over) ? [value.over] : [])];
    if (parts.some(({of, where}) => [of, where].some((one) => one != null && typeof one !== "string")))
      return value;
    return widenMeasure(
      value as {fn: "sum"},
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
