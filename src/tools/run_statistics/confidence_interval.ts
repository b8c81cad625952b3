import {z} from "zod";
import type {Cell, Column} from "../../data/table.ts";
import {TabletalkError} from "../../errors.ts";
import {FIGURES, type FigureName} from "../../statistics/descriptive/figures.ts";
import {sourceFields} from "../aggregate_input.ts";
import {artifactOf} from "../artifact.ts";
import {groupSchema} from "../measure.ts";
import {defineMethod} from "../methods.ts";
import {namedColumnSchema} from "../named_column.ts";
import {offload} from "../offload/offload.ts";
import {workOf} from "../offload/work_of.ts";
import type {Artifact, ToolContext} from "../tool.ts";
import {byGroups, figure, loadColumns} from "./load_columns.ts";
import {levelSchema} from "./test_fields.ts";

const WAYS = ["t", "wilson", "clopper_pearson", "ranks", "chi_squared", "bootstrap"] as const;
type Way = (typeof WAYS)[number];

const confidenceIntervalInputSchema = z.strictObject({
  method: z.literal("confidence_interval"),
  ...sourceFields,
  column: namedColumnSchema.describe("a number; for a proportion true or false (1 or 0)"),
  of: z.enum(["proportion", ...FIGURES]).default("mean"),
  q: z.number().gt(0).lt(1).optional().describe("for quantile"),
  how: z
    .enum(["auto", ...WAYS])
    .default("auto")
    .describe(
      "auto: t for a mean, Wilson for a proportion, else bootstrap (BCa); ranks: a median or quantile, exact; chi_squared: sd or variance of normal values",
    ),
  groups: z.array(groupSchema).default([]).describe("an interval for each"),
  resamples: z.int().min(500).max(50_000).default(9999),
  seed: z.int().min(0).default(0),
  level: levelSchema,
});
type ConfidenceIntervalInput = z.infer<typeof confidenceIntervalInputSchema>;

/** A figure with the range that the data leave it. */
export const confidenceIntervalMethod = defineMethod<ConfidenceIntervalInput>({
  name: "confidence_interval",
  description:
    "Confidence interval of a mean (t), a proportion (Wilson, Clopper-Pearson), a median or quantile (ranks or bootstrap), an sd or variance (chi squared or bootstrap), or any other figure (bootstrap BCa); by groups if given.",
  input: confidenceIntervalInputSchema as z.ZodType<ConfidenceIntervalInput>,
  run: confidenceInterval,
});

const FIGURE_COLUMNS: Column[] = [
  {name: "estimate", type: "number"},
  {name: "low", type: "number"},
  {name: "high", type: "number"},
  {name: "se", type: "number"},
  {name: "n", type: "integer"},
];
/** What counts rows rather than describes what they are drawn from, and has no interval. */
const NO_INTERVAL: readonly string[] = [
  "n",
  "missing",
  "missing_share",
  "unique",
  "sum",
  "mode",
  "min",
  "max",
  "range",
  "within",
];
const SUITS: Record<Exclude<Way, "bootstrap">, readonly string[]> = {
  t: ["mean"],
  wilson: ["proportion"],
  clopper_pearson: ["proportion"],
  ranks: ["median", "quantile"],
  chi_squared: ["sd", "variance"],
};
const SAID: Record<Way, string> = {
  t: "Student's t: independent rows; with 30 or more the values need not be normal.",
  wilson: "Wilson's (1927) interval of a share: independent rows.",
  clopper_pearson: "Clopper and Pearson's exact interval of a share: independent rows; wider than needed.",
  ranks:
    "Between two of the values, by the binomial distribution of ranks: independent rows, any distribution.",
  chi_squared: "By chi squared: independent rows of a normal distribution; it leans on that heavily.",
  bootstrap: "Bootstrap, bias-corrected and accelerated (Efron 1987): independent rows.",
};
/** Resampled values in all, at most. */
const MOST_DRAWN = 500_000_000;
const MOST_GROUPS = 200;

