import {z} from "zod";
import type {Cell, Column} from "../../data/table.ts";
import {TabletalkError} from "../../errors.ts";
import type {ModelName} from "../../learning/pipeline/models.ts";
import type {TrainReport, TrainRequest} from "../../learning/pipeline/train.ts";
import type {WrittenTraining} from "../../learning/pipeline/train_and_write.ts";
import {sourceFields} from "../aggregate_input.ts";
import {artifactOf} from "../artifact.ts";
import {knownAs} from "../nearest.ts";
import {offload} from "../offload/offload.ts";
import {workOf} from "../offload/work_of.ts";
import {figure} from "../run_statistics/load_columns.ts";
import type {Artifact, ToolContext} from "../tool.ts";
import {type LoadedRaw, loadRaw, type SourceInput, usualFeatures} from "./load_raw.ts";
import {keepModel} from "./model_file.ts";

/** What a supervised method is told beside its model. */
export const supervisedFields = {
  ...sourceFields,
  target: z.string().optional().describe("the column to foretell; its past values must be in the table"),
  features: z.array(z.string()).optional().describe("default: every column but identifiers and free text"),
  leaveOut: z.array(z.string()).default([]).describe("columns not to learn from"),
  keep: z.array(z.string()).default([]).describe("columns that the leakage gate must let pass"),
  order: z.string().optional().describe("a date column: learn from earlier rows, judge by the latest"),
  testShare: z.number().min(0.05).max(0.5).default(0.2),
  seed: z
    .number()
    .int()
    .min(0)
    .max(4_294_967_295)
    .default(42)
    .describe("draws the same rows as scikit-learn's train_test_split with that random_state"),
  encoding: z
    .enum(["one_hot", "ordinal", "target"])
    .default("one_hot")
    .describe("of labels; target: mean outcome of each label, learnt in folds of the rows to learn from"),
  search: z
    .enum(["none", "grid", "random", "halving"])
    .default("none")
    .describe("try settings by cross-validation on the rows to learn from"),
  budget: z
    .strictObject({
      fits: z.number().int().min(3).max(1000).default(60),
      seconds: z.number().min(1).max(600).default(20),
    })
    .prefault({}),
};

export const settingsSchema = z
  .strictObject({
    alpha: z.number().min(0).optional().describe("penalty of ridge, lasso, elastic_net"),
    share: z.number().min(0).max(1).optional().describe("of elastic_net: 1 is the lasso"),
    cost: z.number().positive().optional().describe("inverse penalty of logistic and svm"),
    k: z.number().int().min(1).max(500).optional().describe("neighbours"),
    trees: z.number().int().min(1).max(2000).optional(),
    depth: z.number().int().min(1).max(64).optional(),
    minLeaf: z.number().int().min(1).optional(),
    rounds: z.number().int().min(1).max(5000).optional(),
    rate: z.number().positive().max(1).optional(),
    leaves: z.number().int().min(2).max(255).optional(),
  })
  .prefault({});

export type SupervisedInput = SourceInput & {
  target?: string | undefined;
  features?: string[] | undefined;
  leaveOut: string[];
  order?: string | undefined;
};

/** What comes of the columns that a supervised input names. */
export interface SupervisedColumns {
  loaded: LoadedRaw;
  target: TrainRequest["target"];
  features: TrainRequest["features"];
  order?: NonNullable<TrainRequest["order"]>;
}

/**
 * Loads target, features and order.
 * @throws TabletalkError bad_plan where no target is named: what has not been recorded cannot be learnt
 */
export async function loadSupervised(
  input: SupervisedInput,
  context: ToolContext,
): Promise<SupervisedColumns> {
  const {target, order} = input;
  if (target === undefined)
    throw new TabletalkError(
      "bad_plan",
      "Nothing says what happened in the past, so there is nothing to learn from.",
      "Name the column that holds the outcome (churned or not, the price, ...) of past rows; a table without one needs it added first.",
    );
  const loaded = await loadRaw(
    input,
    (source) => [
      target,
      ...(order === undefined ? [] : [order]),
      ...(input.features ?? usualFeatures(source, [...input.leaveOut, target])),
    ],
    context,
  );
  const named = (name: string) =>
    loaded.columns.find(
      (column) =>
        column.name ===
        knownAs(
          name,
          loaded.columns.map((one) => one.name),
        ),
    )!;
  const own = named(target);
  const out = new Set([target, ...input.leaveOut].map((name) => name.toLowerCase()));
  const features = loaded.columns.filter(
    ({name}) =>
      !out.has(name.toLowerCase()) &&
      (name.toLowerCase() !== order?.toLowerCase() || (input.features?.includes(name) ?? false)),
  );
  if (order === undefined) return {loaded, target: own, features};
  const dates = named(order);
  if (dates.type !== "date")
    throw new TabletalkError(
      "bad_plan",
      `${order} holds ${dates.type}s, not dates.`,
      "Give a date column as order.",
    );
  return {loaded, target: own, features, order: {name: dates.name, values: dates.values}};
}

const COLUMNS: Column[] = [
  {name: "figure", type: "text"},
  {name: "value", type: "number"},
  {name: "low", type: "number"},
  {name: "high", type: "number"},
  {name: "baseline", type: "number"},
];

