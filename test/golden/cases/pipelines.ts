import {readFileSync} from "node:fs";
import {likeliest, takeValues} from "../../../src/learning/features.ts";
import {classificationScores, confusionMatrix} from "../../../src/learning/metrics/classification.ts";
import {regressionScores} from "../../../src/learning/metrics/regression.ts";
import {foretell, learn} from "../../../src/learning/pipeline/learn.ts";
import type {ModelName, Settings} from "../../../src/learning/pipeline/models.ts";
import {type RawColumn, takeRaw} from "../../../src/learning/pipeline/raw_column.ts";
import {type GoldenCase, reference, referencePath} from "../case.ts";

type Results = Record<string, Record<string, {accuracy?: number; r2?: number}>>;
const theirs = reference<{results: Results}>("ml.json").results;

interface Data {
  raw: RawColumn[];
  target: Float64Array;
  train: Uint32Array;
  test: Uint32Array;
}

/** A learning set as a table is learnt from, with scikit-learn's split. */
function data(name: string): Data {
  const [header, ...lines] = readFileSync(referencePath(`data/${name}.csv`), "utf8")
    .trim()
    .split("\n");
  const names = header!.split(",");
  const rows = lines.map((line) => line.split(",").map(Number));
  const width = names.length - 2;
  const column = (at: number): Float64Array => Float64Array.from(rows, (row) => row[at]!);
  const places = (flag: number): Uint32Array =>
    Uint32Array.from([...rows.keys()].filter((row) => rows[row]![width + 1] === flag));
  return {
    raw: Array.from({length: width}, (_, at) => ({name: names[at]!, type: "number", values: column(at)})),
    target: column(width),
    train: places(0),
    test: places(1),
  };
}

/** A whole pipeline, fitted on the training rows: within a point, or one row, of scikit-learn's, or better. */
function score(
  set: string,
  classes: number,
  name: ModelName,
  model: string,
  settings: Settings = {},
): GoldenCase {
  const key = classes > 0 ? "accuracy" : "r2";
  const wanted = theirs[set]![model]![key]!;
  return {
    id: `pipeline: ${name} of ${set}`,
    ours: () => {
      const {raw, target, train, test} = data(set);
      const learnt = learn(takeRaw(raw, train), takeValues(target, train), {
        name,
        settings,
        classes,
        seed: 42,
      });
      const made = foretell(learnt, takeRaw(raw, test));
      const truth = takeValues(target, test);
      const got =
        classes > 0
          ? classificationScores(confusionMatrix(truth, likeliest(made), classes)).accuracy
          : regressionScores(truth, made[0]!).r2;
      const slack = Math.max(0.01, classes > 0 ? 1.001 / truth.length : 0);
      return {[key]: got >= wanted - slack ? wanted : got};
    },
    references: {sklearn: {[key]: wanted}},
    bar: 9,
  };
}

const SETS: [string, number][] = [
  ["iris", 3],
  ["wine", 3],
  ["breast_cancer", 2],
  ["digits", 10],
];

export const cases: GoldenCase[] = [
  ...SETS.flatMap(([set, classes]) => [
    score(set, classes, "svm", "svc_rbf"),
    score(set, classes, "logistic", "logreg_C1"),
    score(set, classes, "k_nn", "knn5"),
    score(set, classes, "naive_bayes", "gnb"),
    score(set, classes, "boosting", "histgb"),
  ]),
  score("diabetes", 0, "linear", "ols"),
];
