import {TabletalkError} from "../../errors.ts";
import {MersenneTwister} from "../../statistics/random/mersenne_twister.ts";
import {NO_HOOKS, type WorkHooks} from "../../statistics/work_hooks.ts";
import {likeliest, takeValues} from "../features.ts";
import {type DependencePoint, partialDependence} from "../interpretation/partial_dependence.ts";
import {type Importance, permutationImportance} from "../interpretation/permutation_importance.ts";
import {type Confusion, confusionMatrix} from "../metrics/classification.ts";
import {calibration, type ThresholdPoint, thresholdCurve} from "../metrics/ranking.ts";
import {scoreName} from "../validation/cross_validate.ts";
import {classFigures, type Figure, gain, numberFigures} from "../validation/figures.ts";
import {type Split, trainTestSplit} from "../validation/split.ts";
import {compareModels, type Search, type Trial} from "../validation/tune.ts";
import {type Encoding, timeOf} from "./fit_pipeline.ts";
import {findLeaks, sharedRows} from "./leakage.ts";
import {foretell, type Learnt, learn} from "./learn.ts";
import {modelNotes} from "./model_notes.ts";
import type {ModelName, Settings} from "./models.ts";
import {type RawColumn, takeRaw} from "./raw_column.ts";
import {type Target, targetOf} from "./target.ts";

/** A table to learn from. */
export interface TrainRequest {
  task: "classify" | "regress";
  target: RawColumn;
  features: RawColumn[];
  /** One model, or several to choose from by cross-validation on the rows to learn from. */
  models: ModelName[];
  settings?: Settings;
  search?: Search;
  budget?: {fits: number; seconds: number};
  testShare?: number;
  seed?: number;
  /** Dates: the latest rows are judged by, the earlier ones learnt from. */
  order?: {name: string; values: (string | null)[]};
  balanced?: boolean;
  encoding?: Encoding;
  /** Columns that the leakage gate lets pass. */
  keep?: string[];
}

export interface TrainReport extends Learnt {
  task: "classify" | "regress";
  target: string;
  labels: string[];
  name: ModelName;
  settings: Settings;
  figures: Figure[];
  /** How much less wrong than the baseline, in wrong rows (a share) or squared error. */
  gain: {value: number; low: number; high: number};
  confusion?: Confusion;
  calibration?: {foretold: number; happened: number; rows: number}[];
  /** For two classes: the ROC and precision-recall curves, 50 thresholds at most. */
  curve?: ThresholdPoint[];
  importance: Importance[];
  dependence: DependencePoint[];
  trials: Trial[];
  rows: {train: number; test: number};
  leftOut: {column: string; why: string}[];
  notes: string[];
}

const BUDGET = {fits: 60, seconds: 20};
/** Rows that a model is chosen on: enough to tell models apart, few enough for a step's time. */
const CHOSEN_ON = 20_000;
/** Fewer rows than this to judge by say little. */
const FEW_ROWS = 30;
/** Rows that importance and dependence are computed on. */
const LOOKED_AT = 1_000;

