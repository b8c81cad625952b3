import {describeValues} from "../../../src/statistics/descriptive/describe.ts";
import {type QuantileType, quantile} from "../../../src/statistics/descriptive/quantiles.ts";
import {bootstrap} from "../../../src/statistics/resampling/bootstrap.ts";
import {meanOf} from "../../../src/statistics/sums.ts";
import {type GoldenCase, statsCase, vector} from "../case.ts";

const describe = (name: string): GoldenCase =>
  statsCase(
    `describe.${name}`,
    () => {
      const d = describeValues(vector(name));
      const sorted = vector(name).sort();
      return {
        n: d.n,
        mean: d.mean,
        sd: d.sd,
        var: d.variance,
        sem: d.se,
        min: d.min,
        max: d.max,
        median: d.median,
        q25: d.q1,
        q75: d.q3,
        q90: quantile(sorted, 0.9),
        iqr: d.iqr,
        mad: d.mad,
        mad_normal: d.madNormal,
        // numacc4 is symmetric: its skewness is rounding error either way.
        ...(name !== "numacc4" && {skew_pop: d.skewnessPopulation, skew_unbiased: d.skewness}),
        kurt_pop: d.kurtosisPopulation,
        kurt_unbiased: d.kurtosis,
        cv: d.cv,
        trim_mean_10: d.trimmedMean,
        gmean: d.geometricMean,
        hmean: d.harmonicMean,
      };
    },
    {trust: "python"},
  );

const quantiles = (type: QuantileType): GoldenCase =>
  statsCase(`quantile.type${type}`, ({inputs, params}) => {
    const sorted = vector(inputs[0]!).sort();
    return {q: (params.p as number[]).map((p) => quantile(sorted, p, type))};
  });

export const cases: readonly GoldenCase[] = [
  ...["a", "skew", "offset", "numacc4", "ties1"].map(describe),
  ...([4, 5, 6, 7, 8, 9] as const).map(quantiles),
  statsCase(
    "bootstrap.mean.bca",
    ({inputs}) => {
      const {low, high, se} = bootstrap(vector(inputs[0]!), meanOf, {resamples: 20_000, seed: 1});
      return {ci: [low, high], se};
    },
    {bar: 1.7, because: "Monte Carlo on both sides: within 2 %"},
  ),
];