/** Fitting, judging and explaining after the choice; the last model tried may run past the budget. */
const FIT_MS = 90_000;

/** What training may take: its budget where models are compared, and the fit itself. */
export function trainingMs({budget}: {budget: {seconds: number}}): number {
  return budget.seconds * 1000 + FIT_MS;
}

/** Trains in a worker thread, keeps the model, and tells how good it is. */
export async function trainSupervised(
  method: "classify" | "regress",
  input: SupervisedInput & {
    keep: string[];
    testShare: number;
    seed: number;
    encoding: "one_hot" | "ordinal" | "target";
    search: NonNullable<TrainRequest["search"]>;
    budget: {fits: number; seconds: number};
    settings: NonNullable<TrainRequest["settings"]>;
  },
  models: ModelName[],
  balanced: boolean,
  context: ToolContext,
): Promise<Artifact> {
  const begun = performance.now();
  const {loaded, target, features, order} = await loadSupervised(input, context);
  const request: TrainRequest = {
    task: method,
    target,
    features,
    models,
    settings: input.settings,
    search: input.search,
    budget: input.budget,
    testShare: input.testShare,
    seed: input.seed,
    balanced,
    encoding: input.encoding,
    keep: input.keep,
    ...(order && {order}),
  };
  const {report, bytes, hash} = await offload(
    "learning/pipeline/train_and_write",
    "trainAndWrite",
    [request],
    {...workOf(context), handOver: [target, ...features]},
  );
  const {version, path} = await keepModel(bytes, hash, context);
  const artifact = artifactOf(
    {
      tool: "train_model",
      method,
      kind: "model",
      title: `${report.target} by ${report.name}, from ${report.pipeline.steps.length} columns`,
      table: withCurve(report),
      tables: loaded.tables,
      sql: loaded.sql,
      notes: [
        ...loaded.notes,
        ...report.notes,
        `Model: ${report.name}${settingsText(report)}. Columns: ${report.pipeline.steps.map(({column}) => column).join(", ")}.`,
        `Kept as model ${version}; predict takes it by that name.`,
      ],
      begun,
    },
    context,
  );
  return {...artifact, file: {path, mediaType: "application/json"}, text: `Model ${version}`};
}

function settingsText({settings}: Pick<TrainReport, "settings">): string {
  const set = Object.entries(settings).filter(([, value]) => value !== undefined);
  return set.length > 0 ? ` (${set.map(([name, value]) => `${name} ${value}`).join(", ")})` : "";
}

const CURVE: Column[] = ["threshold", "false positive rate", "recall", "precision"].map((name) => ({
  name,
  type: "number",
}));

/** The figures; for two classes rows of the ROC and precision-recall curves below them, in columns of their own to draw. */
function withCurve(report: WrittenTraining["report"]): {columns: Column[]; rows: Cell[][]} {
  const rows = figuresOf(report);
  const points = report.curve ?? [];
  if (points.length === 0) return {columns: COLUMNS, rows};
  const none = CURVE.map(() => null);
  return {
    columns: [...COLUMNS, ...CURVE],
    rows: [
      ...rows.map((row) => [...row, ...none]),
      ...points.map(({threshold, falsePositiveRate, recall, precision}): Cell[] => [
        "ROC and precision-recall curve",
        ...COLUMNS.slice(1).map(() => null),
        ...[threshold, falsePositiveRate, recall, precision].map((one) =>
          one === null ? null : figure(one),
        ),
      ]),
    ],
  };
}

/** A row a figure: how good, against the baseline; then the confusion matrix, calibration, importance, dependence. */
function figuresOf(report: WrittenTraining["report"]): Cell[][] {
  const rows: Cell[][] = [];
  const add = (name: string, value: number, low?: number, high?: number, baseline?: number): void => {
    rows.push([name, ...[value, low, high, baseline].map((one) => (one === undefined ? null : figure(one)))]);
  };
  for (const {name, value, low, high, baseline} of report.figures) add(name, value, low, high, baseline);
  const {value, low, high} = report.gain;
  add(
    report.labels.length > 0
      ? "fewer rows wrong than the baseline (share)"
      : "less squared error than the baseline",
    value,
    low,
    high,
    0,
  );
  add("rows learnt from", report.rows.train);
  add("rows judged by", report.rows.test);
  for (const [truth, counts] of (report.confusion ?? []).entries())
    for (const [foretold, count] of counts.entries())
      if (report.labels.length <= 10 || count > 0)
        add(`rows of ${report.labels[truth]} foretold as ${report.labels[foretold]}`, count);
  for (const bin of report.calibration ?? [])
    add(`happened where ${(bin.foretold * 100).toFixed(0)}% was foretold (${bin.rows} rows)`, bin.happened);
  for (const one of report.importance)
    add(`importance of ${one.column}`, one.value, one.value - 1.96 * one.sd, one.value + 1.96 * one.sd);
  for (const {column, at, foretold} of report.dependence)
    add(
      `foretold on average at ${column} = ${typeof at === "number" ? Number(at.toPrecision(6)) : at}`,
      foretold,
    );
  for (const trial of report.trials)
    add(
      `cross-validation of ${trial.name}${settingsText(trial)}`,
      trial.mean,
      trial.mean - trial.sd,
      trial.mean + trial.sd,
    );
  return rows;
}
