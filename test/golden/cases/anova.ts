import {factorialAnova} from "../../../src/statistics/anova/factorial.ts";
import {oneWayAnova, welchOneWay} from "../../../src/statistics/anova/one_way.ts";
import {tukey} from "../../../src/statistics/anova/post_hoc.ts";
import {studentT} from "../../../src/statistics/means/t_tests.ts";
import {mannWhitney} from "../../../src/statistics/ranks/mann_whitney.ts";
import {meanOf, varianceOf} from "../../../src/statistics/sums.ts";
import {frame, type GoldenCase, statsCase, vector} from "../case.ts";

const NAMES = ["g1", "g2", "g3", "g4"];
const groups = NAMES.map(vector);
const fp = ({f, p}: {f: number; p: number}) => ({F: f, p});

const twoWay = (table: string, type: 1 | 2 | 3): GoldenCase =>
  statsCase(`anova2.${table}.type${type}`, () => {
    const {len, supp, dose} = frame(table);
    const {rows, residual} = factorialAnova(
      Float64Array.from(len as number[]),
      [
        {name: "supp", labels: supp as string[]},
        {name: "dose", labels: dose as string[]},
      ],
      {type, interactions: [["supp", "dose"]]},
    );
    return {
      ...Object.fromEntries(rows.map(({term, ss, df, f, p}) => [term, {SS: ss, df, F: f, p}])),
      resid: {SS: residual.ss, df: residual.df},
    };
  });

export const cases: readonly GoldenCase[] = [
  statsCase("anova1", () => fp(oneWayAnova(groups))),
  statsCase("anova1.welch", () => fp(welchOneWay(groups))),
  statsCase(
    "tukey",
    () =>
      Object.fromEntries(
        tukey(groups).map(({first, second, difference, low, high, p}) => [
          `${NAMES[second]}-${NAMES[first]}`,
          {diff: difference, lo: low, hi: high, p},
        ]),
      ),
    {trust: "python"},
  ),
  ...["toothgrowth", "tooth_unbalanced"].flatMap((table) =>
    ([1, 2, 3] as const).map((type) => twoWay(table, type)),
  ),
  statsCase("effect_sizes", () => {
    const [a, b] = [vector("a"), vector("b")];
    const {d, g} = studentT(a, b);
    const {rankBiserial, superiority} = mannWhitney(a, b);
    const {etaSquared, omegaSquared} = oneWayAnova(groups);
    return {
      cohen_d: d.value,
      hedges_g: g.value,
      glass_delta: (meanOf(a) - meanOf(b)) / Math.sqrt(varianceOf(b)),
      rank_biserial: rankBiserial,
      cles: superiority,
      eta2: etaSquared,
      omega2: omegaSquared,
    };
  }),
];