/** Splits, gates, chooses, fits, judges and explains: all that is said of a model comes from rows it did not learn from. */
export function train(request: TrainRequest, hooks: WorkHooks = NO_HOOKS): TrainReport {
  const {task, seed = 42, testShare = 0.2, balanced = false, encoding = "one_hot"} = request;
  const target = targetOf(request.target, task);
  const classes = target.labels.length;
  const y = target.values;
  const all = takeRaw(request.features, target.rows);
  const outcome = request.order && Array.from(target.rows, (row) => request.order!.values[row] ?? null);
  const {raw, leftOut} = gate(all, y, classes, request.keep ?? [], outcome);
  const {split, notes: splitNotes} = splitRows(
    target,
    classes,
    testShare,
    seed,
    request.order?.name,
    outcome,
  );
  const notes = [
    ...target.notes,
    ...leftOut.map(({column, why}) => `Left out: ${column}, for ${why}.`),
    ...splitNotes,
  ];
  const shared = sharedRows(raw, y, split.train, split.test);
  if (shared > 0)
    notes.push(
      `${shared} of ${split.test.length} rows to judge by are also among the rows to learn from (duplicates): the figures are that much too good.`,
    );
  const [xTrain, yTrain] = [takeRaw(raw, split.train), takeValues(y, split.train)];
  const [xTest, yTest] = [takeRaw(raw, split.test), takeValues(y, split.test)];
  const chosen = choose(request, xTrain, yTrain, {classes, seed, encoding, balanced}, hooks);
  notes.push(...chosen.notes);
  hooks.progress(0.6, "fitting");
  const options = {name: chosen.name, settings: chosen.settings, classes, seed, encoding, balanced};
  const learnt = learn(xTrain, yTrain, options, between(0.6, 0.75, "fitting", hooks));
  notes.push(...learnt.pipeline.notes);
  if (balanced && classes > 0)
    notes.push("Each class counts the same: probabilities are not shares in the data.");
  notes.push(...modelNotes(learnt, classes));
  const foretold = foretell(learnt, xTest, hooks);
  hooks.progress(0.75, "judging");
  const judged =
    classes > 0
      ? judgeClasses(yTrain, yTest, foretold, seed)
      : judgeNumbers(yTrain, yTest, foretold[0]!, seed, request.order !== undefined);
  notes.push(judged.baseline, beaten(judged.gain, classes));
  if (split.test.length < FEW_ROWS)
    notes.push(
      `Only ${split.test.length} rows to judge by: another draw of them may say otherwise; compare_models uses every row.`,
    );
  const few = Uint32Array.from({length: Math.min(LOOKED_AT, yTest.length)}, (_, row) => row);
  const [seen, truth] = [takeRaw(xTest, few), takeValues(yTest, few)];
  const importance = permutationImportance(
    learnt,
    seen,
    truth,
    {classes, seed},
    between(0.75, 1, "importance", hooks),
  );
  const dependence = importance
    .slice(0, 3)
    .flatMap(({column}) =>
      partialDependence(
        learnt,
        takeRaw(seen, few.slice(0, 500)),
        raw.find(({name}) => name === column)!,
        classes > 0 ? classes - 1 : 0,
      ),
    );
  notes.push(
    `Importance is the fall in ${scoreName(classes)} on ${few.length} rows not learnt from when a column is shuffled, mean of 5 times.`,
  );
  return {
    ...learnt,
    task,
    target: target.name,
    labels: target.labels,
    name: chosen.name,
    settings: chosen.settings,
    figures: judged.figures,
    gain: judged.gain,
    ...(classes > 0 && {confusion: confusionMatrix(yTest, likeliest(foretold), classes)}),
    ...(classes === 2 && {
      calibration: calibration(yTest, foretold[1]!),
      curve: thresholdCurve(yTest, foretold[1]!),
    }),
    importance,
    dependence,
    trials: chosen.trials,
    rows: {train: split.train.length, test: split.test.length},
    leftOut,
    notes,
  };
}

/** Hooks of a part of the work, which tells its share of the whole. */
function between(from: number, to: number, what: string, hooks: WorkHooks): WorkHooks {
  const progress = (share: number, doing = what): void => hooks.progress(from + share * (to - from), doing);
  return {checkpoint: () => hooks.checkpoint(), progress};
}

/** Compares models by cross-validation on all rows: nothing is fitted for keeps. */
export function compare(
  request: TrainRequest & {folds: number},
  hooks: WorkHooks = NO_HOOKS,
): {trials: Trial[]; score: string; notes: string[]} {
  const {task, seed = 42, balanced = false, encoding = "one_hot"} = request;
  const target = targetOf(request.target, task);
  const classes = target.labels.length;
  const all = takeRaw(request.features, target.rows);
  const {raw, leftOut} = gate(all, target.values, classes, request.keep ?? []);
  const some = someRows(target.rows.length, seed);
  const found = compareModels(
    some ? takeRaw(raw, some) : raw,
    some ? takeValues(target.values, some) : target.values,
    request.models,
    {
      classes,
      seed,
      encoding,
      balanced,
      folds: request.folds,
      search: request.search ?? "none",
      budget: request.budget ?? BUDGET,
    },
    hooks,
  );
  return {
    trials: found.trials,
    score: scoreName(classes),
    notes: [
      ...target.notes,
      ...leftOut.map(({column, why}) => `Left out: ${column}, for ${why}.`),
      `${request.folds} folds of ${some ? `${CHOSEN_ON} rows drawn from the ` : ""}${target.rows.length} rows, seed ${seed}; pipeline and model fitted anew in each. ${found.fits} fits.`,
      ...leftNotes(found, request.search),
      "The best of many looks better here than it is: judge it on rows kept aside (classify, regress).",
    ],
  };
}

