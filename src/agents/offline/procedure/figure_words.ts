import type {FigureName} from "../../../statistics/descriptive/figures.ts";

/** What an output's words ask for. */
export type Wanted =
  | {kind: "figure"; figure: FigureName; q?: number; k?: number}
  | {kind: "rows"}
  | {kind: "p"}
  | {kind: "statistic"}
  | {kind: "r"}
  | {kind: "r2" | "rmse" | "mse" | "mae" | "accuracy" | "f1" | "intercept" | "coefficient"}
  | {kind: "outliers"}
  | {kind: "unique"}
  | {kind: "missing"; share: boolean}
  | {kind: "share"}
  | {kind: "first"}
  | {kind: "df"}
  | {kind: "cramers_v"};

/** First match wins: what says more stands before what says less. */
const WORDS: [string, Wanted][] = [
  ["p ?val(?:ue)?s?|pvalue|pval|p", {kind: "p"}],
  ["r ?squared?(?: value| score)?|r ?sq|r ?2|coefficient (?:of )?determination|determination", {kind: "r2"}],
  ["rmse|root mean squared? error", {kind: "rmse"}],
  ["mse|mean squared? error", {kind: "mse"}],
  ["mae|mean absolute error", {kind: "mae"}],
  ["dof|df|degrees? (?:of )?freedom", {kind: "df"}],
  ["cramer'?s? v|cramers? v", {kind: "cramers_v"}],
  ["accuracy(?: score)?", {kind: "accuracy"}],
  ["f ?1(?: score)?", {kind: "f1"}],
  ["intercept", {kind: "intercept"}],
  ["slope", {kind: "coefficient"}],
  [
    "corr(?:elation)?(?: coeff?(?:icient)?s?)?(?: value)?|r ?value|r|pearson(?: r)?|spearman(?: rho)?|kendall(?: tau)?|rho|tau",
    {kind: "r"},
  ],
  ["skew(?:ness)?", {kind: "figure", figure: "skewness"}],
  ["kurt(?:osis)?", {kind: "figure", figure: "kurtosis"}],
  [
    "(?:within|in) (?:one|1) (?:std|st dev|standard deviation|sd|sigma)\\w*(?: dev)?",
    {kind: "figure", figure: "within", k: 1},
  ],
  [
    "(?:within|in) (?:two|2) (?:std|st dev|standard deviations?|sd|sigma)\\w*(?: dev)?",
    {kind: "figure", figure: "within", k: 2},
  ],
  [
    "(?:number|count|total|num|n|no)(?: of)?(?: \\w+)? outliers?|outliers? (?:count|number|num|total)",
    {kind: "outliers"},
  ],
  [
    "(?:percent\\w*|share|proportion|ratio|pct)(?: of)? (?:missing|null|nan)(?: values?)?|(?:missing|null|nan)(?: values?)? (?:percent\\w*|share|proportion|ratio|pct)",
    {kind: "missing", share: true},
  ],
  [
    "(?:number of |count of |total |num )?(?:missing|null|nan)(?: values?)?(?: counts?)?",
    {kind: "missing", share: false},
  ],
  ["(?:number of |count of |num )?(?:unique|distinct)(?: values?)?(?: counts?)?", {kind: "unique"}],
  [
    "(?:std|stdev|stddev|std dev|stand?ard dev(?:iation)?|st dev|sd|deviation|sigma)",
    {kind: "figure", figure: "sd"},
  ],
  ["variance|var", {kind: "figure", figure: "variance"}],
  ["coefficient of variation|cv", {kind: "figure", figure: "cv"}],
  ["iqr|interquartile range", {kind: "figure", figure: "iqr"}],
  [
    "q ?1|first quartile|lower quartile|(?:25 ?(?:th)? ?percentile|percentile 25)|25 ?%",
    {kind: "figure", figure: "quantile", q: 0.25},
  ],
  [
    "q ?3|third quartile|upper quartile|(?:75 ?(?:th)? ?percentile|percentile 75)|75 ?%",
    {kind: "figure", figure: "quantile", q: 0.75},
  ],
  ["(?:90 ?(?:th)? ?percentile|percentile 90)", {kind: "figure", figure: "quantile", q: 0.9}],
  ["(?:95 ?(?:th)? ?percentile|percentile 95)", {kind: "figure", figure: "quantile", q: 0.95}],
  ["median|med", {kind: "figure", figure: "median"}],
  ["mode|most (?:common|frequent)", {kind: "figure", figure: "mode"}],
  [
    "range (?:low(?:er|est)?|min(?:imum)?)|(?:low(?:er|est)?|min(?:imum)?) (?:range|end|value)",
    {kind: "figure", figure: "min"},
  ],
  [
    "range (?:high(?:er|est)?|max(?:imum)?)|(?:high(?:er|est)?|max(?:imum)?) (?:range|end|value)",
    {kind: "figure", figure: "max"},
  ],
  ["range", {kind: "figure", figure: "range"}],
  ["mean|average|avg|averages|means", {kind: "figure", figure: "mean"}],
  ["min(?:imum)?|lowest|smallest|least", {kind: "figure", figure: "min"}],
  ["max(?:imum)?|highest|largest|greatest", {kind: "figure", figure: "max"}],
  ["percent\\w*|proportion|share|ratio|pct|rate", {kind: "share"}],
  ["sum|total sum|totals?", {kind: "figure", figure: "sum"}],
  [
    "test statistics?|(?:[wtfhuzd]|chi2?|ks|k2) ?(?:statistics?|stat|value)|chi ?(?:2|squared?)|statistics?|shapiro w",
    {kind: "statistic"},
  ],
  ["coef(?:f|ficient)?s?|beta", {kind: "coefficient"}],
  ["first (?:entry|value|row|record|element)", {kind: "first"}],
  ["outliers?", {kind: "outliers"}],
  [
    "count|number|num|n|total number|how many|entries|records|rows|observations|occurrences?|frequency|times",
    {kind: "rows"},
  ],
];

const PATTERNS = WORDS.map(([pattern, wanted]) => ({
  pattern: new RegExp(`(?<![\\p{L}\\p{N}])(?:${pattern})(?![\\p{L}\\p{N}])`, "u"),
  wanted,
}));

/** "p10", "90th percentile", "percentile 5". */
const PERCENTILE =
  /(?<![\p{L}\p{N}])(?:p ?(\d{1,2})(?!\d)|(\d{1,2}) ?(?:st|nd|rd|th)? ?perc(?:entile)?|perc(?:entile)? (\d{1,2}))(?![\p{L}\p{N}])/u;

/** What words ask for, and those words without it. */
export function wantedOf(words: string): {wanted: Wanted; rest: string} | undefined {
  const percentile = PERCENTILE.exec(words);
  if (percentile) {
    const q = Number(percentile[1] ?? percentile[2] ?? percentile[3]) / 100;
    return {
      wanted: {kind: "figure", figure: "quantile", q},
      rest: words.replace(percentile[0], " ").replace(/\s+/g, " ").trim(),
    };
  }
  for (const {pattern, wanted} of PATTERNS) {
    const match = pattern.exec(words);
    if (match)
      return {
        wanted,
        rest: `${words.slice(0, match.index)} ${words.slice(match.index + match[0].length)}`
          .replace(/\s+/g, " ")
          .trim(),
      };
  }
  return undefined;
}
