import fc from "fast-check";
import {describe, expect, test} from "vitest";
import {fitKMeans} from "../../src/learning/clusters/k_means.ts";
import {classificationScores, confusionMatrix} from "../../src/learning/metrics/classification.ts";
import {precisionRecall, rocCurve} from "../../src/learning/metrics/ranking.ts";
import {regressionScores} from "../../src/learning/metrics/regression.ts";
import {applyPipeline, fitPipeline} from "../../src/learning/pipeline/fit_pipeline.ts";
import {foretell, learn} from "../../src/learning/pipeline/learn.ts";
import {CLASSIFIERS, REGRESSORS} from "../../src/learning/pipeline/models.ts";
import type {RawColumn} from "../../src/learning/pipeline/raw_column.ts";
import {predict, writeModel} from "../../src/learning/pipeline/saved_model.ts";
import {
  boxCox,
  boxCoxLambda,
  yeoJohnson,
  yeoJohnsonLambda,
} from "../../src/learning/preparation/power_transform.ts";
import {applyPca, fitPca} from "../../src/learning/reduction/principal_components.ts";
import {fitScaling, scale} from "../../src/learning/scaling.ts";
import {fitIsolation, scoreIsolation} from "../../src/learning/trees/isolation_forest.ts";
import {kFolds, stratifiedFolds, trainTestSplit} from "../../src/learning/validation/split.ts";
import {columns, FEW, holds, inOrder, order, sample, seed} from "./samples.ts";

const DIGITS = 6;
const raw = (all: readonly Float64Array[]): RawColumn[] =>
  all.map((values, at) => ({name: `x${at}`, type: "number", values}));
const halves = (values: Float64Array): Float64Array => {
  const middle = Float64Array.from(values).sort()[values.length >> 1]!;
  return values.map((value) => (value < middle ? 0 : 1));
};

describe("models", () => {
  /** Few trees: what is checked does not hang on their number. */
  const settings = {trees: 10, rounds: 10};
  /** Trees draw columns, and break ties, by their place. */
  const BLIND = ["linear", "ridge", "logistic", "k_nn", "naive_bayes"];

  test.each(CLASSIFIERS)("%s: the same seed gives the same model; probabilities sum to one", (name) =>
    holds(
      [columns(3, 20), seed],
      ([x, a, b], by) => {
        const labels = halves(x!);
        const options = {name, settings, classes: 2, seed: by};
        const model = learn(raw([x!, a!, b!]), labels, options);
        const foretold = foretell(model, raw([x!, a!, b!]));
        expect(foretell(learn(raw([x!, a!, b!]), labels, options), raw([x!, a!, b!]))).toEqual(foretold);
        for (let row = 0; row < labels.length; row++) {
          const shares = foretold.map((one) => one[row]!);
          expect(shares.every((share) => share >= 0 && share <= 1)).toBe(true);
          expect(shares[0]! + shares[1]!).toBeCloseTo(1, DIGITS);
        }
        if (!BLIND.includes(name)) return;
        const moved = [
          {name: "x1", type: "number" as const, values: a!},
          {name: "x0", type: "number" as const, values: x!},
          {name: "x2", type: "number" as const, values: b!},
        ];
        const other = foretell(learn(moved, labels, options), moved);
        for (const [row, share] of foretold[1]!.entries()) expect(other[1]![row]).toBeCloseTo(share, DIGITS);
      },
      10,
    ),
  );

  test.each(REGRESSORS)(
    "%s: what is kept as JSON foretells the same, whatever the order of its columns",
    (name) =>
      holds(
        [columns(3, 20), seed],
        ([y, a, b], by) => {
          const x = raw([a!, b!]);
          const learnt = learn(x, y!, {name, settings, classes: 0, seed: by});
          const [foretold] = foretell(learnt, x);
          expect(foretold!.every(Number.isFinite)).toBe(true);
          const text = writeModel({format: 1, task: "regress", name, target: "y", labels: [], ...learnt});
          expect(predict(text, [...x].reverse()).values).toEqual([...foretold!]);
        },
        10,
      ),
  );

  test("trees, k-NN and forests never foretell beyond what they learnt from", () =>
    holds(
      [columns(2, 20), seed],
      ([y, x], by) => {
        const [least, most] = [Math.min(...y!), Math.max(...y!)];
        const far = raw([x!.map((value) => value * 100)]);
        for (const name of ["tree", "k_nn", "forest"] as const) {
          const learnt = learn(raw([x!]), y!, {name, settings, classes: 0, seed: by});
          for (const value of foretell(learnt, far)[0]!) {
            expect(value).toBeGreaterThanOrEqual(least - 1e-9);
            expect(value).toBeLessThanOrEqual(most + 1e-9);
          }
        }
      },
      10,
    ));
});

