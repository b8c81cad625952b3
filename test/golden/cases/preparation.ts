import {imputeIteratively} from "../../../src/learning/preparation/iterative_imputation.ts";
import {imputeNearest} from "../../../src/learning/preparation/knn_imputation.ts";
import {
  boxCox,
  boxCoxLambda,
  yeoJohnson,
  yeoJohnsonLambda,
} from "../../../src/learning/preparation/power_transform.ts";
import {crossEncodeTarget, fitTargetEncoding} from "../../../src/learning/preparation/target_encoding.ts";
import {type GoldenCase, reference} from "../case.ts";

interface Reference {
  input: Record<string, (number | string | null)[]>;
  [name: string]: unknown;
}

const made = reference<Reference>("preparation.json");
const numbers = (name: string): Float64Array =>
  Float64Array.from(made.input[name]!, (one) => (one === null ? Number.NaN : Number(one)));
const table = (): Float64Array[] => ["a", "b", "c", "d"].map(numbers);
const moved = (): Float64Array => numbers("y").map((one) => one - 6);
const categories = [...new Set(made.input.g)].sort();
const codes = Int32Array.from(made.input.g!, (one) => categories.indexOf(one));
const lists = (columns: readonly Float64Array[]): number[][] => columns.map((column) => [...column]);

const flat = "the likelihood is flat at its top: a lambda is known to about the root of the precision";
const python = (name: string) => ({python: made[name]});

export const cases: readonly GoldenCase[] = [
  {id: "knn_imputation", ours: () => lists(imputeNearest(table(), 5)), references: python("knn"), bar: 9},
  {
    id: "iterative_imputation",
    ours: () => lists(imputeIteratively(table()).columns),
    references: python("iterative"),
    bar: 9,
  },
  {
    id: "box_cox_lambda",
    ours: () => boxCoxLambda(numbers("c")),
    references: python("boxcox_lambda"),
    bar: 6,
    because: flat,
  },
  {
    id: "yeo_johnson_lambda",
    ours: () => yeoJohnsonLambda(moved()),
    references: python("yeojohnson_lambda"),
    bar: 6,
    because: flat,
  },
  {
    id: "box_cox",
    ours: () => {
      const lambda = boxCoxLambda(numbers("c"));
      return [...numbers("c").map((one) => boxCox(one, lambda))];
    },
    references: python("power_box_cox"),
    bar: 6,
    because: flat,
  },
  {
    id: "yeo_johnson",
    ours: () => {
      const lambda = yeoJohnsonLambda(moved());
      return [...moved().map((one) => yeoJohnson(one, lambda))];
    },
    references: python("power_yeo_johnson"),
    bar: 6,
    because: flat,
  },
  {
    id: "target_encoding",
    ours: () => [...crossEncodeTarget(codes, numbers("y"), categories.length, {seed: 42}).values],
    references: python("target_continuous"),
    bar: 9,
  },
  {
    id: "target_encoding_binary",
    ours: () => [
      ...crossEncodeTarget(codes, numbers("t"), categories.length, {seed: 42, binary: true}).values,
    ],
    references: python("target_binary"),
    bar: 9,
  },
  {
    id: "target_encoding_smoothed",
    ours: () => [
      ...crossEncodeTarget(codes, numbers("y"), categories.length, {seed: 1, folds: 4, smoothing: 10}).values,
    ],
    references: python("target_smooth"),
    bar: 9,
  },
  {
    id: "target_encoding_fitted",
    ours: () => [...fitTargetEncoding(codes, numbers("y"), categories.length).encodings],
    references: python("target_fitted"),
    bar: 9,
  },
];
