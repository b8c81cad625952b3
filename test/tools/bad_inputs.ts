import type {Names} from "./bad_tables.ts";

type Input = Record<string, unknown>;

/** An input of a method over a bad table; `what` tells apart those of one method. */
export interface BadInput {
  what: string;
  input: Input;
}

const expression = (name: string) => ({column: name});
const named = (name: string) => ({name, of: expression(name)});

/** Inputs that say in turn what `variants` lists, beside what they have in common. */
const each = (base: Input, variants: Record<string, readonly unknown[]>): Input[] => [
  base,
  ...Object.entries(variants).flatMap(([key, values]) => values.map((value) => ({...base, [key]: value}))),
];

/** What each method of run_statistics is asked of a bad table. */
export const STATISTICS_INPUTS: Record<string, (names: Names) => Input[]> = {
  describe: ({x, y, g}) => [{}, {columns: [named(x), named(y)]}, {columns: [named(x)], groups: [named(g)]}],
  figures: ({x, g}) =>
    each(
      {
        figures: ["mean", "sd", "skewness", "kurtosis", "cv"].map((figure) => ({
          name: figure,
          figure,
          of: expression(x),
        })),
      },
      {groups: [[named(g)]]},
    ),
  missing: () => [{}],
  histogram: ({x, y}) => [{column: named(x)}, {column: named(y), bins: 7}],
  box: ({x, g}) => [{column: named(x)}, {column: named(x), groups: [named(g)]}],
  correlation: ({x, y}) =>
    each({columns: [named(x), named(y)]}, {coefficient: ["spearman", "kendall"], columns: [[]]}),
  compare_groups: ({x, g}) => [{column: named(x), group: named(g)}],
  linear_regression: ({x, y, z}) => [{outcome: named(y), predictors: [named(x), named(z)]}],
  group_test: ({x, g, h}) => [
    ...each(
      {column: named(x), group: named(g)},
      {
        test: ["welch", "student", "mann_whitney", "ks", "welch_anova", "anova", "kruskal"],
        post_hoc: ["tukey", "games_howell", "dunn"],
      },
    ),
    {column: named(x), group: named(h), alternative: "less"},
  ],
  one_sample_test: ({x, y}) =>
    each({column: named(x), mu: 5}, {test: ["t", "wilcoxon", "sign"], second: [named(y)]}),
  contingency: ({g, h}) =>
    each(
      {rows: named(g), columns: named(h)},
      {test: ["chi_squared", "g", "fisher", "mcnemar"], correct: [true]},
    ),
  normality: ({x}) => [
    {column: named(x)},
    {column: named(x), tests: ["shapiro", "anderson", "dagostino", "jarque_bera", "lilliefors"]},
    {column: named(x), tests: ["lilliefors"]},
  ],
  equal_variances: ({x, g}) =>
    each({column: named(x), group: named(g)}, {test: ["levene", "bartlett", "fligner", "f"]}),
  regression: ({x, y, z, g, flag}) => [
    ...each(
      {outcome: named(y), predictors: [named(x), named(z)]},
      {errors: ["HC0", "HC3"], factors: [[named(g)]]},
    ),
    {outcome: named(flag), predictors: [named(x), named(z)], family: "logistic"},
    {outcome: named(flag), predictors: [named(x)], factors: [named(g)], family: "logistic"},
    {outcome: named(flag), predictors: [named(x)], family: "poisson"},
    {outcome: named(y), predictors: [named(x)], factors: [named(g)], interactions: [[x, g]]},
  ],
  proportions: ({flag, g, h}) => [
    {column: named(flag)},
    {column: named(flag), group: named(g)},
    {column: named(flag), group: named(h), alternative: "less"},
  ],
  anova: ({y, g, h, x}) => [
    {column: named(y), factors: [named(g)]},
    {column: named(y), factors: [named(g), named(h)]},
    {column: named(y), factors: [named(g), named(h)], covariates: [named(x)], type: 3},
    {column: named(y), factors: [named(g), named(h)], interactions: false, type: 1},
  ],
  change_points: ({d, x}) => each(series(d, x), {algorithm: ["binary_segmentation"]}),
  seasonality: ({d, x}) => each(series(d, x), {season: [7]}),
  time_anomalies: ({d, x}) => [series(d, x)],
  stationarity: ({d, x}) => each(series(d, x), {around: ["trend"]}),
  autocorrelation: ({d, x}) => [series(d, x)],
  trend: ({d, x}) => [series(d, x)],
  decompose: ({d, x}) => each(series(d, x), {kind: ["additive", "multiplicative", "stl_robust"]}),
  explain_change: ({x, g, h}) => {
    const of = expression(g);
    const sides = {before: {op: "is_not_null", of}, after: {op: "is_null", of}};
    return each(
      {measure: {name: "total", fn: "sum", of: expression(x)}, dimensions: [named(h)], ...sides},
      {
        measure: [
          {name: "mean", fn: "avg", of: expression(x)},
          {name: "rows", fn: "count"},
        ],
        after: [sides.before],
      },
    );
  },
  key_drivers: ({x, g}) => [{target: x}, {target: g}],
  segments: ({x, g}) => [{column: named(x)}, {column: named(x), dimensions: [named(g)], least: 2}],
  insights: ({x}) => [{}, {column: x}],
  confidence_interval: ({x, flag, g}) => [
    ...each({column: named(x), resamples: 500}, {of: ["median", "sd"], groups: [[named(g)]]}),
    {column: named(flag), of: "proportion"},
  ],
  multinomial_regression: ({g, h, x}) => [
    {outcome: named(g), predictors: [named(x)]},
    {outcome: named(h), predictors: [named(x)], factors: [named(g)]},
  ],
  paired_test: ({x, y, z, d, g}) => [
    ...["auto", "t", "wilcoxon", "sign"].map((test) => ({columns: [named(x), named(y)], test})),
    {columns: [named(x), named(y), named(z)]},
    {column: named(x), subject: named(d), condition: named(g)},
  ],
  survival: ({x, flag, g}) => [
    {time: named(x), event: named(flag)},
    {time: named(x), event: named(flag), group: named(g)},
    {time: named(x), event: named(flag), group: named(g), weight: "breslow"},
  ],
};

