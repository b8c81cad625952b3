import {MersenneTwister} from "../../statistics/random/mersenne_twister.ts";
import {NO_HOOKS, type WorkHooks} from "../../statistics/work_hooks.ts";
import {takeValues} from "../features.ts";
import type {LearnOptions} from "../pipeline/learn.ts";
import type {ModelName, Settings} from "../pipeline/models.ts";
import {type RawColumn, takeRaw} from "../pipeline/raw_column.ts";
import {crossValidate, foldsOf} from "./cross_validate.ts";

export type Search = "none" | "grid" | "random" | "halving";

/** A model with settings, and its score in each fold. */
export interface Trial {
  name: ModelName;
  settings: Settings;
  scores: number[];
  mean: number;
  sd: number;
}

export interface Budget {
  /** Models fitted at most, folds counted one by one. */
  fits: number;
  /** No model is begun after this; what was not tried depends on the machine, and is said. */
  seconds: number;
}

const GRIDS: Record<ModelName, Settings[]> = {
  linear: [{}],
  naive_bayes: [{}],
  ridge: [0.01, 0.1, 1, 10, 100].map((alpha) => ({alpha})),
  lasso: [0.001, 0.01, 0.1, 1].map((alpha) => ({alpha})),
  elastic_net: [0.001, 0.01, 0.1, 1].flatMap((alpha) => [0.2, 0.5, 0.8].map((share) => ({alpha, share}))),
  logistic: [0.01, 0.1, 1, 10].map((cost) => ({cost})),
  svm: [0.1, 1, 10, 100].map((cost) => ({cost})),
  k_nn: [3, 5, 11, 21].map((k) => ({k})),
  tree: [3, 5, 8, 12].flatMap((depth) => [1, 10].map((minLeaf) => ({depth, minLeaf}))),
  forest: [100, 200].flatMap((trees) => [1, 3, 10].map((minLeaf) => ({trees, minLeaf}))),
  boosting: [0.05, 0.1].flatMap((rate) =>
    [15, 31].flatMap((leaves) => [100, 200].map((rounds) => ({rate, leaves, rounds}))),
  ),
};

/**
 * Compares models, and settings of each, by cross-validation: their defaults alone, every point of a grid, points of it
 * drawn at random, or successive halving (Jamieson and Talwalkar 2016: many on few rows, the better third on three times
 * as many). Best first; of equals the one named first.
 */
export function compareModels(
  raw: readonly RawColumn[],
  targets: Float64Array,
  models: readonly ModelName[],
  options: Omit<LearnOptions, "name" | "settings"> & {folds: number; search: Search; budget: Budget},
  hooks: WorkHooks = NO_HOOKS,
): {trials: Trial[]; left: number; fits: number; outOfTime: boolean} {
  const {folds, search, budget, ...learning} = options;
  const end = performance.now() + budget.seconds * 1000;
  const random = new MersenneTwister(options.seed);
  let all = models.flatMap((name) => {
    const grid = search === "none" ? [{}] : GRIDS[name];
    if (search !== "random") return grid.map((settings) => ({name, settings}));
    return [...random.permutation(grid.length).slice(0, 3)].map((at) => ({name, settings: grid[at]!}));
  });
  let fits = 0;
  let outOfTime = false;
  const run = (wanted: typeof all, x: readonly RawColumn[], y: Float64Array): Trial[] => {
    const parts = foldsOf(y, options.classes, folds, options.seed);
    const made: Trial[] = [];
    for (const {name, settings} of wanted) {
      if (fits + folds > budget.fits) break;
      if (performance.now() > end) {
        outOfTime = true;
        break;
      }
      hooks.progress(fits / budget.fits, name);
      const scores = crossValidate(
        x,
        y,
        parts,
        {...learning, name, settings},
        {
          ...hooks,
          progress: () => undefined,
        },
      );
      fits += folds;
      const mean = scores.reduce((sum, score) => sum + score, 0) / scores.length;
      const sd = Math.sqrt(scores.reduce((sum, score) => sum + (score - mean) ** 2, 0) / (scores.length - 1));
      made.push({name, settings, scores, mean, sd});
    }
    return made.sort((a, b) => b.mean - a.mean);
  };
  const whole = all.length;
  if (search === "halving") {
    const order = random.permutation(targets.length);
    for (let share = 9; share > 1 && all.length > 3; share /= 3) {
      const rows = order.slice(0, Math.floor(targets.length / share));
      if (rows.length < 20 * folds) continue;
      const rung = run(all, takeRaw(raw, rows), takeValues(targets, rows));
      if (rung.length === 0) break;
      all = rung.slice(0, Math.max(3, Math.ceil(rung.length / 3)));
    }
  }
  const trials = run(all, raw, targets);
  return {trials, left: whole - trials.length, fits, outOfTime};
}
