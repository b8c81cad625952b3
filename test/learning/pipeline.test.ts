import {describe, expect, test} from "vitest";
import {applyPipeline, fitPipeline} from "../../src/learning/pipeline/fit_pipeline.ts";
import {findLeaks, sharedRows} from "../../src/learning/pipeline/leakage.ts";
import {CLASSIFIERS, REGRESSORS} from "../../src/learning/pipeline/models.ts";
import type {RawColumn} from "../../src/learning/pipeline/raw_column.ts";
import {predict, readModel, writeModel} from "../../src/learning/pipeline/saved_model.ts";
import {segment} from "../../src/learning/pipeline/segments.ts";
import {train} from "../../src/learning/pipeline/train.ts";
import {classFigures, gain, wilson} from "../../src/learning/validation/figures.ts";
import {MersenneTwister} from "../../src/statistics/random/mersenne_twister.ts";

const number = (name: string, values: number[]): RawColumn => ({
  name,
  type: "number",
  values: Float64Array.from(values),
});
const label = (name: string, values: (string | null)[]): RawColumn => ({name, type: "label", values});
const date = (name: string, values: (string | null)[]): RawColumn => ({name, type: "date", values});

/** Rows of which x and the colour say y, and noise does not. */
function sample(rows: number, seed: number) {
  const random = new MersenneTwister(seed);
  const x = Array.from({length: rows}, () => random.uniform() * 10);
  const noise = Array.from({length: rows}, () => random.uniform());
  const colour = Array.from({length: rows}, () => ["red", "blue"][Math.floor(random.uniform() * 2)]!);
  const y = x.map((value, row) => 2 * value + (colour[row] === "red" ? 5 : 0) + random.uniform());
  const kind = y.map((value) => (value > 13 ? "high" : "low"));
  return {
    features: [number("x", x), number("noise", noise), label("colour", colour)],
    y: number("y", y),
    kind: label("kind", kind),
  };
}

describe("a pipeline", () => {
  test("fills with the median, says where many are missing, and never passes on what is not finite", () => {
    const fitted = fitPipeline([number("a", [1, 3, Number.NaN, Infinity, 5])]);
    expect(fitted.names).toEqual(["a", "a is missing"]);
    const {columns} = applyPipeline(fitted, [number("a", [Number.NaN, 4, -Infinity])]);
    expect(columns.map((column) => [...column])).toEqual([
      [3, 4, 3],
      [1, 0, 1],
    ]);
  });

  test("labels never seen are none of the known, and said", () => {
    const fitted = fitPipeline([label("a", ["x", "y", "x"])]);
    const {columns, notes} = applyPipeline(fitted, [label("a", ["x", "z", null])]);
    expect(columns.map((column) => [...column])).toEqual([
      [1, 0, 1],
      [0, 0, 0],
    ]);
    expect(notes).toEqual(["a has 1 value not in training (z): counted as none of the known."]);
  });

  test("10,000 labels: the 30 most frequent, and the others as one", () => {
    const many = Array.from({length: 20_000}, (_, row) => `k${row % 10_000}`);
    const fitted = fitPipeline([label("a", many)]);
    expect(fitted.names).toHaveLength(31);
    expect(fitted.notes[0]).toContain("10000 different values");
  });

  test("dates become parts; parts that do not vary are left out", () => {
    const fitted = fitPipeline([date("d", ["2024-03-01", "2024-03-02", "2024-03-09"])]);
    expect(fitted.kept.map((at) => fitted.names[at])).toEqual(["d days", "d weekday"]);
  });

  test("what varies nowhere cannot be learnt from", () => {
    expect(() =>
      fitPipeline([number("a", [1, 1]), label("b", ["x", "x"]), number("c", [Number.NaN, Number.NaN])]),
    ).toThrow("No feature varies");
  });

  test("a table that lacks columns, or has them in another type, is refused", () => {
    const fitted = fitPipeline([number("a", [1, 2]), label("b", ["x", "y"])]);
    expect(() => applyPipeline(fitted, [number("c", [1])])).toThrow("needs the columns a, b");
    expect(() => applyPipeline(fitted, [label("a", ["1"]), label("b", ["x"])])).toThrow(
      "a was a number column when the model was trained; here it is a label column",
    );
  });
});