/**
 * A row for each group: the groups, then estimate, low, high, se and n.
 * @throws TabletalkError bad_plan: a way that does not suit the figure, a proportion of a column that is not yes or no, fewer
 * than 2 values; refused where there are too many rows to resample
 */
async function confidenceInterval(input: ConfidenceIntervalInput, context: ToolContext): Promise<Artifact> {
  const begun = performance.now();
  const how = wayOf(input);
  const loaded = await loadColumns({...input, columns: [input.column], groups: input.groups}, context);
  const rows: Cell[][] = [];
  const warnings = new Set<string>();
  const groups = byGroups(loaded);
  if (groups.length > MOST_GROUPS)
    throw new TabletalkError(
      "bad_plan",
      `There are ${groups.length} groups.`,
      `Name ${MOST_GROUPS} at most.`,
    );
  let counted = 0;
  for (const {key, rows: own} of groups) {
    const values = Float64Array.from(own, (row) => loaded.numbers[0]![row]!).filter(Number.isFinite);
    counted += values.length;
    if (values.length === 0) continue;
    const found = await interval(values, how, input, context);
    if (found.warning) warnings.add(key.length > 0 ? `${key.join(", ")}: ${found.warning}` : found.warning);
    rows.push([...key, ...[found.value, found.low, found.high, found.se].map(figure), values.length]);
  }
  if (rows.length === 0)
    throw new TabletalkError(
      "bad_plan",
      `${input.column.name} has no values.`,
      "Choose a column with values.",
    );
  const missing = loaded.rows - counted;
  const named = input.of === "quantile" ? `quantile ${input.q}` : input.of.replaceAll("_", " ");
  const unit = ["mean", "median", "quantile", "sd", "mad", "iqr"].includes(input.of)
    ? loaded.units[0]
    : undefined;
  return artifactOf(
    {
      tool: "run_statistics",
      method: "confidence_interval",
      kind: "statistic",
      title: `${Number((input.level * 100).toPrecision(6))}% interval of the ${named} of ${input.column.name}`,
      table: {columns: [...loaded.groups.map(({name, type}) => ({name, type})), ...FIGURE_COLUMNS], rows},
      units: unit ? Object.fromEntries(["estimate", "low", "high", "se"].map((name) => [name, unit])) : {},
      tables: loaded.tables,
      sql: loaded.sql,
      notes: [
        ...loaded.notes,
        ...(missing > 0 ? [`${missing} rows with a missing value are left out.`] : []),
        `${SAID[how]}${how === "bootstrap" ? ` ${input.resamples} resamples, seed ${input.seed}.` : ""}`,
        ...warnings,
      ],
      begun,
    },
    context,
  );
}

function wayOf({of, how, q}: ConfidenceIntervalInput): Way {
  if (NO_INTERVAL.includes(of))
    throw new TabletalkError(
      "bad_plan",
      `A confidence interval of '${of}' cannot be had: it depends on how many rows there are, or on single rows.`,
      "Ask for the mean, a proportion, a quantile or a measure of spread.",
    );
  if (of === "quantile" && q === undefined)
    throw new TabletalkError("bad_plan", "Which quantile is not said.", "Give q, such as 0.9.");
  if (how === "auto") return of === "mean" ? "t" : of === "proportion" ? "wilson" : "bootstrap";
  if (how !== "bootstrap" && !SUITS[how].includes(of))
    throw new TabletalkError(
      "bad_plan",
      `The way '${how}' gives no interval of '${of}', only of ${SUITS[how].join(" or ")}.`,
      "Leave `how` out, or say bootstrap.",
    );
  return how;
}

interface Found {
  value: number;
  low: number;
  high: number;
  se: number;
  warning?: string;
}

