import {TabletalkError} from "../../errors.ts";

/** A predictor: numbers, or labels that become a column for each level but the first (treatment coding). */
export type Predictor =
  | {name: string; values: Float64Array}
  | {name: string; labels: readonly (string | number)[]; coding?: "treatment" | "sum"};

/** The columns of a linear model with their names, and which belong to each term. */
export interface Design {
  columns: Float64Array[];
  names: string[];
  /** Column indexes by term; the intercept is a term of its own. */
  terms: {name: string; columns: number[]}[];
}

export const INTERCEPT = "(Intercept)";

/**
 * Columns of a model: an intercept unless told otherwise, each predictor, then products for each interaction (predictors
 * by name). Rows are complete. Levels are sorted, as R's.
 */
export function designOf(
  predictors: readonly Predictor[],
  {intercept = true, interactions = []}: {intercept?: boolean; interactions?: readonly string[][]} = {},
): Design {
  const first = predictors[0];
  const n = first ? ("values" in first ? first.values.length : first.labels.length) : 0;
  const design: Design = {columns: [], names: [], terms: []};
  const add = (name: string, parts: readonly {name: string; column: Float64Array}[]): void => {
    const at = parts.map((_, index) => design.columns.length + index);
    design.terms.push({name, columns: at});
    for (const part of parts) {
      design.columns.push(part.column);
      design.names.push(part.name);
    }
  };
  if (intercept) add(INTERCEPT, [{name: INTERCEPT, column: new Float64Array(n).fill(1)}]);
  const coded = new Map(predictors.map((predictor) => [predictor.name, codesOf(predictor)]));
  for (const [name, parts] of coded) add(name, parts);
  for (const names of interactions) {
    let parts: {name: string; column: Float64Array}[] = [];
    for (const [at, name] of names.entries()) {
      const own = coded.get(name);
      if (!own)
        throw new TabletalkError(
          "bad_plan",
          `An interaction names '${name}', which is no predictor.`,
          "Add it.",
        );
      parts =
        at === 0
          ? own
          : parts.flatMap((left) =>
              own.map((right) => ({
                name: `${left.name}:${right.name}`,
                column: left.column.map((value, row) => value * right.column[row]!),
              })),
            );
    }
    add(names.join(":"), parts);
  }
  return design;
}

function codesOf(predictor: Predictor): {name: string; column: Float64Array}[] {
  if ("values" in predictor) return [{name: predictor.name, column: predictor.values}];
  const {labels, name, coding = "treatment"} = predictor;
  const levels = levelsOf(labels);
  if (levels.length < 2)
    throw new TabletalkError("bad_plan", `'${name}' has one value only.`, "Leave it out of the model.");
  if (coding === "treatment") {
    return levels.slice(1).map((level) => ({
      name: `${name}${level}`,
      column: Float64Array.from(labels, (label) => (label === level ? 1 : 0)),
    }));
  }
  const last = levels.at(-1);
  return levels.slice(0, -1).map((level, at) => ({
    name: `${name}${at + 1}`,
    column: Float64Array.from(labels, (label) => (label === level ? 1 : label === last ? -1 : 0)),
  }));
}

/** The different labels in order: numbers by size, texts by code points. */
export function levelsOf(labels: readonly (string | number)[]): (string | number)[] {
  return [...new Set(labels)].sort((a, b) =>
    typeof a === "number" && typeof b === "number" ? a - b : String(a) < String(b) ? -1 : 1,
  );
}