describe("the leakage gate", () => {
  const target = Float64Array.from({length: 60}, (_, row) => row % 2);
  test("finds copies, identifiers, row numbers and later dates; lets honest columns pass", () => {
    const leaks = findLeaks(
      [
        number(
          "copy",
          Array.from(target, (value) => value * 3 + 1),
        ),
        label(
          "code",
          Array.from(target, (value) => (value === 1 ? "B" : "A")),
        ),
        label(
          "id",
          Array.from(target, (_, row) => `id-${row}`),
        ),
        number(
          "row",
          Array.from(target, (_, row) => 100 + row),
        ),
        date(
          "closed",
          Array.from(target, () => "2024-05-02"),
        ),
        date(
          "opened",
          Array.from(target, () => "2024-04-02"),
        ),
        number(
          "honest",
          Array.from(target, (value, row) => value + (row % 7)),
        ),
      ],
      target,
      2,
      Array.from(target, () => "2024-05-01"),
    );
    expect(leaks.map(({column}) => column)).toEqual(["copy", "code", "id", "row", "closed"]);
  });

  test("rows on both sides of the split are counted", () => {
    const raw = [number("a", [1, 2, 1, 3])];
    const y = Float64Array.of(0, 1, 0, 1);
    expect(sharedRows(raw, y, Uint32Array.of(0, 1), Uint32Array.of(2, 3))).toBe(1);
  });
});

