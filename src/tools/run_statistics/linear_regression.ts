import {z} from "zod";
import type {Cell, Column} from "../../data/table.ts";
import {TabletalkError} from "../../errors.ts";
import {sourceFields} from "../aggregate_input.ts";
import {artifactOf} from "../artifact.ts";
import {defineMethod} from "../methods.ts";
import {namedColumnSchema} from "../named_column.ts";
import type {Artifact, ToolContext} from "../tool.ts";
import {figure, loadColumns} from "./load_columns.ts";

const linearRegressionInputSchema = z.strictObject({
  method: z.literal("linear_regression"),
  ...sourceFields,
  outcome: namedColumnSchema,
  predictors: z.array(namedColumnSchema).min(1).max(50),
});
type LinearRegressionInput = z.infer<typeof linearRegressionInputSchema>;

/** A number as a weighted sum of others. */
export const linearRegressionMethod = defineMethod<LinearRegressionInput>({
  name: "linear_regression",
  description: "Ordinary least squares: coefficients with SE, t, p and 95% interval, R squared, n.",
  input: linearRegressionInputSchema as z.ZodType<LinearRegressionInput>,
  run: linearRegression,
});

const COLUMNS: Column[] = [
  {name: "term", type: "text"},
  {name: "estimate", type: "number"},
  {name: "se", type: "number"},
  {name: "t", type: "number"},
  {name: "p", type: "number"},
  {name: "low", type: "number"},
  {name: "high", type: "number"},
];

/**
 * A row a term (the intercept first) with estimate, se, t, p, low and high (95%), then rows for "R squared", "adjusted R
 * squared", "residual sd" and "rows", with their number as `estimate`.
 * @throws TabletalkError bad_plan where there are too few complete rows, or predictors determine one another.
 */
async function linearRegression(input: LinearRegressionInput, context: ToolContext): Promise<Artifact> {
  const begun = performance.now();
  const loaded = await loadColumns({...input, columns: [input.outcome, ...input.predictors]}, context);
  const {designOf} = await import("../../statistics/regression/design.ts");
  const {fitOls} = await import("../../statistics/regression/ols.ts");
  const complete = [...loaded.numbers[0]!.keys()].filter((row) =>
    loaded.numbers.every((column) => Number.isFinite(column[row]!)),
  );
  const [y, ...x] = loaded.numbers.map((column) => Float64Array.from(complete, (row) => column[row]!));
  const design = designOf(
    input.predictors.map(({name}, at) => ({name: `${at + 1} ${name}`, values: x[at]!})),
  );
  const fit = attempt(() => fitOls(y!, design), complete.length, x.length);
  const terms = ["(intercept)", ...input.predictors.map((predictor) => predictor.name)];
  const rows = fit.coefficients.map(({estimate, se, t, p, low, high}, index): Cell[] => [
    terms[index]!,
    ...[estimate, se, t, p, low, high].map(figure),
  ]);
  const whole: [string, number][] = [
    ["R squared", fit.r2],
    ["adjusted R squared", fit.adjustedR2],
    ["residual sd", fit.sigma],
    ["rows", fit.n],
  ];
  rows.push(
    ...whole.map(([name, number]): Cell[] => [name, figure(number), ...new Array<Cell>(5).fill(null)]),
  );
  const left = loaded.rows - complete.length;
  return artifactOf(
    {
      tool: "run_statistics",
      method: "linear_regression",
      kind: "statistic",
      title: `${input.outcome.name} by ${input.predictors.map((predictor) => predictor.name).join(", ")}`,
      table: {columns: COLUMNS, rows},
      tables: loaded.tables,
      sql: loaded.sql,
      notes: [
        ...loaded.notes,
        ...(left > 0 ? [`${left} rows with a missing value are left out.`] : []),
        "Intervals and p take rows as independent and residuals as near normal with one spread.",
      ],
      begun,
    },
    context,
  );
}

/** What the fit gives, or the refusal that names no column: a predictor may be a formula. */
function attempt<Fit>(make: () => Fit, rows: number, predictors: number): Fit {
  try {
    return make();
  } catch (error) {
    if (!(error instanceof TabletalkError && error.code === "bad_plan")) throw error;
    throw new TabletalkError(
      "bad_plan",
      `No line can be fitted to ${rows} complete rows with ${predictors} predictors.`,
      "Take more rows than predictors, and none that is constant or made of others.",
    );
  }
}