/** Rows drawn to compare models on, where there are more than that takes; undefined: all. */
function someRows(n: number, seed: number): Uint32Array | undefined {
  return n > CHOSEN_ON ? new MersenneTwister(seed).permutation(n).slice(0, CHOSEN_ON) : undefined;
}

function gate(
  all: RawColumn[],
  y: Float64Array,
  classes: number,
  keep: readonly string[],
  outcome?: (string | null)[],
): {raw: RawColumn[]; leftOut: {column: string; why: string}[]} {
  const leftOut = findLeaks(all, y, classes, outcome).filter(({column}) => !keep.includes(column));
  const out = new Set(leftOut.map(({column}) => column));
  const raw = all.filter(({name}) => !out.has(name));
  if (raw.length > 0) return {raw, leftOut};
  throw new TabletalkError(
    "bad_plan",
    `No column is left to learn from${leftOut.length > 0 ? `: ${leftOut.map(({column, why}) => `${column} was left out, for ${why}`).join("; ")}` : ""}.`,
    "Choose other features, or name in `keep` those that may be used after all.",
  );
}

function splitRows(
  target: Target,
  classes: number,
  testShare: number,
  seed: number,
  order: string | undefined,
  outcome: (string | null)[] | undefined,
): {split: Split; notes: string[]} {
  const n = target.rows.length;
  if (order !== undefined && outcome) {
    const times = outcome.map(timeOf);
    const dated = [...times.keys()].filter((row) => Number.isFinite(times[row]!));
    if (dated.length < 20)
      throw new TabletalkError(
        "bad_plan",
        `${order} has ${dated.length} dates; a split by time takes at least 20.`,
        "Split at random, or choose another date column.",
      );
    dated.sort((a, b) => times[a]! - times[b]! || a - b);
    const from = dated.length - Math.ceil(testShare * dated.length);
    const split = {train: Uint32Array.from(dated.slice(0, from)), test: Uint32Array.from(dated.slice(from))};
    return {
      split: checked(split, target, classes),
      notes: [
        `Learnt from the ${from} rows before ${outcome[dated[from]!]} (by ${order}), judged by the ${dated.length - from} from then on.`,
        ...(dated.length < n ? [`${n - dated.length} rows without ${order} are left out.`] : []),
      ],
    };
  }
  const plain = trainTestSplit(n, {testShare, seed});
  const whole = classes === 0 || isWhole(plain, target, classes);
  const split = whole ? plain : trainTestSplit(n, {testShare, seed, labels: target.values});
  return {
    split,
    notes: [
      `Learnt from ${split.train.length} rows, judged by ${split.test.length} others: drawn from the rows in the table's order with seed ${seed}${whole ? "" : ", each class by its share"}.`,
    ],
  };
}

function checked(split: Split, target: Target, classes: number): Split {
  if (classes === 0 || isWhole(split, target, classes, true)) return split;
  throw new TabletalkError(
    "bad_plan",
    `A class of ${target.name} is not among the earlier rows, so it cannot be learnt.`,
    "Split at random, or take more rows.",
  );
}

function isWhole({train, test}: Split, {values}: Target, classes: number, trainOnly = false): boolean {
  const seen = (rows: Uint32Array): boolean =>
    new Set(Array.from(rows, (row) => values[row])).size === classes;
  return seen(train) && (trainOnly || seen(test));
}