/** Methods that read no table. */
export const WITHOUT_TABLE = ["power", "adjust_p_values"];

const series = (time: string, of: string): Input => ({
  time: {of: expression(time), unit: "day"},
  measure: {name: "m", fn: "avg", of: expression(of)},
});

const CLASSIFIERS = ["logistic", "k_nn", "naive_bayes", "tree", "forest", "boosting", "svm"];
const REGRESSORS = ["linear", "ridge", "lasso", "elastic_net", "k_nn", "tree", "forest", "boosting", "svm"];
const FORECASTS = [
  "seasonal_naive",
  "naive",
  "drift",
  "mean",
  "theta",
  "ets",
  "holt_winters",
  "arima",
  "mstl",
  "additive",
];

/** What each method of train_model is asked of a bad table. `predict` has tests of its own: it takes a model. */
export const LEARNING_INPUTS: Record<string, (names: Names) => Input[]> = {
  classify: ({g, h, flag}) => [
    ...each(
      {target: flag, model: "logistic"},
      {model: CLASSIFIERS.slice(1), classWeights: ["balanced"], encoding: ["ordinal"]},
    ),
    {target: g, model: "logistic"},
    {target: h, model: "tree"},
  ],
  regress: ({y, d}) => [
    ...each({target: y, model: "ridge"}, {model: REGRESSORS.filter((name) => name !== "ridge")}),
    {target: y, model: "ridge", order: d},
  ],
  compare_models: ({flag, y}) => [
    {task: "classify", target: flag, models: ["logistic", "tree"], folds: 3},
    {task: "regress", target: y, models: ["ridge", "k_nn"], folds: 3},
  ],
  cluster: ({x, y, z}) => [
    ...each({model: "k_means"}, {model: ["hierarchical", "dbscan"], output: ["rows"]}),
    {model: "k_means", features: [x, y, z], clusters: 3},
  ],
  reduce: ({x, y, z}) => [
    {model: "pca"},
    {model: "pca", features: [x, y, z], output: "rows"},
    {model: "umap", features: [x, y, z]},
  ],
  anomalies: ({x, y, z}) => [{features: [x, y, z], trees: 20}, {trees: 20}],
  forecast: ({d, x}) => each({...series(d, x), horizon: 5}, {model: FORECASTS}),
};

