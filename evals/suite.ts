import {readFileSync} from "node:fs";
import {z} from "zod";

const expectedValueSchema = z.object({
  name: z.string().nullish(),
  value: z.number(),
  unit: z.string().optional(),
  /** Absolute, in the value's own unit; without it about six digits must agree. */
  tolerance: z.number().optional(),
});
export type ExpectedValue = z.infer<typeof expectedValueSchema>;

const expectedChartSchema = z.object({
  kind: z.string(),
  x: z.string().nullish(),
  y: z.string().nullish(),
  aggregate: z.string().nullish(),
  /** Other kinds that are right too, where the question asks for none. */
  kinds: z.array(z.string()).optional(),
});
export type ExpectedChart = z.infer<typeof expectedChartSchema>;

/** An answer that somebody said was wrong: its headline values, or its text where it has none. */
const wrongAnswerSchema = z.object({
  values: z.array(z.union([z.number(), z.string()])),
  text: z.string(),
});
export type WrongAnswer = z.infer<typeof wrongAnswerSchema>;

/** A question, its data, and what a right answer holds. See main-job/README.md. */
export const questionSchema = z.object({
  id: z.string(),
  data: z.array(z.string()).min(1),
  earlier: z.array(z.string()).optional(),
  question: z.string(),
  kind: z.string(),
  /** Texts that the reply must not hold: what a hostile text asks for. */
  mustNot: z.array(z.string()).optional(),
  /** What whoever disliked the answer said. */
  comment: z.string().optional(),
  /** The content that each file of `data` had: another makes it another question. */
  hashes: z.array(z.string()).optional(),
  /** The reply is looked into as it is. */
  raw: z.boolean().optional(),
  expect: z.object({
    values: z.array(expectedValueSchema).optional(),
    alternatives: z.array(z.array(expectedValueSchema)).optional(),
    ordered: z.boolean().optional(),
    text: z.array(z.string()).optional(),
    /** How many rows a list has: a table of so many says the count. */
    rows: z.number().int().optional(),
    chart: expectedChartSchema.optional(),
    /** What must not be answered again, where nobody has said yet what is right. */
    not: wrongAnswerSchema.optional(),
    outcome: z.enum(["answer", "decline", "choice", "answer_or_choice", "answer_or_decline"]),
  }),
});
export type Question = z.infer<typeof questionSchema>;

/** Reads a suite's questions, one a line. */
export function readSuite(path: string): Question[] {
  const lines = readFileSync(path, "utf8").split("\n");
  return lines.filter((line) => line.trim() !== "").map((line) => questionSchema.parse(JSON.parse(line)));
}