describe("training", () => {
  const {features, y, kind} = sample(300, 3);
  test.each(CLASSIFIERS)("%s: beats the baseline, and predicts the same after JSON", (name) => {
    const report = train({task: "classify", target: kind, features, models: [name]});
    expect(report.gain.low).toBeGreaterThan(0);
    const text = writeModel({
      format: 1,
      task: "classify",
      name,
      target: "kind",
      labels: report.labels,
      pipeline: report.pipeline,
      model: report.model,
    });
    expect(readModel(text).model).toEqual(report.model);
    const made = predict(text, features);
    const right = made.values.filter((value, row) => value === kind.values[row]).length;
    expect(right / 300).toBeGreaterThan(0.85);
  });

  test.each(REGRESSORS)("%s: finite figures, importance where it belongs", (name) => {
    const report = train({task: "regress", target: y, features, models: [name], settings: {alpha: 0.1}});
    expect(report.gain.low).toBeGreaterThan(0);
    expect(report.importance[0]!.column).toBe("x");
    for (const {value} of report.figures) expect(Number.isFinite(value)).toBe(true);
  });

  test("the same request gives the same report", () => {
    const twenty = sample(20, 1);
    const report = train({task: "regress", target: twenty.y, features: twenty.features, models: ["ridge"]});
    expect(report.rows).toEqual({train: 16, test: 4});
    expect(train({task: "regress", target: twenty.y, features: twenty.features, models: ["ridge"]})).toEqual(
      report,
    );
  });

  test("pure noise is not said to beat the baseline", () => {
    const random = new MersenneTwister(9);
    const target = label(
      "t",
      Array.from({length: 200}, () => (random.uniform() > 0.5 ? "a" : "b")),
    );
    const noise = [
      number(
        "n",
        Array.from({length: 200}, () => random.uniform()),
      ),
    ];
    const report = train({task: "classify", target, features: noise, models: ["logistic"]});
    expect(report.notes.join(" ")).toMatch(/not shown to beat|worse than the baseline/);
  });

  test("perfect separation and more columns than rows are borne", () => {
    const random = new MersenneTwister(5);
    const target = label(
      "t",
      Array.from({length: 40}, (_, row) => (row < 20 ? "a" : "b")),
    );
    const wide = Array.from({length: 80}, (_, at) =>
      number(
        `f${at}`,
        Array.from({length: 40}, () => random.uniform()),
      ),
    );
    const parted = number(
      "parted",
      Array.from({length: 40}, (_, row) => (row < 20 ? row % 5 : 100 + (row % 9))),
    );
    const report = train({
      task: "classify",
      target,
      features: [...wide, parted],
      models: ["logistic"],
      keep: ["parted"],
    });
    for (const {value} of report.figures) expect(Number.isFinite(value)).toBe(true);
  });

  test("imbalance is said; balanced classes find the rare one more often", () => {
    const random = new MersenneTwister(11);
    const x = Array.from({length: 1000}, () => random.uniform());
    const target = label(
      "t",
      x.map((value) => (random.uniform() < value ** 4 / 4 ? "rare" : "usual")),
    );
    const recall = (balanced: boolean): number => {
      const {confusion, labels, notes} = train({
        task: "classify",
        target,
        features: [number("x", x)],
        models: ["logistic"],
        balanced,
      });
      expect(notes.join(" ")).toContain("out of balance");
      const row = confusion![labels.indexOf("rare")]!;
      return row[labels.indexOf("rare")]! / (row[0]! + row[1]!);
    };
    expect(recall(true)).toBeGreaterThan(recall(false));
  });

  test("columns made of others change nothing that ordinary least squares foretells, and are named", () => {
    const twice = [
      ...features,
      number(
        "x2",
        Array.from(features[0]!.values as Float64Array, (value) => 2 * value),
      ),
    ];
    const alone = train({task: "regress", target: y, features, models: ["linear"]});
    const both = train({task: "regress", target: y, features: twice, models: ["linear"]});
    expect(both.figures[1]!.value).toBeCloseTo(alone.figures[1]!.value, 9);
    expect(both.notes).toContainEqual(expect.stringContaining("x2 is made of the other columns"));
  });

  test("work stops where its caller stops it", () => {
    const hooks = {
      progress: () => undefined,
      checkpoint: () => {
        throw new Error("stopped");
      },
    };
    expect(() => train({task: "classify", target: kind, features, models: ["forest"]}, hooks)).toThrow(
      "stopped",
    );
  });
});

test("intervals: Wilson's is statsmodels', a gain of nothing holds 0, areas lie within theirs", () => {
  const {low, high} = wilson(0.9, 50);
  expect(low).toBeCloseTo(0.7863976856252034, 12);
  expect(high).toBeCloseTo(0.9565242350681095, 12);
  const same = Float64Array.from({length: 40}, (_, row) => row % 2);
  expect(gain(same, same, 1)).toEqual({value: 0, low: 0, high: 0});
  const p = Float64Array.from({length: 40}, (_, row) => (row % 2 === 0 ? 0.3 : 0.6) + (row % 5) / 50);
  for (const {value, low: least, high: most} of classFigures(same, [p.map((one) => 1 - one), p], 0, 1))
    if (least !== undefined && most !== undefined) {
      expect(least).toBeLessThanOrEqual(value);
      expect(most).toBeGreaterThanOrEqual(value);
    }
});

test("clusters: three far heaps are found, whatever the rows' order", () => {
  const random = new MersenneTwister(2);
  const heap = Array.from({length: 90}, (_, row) => row % 3);
  const place = (scale: number): number[] => heap.map((at) => at * scale + random.uniform());
  const raw = [number("a", place(20)), number("b", place(-15))];
  for (const method of ["k_means", "hierarchical", "dbscan"] as const) {
    const found = segment(raw, {method, ...(method === "dbscan" && {reach: 0.3})});
    expect(found.clusters).toBe(3);
    for (let row = 3; row < 90; row++) expect(found.labels[row]).toBe(found.labels[row % 3]);
  }
  expect(() => segment(raw, {method: "k_means", k: 90})).toThrow("90 rows cannot make 90 clusters");
});
