import {NO_HOOKS, type WorkHooks} from "../../statistics/work_hooks.ts";
import {likeliest, takeValues} from "../features.ts";
import {rocArea} from "../metrics/ranking.ts";
import {regressionScores} from "../metrics/regression.ts";
import {foretell, type LearnOptions, learn} from "../pipeline/learn.ts";
import {type RawColumn, takeRaw} from "../pipeline/raw_column.ts";
import {kFolds, type Split, stratifiedFolds} from "./split.ts";

/** Folds of rows: with the classes' shares where each class has a row a fold, else at random. */
export function foldsOf(targets: Float64Array, classes: number, folds: number, seed: number): Split[] {
  if (classes === 0) return kFolds(targets.length, folds, seed);
  const counts = new Array<number>(classes).fill(0);
  for (const label of targets) counts[label]!++;
  return counts.every((count) => count === 0 || count >= folds)
    ? stratifiedFolds(targets, folds, seed)
    : kFolds(targets.length, folds, seed);
}

/** How good foretold values are, larger better: R squared; for two classes the ROC area, for more accuracy. */
export function scoreOf(truth: Float64Array, foretold: readonly Float64Array[], classes: number): number {
  if (classes === 0) return regressionScores(truth, foretold[0]!).r2;
  if (classes === 2) {
    const area = rocArea(truth, foretold);
    if (Number.isFinite(area)) return area;
  }
  const labels = likeliest(foretold);
  let right = 0;
  for (let row = 0; row < truth.length; row++) if (labels[row] === truth[row]) right++;
  return right / truth.length;
}

export const scoreName = (classes: number): string =>
  classes === 0 ? "R squared" : classes === 2 ? "ROC area" : "accuracy";

/** The score of pipeline and model, fitted anew on each fold's other rows. */
export function crossValidate(
  raw: readonly RawColumn[],
  targets: Float64Array,
  folds: readonly Split[],
  options: LearnOptions,
  hooks: WorkHooks = NO_HOOKS,
): number[] {
  return folds.map(({train, test}) => {
    hooks.checkpoint();
    const learnt = learn(takeRaw(raw, train), takeValues(targets, train), options, hooks);
    return scoreOf(takeValues(targets, test), foretell(learnt, takeRaw(raw, test), hooks), options.classes);
  });
}
