import {z} from "zod";
import type {Cell} from "../../data/table.ts";
import {TabletalkError} from "../../errors.ts";
import type {Design, Predictor} from "../../statistics/regression/design.ts";
import {sourceFields} from "../aggregate_input.ts";
import {artifactOf} from "../artifact.ts";
import {groupSchema} from "../measure.ts";
import {defineMethod} from "../methods.ts";
import {namedColumnSchema} from "../named_column.ts";
import {offload} from "../offload/offload.ts";
import {workOf} from "../offload/work_of.ts";
import type {Artifact, ToolContext} from "../tool.ts";
import {linearModel} from "./linear_model.ts";
import {figure, type Loaded, loadColumns} from "./load_columns.ts";
import {rowNotes} from "./load_groups.ts";
import {REGRESSION_COLUMNS, type RegressionModel, type RegressionRows} from "./regression_model.ts";
import {quantileModel, theilSenModel} from "./robust_line.ts";
import {levelSchema} from "./test_fields.ts";

const regressionInputSchema = z.strictObject({
  method: z.literal("regression"),
  ...sourceFields,
  outcome: namedColumnSchema,
  predictors: z.array(namedColumnSchema).max(50).default([]).describe("numbers"),
  factors: z.array(groupSchema).max(10).default([]).describe("labels; the first value is the base"),
  interactions: z.array(z.array(z.string()).length(2)).default([]).describe("pairs of the names above"),
  family: z
    .enum(["linear", "logistic", "poisson", "theil_sen", "quantile"])
    .default("linear")
    .describe("theil_sen: a line that outliers do not move; quantile: the plane under which a share q lies"),
  weights: namedColumnSchema.optional().describe("linear: positive; a row's variance is one over its weight"),
  errors: z
    .enum(["classic", "HC0", "HC1", "HC2", "HC3", "clustered", "serial"])
    .default("classic")
    .describe("linear; clustered needs a cluster, serial (Newey-West) takes rows in the table's order"),
  cluster: groupSchema.optional().describe("the label whose rows go together"),
  lag: z.int().min(0).max(1000).optional().describe("serial: how many rows residuals go on for"),
  influence: z
    .boolean()
    .default(false)
    .describe("linear: leverage and Cook's distance; the largest rows named"),
  row_name: groupSchema.optional().describe("what to call a row"),
  q: z.number().gt(0).lt(1).default(0.5).describe("quantile"),
  level: levelSchema,
});
type RegressionInput = z.infer<typeof regressionInputSchema>;

/** A number, a yes/no or a count by others, with the whole table. */
export const regressionMethod = defineMethod<RegressionInput>({
  name: "regression",
  description:
    "Regression: linear (SE, t, p, CI, R2, F, AIC, BIC, VIF, Durbin-Watson, Breusch-Pagan; weights; robust HC0-HC3, clustered and serial errors; influence), logistic (odds ratios), Poisson (rate ratios), Theil-Sen, quantile; labels as factors, interactions.",
  input: regressionInputSchema as z.ZodType<RegressionInput>,
  run: regression,
});

const MOST_LEVELS = 50;
/** Least squares of more numbers than this is done in a thread. */
const AT_ONCE = 20_000;

/**
 * A row a term, then a row a figure of the whole fit (its number as `estimate`).
 * @throws TabletalkError bad_plan: too few rows, collinear or constant predictors (named), perfect separation, an outcome that
 * does not suit the family, a factor with over 50 values
 */
async function regression(input: RegressionInput, context: ToolContext): Promise<Artifact> {
  const begun = performance.now();
  if (input.predictors.length + input.factors.length === 0)
    throw new TabletalkError("bad_plan", "A regression needs a predictor.", "Name a number or a label.");
  checkSuits(input);
  const loaded = await loadColumns(
    {
      ...input,
      columns: [input.outcome, ...input.predictors, ...(input.weights ? [input.weights] : [])],
      groups: [...input.factors, ...[input.cluster, input.row_name].filter((one) => one !== undefined)],
    },
    context,
  );
  const {rows: found, predictors, missing} = completeRows(input, loaded);
  const {designOf} = await import("../../statistics/regression/design.ts");
  const design = designOf(predictors, {interactions: input.interactions});
  const model = await modelOf(design, found, input, context);
  const rows: Cell[][] = model.terms.map(({name, estimate, se, statistic, p, low, high}) => [
    name === "(Intercept)" ? "(intercept)" : name,
    ...[estimate, se, statistic, p, low, high].map(figure),
  ]);
  rows.push(
    ...model.whole.map(([name, number, low = Number.NaN, high = Number.NaN]): Cell[] => [
      name,
      figure(number),
      null,
      null,
      null,
      figure(low),
      figure(high),
    ]),
  );
  const names = [...input.predictors, ...input.factors].map(({name}) => name);
  return artifactOf(
    {
      tool: "run_statistics",
      method: "regression",
      kind: "statistic",
      title: `${input.outcome.name} by ${names.join(", ")}`,
      table: {columns: REGRESSION_COLUMNS, rows},
      tables: loaded.tables,
      sql: loaded.sql,
      notes: [...rowNotes(loaded, missing), ...model.notes],
      begun,
    },
    context,
  );
}

