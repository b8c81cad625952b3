import {LARGE, looksNormal} from "./assumptions/shape.ts";
import {meanOf} from "./sums.ts";

export type GroupTest = "welch" | "student" | "mann_whitney" | "welch_anova" | "anova" | "kruskal" | "ks";
export type PairedTest = "t" | "wilcoxon" | "sign";
export type RepeatedTest = "repeated_anova" | "friedman";

export interface ChosenTest<Test> {
  test: Test;
  /** One sentence: what was looked at and why this test. */
  why: string;
}

/**
 * The test for the means of groups: Welch's, which takes no equal variances for granted, unless a small group is clearly not
 * normal; then ranks. Variances are not tested first: that would spoil the level of what follows (Zimmerman 2004).
 */
export function chooseGroupTest(
  groups: readonly {name: string; values: Float64Array}[],
): ChosenTest<GroupTest> {
  const two = groups.length === 2;
  const odd = groups.filter(({values}) => values.length < LARGE && looksNormal(values).normal === false);
  if (odd.length > 0) {
    const names = odd.map(({name, values}) => `${name} (n ${values.length})`).join(", ");
    return {
      test: two ? "mann_whitney" : "kruskal",
      why: `${two ? "Mann-Whitney" : "Kruskal-Wallis"}, because small groups are not near normal: ${names}.`,
    };
  }
  const least = Math.min(...groups.map(({values}) => values.length));
  const shape =
    least >= LARGE ? `each group has ${LARGE} values or more` : "no small group departs from normal";
  return {
    test: two ? "welch" : "welch_anova",
    why: `${two ? "Welch's t test" : "Welch's analysis of variance"}, because ${shape} and it takes no equal variances for granted.`,
  };
}

/** The test for paired differences: t, unless there are few and they are clearly not normal; then signed ranks. */
export function choosePairedTest(differences: Float64Array): ChosenTest<PairedTest> {
  const n = differences.length;
  if (n < LARGE && looksNormal(differences).normal === false)
    return {test: "wilcoxon", why: `Wilcoxon's signed ranks, because ${n} differences are not near normal.`};
  const shape = n >= LARGE ? `there are ${n} differences` : "the differences do not depart from normal";
  return {test: "t", why: `The paired t test, because ${shape}.`};
}

/**
 * The test for three or more measurements of the same subjects: analysis of variance corrected for unequal spreads of the
 * differences, unless there are few subjects and what subjects and measurements leave is clearly not normal; then ranks.
 */
export function chooseRepeatedTest(columns: readonly Float64Array[]): ChosenTest<RepeatedTest> {
  const n = columns[0]!.length;
  const rest = residualsOfRepeated(columns);
  if (n < LARGE && looksNormal(rest).normal === false)
    return {
      test: "friedman",
      why: `Friedman's test, because there are ${n} subjects only and the residuals are not near normal.`,
    };
  const shape = n >= LARGE ? `there are ${n} subjects` : "the residuals do not depart from normal";
  return {
    test: "repeated_anova",
    why: `Repeated measures analysis of variance, because ${shape}; its p is corrected for unequal spreads of the differences.`,
  };
}

/** What is left of repeated measurements without the means of subjects and of measurements. */
export function residualsOfRepeated(columns: readonly Float64Array[]): Float64Array {
  const means = columns.map((column) => meanOf(column));
  const grand = means.reduce((sum, mean) => sum + mean, 0) / means.length;
  const subject = columns[0]!.map(
    (_, row) => columns.reduce((sum, column) => sum + column[row]!, 0) / columns.length,
  );
  return Float64Array.from(
    columns.flatMap((column, at) =>
      [...column].map((value, row) => value - means[at]! - subject[row]! + grand),
    ),
  );
}

/** The test for a table of counts: chi squared, unless expected counts are small; then Fisher's exact test. */
export function chooseTableTest(leastExpected: number, cells: number): ChosenTest<"chi_squared" | "fisher"> {
  if (leastExpected >= 5)
    return {
      test: "chi_squared",
      why: `Chi squared, because every expected count is ${leastExpected.toFixed(1)} or more.`,
    };
  if (cells <= 20)
    return {
      test: "fisher",
      why: `Fisher's exact test, because an expected count is only ${leastExpected.toFixed(1)}.`,
    };
  return {
    test: "chi_squared",
    why: `Chi squared, though an expected count is only ${leastExpected.toFixed(1)}: the table is too large for an exact test, so p is rough.`,
  };
}
