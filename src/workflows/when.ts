import {z} from "zod";

const comparisonSchema = z.enum(["=", "!=", "<", "<=", ">", ">="]);
/** A value to compare with; a text may hold `{{parameter}}`. */
const valueSchema = z.union([z.string(), z.number(), z.boolean()]);

/**
 * A condition over what earlier nodes gave. `rows` compares how many rows a node's table has; `cell` a column of it, in its
 * first row, in any, or in all; `changed` holds where the table differs from that of the last finished run, and in the first
 * run; `branch` holds where a branch took this way.
 */
export type When =
  | {test: "and" | "or"; args: When[]}
  | {test: "not"; arg: When}
  | {test: "rows"; node: string; op: z.infer<typeof comparisonSchema>; value: string | number | boolean}
  | {
      test: "cell";
      node: string;
      column: string;
      row?: "first" | "any" | "all";
      op: z.infer<typeof comparisonSchema>;
      value: string | number | boolean;
    }
  | {test: "changed"; node: string}
  | {test: "branch"; node: string; is: string};

export const whenSchema: z.ZodType<When> = z.lazy(() =>
  z.discriminatedUnion("test", [
    z.strictObject({test: z.enum(["and", "or"]), args: z.array(whenSchema).min(1).max(20)}),
    z.strictObject({test: z.literal("not"), arg: whenSchema}),
    z.strictObject({test: z.literal("rows"), node: z.string(), op: comparisonSchema, value: valueSchema}),
    z.strictObject({
      test: z.literal("cell"),
      node: z.string(),
      column: z.string(),
      row: z.enum(["first", "any", "all"]).optional(),
      op: comparisonSchema,
      value: valueSchema,
    }),
    z.strictObject({test: z.literal("changed"), node: z.string()}),
    z.strictObject({test: z.literal("branch"), node: z.string(), is: z.string()}),
  ]),
);

/** The nodes that a condition asks, each once, in order. */
export function nodesAsked(when: When): string[] {
  const found = new Set<string>();
  const visit = (one: When): void => {
    if ("args" in one) one.args.forEach(visit);
    else if ("arg" in one) visit(one.arg);
    else found.add(one.node);
  };
  visit(when);
  return [...found];
}
