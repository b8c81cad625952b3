import {partialCorrelation} from "../../../src/statistics/association/partial_correlation.ts";
import {correlate} from "../../../src/statistics/correlation.ts";
import {type GoldenCase, statsCase, vector} from "../case.ts";

const r = (id: string): GoldenCase =>
  statsCase(`pearson.${id}`, ({inputs}) => {
    const one = correlate(vector(inputs[0]!), vector(inputs[1]!), "pearson");
    return {r: one.r, p: one.p, ci: [one.low, one.high]};
  });
const rho = (id: string): GoldenCase =>
  statsCase(`spearman.${id}`, ({inputs}) => {
    const one = correlate(vector(inputs[0]!), vector(inputs[1]!), "spearman");
    return {rho: one.r, p_t: one.p};
  });
const tau = (id: string): GoldenCase =>
  statsCase(`kendall.${id}`, ({inputs}) => {
    const one = correlate(vector(inputs[0]!), vector(inputs[1]!), "kendall");
    return {tau: one.r, p: one.p};
  });

export const cases: readonly GoldenCase[] = [
  ...["cxcy", "ties"].flatMap((id) => [r(id), rho(id), tau(id)]),
  tau("small.exact"),
  statsCase("partial_corr", () => partialCorrelation(vector("cx"), vector("cy"), [vector("cz")])),
  statsCase("pointbiserial", () => correlate(vector("mtcars.mpg"), vector("mtcars.am"), "pearson")),
];