function modelOf(
  design: Design,
  rows: RegressionRows,
  input: RegressionInput,
  context: ToolContext,
): Promise<RegressionModel> {
  switch (input.family) {
    case "linear":
      return rows.y.length * design.columns.length > AT_ONCE
        ? offload("tools/run_statistics/linear_model", "linearModel", [design, rows, input], workOf(context))
        : linearModel(design, rows, input);
    case "theil_sen":
      return theilSenModel(design, rows, input);
    case "quantile":
      return quantileModel(design, rows, input, context);
    default:
      return generalised(rows.y, design, input);
  }
}

function checkSuits({family, weights, errors, cluster, lag, influence}: RegressionInput): void {
  const refuse = (message: string, next: string): never => {
    throw new TabletalkError("bad_plan", message, next);
  };
  const asked = [weights && "weights", errors !== "classic" && `${errors} errors`, influence && "influence"];
  const [first] = asked.filter(Boolean);
  if (family !== "linear" && first)
    refuse(`A ${family} regression has no ${first} here.`, "Use the linear family.");
  if (errors === "clustered" && !cluster) refuse("Clustered errors need a cluster.", "Name the label.");
  if (cluster && errors !== "clustered")
    refuse("A cluster is for clustered errors.", "Ask for errors: clustered.");
  if (lag !== undefined && errors !== "serial")
    refuse("A lag is for serial errors.", "Ask for errors: serial.");
}

function completeRows(
  input: RegressionInput,
  loaded: Loaded,
): {rows: RegressionRows; predictors: Predictor[]; missing: number} {
  const rows: number[] = [];
  // What a row is called may be missing.
  const needed = loaded.groups.slice(0, input.factors.length + (input.cluster ? 1 : 0));
  for (let row = 0; row < loaded.rows; row++) {
    const numbers = loaded.numbers.every((column) => Number.isFinite(column[row]!));
    if (numbers && needed.every(({cells}) => cells[row] !== null && cells[row] !== undefined)) rows.push(row);
  }
  const take = (column: Float64Array): Float64Array => Float64Array.from(rows, (row) => column[row]!);
  const labelled = (at: number): string[] =>
    rows.map((row) => String(loaded.groups[at]!.cells[row] ?? row + 1));
  const predictors: Predictor[] = input.predictors.map(({name}, at) => ({
    name,
    values: take(loaded.numbers[at + 1]!),
  }));
  for (const [at, {name}] of input.factors.entries()) {
    const labels = labelled(at);
    const levels = new Set(labels).size;
    if (levels > MOST_LEVELS)
      throw new TabletalkError(
        "bad_plan",
        `'${name}' has ${levels} values: too many for a factor.`,
        `Join rare values; at most ${MOST_LEVELS}.`,
      );
    predictors.push({name, labels});
  }
  const weights = input.weights ? take(loaded.numbers.at(-1)!) : undefined;
  if (weights?.some((weight) => !(weight > 0)))
    throw new TabletalkError(
      "bad_plan",
      `'${input.weights!.name}' has weights that are not positive.`,
      "Keep rows with a positive weight by a filter.",
    );
  return {
    rows: {
      y: take(loaded.numbers[0]!),
      weights,
      clusters: input.cluster ? labelled(input.factors.length) : undefined,
      labels: input.row_name ? labelled(loaded.groups.length - 1) : undefined,
    },
    predictors,
    missing: loaded.rows - rows.length,
  };
}

async function generalised(
  y: Float64Array,
  design: Design,
  {family, level, outcome}: RegressionInput,
): Promise<RegressionModel> {
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
