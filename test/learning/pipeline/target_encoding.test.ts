import {expect, test} from "vitest";
import {applyPipeline, fitAndApply} from "../../../src/learning/pipeline/fit_pipeline.ts";
import type {RawColumn} from "../../../src/learning/pipeline/raw_column.ts";
import {readModel} from "../../../src/learning/pipeline/saved_model.ts";
import {train} from "../../../src/learning/pipeline/train.ts";
import {trainAndWrite} from "../../../src/learning/pipeline/train_and_write.ts";
import {MersenneTwister} from "../../../src/statistics/random/mersenne_twister.ts";

/** Labels that say nothing of the target, three rows each. */
function noise(rows: number): {label: RawColumn; number: RawColumn; target: Float64Array} {
  const random = new MersenneTwister(7);
  const values = Array.from({length: rows}, (_, row) => `c${row % Math.floor(rows / 3)}`);
  const draw = (): Float64Array => Float64Array.from({length: rows}, () => random.uniform());
  return {
    label: {name: "city", type: "label", values},
    number: {name: "size", type: "number", values: draw()},
    target: draw(),
  };
}

function correlation(a: Float64Array, b: Float64Array): number {
  const mean = (values: Float64Array): number => values.reduce((sum, one) => sum + one, 0) / values.length;
  const [x, y] = [mean(a), mean(b)];
  const product = (p: Float64Array, q: Float64Array, r: number, s: number): number =>
    p.reduce((sum, one, at) => sum + (one - r) * (q[at]! - s), 0);
  return product(a, b, x, y) / Math.sqrt(product(a, a, x, x) * product(b, b, y, y));
}

test("a row's own target is not in its number: labels of noise do not go with it in the rows learnt from", () => {
  const {label, target} = noise(900);
  const {pipeline, columns} = fitAndApply([label], {
    encoding: "target",
    target: {values: target, classes: 0, seed: 1},
  });
  expect(correlation(columns[0]!, target)).toBeLessThan(0.1);
  // What new rows get is learnt from all: on the same rows it would have told the target.
  expect(correlation(applyPipeline(pipeline, [label]).columns[0]!, target)).toBeGreaterThan(0.4);
});

test("nothing of the rows to judge by is learnt: noise is not found to foretell", () => {
  const {label, number, target} = noise(900);
  const made = train({
    task: "regress",
    target: {name: "y", type: "number", values: target},
    features: [label, number],
    models: ["linear"],
    encoding: "target",
  });
  expect(made.figures.find(({name}) => name === "R squared")!.value).toBeLessThan(0.05);
});

test.each([2, 3])(
  "of %i classes; a label never seen gets the mean of all; the saved model says the same",
  (classes) => {
    const rows = 300;
    const random = new MersenneTwister(3);
    const values = Array.from({length: rows}, () => `c${Math.floor(random.uniform() * 40)}`);
    const labels = values.map((value) => `k${Number(value.slice(1)) % classes}`);
    const features: RawColumn[] = [{name: "city", type: "label", values}];
    const {bytes, report} = trainAndWrite({
      task: "classify",
      target: {name: "kind", type: "label", values: labels},
      features,
      models: ["logistic"],
      encoding: "target",
    });
    expect(report.figures.find(({name}) => name === "accuracy")!.value).toBeGreaterThan(0.9);
    const {pipeline} = readModel(new TextDecoder().decode(bytes));
    expect(pipeline.names).toHaveLength(classes === 2 ? 1 : classes);
    const asked: RawColumn[] = [{name: "city", type: "label", values: ["c1", "never seen"]}];
    const made = applyPipeline(pipeline, asked);
    expect(made.columns.every((column) => column.every(Number.isFinite))).toBe(true);
    expect(made.notes.join()).toContain("never seen");
  },
);
