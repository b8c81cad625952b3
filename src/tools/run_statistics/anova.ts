import {z} from "zod";
import type {Cell, Column} from "../../data/table.ts";
import {TabletalkError} from "../../errors.ts";
import type {Predictor} from "../../statistics/regression/design.ts";
import {sourceFields} from "../aggregate_input.ts";
import {artifactOf} from "../artifact.ts";
import {groupSchema} from "../measure.ts";
import {defineMethod} from "../methods.ts";
import {namedColumnSchema} from "../named_column.ts";
import type {Artifact, ToolContext} from "../tool.ts";
import {figure, loadColumns} from "./load_columns.ts";
import {rowNotes} from "./load_groups.ts";
import {levelSchema} from "./test_fields.ts";

const anovaInputSchema = z.strictObject({
  method: z.literal("anova"),
  ...sourceFields,
  column: namedColumnSchema,
  factors: z.array(groupSchema).min(1).max(5),
  covariates: z.array(namedColumnSchema).max(10).default([]),
  interactions: z.boolean().default(true).describe("of each pair of factors"),
  type: z
    .union([z.literal(1), z.literal(2), z.literal(3)])
    .default(2)
    .describe("of the sums of squares"),
  level: levelSchema,
});
type AnovaInput = z.infer<typeof anovaInputSchema>;

/** What several labels, and numbers beside them, account for in a number. */
export const anovaMethod = defineMethod<AnovaInput>({
  name: "anova",
  description:
    "Analysis of variance by one or more labels (and of covariance, with numbers): F, p, partial eta squared with its interval; interactions; sums of squares of type 1, 2 or 3.",
  input: anovaInputSchema as z.ZodType<AnovaInput>,
  run: anova,
});

const COLUMNS: Column[] = [
  {name: "term", type: "text"},
  {name: "sum of squares", type: "number"},
  {name: "df", type: "number"},
  {name: "F", type: "number"},
  {name: "p", type: "number"},
  {name: "partial eta squared", type: "number"},
  {name: "low", type: "number"},
  {name: "high", type: "number"},
];
const MOST_LEVELS = 100;

/** A row a term, then the residuals. */
async function anova(input: AnovaInput, context: ToolContext): Promise<Artifact> {
  const begun = performance.now();
  const loaded = await loadColumns(
    {...input, columns: [input.column, ...input.covariates], groups: input.factors},
    context,
  );
  const rows: number[] = [];
  for (let row = 0; row < loaded.rows; row++)
    if (
      loaded.numbers.every((column) => Number.isFinite(column[row]!)) &&
      loaded.groups.every(({cells}) => (cells[row] ?? null) !== null)
    )
      rows.push(row);
  const take = (column: Float64Array): Float64Array => Float64Array.from(rows, (row) => column[row]!);
  const factors = input.factors.map(({name}, at): Predictor => {
    const labels = rows.map((row) => String(loaded.groups[at]!.cells[row]));
    if (new Set(labels).size > MOST_LEVELS)
      throw new TabletalkError("bad_plan", `'${name}' has over ${MOST_LEVELS} values.`, "Join rare values.");
    return {name, labels};
  });
  const covariates = input.covariates.map(
    ({name}, at): Predictor => ({name, values: take(loaded.numbers[at + 1]!)}),
  );
  const names = input.factors.map(({name}) => name);
  const pairs = input.interactions
    ? names.flatMap((left, at) => names.slice(at + 1).map((right) => [left, right]))
    : [];
  const {factorialAnova} = await import("../../statistics/anova/factorial.ts");
  const found = factorialAnova(take(loaded.numbers[0]!), [...covariates, ...factors], {
    type: input.type,
    interactions: pairs,
  });
  const {etaSquaredBounds} = await import("../../statistics/effects/noncentrality.ts");
  const table: Cell[][] = found.rows.map(({term, ss, df, f, p, partialEtaSquared}) => {
    const {low, high} = etaSquaredBounds(f, df, found.residual.df, input.level);
    return [term, ...[ss, df, f, p, partialEtaSquared, low, high].map(figure)];
  });
  table.push(["residuals", figure(found.residual.ss), found.residual.df, ...new Array<Cell>(5).fill(null)]);
  return artifactOf(
    {
      tool: "run_statistics",
      method: "anova",
      kind: "statistic",
      title: `${input.column.name} by ${names.join(", ")}`,
      table: {columns: COLUMNS, rows: table},
      tables: loaded.tables,
      sql: loaded.sql,
      notes: [
        ...rowNotes(loaded, loaded.rows - rows.length),
        `Sums of squares of type ${input.type}${input.type === 3 ? " (sum coding)" : ""}.`,
        `Low and high: the ${Number((input.level * 100).toPrecision(6))}% interval of partial eta squared, by the non-central F.`,
        "Assumes independent rows, near normal residuals and one spread in all cells.",
      ],
      begun,
    },
    context,
  );
}
