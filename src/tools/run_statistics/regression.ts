import {z} from "zod";
import type {Cell, Column} from "../../data/table.ts";
import {TabletalkError} from "../../errors.ts";
import type {Design, Predictor} from "../../statistics/regression/design.ts";
import {sourceFields} from "../aggregate_input.ts";
import {artifactOf} from "../artifact.ts";
import {groupSchema} from "../measure.ts";
import {defineMethod} from "../methods.ts";
import {namedColumnSchema} from "../named_column.ts";
import type {Artifact, ToolContext} from "../tool.ts";
import {figure, type Loaded, loadColumns} from "./load_columns.ts";
import {rowNotes} from "./load_groups.ts";
import {levelSchema} from "./test_fields.ts";

const regressionInputSchema = z.strictObject({
  method: z.literal("regression"),
  ...sourceFields,
  outcome: namedColumnSchema,
  predictors: z.array(namedColumnSchema).max(50).default([]).describe("numbers"),
  factors: z.array(groupSchema).max(10).default([]).describe("labels; the first value is the base"),
  interactions: z.array(z.array(z.string()).length(2)).default([]).describe("pairs of the names above"),
  family: z.enum(["linear", "logistic", "poisson"]).default("linear"),
  errors: z.enum(["classic", "HC0", "HC1", "HC2", "HC3"]).default("classic").describe("linear only"),
  level: levelSchema,
});
type RegressionInput = z.infer<typeof regressionInputSchema>;

/** A number, a yes/no or a count by others, with the whole table. */
export const regressionMethod = defineMethod<RegressionInput>({
  name: "regression",
  description:
    "Regression: linear (SE, t, p, CI, R2, F, AIC, BIC, VIF, Durbin-Watson, Breusch-Pagan, robust errors), logistic (odds ratios), Poisson (rate ratios); labels as factors, interactions.",
  input: regressionInputSchema as z.ZodType<RegressionInput>,
  run: regression,
});

const COLUMNS: Column[] = [
  {name: "term", type: "text"},
  {name: "estimate", type: "number"},
  {name: "se", type: "number"},
  {name: "statistic", type: "number"},
  {name: "p", type: "number"},
  {name: "low", type: "number"},
  {name: "high", type: "number"},
];
const MOST_LEVELS = 50;

interface Model {
  terms: {
    name: string;
    estimate: number;
    se: number;
    statistic: number;
    p: number;
    low: number;
    high: number;
  }[];
  /** Figures of the whole, with their number as `estimate`. */
  whole: [string, number][];
  notes: string[];
}

/**
 * A row a term, then a row a figure of the whole fit (its number as `estimate`).
 * @throws TabletalkError bad_plan: too few rows, collinear or constant predictors (named), perfect separation, an outcome that
 * does not suit the family, a factor with over 50 values
 */
async function regression(input: RegressionInput, context: ToolContext): Promise<Artifact> {
  const begun = performance.now();
  if (input.predictors.length + input.factors.length === 0)
    throw new TabletalkError("bad_plan", "A regression needs a predictor.", "Name a number or a label.");
  const loaded = await loadColumns(
    {...input, columns: [input.outcome, ...input.predictors], groups: input.factors},
    context,
  );
  const {y, predictors, missing} = completeRows(input, loaded);
  const {designOf} = await import("../../statistics/regression/design.ts");
  const design = designOf(predictors, {interactions: input.interactions});
  const model =
    input.family === "linear" ? await linear(y, design, input) : await generalised(y, design, input);
  const rows: Cell[][] = model.terms.map(({name, estimate, se, statistic, p, low, high}) => [
    name === "(Intercept)" ? "(intercept)" : name,
    ...[estimate, se, statistic, p, low, high].map(figure),
  ]);
  rows.push(
    ...model.whole.map(([name, number]): Cell[] => [name, figure(number), null, null, null, null, null]),
  );
  const names = [...input.predictors, ...input.factors].map(({name}) => name);
  return artifactOf(
    {
      tool: "run_statistics",
      method: "regression",
      kind: "statistic",
      title: `${input.outcome.name} by ${names.join(", ")}`,
      table: {columns: COLUMNS, rows},
      tables: loaded.tables,
      sql: loaded.sql,
      notes: [...rowNotes(loaded, missing), ...model.notes],
      begun,
    },
    context,
  );
}

function completeRows(
  input: RegressionInput,
  loaded: Loaded,
): {y: Float64Array; predictors: Predictor[]; missing: number} {
  const rows: number[] = [];
  for (let row = 0; row < loaded.rows; row++) {
    const numbers = loaded.numbers.every((column) => Number.isFinite(column[row]!));
    if (numbers && loaded.groups.every(({cells}) => cells[row] !== null && cells[row] !== undefined))
      rows.push(row);
  }
  const take = (column: Float64Array): Float64Array => Float64Array.from(rows, (row) => column[row]!);
  const predictors: Predictor[] = input.predictors.map(({name}, at) => ({
    name,
    values: take(loaded.numbers[at + 1]!),
  }));
  for (const [at, {name}] of input.factors.entries()) {
    const labels = rows.map((row) => String(loaded.groups[at]!.cells[row]));
    const levels = new Set(labels).size;
    if (levels > MOST_LEVELS)
      throw new TabletalkError(
        "bad_plan",
        `'${name}' has ${levels} values: too many for a factor.`,
        `Join rare values; at most ${MOST_LEVELS}.`,
      );
    predictors.push({name, labels});
  }
  return {y: take(loaded.numbers[0]!), predictors, missing: loaded.rows - rows.length};
}

