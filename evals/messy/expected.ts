import {readFileSync} from "node:fs";
import {z} from "zod";

const typeSchema = z.enum(["integer", "number", "text", "boolean", "date", "timestamp", "time"]);

const expectedColumnSchema = z.object({
  /** null: any name will do. */
  name: z.string().nullable(),
  type: z.union([typeSchema, z.array(typeSchema)]),
  /** 12.5 % may be kept as 12.5 or as 0.125. */
  percent: z.boolean().optional(),
});

/** A column by its name, or by its place (from 0) where any name will do. */
const placeSchema = z.union([z.string(), z.int()]);

const checkSchema = z.union([
  z.object({column: placeSchema, sum: z.number()}),
  z.object({
    row: z.number(),
    column: placeSchema,
    value: z.union([z.string(), z.number(), z.boolean(), z.null()]),
  }),
  z.object({column: placeSchema, nulls: z.number()}),
  z.object({column: placeSchema, distinct: z.number()}),
]);
export type Check = z.infer<typeof checkSchema>;

const expectedTableSchema = z.object({
  name_like: z.string().optional(),
  rows: z.number(),
  columns: z.array(expectedColumnSchema),
  checks: z.array(checkSchema).default([]),
});
export type ExpectedTable = z.infer<typeof expectedTableSchema>;

const expectedFileSchema = z.object({
  id: z.union([z.string(), z.number()]).transform(String),
  file: z.string(),
  kind: z.string(),
  tables: z.array(expectedTableSchema).default([]),
  error: z.boolean().optional(),
  either: z.array(z.array(expectedTableSchema)).optional(),
  doubt_ok: z.boolean().optional(),
});
export type ExpectedFile = z.infer<typeof expectedFileSchema>;

/** What a careful person makes of each file of a folder; see README.md for the format. */
export function readExpected(path: string): ExpectedFile[] {
  return z.array(expectedFileSchema).parse(JSON.parse(readFileSync(path, "utf8")));
}