/** What each method of prepare_data is asked of a bad table. */
export const PREPARATION_INPUTS: Record<string, (names: Names) => Input[]> = {
  select: ({x, g}) => [{columns: [named(x), named(g)], order: [{by: x, direction: "asc"}], limit: 5}],
  duplicates: ({g}) => [{columns: [named(g)]}, {}],
  filter: ({x}) => [{where: {op: ">", of: expression(x), value: 20}}],
  sort: ({x, g}) => [
    {
      order: [
        {by: x, direction: "desc"},
        {by: g, direction: "asc"},
      ],
    },
  ],
  derive: ({x, z}) => [
    {columns: [{name: "ratio", of: {op: "/", left: expression(x), right: expression(z)}}]},
    {columns: [{name: "logarithm", of: {fn: "ln", of: expression(z)}}]},
    {columns: [{name: "root", of: {fn: "sqrt", of: expression(z)}}]},
  ],
  rename: ({x}) => [{names: [{from: x, to: "renamed"}]}],
  cast: ({x, g, d}) => [
    {columns: [{column: x, to: "integer"}]},
    {columns: [{column: x, to: "text"}]},
    {columns: [{column: g, to: "number"}]},
    {columns: [{column: g, to: "number"}], losses: "refuse"},
    {columns: [{column: d, to: "date"}]},
    {columns: [{column: g, to: "date", format: "%d.%m.%Y"}]},
    {columns: [{column: x, to: "boolean"}]},
  ],
  clean_text: ({g}) => [{}, {columns: [g], case: "upper", accents: true}],
  deduplicate: ({g}) => [{}, {columns: [g]}],
  fill_missing: ({x, g, y}) => [
    ...each({how: "drop"}, {how: ["forward", "backward", "iterative"]}),
    {how: "knn", columns: [x, y], neighbours: 3},
    ...["mean", "median", "mode"].map((how) => ({how, columns: [x]})),
    {how: "median", columns: [x], by: [g]},
    {how: "mode", columns: [g]},
    {how: "constant", value: 0, columns: [x]},
  ],
  outliers: ({x}) =>
    ["iqr", "z", "mad"].flatMap((rule) =>
      ["flag", "clip", "drop", "keep", "blank", "mean", "median"].map((action) => ({
        rule,
        action,
        columns: [x],
      })),
    ),
  scale: ({x, y, z}) => ["standard", "min_max", "robust"].map((how) => ({how, columns: [x, y, z]})),
  transform: ({x, z}) =>
    ["log", "log1p", "sqrt", "box_cox", "yeo_johnson"].flatMap((how) => [
      {how, columns: [x]},
      {how, columns: [z]},
    ]),
  bin: ({x}) => [
    {column: x, how: "equal_width", bins: 5},
    {column: x, how: "equal_count", bins: 5},
    {column: x, how: "edges", edges: [0, 20, 40]},
  ],
  label: ({x, g}) => [
    {into: "size", cases: [{where: {op: ">", of: expression(x), value: 20}, value: "large"}]},
    {into: g, cases: [{where: {op: "is_null", of: expression(g)}, value: "none"}], otherwise: "some"},
  ],
  encode: ({g, y}) => [
    {column: g, how: "one_hot"},
    {column: g, how: "ordinal"},
    {column: g, how: "target", target: y},
  ],
  date_parts: ({d}) => [{column: d}],
  join: ({g}) => [
    {with: {table: "plain"}, on: [{left: g, right: "g"}]},
    {with: {table: "two_rows"}, on: [{left: g, right: "g"}], kind: "full", multiply: true},
  ],
  union: () => [{tables: ["plain"]}],
  pivot: ({g, h, x}) => [
    {rows: [g], columns: h, values: x},
    {rows: [g], columns: h, fn: "count"},
    {rows: [g], columns: h, values: x, fn: "avg"},
  ],
  unpivot: ({x, y, z}) => [{columns: [x, y, z]}, {columns: [x, y], dropMissing: true}],
  group: ({g, x}) => [
    {
      groups: [named(g)],
      measures: ["avg", "sum", "stddev", "median", "count"].map((fn) => ({name: fn, fn, of: expression(x)})),
    },
  ],
  window: ({x, d}) => [
    {
      columns: [
        "rank",
        "lag",
        "change",
        "percent_change",
        "running_sum",
        "running_mean",
        "moving_mean",
        "share",
      ].map((fn) => ({
        name: `_${fn}`,
        fn,
        of: x,
      })),
      order: [{by: d, direction: "asc"}],
    },
  ],
  resample: ({d, x}) => [
    {column: d, unit: "week", measures: [{name: "m", fn: "avg", of: expression(x)}]},
    {column: d, unit: "month", measures: [{name: "m", fn: "sum", of: expression(x)}], gaps: "zero"},
  ],
  sample: ({g}) => [{rows: 10}, {share: 0.3}, {share: 0.3, by: [g]}],
  split_column: ({g}) => [
    {column: g, separator: "."},
    {column: g, separator: "+", into: ["first", "second"]},
  ],
  extract: ({g}) => [{column: g, pattern: "([0-9]+)", into: ["digits"]}],
  match_values: ({g}) => [{column: g}],
  replace: ({g}) => [
    {columns: [g], find: "a", with: "\\1"},
    {columns: [g], find: "[aeiou]", pattern: true},
    {columns: [g], find: "(", ignoreCase: true},
  ],
  recode: ({g, x}) => [
    {column: g, values: {a: 1, b: 2}, others: "missing"},
    {column: x, values: {"1": "one"}},
    {column: g, values: {a: null}, others: "value", value: "rest"},
  ],
};
