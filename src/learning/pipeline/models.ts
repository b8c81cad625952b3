import {NO_HOOKS, type WorkHooks} from "../../statistics/work_hooks.ts";
import {fitGaussianBayes, type GaussianBayesModel, predictGaussianBayes} from "../bayes/gaussian.ts";
import {fitElasticNet, fitRidge, predictLinear} from "../linear/least_squares.ts";
import {fitLogistic, type LogisticModel, predictLogistic} from "../linear/logistic.ts";
import {fitOrdinary, type OrdinaryModel} from "../linear/ordinary.ts";
import {fitNeighbours, type NeighbourModel, predictNeighbours} from "../neighbours/nearest.ts";
import {fitSvm, predictSvm, type SvmModel} from "../svm/support_vectors.ts";
import {type BoostingModel, fitBoosting, predictBoosting} from "../trees/boosting.ts";
import {fitTree, predictTree, type TreeModel} from "../trees/decision_tree.ts";
import {type ForestModel, fitForest, predictForest} from "../trees/forest.ts";
import type {PipelineOptions} from "./fit_pipeline.ts";

export const CLASSIFIERS = ["logistic", "k_nn", "naive_bayes", "tree", "forest", "boosting", "svm"] as const;
export const REGRESSORS = [
  "linear",
  "ridge",
  "lasso",
  "elastic_net",
  "k_nn",
  "tree",
  "forest",
  "boosting",
  "svm",
] as const;
export type ModelName = (typeof CLASSIFIERS)[number] | (typeof REGRESSORS)[number];

export type FittedModel =
  | OrdinaryModel
  | LogisticModel
  | NeighbourModel
  | GaussianBayesModel
  | TreeModel
  | ForestModel
  | BoostingModel
  | SvmModel;

/** What can be set of a model; each takes those it knows. */
export interface Settings {
  /** Penalty of ridge, lasso, elastic net; larger is simpler. */
  alpha?: number;
  /** Of elastic net: 1 is the lasso. */
  share?: number;
  /** Inverse penalty of logistic and svm. */
  cost?: number;
  /** Neighbours. */
  k?: number;
  trees?: number;
  depth?: number;
  minLeaf?: number;
  rounds?: number;
  rate?: number;
  leaves?: number;
}

const SCALED: readonly ModelName[] = ["logistic", "k_nn", "svm", "ridge", "lasso", "elastic_net"];

/** What a model wants its columns to be. */
export function pipelineFor(name: ModelName): PipelineOptions {
  return {scaled: SCALED.includes(name), keepMissing: name === "boosting", dropFirst: name === "linear"};
}

/**
 * Fits a model by name.
 * @param classes 0 for numbers
 * @param weights of the rows; only logistic regression takes them
 */
export function fitModel(
  name: ModelName,
  columns: readonly Float64Array[],
  targets: Float64Array,
  classes: number,
  {settings = {}, seed, weights}: {settings?: Settings; seed: number; weights?: Float64Array},
  hooks: WorkHooks = NO_HOOKS,
): FittedModel {
  const {alpha, share = 0.5, cost, k, trees, depth, minLeaf, rounds, rate, leaves} = settings;
  const leaf = {...(depth !== undefined && {maxDepth: depth}), ...(minLeaf !== undefined && {minLeaf})};
  switch (name) {
    case "linear":
      return fitOrdinary(columns, targets);
    case "ridge":
      return fitRidge(columns, targets, alpha ?? 1);
    case "lasso":
      return fitElasticNet(columns, targets, {alpha: alpha ?? 1, share: 1}, hooks);
    case "elastic_net":
      return fitElasticNet(columns, targets, {alpha: alpha ?? 1, share}, hooks);
    case "logistic":
      return fitLogistic(columns, targets, classes, {C: cost ?? 1, ...(weights && {weights})}, hooks);
    case "k_nn":
      return fitNeighbours(columns, targets, classes, k ?? 5);
    case "naive_bayes":
      return fitGaussianBayes(columns, targets, classes);
    case "tree":
      return fitTree(columns, targets, classes, {...leaf, seed}, hooks);
    case "forest":
      return fitForest(columns, targets, classes, {...leaf, ...(trees && {trees}), seed}, hooks);
    case "boosting":
      return fitBoosting(
        columns,
        targets,
        classes,
        {...leaf, ...(rounds && {rounds}), ...(rate && {rate}), ...(leaves && {leaves}), seed},
        hooks,
      );
    case "svm":
      return fitSvm(columns, targets, classes, {cost: cost ?? 1}, hooks);
  }
}

/** Probabilities, an array a class; for numbers one array. */
export function predictModel(
  model: FittedModel,
  columns: readonly Float64Array[],
  hooks: WorkHooks = NO_HOOKS,
): Float64Array[] {
  switch (model.type) {
    case "linear":
      return [predictLinear(model, columns)];
    case "logistic":
      return predictLogistic(model, columns);
    case "neighbours":
      return predictNeighbours(model, columns, hooks);
    case "gaussian_bayes":
      return predictGaussianBayes(model, columns);
    case "tree":
      return predictTree(model, columns);
    case "forest":
      return predictForest(model, columns, hooks);
    case "boosting":
      return predictBoosting(model, columns, hooks);
    case "svm":
      return predictSvm(model, columns, hooks);
  }
}
