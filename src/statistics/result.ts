/** A number with its interval. */
export interface Estimate {
  /** e.g. "difference of means", "Hedges' g", "odds ratio" */
  name: string;
  value: number;
  low?: number;
  high?: number;
  /** The interval's confidence level; default 0.95. */
  level?: number;
}

/** What a test takes for granted, and whether the data keep to it. */
export interface Assumption {
  /** e.g. "independent rows", "near normal values", "equal variances" */
  name: string;
  /** `undefined`: nothing in the data can tell. */
  holds: boolean | undefined;
  /** A sentence: what was looked at and what was found. */
  detail: string;
}

export type Alternative = "two_sided" | "less" | "greater";

/** What a hypothesis test gives. Every p-value stands beside an effect with an interval. */
export interface TestResult {
  /** e.g. "Welch's t test" */
  test: string;
  /** What would be true if nothing were going on, in words. */
  hypothesis: string;
  statistic: {name: string; value: number};
  /** Degrees of freedom, one or two. */
  df?: readonly number[];
  p: number;
  alternative?: Alternative;
  /** The estimate, its interval, then effect sizes with theirs. */
  estimates: readonly Estimate[];
  /** Rows that counted, by group where there are groups. */
  n: Readonly<Record<string, number>>;
  assumptions: readonly Assumption[];
  warnings: readonly string[];
}
