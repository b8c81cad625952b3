import {z} from "zod";
import {TabletalkError} from "../errors.ts";

/** An input as its schema has it. @param next what to give instead @throws TabletalkError bad_use */
export function inputOf<Input>(schema: z.ZodType<Input>, given: unknown, next: string): Input {
  const parsed = schema.safeParse(given);
  if (parsed.success) return parsed.data;
  throw new TabletalkError("bad_use", z.prettifyError(parsed.error), next);
}

/** A text of an input; `otherwise` where it may be left out. @throws TabletalkError bad_use */
export function textOf(value: unknown, field: string, otherwise?: string): string {
  if (typeof value === "string" && (value.trim() !== "" || otherwise !== undefined)) return value;
  if ((value === undefined || value === null) && otherwise !== undefined) return otherwise;
  throw new TabletalkError("bad_use", `${field} is to be a text.`, `Give it as {"${field}": "..."}.`);
}

/** A whole number of an input, undefined where it is left out; some models write it as text. @throws TabletalkError bad_use */
export function wholeOf(
  value: unknown,
  field: string,
  {least, most}: {least: number; most: number},
): number | undefined {
  if (value === undefined || value === null || value === "") return undefined;
  const number = typeof value === "string" ? Number(value) : value;
  if (typeof number === "number" && Number.isInteger(number) && number >= least && number <= most)
    return number;
  throw new TabletalkError(
    "bad_use",
    `${field} is to be a whole number from ${least} to ${most}.`,
    `Give it as {"${field}": ${least}}, or leave it out.`,
  );
}