interface Chosen {
  name: ModelName;
  settings: Settings;
  trials: Trial[];
  notes: string[];
}

function choose(
  {models, settings = {}, search = "none", budget = BUDGET}: TrainRequest,
  raw: readonly RawColumn[],
  y: Float64Array,
  learning: {classes: number; seed: number; encoding: Encoding; balanced: boolean},
  hooks: WorkHooks,
): Chosen {
  if (models.length === 1 && search === "none") return {name: models[0]!, settings, trials: [], notes: []};
  const scaled = between(0, 0.6, "choosing", hooks);
  const some = someRows(y.length, learning.seed);
  const found = compareModels(
    some ? takeRaw(raw, some) : raw,
    some ? takeValues(y, some) : y,
    models,
    {...learning, folds: 3, search, budget},
    scaled,
  );
  const [best] = found.trials;
  if (!best)
    throw new TabletalkError(
      "bad_plan",
      "The budget allows no model to be tried.",
      "Allow at least 3 fits and a second.",
    );
  return {
    name: best.name,
    settings: best.settings,
    trials: found.trials,
    notes: [
      `${best.name} was chosen among ${found.trials.length} by 3-fold cross-validation on ${some ? `${CHOSEN_ON} of ` : ""}the rows to learn from (${scoreName(learning.classes)} ${best.mean.toFixed(3)}).`,
      ...leftNotes(found, search),
    ],
  };
}

function leftNotes(found: {left: number; outOfTime: boolean}, search: Search = "none"): string[] {
  if (found.outOfTime)
    return [`${found.left} settings were not tried in the time allowed: another run may choose otherwise.`];
  return found.left > 0 && search !== "halving"
    ? [`${found.left} settings were beyond the number of fits allowed.`]
    : [];
}

interface Judged {
  figures: Figure[];
  gain: {value: number; low: number; high: number};
  baseline: string;
}

function judgeClasses(
  yTrain: Float64Array,
  yTest: Float64Array,
  foretold: readonly Float64Array[],
  seed: number,
): Judged {
  const counts = new Array<number>(foretold.length).fill(0);
  for (const label of yTrain) counts[label]!++;
  const common = counts.indexOf(Math.max(...counts));
  const labels = likeliest(foretold);
  return {
    figures: classFigures(yTest, foretold, common, seed),
    gain: gain(
      yTest.map((label, row) => (labels[row] === label ? 0 : 1)),
      yTest.map((label) => (label === common ? 0 : 1)),
      seed,
    ),
    baseline: "Baseline: the most frequent class for every row.",
  };
}

function judgeNumbers(
  yTrain: Float64Array,
  yTest: Float64Array,
  foretold: Float64Array,
  seed: number,
  ordered: boolean,
): Judged {
  const mean = yTrain.reduce((sum, value) => sum + value, 0) / yTrain.length;
  const last = yTrain.at(-1)!;
  const wrong = (value: number): number => yTest.reduce((sum, one) => sum + (one - value) ** 2, 0);
  const useLast = ordered && wrong(last) < wrong(mean);
  const plain = useLast ? last : mean;
  return {
    figures: numberFigures(yTest, foretold, new Float64Array(yTest.length).fill(plain), seed),
    gain: gain(
      yTest.map((value, row) => (value - foretold[row]!) ** 2),
      yTest.map((value) => (value - plain) ** 2),
      seed,
    ),
    baseline: useLast
      ? "Baseline: the last value learnt from, which here is better than the mean."
      : "Baseline: the mean of the rows to learn from.",
  };
}

function beaten({low, high}: {low: number; high: number}, classes: number): string {
  const what = classes > 0 ? "rows wrong" : "squared error";
  if (low > 0)
    return `The model beats the baseline (fewer ${what}; the 95% interval of the difference is above 0).`.replace(
      "fewer squared",
      "less squared",
    );
  if (high < 0) return "The model is worse than the baseline: do not use it.";
  return "The model is not shown to beat the baseline: the 95% interval of the difference holds 0.";
}
