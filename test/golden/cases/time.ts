import {
  autocorrelation,
  ljungBox,
  partialAutocorrelation,
} from "../../../src/statistics/time/autocorrelation.ts";
import {classicalDecomposition} from "../../../src/statistics/time/decompose.ts";
import {stl} from "../../../src/statistics/time/stl.ts";
import {augmentedDickeyFuller, kpss, type Trend} from "../../../src/statistics/time/unit_root.ts";
import {type GoldenCase, type StatsCase, statsCase, statsIds, vector} from "../case.ts";

const METHODS: Record<string, (given: StatsCase) => unknown> = {
  adf: ({inputs, params}) => {
    const {statistic, p, lags, n, critical} = augmentedDickeyFuller(vector(inputs[0]!), {
      trend: params.regression as Trend,
      ...(params.lag !== undefined && {lags: params.lag as number}),
    });
    const {one, five, ten} = critical;
    return {stat: statistic, p, lags, nobs: n, crit: {"1%": one, "5%": five, "10%": ten}};
  },
  kpss: ({inputs, params}) => {
    const {statistic, p, lags} = kpss(vector(inputs[0]!), {
      trend: params.regression as Trend,
      lags: params.lag as number,
    });
    return {stat: statistic, p, lags};
  },
  ljungbox: ({inputs, params}) => {
    const {q, p, boxPierce, boxPierceP} = ljungBox(vector(inputs[0]!), params.lag as number);
    return {Q: q, p, BP: boxPierce, BP_p: boxPierceP};
  },
  acf: ({inputs}) => ({
    acf: autocorrelation(vector(inputs[0]!), 12),
    pacf: partialAutocorrelation(vector(inputs[0]!), 12),
  }),
};

export const cases: readonly GoldenCase[] = [
  ...statsIds
    .filter((id) => id.split(".")[0]! in METHODS)
    .map((id) => statsCase(id, METHODS[id.split(".")[0]!]!)),
  statsCase("decompose", () => {
    const {trend, seasonal} = classicalDecomposition(vector("airpassengers"), 12);
    return {seasonal12: seasonal.slice(0, 12), trend_6_18: trend.slice(6, 18)};
  }),
  statsCase("stl", () => {
    const {trend, seasonal} = stl(vector("airpassengers"), 12);
    return {seasonal12: seasonal.slice(0, 12), trend12: trend.slice(0, 12)};
  }),
];
