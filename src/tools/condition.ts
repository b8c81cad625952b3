import {z} from "zod";

const scalar = z.union([z.string(), z.number(), z.boolean()]);

/** A column of a table; `table` only where a plan joins several. */
export const columnRefSchema = z.strictObject({column: z.string(), table: z.string().optional()});
export type ColumnRef = z.infer<typeof columnRefSchema>;

/** A value computed in each row: a column, a constant, arithmetic on those, or a part of a date. */
export type Expression =
  | ColumnRef
  | {constant: number | string | boolean}
  | {op: "+" | "-" | "*" | "/" | "%" | "^"; left: Expression; right: Expression}
  | {part: DatePart; of: Expression}
  | {
      fn: "abs" | "round" | "floor" | "ceil" | "ln" | "log10" | "exp" | "sqrt" | "length" | "lower" | "upper";
      of: Expression;
    };

export const datePartSchema = z.enum([
  "year",
  "quarter",
  "month",
  "week",
  "day",
  "hour",
  "weekday",
  "day_of_month",
]);
export type DatePart = z.infer<typeof datePartSchema>;

export const expressionSchema: z.ZodType<Expression> = z.lazy(() =>
  z.union([
    columnRefSchema,
    z.strictObject({constant: scalar}),
    z.strictObject({
      op: z.enum(["+", "-", "*", "/", "%", "^"]),
      left: expressionSchema,
      right: expressionSchema,
    }),
    z.strictObject({part: datePartSchema, of: expressionSchema}),
    z.strictObject({
      fn: z.enum(["abs", "round", "floor", "ceil", "ln", "log10", "exp", "sqrt", "length", "lower", "upper"]),
      of: expressionSchema,
    }),
  ]),
);

/**
 * Which rows to keep. Text is compared exactly (`find_values` finds the spelling), only `contains`, `starts_with` and
 * `ends_with` overlook upper and lower case unless `matchCase`; `range` is half open [from, to) and meant for dates; a day
 * compared with a timestamp stands for the whole day; `compare_to` compares with one number taken over the rows that meet
 * the conditions beside it ("more than average"), or with `over: "all"` over every row.
 * A comparison with a missing value is false, also under `not`: rows whose value is missing are kept only by `is_null`.
 */
export type Condition =
  | {op: "and" | "or"; args: Condition[]}
  | {op: "not"; arg: Condition}
  | {op: "=" | "!=" | "<" | "<=" | ">" | ">="; of: Expression; value: string | number | boolean}
  | {op: "in" | "not_in"; of: Expression; values: (string | number | boolean)[]}
  | {op: "between"; of: Expression; low: number | string; high: number | string}
  | {op: "range"; of: Expression; from?: string; to?: string}
  | {op: "is_null" | "is_not_null"; of: Expression}
  | {op: "contains" | "starts_with" | "ends_with"; of: Expression; value: string; matchCase?: boolean}
  | {
      op: "compare_to";
      of: Expression;
      comparison: "<" | "<=" | ">" | ">=";
      aggregate: "avg" | "median" | "max" | "min";
      over?: "all";
    }
  | {
      op: "compare_columns";
      left: Expression;
      comparison: "=" | "!=" | "<" | "<=" | ">" | ">=";
      right: Expression;
    };

export const conditionSchema: z.ZodType<Condition> = z.lazy(() =>
  z.discriminatedUnion("op", [
    z.strictObject({op: z.enum(["and", "or"]), args: z.array(conditionSchema).min(1)}),
    z.strictObject({op: z.literal("not"), arg: conditionSchema}),
    z.strictObject({op: z.enum(["=", "!=", "<", "<=", ">", ">="]), of: expressionSchema, value: scalar}),
    z.strictObject({op: z.enum(["in", "not_in"]), of: expressionSchema, values: z.array(scalar).min(1)}),
    z.strictObject({
      op: z.literal("between"),
      of: expressionSchema,
      low: z.union([z.number(), z.string()]),
      high: z.union([z.number(), z.string()]),
    }),
    z.strictObject({
      op: z.literal("range"),
      of: expressionSchema,
      from: z.string().optional(),
      to: z.string().optional(),
    }),
    z.strictObject({op: z.enum(["is_null", "is_not_null"]), of: expressionSchema}),
    z.strictObject({
      op: z.enum(["contains", "starts_with", "ends_with"]),
      of: expressionSchema,
      value: z.string(),
      matchCase: z.boolean().optional(),
    }),
    z.strictObject({
      op: z.literal("compare_to"),
      of: expressionSchema,
      comparison: z.enum(["<", "<=", ">", ">="]),
      aggregate: z.enum(["avg", "median", "max", "min"]),
      over: z.literal("all").optional(),
    }),
    z.strictObject({
      op: z.literal("compare_columns"),
      left: expressionSchema,
      comparison: z.enum(["=", "!=", "<", "<=", ">", ">="]),
      right: expressionSchema,
    }),
  ]),
);
