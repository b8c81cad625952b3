import {z} from "zod";

/** A table: a dataset by its name, or what an earlier step made, which then goes by that step's id. */
export const tableReferenceSchema = z
  .union([z.string(), z.strictObject({$step: z.string()}).transform((step) => step.$step)])
  .describe('a table\'s name, or {"$step": "s1"} for the table that step s1 made');

/** The ids of the steps that an input names as its tables: at `table` or in the list `tables`, at any depth. */
export function stepsNamedAsTables(input: unknown): string[] {
  const found = new Set<string>();
  const visit = (value: unknown, key?: string): void => {
    if (Array.isArray(value)) {
      for (const one of value) visit(one, key);
    } else if (value !== null && typeof value === "object") {
      const {$step} = value as {$step?: unknown};
      if (typeof $step === "string") {
        if (key === "table" || key === "tables") found.add($step);
      } else for (const [name, one] of Object.entries(value)) visit(one, name);
    }
  };
  visit(input);
  return [...found];
}