async function interval(
  values: Float64Array,
  how: Way,
  input: ConfidenceIntervalInput,
  context: ToolContext,
): Promise<Found> {
  const {level, column, of} = input;
  const n = values.length;
  if (of === "proportion") {
    if (values.some((value) => value !== 0 && value !== 1))
      throw new TabletalkError(
        "bad_plan",
        `${column.name} is not yes or no.`,
        "Choose a column of true and false (or 1 and 0), or a condition.",
      );
    if (how !== "bootstrap") {
      const {clopperPearson, wilson} = await import("../../statistics/counts/proportions.ts");
      const k = values.reduce((sum, value) => sum + value, 0);
      const share = k / n;
      const bounds = how === "wilson" ? wilson(k, n, level) : clopperPearson(k, n, level);
      return {value: share, ...bounds, se: Math.sqrt((share * (1 - share)) / n)};
    }
  }
  if (n < 2)
    throw new TabletalkError(
      "bad_plan",
      `One value of ${column.name} says nothing of its spread.`,
      "An interval needs two values or more in each group.",
    );
  if (values.every((value) => value === values[0]))
    throw new TabletalkError(
      "bad_plan",
      `${column.name} is the same in every row.`,
      "Choose a column that varies: the data leave this one no range.",
    );
  if (how === "t") {
    const {meanInterval} = await import("../../statistics/intervals/mean.ts");
    const {LARGE, looksNormal} = await import("../../statistics/assumptions/shape.ts");
    const odd = n < LARGE && looksNormal(values).normal === false;
    const warning = odd
      ? `${n} values that are not near normal: the t interval is rough; bootstrap the mean or median.`
      : "";
    return {...meanInterval(values, level), ...(warning && {warning})};
  }
  if (how === "chi_squared") {
    const {varianceInterval} = await import("../../statistics/intervals/spread.ts");
    const {looksNormal} = await import("../../statistics/assumptions/shape.ts");
    const {value, low, high} = varianceInterval(values, level);
    const root = of === "sd" ? Math.sqrt : (one: number): number => one;
    const odd = looksNormal(values).normal === false;
    const warning =
      "The values are not near normal: the chi-squared interval is wrong for them; bootstrap it.";
    return {value: root(value), low: root(low), high: root(high), se: Number.NaN, ...(odd && {warning})};
  }
  const q = of === "median" ? 0.5 : input.q;
  if (how === "ranks") {
    const {quantileInterval} = await import("../../statistics/intervals/quantile.ts");
    const found = quantileInterval(Float64Array.from(values).sort(), q!, level);
    const open = !Number.isFinite(found.low) || !Number.isFinite(found.high);
    const warning = "Too few values for a bound on both sides.";
    return {...found, se: Number.NaN, ...(open && {warning})};
  }
  return bootstrapped(values, input, context);
}

async function bootstrapped(
  values: Float64Array,
  {of, q, level, resamples, seed}: ConfidenceIntervalInput,
  context: ToolContext,
): Promise<Found> {
  const n = values.length;
  if (n * resamples > MOST_DRAWN)
    throw new TabletalkError(
      "refused",
      `${n} rows are too many to resample ${resamples} times.`,
      of === "median" || of === "quantile"
        ? "Use how: ranks, which is exact and quick."
        : "Ask for fewer resamples, or take a sample of the rows (prepare_data, sample).",
    );
  const name: FigureName = of === "proportion" ? "mean" : of;
  const {estimate, low, high, se} = await offload(
    "statistics/resampling/figure_intervals",
    "figureInterval",
    [values, name, {q}, {resamples, level, seed}],
    workOf(context),
  );
  if (!Number.isFinite(estimate) || !Number.isFinite(low) || !Number.isFinite(high))
    throw new TabletalkError(
      "bad_plan",
      `The ${of} does not exist in all resamples of ${n} values.`,
      "Take more rows, or another figure.",
    );
  const warning = n < 20 ? `Only ${n} values: a bootstrap interval is too narrow.` : "";
  return {value: estimate, low, high, se, ...(warning && {warning})};
}
