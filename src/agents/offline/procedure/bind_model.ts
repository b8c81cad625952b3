import type {CellRef} from "../../../planning/outputs.ts";
import {type Binding, computed, Unclear} from "./binding.ts";
import {modelColumns} from "./model_columns.ts";

const FIGURE_NAMES = {
  r2: "R squared",
  rmse: "RMSE",
  mse: "MSE",
  mae: "mean absolute error",
  accuracy: "accuracy",
  f1: "F1 (mean of classes)",
};

/** How good a model is: on rows kept aside where the text splits, else on the rows it was fitted to. */
export function modelCell(figure: keyof typeof FIGURE_NAMES, binding: Binding): CellRef {
  const {scene} = binding;
  const {methods} = scene;
  const {target, features} = modelColumns(binding);
  const model = methods.model ?? {task: "regress" as const, name: "linear"};
  if (!methods.splits) {
    if (figure === "r2" && model.name === "linear") {
      const step = computed(binding, {
        do: "regression",
        outcome: target,
        predictors: features,
        family: "linear",
      });
      return {step, column: "estimate", match: {term: "R squared"}, row: 0};
    }
    throw new Unclear(
      "The text does not say how to split the rows into those to learn from and those to judge by.",
    );
  }
  const task = model.task ?? (figure === "accuracy" || figure === "f1" ? "classify" : "regress");
  if (methods.testShare === undefined)
    throw new Unclear("The text does not say how many rows are kept aside to judge by.");
  const present = [target, ...features].map((column) => ({op: "is_not_null" as const, of: {column}}));
  const step = computed(binding, {
    do: "train",
    task,
    model: model.name === "bayes" ? "naive_bayes" : model.name,
    target,
    features,
    testShare: methods.testShare,
    seed: methods.seed ?? 42,
    where: {op: "and", args: present},
  });
  return {step, column: "value", match: {figure: FIGURE_NAMES[figure]}, row: 0};
}
