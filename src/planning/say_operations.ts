import type {Expression} from "../tools/condition.ts";
import type {Operation} from "./operations.ts";
import {sayCondition, sayExpression} from "./say_condition.ts";

/** A procedure in words, step by step. */
export function sayOperations(operations: readonly Operation[]): string {
  return operations.map(sayOperation).join("; then ");
}

function sayOperation(operation: Operation): string {
  const where = "where" in operation && operation.where ? ` where ${sayCondition(operation.where)}` : "";
  switch (operation.do) {
    case "fill":
      return `fill missing ${listed(operation.columns) || "values"} with the ${operation.how === "constant" ? operation.value : operation.how}${operation.by.length > 0 ? ` of each ${listed(operation.by)}` : ""}`;
    case "clean":
      return `${listed(operation.columns)} without blanks around it${operation.case ? `, in ${operation.case} case` : ""}`;
    case "drop_missing":
      return `leave out rows that miss ${listed(operation.columns) || "any value"}`;
    case "deduplicate":
      return `drop repeated rows${operation.columns.length > 0 ? ` by ${listed(operation.columns)}` : ""}`;
    case "filter":
      return `only rows where ${operation.said}`;
    case "derive":
      return `${operation.name} = ${sayExpression(operation.of)}`;
    case "change":
      return `${operation.name} = ${operation.how === "difference" ? "" : operation.how === "percent" ? "percent " : "relative "}change of ${operation.column} from the row before`;
    case "bin":
      return `${operation.into} = ${operation.column} in ${operation.edges ? `bins at ${operation.edges.join(", ")}` : `${operation.bins ?? 4} bins of ${operation.how.replace("_", " ")}`}`;
    case "encode":
      return `encode ${operation.column} (${operation.how.replace("_", " ")}${operation.order ? `: ${operation.order.join(", ")}` : ""})`;
    case "scale":
      return `scale ${listed(operation.columns)} (${operation.how.replace("_", "-")})`;
    case "transform":
      return `${operation.how.replace("_", "-")} of ${listed(operation.columns)}`;
    case "outliers":
      return `${operation.action} outliers of ${operation.rows.column} (${sayRule(operation.rows)})`;
    case "figures": {
      const figures = operation.figures.map((one) => sayFigure(one));
      const groups =
        operation.groups.length > 0 ? ` by ${listed(operation.groups.map(({name}) => name))}` : "";
      const among = operation.outliers
        ? ` among ${operation.outliers.keep === "outliers" ? "" : "all but "}the outliers of ${sayExpression(operation.outliers.of)} (${sayRule(operation.outliers)})`
        : "";
      return `${listed([...new Set(figures)])}${groups}${where}${among}`;
    }
    case "aggregate": {
      const measures = operation.measures.map((one) => one.name);
      const groups =
        operation.groups.length > 0 ? ` by ${listed(operation.groups.map(({name}) => name))}` : "";
      return `${listed(measures)}${groups}${where}`;
    }
    case "rows":
      return `rows: ${listed(operation.columns)}${where}`;
    case "correlation":
      return `${capital(operation.coefficient)} correlation of ${listed(operation.columns) || "every pair"}${where}`;
    case "normality":
      return `${TESTS[operation.test] ?? operation.test} test of ${operation.column} at alpha ${operation.alpha}${where}`;
    case "group_test":
    case "equal_variances":
      return `${TESTS[operation.test] ?? operation.test} test of ${operation.column} by ${operation.group.name}${where}`;
    case "paired_test":
      return `${operation.test === "t" ? "paired t" : "Wilcoxon signed-rank"} test of ${operation.column} and ${operation.second}${where}`;
    case "contingency":
      return `chi-squared test of ${operation.rows} and ${operation.columns}${where}`;
    case "regression":
      return `${operation.family} regression of ${operation.outcome} on ${listed(operation.predictors)}${where}`;
    case "train":
      return `${operation.model} model of ${operation.target} from ${listed(operation.features) || "all other columns"}, tested on ${Math.round(operation.testShare * 100)}% of the rows drawn with seed ${operation.seed}${where}`;
    case "missing":
      return `missing values of ${listed(operation.columns) || "every column"}${where}`;
  }
}

const TESTS: Partial<Record<string, string>> = {
  shapiro: "Shapiro-Wilk",
  anderson: "Anderson-Darling",
  dagostino: "D'Agostino",
  jarque_bera: "Jarque-Bera",
  lilliefors: "Kolmogorov-Smirnov (Lilliefors)",
  welch: "Welch's t",
  student: "Student's t",
  mann_whitney: "Mann-Whitney U",
  ks: "Kolmogorov-Smirnov",
  anova: "one-way ANOVA",
  welch_anova: "Welch's ANOVA",
  kruskal: "Kruskal-Wallis",
  levene: "Levene's",
  brown_forsythe: "Levene's (about medians)",
  bartlett: "Bartlett's",
  fligner: "Fligner-Killeen",
  auto: "a suitable",
};

const FIGURES_SAID: Partial<Record<string, string>> = {
  n: "count",
  sd: "sample sd",
  sd_population: "population sd",
  variance: "sample variance",
  variance_population: "population variance",
  skewness_population: "skewness (biased)",
  kurtosis: "excess kurtosis",
  kurtosis_population: "excess kurtosis (biased)",
  missing_share: "share missing",
  unique: "distinct values",
};

/** One figure: "mean of fare", "quantile 0.9 of fare", "number of rows". */
export function sayFigure(one: {
  figure: string;
  of?: Expression | undefined;
  q?: number | undefined;
  k?: number | undefined;
}): string {
  if (one.figure === "rows" || !one.of) return "number of rows";
  const of = sayExpression(one.of);
  if (one.figure === "quantile") return `quantile ${one.q ?? 0.5} of ${of}`;
  if (one.figure === "within") return `values of ${of} within ${one.k ?? 1} sd of the mean`;
  return `${FIGURES_SAID[one.figure] ?? one.figure} of ${of}`;
}

function sayRule(rule: {rule: string; k: number; population: boolean; side: string}): string {
  const side = rule.side === "both" ? "" : `, ${rule.side} only`;
  if (rule.rule === "iqr") return `${rule.k} IQR beyond the quartiles${side}`;
  if (rule.rule === "mad") return `modified z-score beyond ${rule.k}${side}`;
  return `z-score beyond ${rule.k}${rule.population ? "" : ", sample sd"}${side}`;
}

const listed = (words: readonly string[]): string =>
  words.length < 2 ? (words[0] ?? "") : `${words.slice(0, -1).join(", ")} and ${words.at(-1)}`;

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
