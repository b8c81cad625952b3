import {afterAll, describe, expect, it} from "vitest";
import {openClinic} from "./open_clinic.ts";

const clinic = openClinic();
afterAll(() => clinic[Symbol.asyncDispose]());

/** A question, a piece of its reading, and a piece of its reply. */
const QUESTIONS: [question: string, reading: RegExp, reply: RegExp][] = [
  ["is age normally distributed? use shapiro", /Shapiro-Wilk test of Age/, /normality of Age: normal/],
  ["is cost normal? anderson-darling", /Anderson-Darling test of Cost/, /normality of Cost: not normal/],
  ["jarque-bera test on cost", /Jarque-Bera test of Cost/, /not normal/],
  ["kolmogorov-smirnov test of cost", /Kolmogorov-Smirnov \(Lilliefors\) test of Cost/, /not normal/],
  [
    "shapiro test for the age of women only",
    /Sex is female; then Shapiro-Wilk test of Age/,
    /p-value of Age/,
  ],
  ["t test of cost between smokers and others", /Welch's t test of Cost by Smoker/, /test statistic: -/],
  ["student's t-test of cost by sex", /Student's t test of Cost by Sex/, /p-value: 0\.2103/],
  ["mann whitney test of age by sex", /Mann-Whitney U test of Age by Sex/, /p-value/],
  ["anova of cost across ward", /one-way ANOVA test of Cost by Ward/, /significant/],
  ["kruskal wallis of cost by ward", /Kruskal-Wallis test of Cost by Ward/, /p-value: 0\.7912/],
  ["levene test of cost by sex", /Levene's \(about medians\) test of Cost by Sex/, /p-value/],
  ["chi-square test of sex and smoker", /chi-squared test of Smoker and Sex/, /chi squared statistic/],
  [
    "spearman correlation of stay days and cost",
    /Spearman correlation of StayDays and Cost/,
    /coefficient: 0/,
  ],
  [
    "kendall correlation between pulse before and pulse after",
    /Kendall correlation of PulseBefore and PulseAfter/,
    /coefficient: 0/,
  ],
  [
    "which pair of columns has the strongest pearson correlation?",
    /Pearson correlation of/,
    /PulseBefore, PulseAfter/,
  ],
  ["how many outliers are there in cost?", /outliers of Cost \(1\.5 IQR/, /outliers in Cost: \d/],
  ["outliers in cost by z-score with threshold 2.5", /z-score beyond 2\.5/, /outliers in Cost: \d/],
  [
    "remove outliers of cost by iqr, then mean and median of cost",
    /all but the outliers of Cost/,
    /median of Cost/,
  ],
  ["skewness and kurtosis of cost", /skewness of Cost and excess kurtosis of Cost/, /kurtosis of Cost: \d/],
  [
    "use the median to impute age, then standardise it, then correlate with cost",
    /fill missing Age with the median; then scale Age \(standard\); then Pearson correlation of/,
    /correlation coefficient: 0\.2433/,
  ],
  [
    "fill missing age with the mean, then standard deviation of age",
    /fill missing Age with the mean; then sample sd of Age/,
    /deviation of Age: 15\.66/,
  ],
  [
    "normalize cost with min-max scaling then give me its mean",
    /scale Cost \(min-max\); then mean of Cost/,
    /mean of Cost: 0\.1306/,
  ],
  [
    "box-cox transform of cost then skewness of cost",
    /box-cox of Cost; then skewness of Cost/,
    /skewness of Cost/,
  ],
  [
    "drop rows with missing age, then pearson correlation of age and cost",
    /leave out rows that miss Age; then Pearson correlation of Age and Cost/,
    /coefficient: 0\.2449/,
  ],
  [
    "linear regression of cost on age and stay days",
    /linear regression of Cost on Age and StayDays/,
    /coefficient of Age: \d/,
  ],
  [
    "predict cost from age and stay days with linear regression, 75/25 split, random state 7",
    /tested on 25% of the rows drawn with seed 7/,
    /rmse: 1,012/,
  ],
  [
    "train a random forest to predict smoker from age, cost and stay days",
    /forest model of Smoker from Age, Cost and StayDays/,
    /accuracy: 0\.\d/,
  ],
  [
    "train a logistic regression to predict smoker from age and cost with a 70/30 split and random state 7",
    /logistic model of Smoker from Age and Cost, tested on 30% .* seed 7/,
    /accuracy: 0\.\d/,
  ],
  [
    "train a decision tree to predict sex using age, cost and pulse before",
    /tree model of Sex from Age, Cost and PulseBefore/,
    /accuracy: 0\.\d/,
  ],
  [
    "is the difference in cost between men and women significant? welch t-test",
    /Welch's t test of Cost by Sex/,
    /not significant/,
  ],
];

describe("a named method in a plain question", () => {
  for (const [question, reading, reply] of QUESTIONS)
    it(question, async () => {
      const answer = await clinic.ask(question);
      expect(answer.declined).toBeUndefined();
      expect(answer.reading).toMatch(reading);
      expect(answer.answer).toMatch(reply);
    });
});

describe("an instruction that is not understood", () => {
  it("is declined with the words that have no place", async () => {
    const answer = await clinic.ask(
      "Winsorize Cost at the 5th percentile and report its mean.\n@mean_cost[m] rounded to two decimals",
    );
    expect(answer.declined?.unplaced.join(" ")).toContain("winsorize");
  });

  it("is declined where the form asks for something that the text does not tell", async () => {
    const answer = await clinic.ask("What is the mean of Cost?\n@mean_cost[m], @flux_capacity[x]");
    expect(answer.declined).toBeDefined();
    expect(answer.answer).not.toContain("@mean_cost[");
  });

  it("is declined where two outputs would be the same figure", async () => {
    const answer = await clinic.ask("What is the mean of Cost?\n@mean_cost_here[m] @mean_cost_there[m]");
    expect(answer.declined?.reason).toContain("apart");
  });
});

it("every number of a form is bound to the cell that it shows", async () => {
  const answer = await clinic.ask(
    "What are the mean and the sd of Cost?\n@mean_cost[m] @sd_cost[s], two decimals",
  );
  expect(answer.answer).toBe("@mean_cost[1694.34]\n@sd_cost[1157.25]");
  expect(answer.evidence.map((one) => one.evidence[0]!.column)).toEqual(["mean of Cost", "sd of Cost"]);
});
