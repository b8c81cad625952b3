import {TabletalkError} from "../../errors.ts";
import type {PairedTest} from "../../statistics/choose_test.ts";
import type {Alternative, TestResult} from "../../statistics/result.ts";

/** Values, or differences of pairs, that are tested against a centre. */
export interface Differences {
  values: Float64Array;
  /** The values less the centre. */
  off: Float64Array;
  /** What the values are, in words. */
  what: string;
  paired: boolean;
  mu: number;
  alternative: Alternative;
  level: number;
}

/**
 * Student's t, Wilcoxon's signed ranks or the sign test of values or differences.
 * @throws TabletalkError bad_plan where nothing varies
 */
export async function differenceTest(
  test: PairedTest,
  {values, off, what, paired, mu, alternative, level}: Differences,
): Promise<TestResult> {
  const {INDEPENDENT, nearNormal} = await import("../../statistics/assumptions/shape.ts");
  const constant = off.every((value) => value === off[0]);
  if (constant) {
    throw new TabletalkError("bad_plan", `${what} is the same in every row.`, "Test a column that varies.");
  }
  if (test === "t") {
    const {oneSampleT} = await import("../../statistics/means/t_tests.ts");
    const found = oneSampleT(values, mu, {alternative, level});
    return {
      test: paired ? "Paired t test" : "One-sample t test",
      hypothesis: `the mean of ${what} is ${mu}`,
      statistic: {name: "t", value: found.t},
      df: [found.df],
      p: found.p,
      alternative,
      estimates: [
        {
          name: paired ? "mean difference" : "mean",
          value: found.estimate,
          low: found.low,
          high: found.high,
          level,
        },
        {name: "Cohen's d", ...found.d},
        {name: "Hedges' g", ...found.g},
      ],
      n: {},
      assumptions: [INDEPENDENT, nearNormal([{name: what, values}])],
      warnings: [],
    };
  }
  const {signTest, wilcoxonSignedRank} = await import("../../statistics/ranks/wilcoxon.ts");
  if (test === "sign") {
    const {clopperPearson} = await import("../../statistics/counts/proportions.ts");
    const found = signTest(off, alternative);
    return {
      test: "Sign test",
      hypothesis: `the median of ${what} is ${mu}`,
      statistic: {name: "positive differences", value: found.positive},
      p: found.p,
      alternative,
      estimates: [
        {
          name: "share of positive differences",
          value: found.positive / found.n,
          ...clopperPearson(found.positive, found.n, level),
          level,
        },
      ],
      n: {},
      assumptions: [INDEPENDENT],
      warnings: [],
    };
  }
  const {pairedRankBiserialBounds} = await import("../../statistics/effects/rank_biserial.ts");
  const found = wilcoxonSignedRank(off, {alternative});
  return {
    test: `Wilcoxon's signed-rank test (${found.method === "exact" ? "exact" : "normal approximation with ties and continuity"})`,
    hypothesis: `${what} is symmetric around ${mu}`,
    statistic: {name: "V", value: found.v},
    p: found.p,
    alternative,
    estimates: [
      {
        name: "rank-biserial correlation",
        value: found.rankBiserial,
        ...pairedRankBiserialBounds(found.rankBiserial, found.n, level),
        level,
      },
    ],
    n: {},
    assumptions: [
      INDEPENDENT,
      {name: "symmetric differences", holds: undefined, detail: "the test is of their centre then."},
    ],
    warnings: found.zeros > 0 ? [`${found.zeros} differences of 0 are left out.`] : [],
  };
}
