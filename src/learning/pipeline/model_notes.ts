import type {Learnt} from "./learn.ts";

/**
 * What a reader must know of a fit: that it did not settle, that scores are no probabilities, which columns others determine.
 * @param classes 0 for numbers
 */
export function modelNotes({model, pipeline}: Learnt, classes: number): string[] {
  if (model.type === "logistic" && !model.converged)
    return ["The fit did not settle: columns may separate the classes perfectly."];
  if (model.type === "svm" && classes > 0)
    return ["Scores of a support vector machine order rows; they are no probabilities."];
  if (model.type !== "linear" || !model.dependent) return [];
  const names = model.dependent.map((at) => pipeline.names[pipeline.kept[at]!]);
  return [
    `${names.join(", ")} ${names.length > 1 ? "are" : "is"} made of the other columns: what is foretold is sound, single coefficients mean nothing.`,
  ];
}
