import {z} from "zod";
import type {Tool} from "../tools/tool.ts";
import {nearestTo} from "./problem.ts";

/** What does not fit in an input: the field, dotted, what is wrong with it, and what to do. */
export interface InputProblem {
  field: string;
  message: string;
  next: string;
}

/** All that is wrong with the input of a tool: an unknown method, unknown fields, values that do not fit. */
export function toolInputProblems(tool: Tool, input: Readonly<Record<string, unknown>>): InputProblem[] {
  if (!tool.methods) return inputProblems(tool.input, input);
  const names = tool.methods.map(({name}) => name);
  const method = tool.methods.find(({name}) => name === input.method);
  if (method) return inputProblems(method.input, input);
  const said = input.method === undefined ? "" : String(input.method);
  return [
    {
      field: "method",
      message: said === "" ? `${tool.name} needs a method.` : `${tool.name} has no method "${said}".`,
      next: nearestTo(said, names, "methods"),
    },
  ];
}

/** All that is wrong with an input, as its schema sees it. */
export function inputProblems(schema: z.ZodType, input: unknown): InputProblem[] {
  const parsed = schema.safeParse(input);
  if (parsed.success) return [];
  return parsed.error.issues.flatMap((issue) => issueProblems(issue, [], schema, input));
}

function issueProblems(
  issue: z.core.$ZodIssue,
  above: readonly PropertyKey[],
  schema: z.ZodType,
  input: unknown,
): InputProblem[] {
  const path = [...above, ...issue.path];
  const field = path.join(".");
  if (issue.code === "unrecognized_keys") {
    const known = path.length === 0 && schema instanceof z.ZodObject ? Object.keys(schema.shape) : [];
    return issue.keys.map((key) => ({
      field: field === "" ? key : `${field}.${key}`,
      message: "there is no such field.",
      next: known.length > 0 ? nearestTo(key, known, "fields") : "Leave it away.",
    }));
  }
  if (issue.code === "invalid_union") {
    // Of the shapes that it could have, the one that it comes nearest to: whose problem lies deepest.
    const best = issue.errors
      .map((ones) => ({ones, depth: Math.max(0, ...ones.map((one) => one.path.length))}))
      .sort((a, b) => b.depth - a.depth || a.ones.length - b.ones.length)[0];
    if (best && best.depth > 0) return best.ones.flatMap((one) => issueProblems(one, path, schema, input));
  }
  const value = valueAt(input, path);
  if (issue.code === "invalid_type" && value === undefined && path.length > 0)
    return [{field, message: "it is missing.", next: `It is ${kindOf(issue.expected)}.`}];
  return [
    {
      field,
      message: `${saidOf(value)}${decapitalized(issue.message)}.`,
      next: "Mend that field.",
    },
  ];
}

const KINDS: Readonly<Record<string, string>> = {
  string: "a text",
  number: "a number",
  int: "a whole number",
  boolean: "true or false",
  array: "a list",
  object: "a group of fields",
  record: "a group of fields",
};
const kindOf = (expected: string): string => KINDS[expected] ?? `of the kind "${expected}"`;

function valueAt(input: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (from, key) => (typeof from === "object" && from !== null ? Reflect.get(from, key) : undefined),
    input,
  );
}

/** A value, where it is a short one. */
function saidOf(said: unknown): string {
  if (typeof said !== "string" && typeof said !== "number") return "";
  return String(said).length > 60 ? "" : `${JSON.stringify(said)} does not fit: `;
}

function decapitalized(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1).replace(/\.$/, "");
}
