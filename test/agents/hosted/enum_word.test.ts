import {describe, expect, test} from "vitest";
import {enumWord} from "../../../src/agents/hosted/enum_word.ts";
import {FIGURES} from "../../../src/statistics/descriptive/figures.ts";

const models = ["auto", "logistic", "k_nn", "naive_bayes", "tree", "forest", "boosting", "svm"];
const tests = ["auto", "welch", "student", "mann_whitney", "ks", "welch_anova", "anova", "kruskal"];
const normal = ["shapiro", "anderson", "dagostino", "jarque_bera", "lilliefors", "kolmogorov_smirnov"];

describe("a value of a field under another name", () => {
  test.each([
    ["std", FIGURES, "sd"],
    ["standard deviation", FIGURES, "sd"],
    ["std_pop", FIGURES, "sd_population"],
    ["population_variance", FIGURES, "variance_population"],
    ["average", FIGURES, "mean"],
    ["skew", FIGURES, "skewness"],
    ["random_forest", models, "forest"],
    ["RandomForestClassifier", models, "forest"],
    ["MinMaxScaler", ["standard", "min_max", "robust"], "min_max"],
    ["logistic_regression", models, "logistic"],
    ["KNN", models, "k_nn"],
    ["gradient boosting", models, "boosting"],
    ["mann_whitney_u", tests, "mann_whitney"],
    ["kolmogorov-smirnov", tests, "ks"],
    ["kruskal_wallis", tests, "kruskal"],
    ["shapiro_wilk", normal, "shapiro"],
    ["ks", normal, "kolmogorov_smirnov"],
    ["Two-sided", ["two_sided", "less", "greater"], "two_sided"],
    ["minmax", ["standard", "min_max", "robust"], "min_max"],
    ["ffill", ["drop", "forward", "backward"], "forward"],
    ["mean", ["count", "sum", "avg"], "avg"],
  ])("%s", (given, values, meant) => {
    expect(enumWord(given, values)).toBe(meant);
  });

  test("what could be several, or is none of them, stays as it is", () => {
    expect(enumWord("t", tests)).toBe("t");
    expect(enumWord("test", tests)).toBe("test");
    expect(enumWord("variance_of_sample", FIGURES)).toBe("variance_of_sample");
    expect(enumWord("avg", ["mean", "average"])).toBe("avg");
  });
});
