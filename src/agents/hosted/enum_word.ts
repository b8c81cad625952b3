/** What other programs and books call a thing, as our fields call it. */
const OTHER_NAMES: Readonly<Record<string, string>> = {
  std: "sd",
  stdev: "sd",
  stddev: "sd",
  standarddeviation: "sd",
  avg: "mean",
  average: "mean",
  var: "variance",
  pop: "population",
  skew: "skewness",
  kurt: "kurtosis",
  count: "n",
  nunique: "unique",
  pearsonr: "pearson",
  spearmanr: "spearman",
  kendalltau: "kendall",
  ks: "kolmogorov",
  zscore: "z",
  standardize: "standard",
  standardise: "standard",
  label: "ordinal",
  knn: "k nn",
  kneighbors: "k nn",
  knearestneighbors: "k nn",
  knearestneighbours: "k nn",
  svc: "svm",
  svr: "svm",
  supportvectormachine: "svm",
  ols: "linear",
  ffill: "forward",
  bfill: "backward",
  dropna: "drop",
  remove: "drop",
  outer: "full",
};

/** Words that a name may have beside the one that tells it. */
const BESIDE: ReadonlySet<string> = new Set([
  "test",
  "method",
  "coefficient",
  "correlation",
  "regression",
  "regressor",
  "classifier",
  "random",
  "decision",
  "gradient",
  "wilk",
  "wallis",
  "darling",
  "smirnov",
  "u",
  "score",
  "scaler",
  "scaling",
  "encoding",
  "fill",
]);

/**
 * The one of some values that is meant where a model writes another name of it: "std" is "sd", "random_forest" is "forest",
 * "two-sided" is "two_sided". What could be several, or none, stays as it is.
 */
export function enumWord(given: string, values: readonly string[]): string {
  if (values.includes(given)) return given;
  const sameLetters = values.filter((value) => letters(value) === letters(given));
  if (sameLetters.length === 1) return sameLetters[0]!;
  const meant = meaning(given);
  const same = meant === "" ? [] : values.filter((value) => meaning(value) === meant);
  return same.length === 1 ? same[0]! : given;
}

const letters = (text: string): string => text.toLowerCase().replace(/[^a-z0-9]+/g, "");

function meaning(text: string): string {
  const whole = OTHER_NAMES[letters(text)] ?? text;
  const words = whole
    .replace(/([a-z])([A-Z])/g, "$1 $2")
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .map((word) => OTHER_NAMES[word] ?? word)
    .filter((word) => word !== "" && !BESIDE.has(word));
  return [...new Set(words)].sort().join(" ");
}