test("k-means: one seed gives one answer, each row is nearest its own centre, more clusters fit no worse", () =>
  holds(
    [columns(2, 20), seed],
    (x, by) => {
      const {model, labels} = fitKMeans(x, 3, {seed: by});
      expect(fitKMeans(x, 3, {seed: by})).toEqual({model, labels});
      for (let row = 0; row < labels.length; row++) {
        const far = model.centres.map((centre) =>
          centre.reduce((sum, one, at) => sum + (one - x[at]![row]!) ** 2, 0),
        );
        expect(far[labels[row]!]).toBeLessThanOrEqual(Math.min(...far) + 1e-6);
      }
      expect(fitKMeans(x, 1, {seed: by}).model.inertia).toBeGreaterThanOrEqual(model.inertia - 1e-6);
    },
    FEW,
  ));

test("isolation: scores lie between 0 and 1, the same for the same seed", () =>
  holds(
    [columns(2, 20), seed],
    (x, by) => {
      const scores = scoreIsolation(fitIsolation(x, {trees: 20, seed: by}), x);
      expect(scoreIsolation(fitIsolation(x, {trees: 20, seed: by}), x)).toEqual(scores);
      for (const score of scores) expect(score > 0 && score < 1).toBe(true);
    },
    FEW,
  ));

test("principal components: shares fall and sum to one; distances between rows stay", () =>
  holds([columns(3)], (x) => {
    const model = fitPca(x);
    expect(model.shares).toEqual([...model.shares].sort((a, b) => b - a));
    expect(model.shares.reduce((sum, one) => sum + one, 0)).toBeCloseTo(1, DIGITS);
    const far = (all: readonly Float64Array[]): number =>
      Math.sqrt(all.reduce((sum, column) => sum + (column[0]! - column[1]!) ** 2, 0));
    expect(far(applyPca(model, x))).toBeCloseTo(far(x), 4);
  }));

test("scaling there and back gives the values; scaled columns have mean 0 and spread 1", () =>
  holds([columns(2)], (x) => {
    const learnt = fitScaling(x);
    for (const [at, column] of scale(x, learnt).entries()) {
      const mean = column.reduce((sum, one) => sum + one, 0) / column.length;
      expect(mean).toBeCloseTo(0, DIGITS);
      expect(column.reduce((sum, one) => sum + one * one, 0) / column.length).toBeCloseTo(1, DIGITS);
      for (const [row, value] of column.entries())
        expect(value * learnt.scales[at]! + learnt.means[at]!).toBeCloseTo(x[at]![row]!, DIGITS);
    }
  }));

test("power transforms keep the order of values", () =>
  holds(
    [sample(8)],
    (values) => {
      const sorted = Float64Array.from(new Set(values)).sort();
      const positive = sorted.map((value) => value - sorted[0]! + 1);
      const powers = [yeoJohnsonLambda(sorted), boxCoxLambda(positive)] as const;
      const made = [
        sorted.map((one) => yeoJohnson(one, powers[0])),
        positive.map((one) => boxCox(one, powers[1])),
      ];
      for (const column of made) expect([...column]).toEqual([...column].sort((a, b) => a - b));
    },
    FEW,
  ));

const labels = fc
  .array(fc.constantFrom("a", "b", "c", null), {minLength: 6, maxLength: 40})
  .filter((values) => new Set(values.filter((one) => one !== null)).size > 1);

test("labels become one column a value, of which a row has exactly one", () =>
  holds([labels], (values) => {
    const column: RawColumn = {name: "g", type: "label", values};
    const pipeline = fitPipeline([column]);
    const made = applyPipeline(pipeline, [column]).columns;
    const levels = pipeline.names.filter((name) => name.startsWith("g = "));
    expect(new Set(levels).size).toBe(new Set(values.filter((one) => one !== null)).size);
    const own = made.filter((_, at) => pipeline.names[pipeline.kept[at]!]!.startsWith("g = "));
    for (let row = 0; row < values.length; row++)
      expect(own.reduce((sum, one) => sum + one[row]!, 0)).toBe(1);
    // A value never seen is none of the known.
    const strange = applyPipeline(pipeline, [{name: "g", type: "label", values: ["new"]}]);
    expect(strange.notes.join()).toContain("not in training (new)");
  }));

