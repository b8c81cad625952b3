import {z} from "zod";
import type {Cell} from "../../data/table.ts";
import {TabletalkError} from "../../errors.ts";
import type {Predictor} from "../../statistics/regression/design.ts";
import {sourceFields} from "../aggregate_input.ts";
import {artifactOf} from "../artifact.ts";
import {groupSchema} from "../measure.ts";
import {defineMethod} from "../methods.ts";
import {namedColumnSchema} from "../named_column.ts";
import {offload} from "../offload/offload.ts";
import type {Artifact, ToolContext} from "../tool.ts";
import {figure, loadColumns} from "./load_columns.ts";
import {rowNotes} from "./load_groups.ts";
import {REGRESSION_COLUMNS} from "./regression_model.ts";
import {levelSchema} from "./test_fields.ts";

const multinomialInputSchema = z.strictObject({
  method: z.literal("multinomial_regression"),
  ...sourceFields,
  outcome: groupSchema.describe("a label of three values or more"),
  base: z.string().optional().describe("the value that the others are compared with; default the first"),
  predictors: z.array(namedColumnSchema).max(50).default([]).describe("numbers"),
  factors: z.array(groupSchema).max(10).default([]).describe("labels; the first value is the base"),
  level: levelSchema,
});
type MultinomialInput = z.infer<typeof multinomialInputSchema>;

/** Which of several values a row has, by other columns. */
export const multinomialRegressionMethod = defineMethod<MultinomialInput>({
  name: "multinomial_regression",
  description:
    "Multinomial logistic regression: a label of several values by numbers and labels; log odds against a base value with SE, z, p and interval, odds ratios, log likelihood, McFadden's pseudo R squared, AIC, BIC.",
  input: multinomialInputSchema as z.ZodType<MultinomialInput>,
  run: multinomial,
});

const MOST_VALUES = 20;
const MOST_LEVELS = 50;

/**
 * A row a value and term ("value: term"), then its odds ratio, then figures of the whole (their number as `estimate`).
 * @throws TabletalkError bad_plan: no predictor, an outcome of one or over 20 values, a base that does not occur, too few rows,
 * collinear columns (named), perfect separation
 */
async function multinomial(input: MultinomialInput, context: ToolContext): Promise<Artifact> {
  const begun = performance.now();
  const {outcome, base, level} = input;
  if (input.predictors.length + input.factors.length === 0)
    throw new TabletalkError("bad_plan", "A regression needs a predictor.", "Name a number or a label.");
  const loaded = await loadColumns(
    {...input, columns: input.predictors, groups: [outcome, ...input.factors]},
    context,
  );
  const rows: number[] = [];
  for (let row = 0; row < loaded.rows; row++) {
    const numbers = loaded.numbers.every((column) => Number.isFinite(column[row]!));
    if (numbers && loaded.groups.every(({cells}) => cells[row] !== null && cells[row] !== undefined))
      rows.push(row);
  }
  const labelled = (at: number): string[] => rows.map((row) => String(loaded.groups[at]!.cells[row]));
  const labels = labelled(0);
  const values = [...new Set(labels)].sort();
  if (values.length < 2 || values.length > MOST_VALUES)
    throw new TabletalkError(
      "bad_plan",
      `'${outcome.name}' has ${values.length} values.`,
      `Choose an outcome with 2 to ${MOST_VALUES}, or join rare ones.`,
    );
  if (base !== undefined && !values.includes(base))
    throw new TabletalkError(
      "bad_plan",
      `'${base}' is no value of ${outcome.name}.`,
      `Choose one of ${values.join(", ")}.`,
    );
  const predictors = [
    ...input.predictors.map(
      ({name}, at): Predictor => ({
        name,
        values: Float64Array.from(rows, (row) => loaded.numbers[at]![row]!),
      }),
    ),
    ...input.factors.map(({name}, at): Predictor => {
      const own = labelled(at + 1);
      if (new Set(own).size > MOST_LEVELS)
        throw new TabletalkError(
          "bad_plan",
          `'${name}' has over ${MOST_LEVELS} values.`,
          "Join rare values.",
        );
      return {name, labels: own};
    }),
  ];
  const {designOf} = await import("../../statistics/regression/design.ts");
  // The first in order is the base: number the values so that the wanted one is.
  const order = base === undefined ? values : [base, ...values.filter((value) => value !== base)];
  const code = new Map(order.map((value, at) => [value, String(at).padStart(3, "0")]));
  const fit = await offload(
    "statistics/regression/multinomial",
    "fitMultinomial",
    [labels.map((label) => code.get(label)!), designOf(predictors), level],
    {signal: context.signal, timeMs: context.limits.timeMs},
  );
  const table = fit.outcomes.flatMap(({outcome: own, coefficients}): Cell[][] =>
    coefficients.map(({name, estimate, se, z, p, low, high}) => [
      `${order[Number(own)]}: ${name === "(Intercept)" ? "(intercept)" : name}`,
      ...[estimate, se, z, p, low, high].map(figure),
    ]),
  );
  const ratios = fit.outcomes.flatMap(({outcome: own, coefficients}): Cell[][] =>
    coefficients
      .slice(1)
      .map(({name, estimate, p, low, high}) => [
        `odds ratio of ${name}, ${order[Number(own)]} against ${order[0]}`,
        figure(Math.exp(estimate)),
        null,
        null,
        figure(p),
        figure(Math.exp(low)),
        figure(Math.exp(high)),
      ]),
  );
  const whole: [string, number][] = [
    ["McFadden's pseudo R squared", fit.pseudoR2],
    ["log likelihood", fit.logLikelihood],
    ["log likelihood of the shares alone", fit.nullLogLikelihood],
    ["AIC", fit.aic],
    ["BIC", fit.bic],
    ...fit.counts.map((count, at): [string, number] => [`rows of ${order[at]}`, count]),
    ["rows", fit.n],
  ];
  const rare = order.filter((_, at) => fit.counts[at]! < 10 * (fit.outcomes[0]!.coefficients.length - 1));
  return artifactOf(
    {
      tool: "run_statistics",
      method: "multinomial_regression",
      kind: "statistic",
      title: `${outcome.name} by ${[...input.predictors, ...input.factors].map(({name}) => name).join(", ")}`,
      table: {
        columns: REGRESSION_COLUMNS,
        rows: [
          ...table,
          ...ratios,
          ...whole.map(([name, value]): Cell[] => [name, figure(value), ...new Array<Cell>(5).fill(null)]),
        ],
      },
      tables: loaded.tables,
      sql: loaded.sql,
      notes: [
        ...rowNotes(loaded, loaded.rows - rows.length),
        `Multinomial logistic regression by maximum likelihood: log odds of each value of ${outcome.name} against ${order[0]}; statistic z, Wald's ${Number((level * 100).toPrecision(6))}% intervals.`,
        ...(rare.length > 0
          ? [`Fewer than ten rows a predictor of ${rare.join(", ")}: estimates are loose and too far from 0.`]
          : []),
        "An association of columns, not by itself a cause.",
      ],
      begun,
    },
    context,
  );
}
