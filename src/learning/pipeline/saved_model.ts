import {TabletalkError} from "../../errors.ts";
import {NO_HOOKS, type WorkHooks} from "../../statistics/work_hooks.ts";
import {likeliest} from "../features.ts";
import type {Pipeline} from "./fit_pipeline.ts";
import {applyPipeline} from "./fit_pipeline.ts";
import {type FittedModel, predictModel} from "./models.ts";
import type {RawColumn} from "./raw_column.ts";

/** A model as it is kept and exported: all that it takes to foretell new rows. */
export interface SavedModel {
  format: 1;
  task: "classify" | "regress";
  name: string;
  target: string;
  labels: string[];
  pipeline: Pipeline;
  model: FittedModel;
}

/** JSON; typed buffers are marked, so that reading gives back the same numbers. */
export function writeModel(saved: SavedModel): string {
  return JSON.stringify(saved, (_, value: unknown) =>
    value instanceof Float64Array ? {float64: Array.from(value)} : value,
  );
}

/** @throws TabletalkError bad_plan where the text is no model of ours */
export function readModel(text: string): SavedModel {
  const refuse = (why: string): TabletalkError =>
    new TabletalkError(
      "bad_plan",
      `This is no model: ${why}.`,
      "Give a model that classify or regress saved.",
    );
  let parsed: unknown;
  try {
    parsed = JSON.parse(text, (_, value: unknown) => {
      const kept = (value as {float64?: unknown} | null)?.float64;
      return Array.isArray(kept) ? Float64Array.from(kept as number[]) : value;
    });
  } catch {
    throw refuse("it is not JSON");
  }
  const saved = parsed as Partial<SavedModel> | null;
  if (saved?.format !== 1) throw refuse(`its format is ${String(saved?.format)}, not 1`);
  if (!saved.pipeline || !saved.model || !Array.isArray(saved.labels))
    throw refuse("a part of it is missing");
  return saved as SavedModel;
}

export interface Prediction {
  /** Numbers, or labels. */
  values: (number | string)[];
  /** For classes: the probability of each label, in the labels' order. */
  probabilities: Float64Array[];
  notes: string[];
}

/**
 * What a saved model foretells of a table's rows.
 * @throws TabletalkError bad_plan where the table lacks a column or has it in another type
 */
export function predict(text: string, raw: RawColumn[], hooks: WorkHooks = NO_HOOKS): Prediction {
  const {pipeline, model, labels} = readModel(text);
  const {columns, notes} = applyPipeline(pipeline, raw);
  const made = predictModel(model, columns, hooks);
  if (labels.length === 0) return {values: Array.from(made[0]!), probabilities: [], notes};
  return {values: Array.from(likeliest(made), (at) => labels[at]!), probabilities: made, notes};
}