async function linear(y: Float64Array, design: Design, {errors, level}: RegressionInput): Promise<Model> {
  const {fitOls} = await import("../../statistics/regression/ols.ts");
  const {breuschPagan, durbinWatson, varianceInflation} = await import(
    "../../statistics/regression/diagnostics.ts"
  );
  const {heteroscedasticErrors} = await import("../../statistics/regression/robust_errors.ts");
  const fit = fitOls(y, design, {level});
  const terms = errors === "classic" ? fit.coefficients : heteroscedasticErrors(fit, errors, level);
  const inflation = varianceInflation(fit);
  const uneven = breuschPagan(fit);
  const large = inflation.filter(({vif}) => vif > 10);
  return {
    terms: terms.map(({t, ...one}) => ({...one, statistic: t})),
    whole: [
      ["R squared", fit.r2],
      ["adjusted R squared", fit.adjustedR2],
      ["F", fit.f],
      ["p of F", fit.fP],
      ["residual sd", fit.sigma],
      ["AIC", fit.aic],
      ["BIC", fit.bic],
      ["Durbin-Watson", durbinWatson(fit.residuals)],
      ["Breusch-Pagan", uneven.lm],
      ["p of Breusch-Pagan", uneven.p],
      ...inflation.map(({name, vif}): [string, number] => [`VIF of ${name}`, vif]),
      ["rows", fit.n],
    ],
    notes: [
      `Ordinary least squares; ${errors === "classic" ? "classic" : `robust (${errors})`} errors, statistic t; intervals ${level * 100}%.`,
      `Assumes residuals with one spread: ${uneven.p < 0.05 ? "does not hold" : "holds"} (Breusch-Pagan p ${uneven.p.toPrecision(2)})${uneven.p < 0.05 && errors === "classic" ? "; ask for HC3 errors" : ""}.`,
      ...(1 - fit.r2 < 1e-14
        ? [
            "The predictors give the outcome exactly: what is left is rounding, so errors, tests and intervals mean nothing.",
          ]
        : []),
      ...(large.length > 0
        ? [
            `${large.map(({name}) => name).join(", ")} lean on one another (VIF over 10): their own estimates are loose.`,
          ]
        : []),
      "An association of columns, not by itself a cause.",
    ],
  };
}

async function generalised(
  y: Float64Array,
  design: Design,
  {family, level, outcome}: RegressionInput,
): Promise<Model> {
  const logistic = family === "logistic";
  const suits = logistic
    ? y.every((value) => value === 0 || value === 1) && new Set(y).size === 2
    : y.every((value) => value >= 0 && Number.isInteger(value));
  if (!suits)
    throw new TabletalkError(
      "bad_plan",
      `'${outcome.name}' is no ${logistic ? "yes/no column (0 and 1, both present)" : "count (whole, not negative)"}.`,
      logistic
        ? "Choose a column of two values, or a linear regression."
        : "Choose a count, or a linear regression.",
    );
  const {fitGlm} = await import("../../statistics/regression/glm.ts");
  const fit = fitGlm(y, design, logistic ? "binomial" : "poisson", {level});
  const ratio = logistic ? "odds ratio" : "rate ratio";
  const events = y.reduce((sum, value) => sum + value, 0);
  const few = logistic && Math.min(events, y.length - events) < 10 * (design.columns.length - 1);
  return {
    terms: [
      ...fit.coefficients.map(({z: statistic, ...one}) => ({...one, statistic})),
      ...fit.coefficients.slice(1).map(({name, estimate, low, high, p}) => ({
        name: `${ratio} of ${name}`,
        estimate: Math.exp(estimate),
        se: Number.NaN,
        statistic: Number.NaN,
        p,
        low: Math.exp(low),
        high: Math.exp(high),
      })),
    ],
    whole: [
      ["McFadden's pseudo R squared", fit.pseudoR2],
      ["log likelihood", fit.logLikelihood],
      ["deviance", fit.deviance],
      ["null deviance", fit.nullDeviance],
      ["AIC", fit.aic],
      ["BIC", fit.bic],
      ...(logistic ? [] : ([["dispersion", fit.dispersion]] as [string, number][])),
      ["rows", fit.n],
    ],
    notes: [
      `${logistic ? "Logistic" : "Poisson"} regression by maximum likelihood; statistic z, Wald's ${level * 100}% intervals.`,
      ...(few ? ["Fewer than ten events a predictor: estimates are loose and too far from 0."] : []),
      ...(!logistic && fit.dispersion > 1.5
        ? [
            `Counts spread more than Poisson's (dispersion ${fit.dispersion.toFixed(1)}): intervals are too narrow.`,
          ]
        : []),
      "An association of columns, not by itself a cause.",
    ],
  };
}