describe("splits", () => {
  test("each row is in one part, the same for the same seed, with the shares of classes kept", () =>
    holds([fc.integer({min: 20, max: 300}), seed], (rows, by) => {
      const {train, test: rest} = trainTestSplit(rows, {testShare: 0.2, seed: by});
      expect([...train, ...rest].sort((a, b) => a - b)).toEqual(Array.from({length: rows}, (_, row) => row));
      expect(rest).toHaveLength(Math.ceil(0.2 * rows));
      expect(trainTestSplit(rows, {testShare: 0.2, seed: by})).toEqual({train, test: rest});
      const classes = Float64Array.from({length: rows}, (_, row) => (row % 4 === 0 ? 1 : 0));
      const kept = trainTestSplit(rows, {testShare: 0.2, seed: by, labels: classes});
      const share = kept.test.reduce((sum, row) => sum + classes[row]!, 0) / kept.test.length;
      expect(Math.abs(share - 0.25)).toBeLessThan(1.5 / kept.test.length);
    }));

  test("folds judge each row once, and learn from none that they judge", () =>
    holds([fc.integer({min: 10, max: 100}), fc.integer({min: 2, max: 5}), seed], (rows, folds, by) => {
      const classes = Float64Array.from({length: rows}, (_, row) => row % 2);
      for (const parts of [kFolds(rows, folds, by), stratifiedFolds(classes, folds, by)]) {
        const judged = parts.flatMap(({test: own}) => [...own]).sort((a, b) => a - b);
        expect(judged).toEqual(Array.from({length: rows}, (_, row) => row));
        for (const {train, test: own} of parts)
          expect([...own].some((row) => train.includes(row))).toBe(false);
      }
    }));
});

describe("metrics", () => {
  const judged = fc
    .array(fc.tuple(fc.constantFrom(0, 1), fc.integer({min: 0, max: 20})), {minLength: 10, maxLength: 60})
    .filter((rows) => new Set(rows.map(([truth]) => truth)).size === 2)
    .map((rows) => ({
      truth: Float64Array.from(rows, ([truth]) => truth),
      scores: Float64Array.from(rows, ([, score]) => score / 20),
    }));

  test("the ROC area sees the order of scores alone, and is mirrored by turning them", () =>
    holds([judged, seed], ({truth, scores}, turn) => {
      const {area, points} = rocCurve(truth, scores);
      expect(
        rocCurve(
          truth,
          scores.map((score) => score ** 3),
        ).area,
      ).toBeCloseTo(area, DIGITS);
      expect(
        rocCurve(
          truth,
          scores.map((score) => -score),
        ).area,
      ).toBeCloseTo(1 - area, DIGITS);
      const rows = order(truth.length, turn);
      expect(rocCurve(inOrder(truth, rows), inOrder(scores, rows)).area).toBeCloseTo(area, DIGITS);
      expect(points.at(-1)).toMatchObject({x: 1, y: 1});
      const {average} = precisionRecall(truth, scores);
      expect(average > 0 && average <= 1).toBe(true);
    }));

  test("a confusion matrix holds every row, and right answers score 1", () =>
    holds([judged], ({truth, scores}) => {
      const foretold = Uint32Array.from(scores, (score) => (score > 0.5 ? 1 : 0));
      const matrix = confusionMatrix(truth, foretold, 2);
      expect(matrix.flat().reduce((sum, one) => sum + one, 0)).toBe(truth.length);
      const {accuracy, balancedAccuracy, f1, mcc} = classificationScores(matrix);
      for (const score of [accuracy, balancedAccuracy, f1]) expect(score >= 0 && score <= 1).toBe(true);
      expect(mcc >= -1 - 1e-12 && mcc <= 1 + 1e-12).toBe(true);
      expect(classificationScores(confusionMatrix(truth, Uint32Array.from(truth), 2)).accuracy).toBe(1);
    }));

  test("R squared is 1 for the truth, 0 for its mean, and never more", () =>
    holds([columns(2)], ([truth, foretold]) => {
      const mean = truth!.reduce((sum, one) => sum + one, 0) / truth!.length;
      expect(regressionScores(truth!, truth!).r2).toBe(1);
      expect(regressionScores(truth!, new Float64Array(truth!.length).fill(mean)).r2).toBeCloseTo(0, DIGITS);
      expect(regressionScores(truth!, foretold!).r2).toBeLessThan(1);
      expect(regressionScores(truth!, foretold!).mae).toBeLessThanOrEqual(
        regressionScores(truth!, foretold!).rmse,
      );
    }));
});
