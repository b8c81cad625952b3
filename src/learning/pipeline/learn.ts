import {NO_HOOKS, type WorkHooks} from "../../statistics/work_hooks.ts";
import {takeRows, takeValues} from "../features.ts";
import {applyPipeline, type Encoding, fitAndApply, type Pipeline} from "./fit_pipeline.ts";
import {
  type FittedModel,
  fitModel,
  type ModelName,
  pipelineFor,
  predictModel,
  type Settings,
} from "./models.ts";
import type {RawColumn} from "./raw_column.ts";

/** A pipeline with the model that stands behind it. */
export interface Learnt {
  pipeline: Pipeline;
  model: FittedModel;
}

export interface LearnOptions {
  name: ModelName;
  settings?: Settings;
  /** 0 for numbers. */
  classes: number;
  seed: number;
  encoding?: Encoding;
  /** Each class counts the same. */
  balanced?: boolean;
}

/** Fits pipeline and model on these rows, all of them. */
export function learn(
  raw: readonly RawColumn[],
  targets: Float64Array,
  {name, settings, classes, seed, encoding, balanced = false}: LearnOptions,
  hooks: WorkHooks = NO_HOOKS,
): Learnt {
  const target = {values: targets, classes, seed};
  const {pipeline, columns} = fitAndApply(raw, {...pipelineFor(name), ...(encoding && {encoding}), target});
  const rest = {seed, ...(settings && {settings})};
  if (!balanced || classes === 0)
    return {pipeline, model: fitModel(name, columns, targets, classes, rest, hooks)};
  const counts = new Array<number>(classes).fill(0);
  for (const label of targets) counts[label]!++;
  if (name === "logistic") {
    const present = counts.filter((count) => count > 0).length;
    const weights = targets.map((label) => targets.length / (present * counts[label]!));
    return {pipeline, model: fitModel(name, columns, targets, classes, {...rest, weights}, hooks)};
  }
  // Rows of rarer classes stand for several, as their weight says.
  const most = Math.max(...counts);
  const rows: number[] = [];
  for (const [row, label] of targets.entries()) {
    const times = Math.min(50, Math.max(1, Math.round(most / counts[label]!)));
    for (let time = 0; time < times; time++) rows.push(row);
  }
  return {
    pipeline,
    model: fitModel(name, takeRows(columns, rows), takeValues(targets, rows), classes, rest, hooks),
  };
}

/** What a learnt model foretells of a table's rows: probabilities, an array a class, or one array of numbers. */
export function foretell(
  {pipeline, model}: Learnt,
  raw: readonly RawColumn[],
  hooks: WorkHooks = NO_HOOKS,
): Float64Array[] {
  return predictModel(model, applyPipeline(pipeline, raw).columns, hooks);
}
