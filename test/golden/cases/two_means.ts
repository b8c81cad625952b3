import {oneSampleT, pairedT, studentT, type TTest, welchTest} from "../../../src/statistics/means/t_tests.ts";
import {
  powerAnova,
  powerOneMean,
  powerTwoMeans,
  powerTwoShares,
  sampleSize,
} from "../../../src/statistics/power/sample_size.ts";
import {type GoldenCase, statsCase, vector} from "../case.ts";

const figures = ({t, df, p, low, high}: TTest) => ({t, df, p, ci: [low, high]});
const numbers = (params: Record<string, unknown>) => params as Record<string, number>;

export const cases: readonly GoldenCase[] = [
  statsCase("ttest.one", ({params}) => figures(oneSampleT(vector("a"), numbers(params).mu!))),
  statsCase("ttest.one.greater", ({params}) => {
    const {t, df, p} = oneSampleT(vector("a"), numbers(params).mu!, {alternative: "greater"});
    return {t, df, p};
  }),
  statsCase("ttest.paired", () => figures(pairedT(vector("pre"), vector("post")))),
  statsCase("ttest.student", () => figures(studentT(vector("a"), vector("b")))),
  statsCase("ttest.welch", () => figures(welchTest(vector("a"), vector("b")))),
  statsCase("ttest.welch.extreme", () => figures(welchTest(vector("a"), vector("offset")))),
  statsCase("power.t2.power", ({params}) => ({power: powerTwoMeans(numbers(params).d!, numbers(params).n!)})),
  statsCase("power.t2.n", ({params}) => ({
    n: sampleSize((n) => powerTwoMeans(numbers(params).d!, n), numbers(params).power!),
  })),
  statsCase("power.t1.n", ({params}) => ({
    n: sampleSize((n) => powerOneMean(numbers(params).d!, n), numbers(params).power!),
  })),
  statsCase("power.anova", ({params}) => {
    const {f, n_total, k} = numbers(params);
    return {power: powerAnova(f!, n_total!, k!)};
  }),
  statsCase("power.prop", ({params}) => ({
    n: sampleSize((n) => powerTwoShares(numbers(params).p1!, numbers(params).p2!, n)),
  })),
];
