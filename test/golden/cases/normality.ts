import {normalLower} from "../../../src/statistics/distributions/normal.ts";
import {andersonDarling} from "../../../src/statistics/normality/anderson_darling.ts";
import {
  kolmogorovSmirnov,
  kolmogorovSmirnovTwo,
  lilliefors,
} from "../../../src/statistics/normality/kolmogorov_smirnov.ts";
import {dagostino, jarqueBera} from "../../../src/statistics/normality/moment_tests.ts";
import {shapiroWilk} from "../../../src/statistics/normality/shapiro_wilk.ts";
import {type GoldenCase, statsCase, statsIds, vector} from "../case.ts";

const TESTS: Record<string, (values: Float64Array) => unknown> = {
  shapiro: (values) => {
    const {w, p} = shapiroWilk(values);
    return {W: w, p};
  },
  anderson: (values) => {
    const {a2, p} = andersonDarling(values);
    return {A2: a2, p};
  },
  jarque_bera: (values) => {
    const {jb, p} = jarqueBera(values);
    return {JB: jb, p};
  },
  dagostino: (values) => {
    const {k2, p, zSkewness, zKurtosis} = dagostino(values);
    return {K2: k2, p, z_skew: zSkewness, z_kurt: zKurtosis};
  },
  lilliefors: (values) => ({D: lilliefors(values).d}),
};

/** scipy 1.17.1: `ks_2samp(a, a + shift, method="exact").pvalue` of a = arange(30.). */
const FAR_TAIL: Record<number, number> = {
  18.5: 5.795481973815609e-6,
  25: 9.236090683675521e-11,
  1000: 1.6911233892144742e-17,
};

export const cases: readonly GoldenCase[] = [
  ...statsIds
    .filter((id) => id.split(".")[0]! in TESTS)
    .map((id) =>
      statsCase(id, ({inputs}) => TESTS[id.split(".")[0]!]!(vector(inputs[0]!)), {
        ...(id.startsWith("shapiro") && {bar: 8, because: "scipy and R themselves agree to 8 digits or so"}),
      }),
    ),
  statsCase("ks1.norm", () => upper(kolmogorovSmirnov(vector("a"), (x) => normalLower((x - 10) / 2)))),
  statsCase("ks1.exp", () => upper(kolmogorovSmirnov(vector("expo"), (x) => -Math.expm1(-x / 3)))),
  ...[18.5, 25, 1000].map(
    (shift): GoldenCase => ({
      id: `ks2 far tail, 30 + 30 values ${shift} apart`,
      ours: () => {
        const first = Float64Array.from({length: 30}, (_, at) => at);
        return {
          p: kolmogorovSmirnovTwo(
            first,
            first.map((one) => one + shift),
          ).p,
        };
      },
      references: {scipy: {p: FAR_TAIL[shift]}},
      bar: 9,
    }),
  ),
  statsCase("ks2", () => upper(kolmogorovSmirnovTwo(vector("a"), vector("b")))),
];

function upper({d, p}: {d: number; p: number}) {
  return {D: d, p};
}
