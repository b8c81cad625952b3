import {friedman} from "../../../src/statistics/ranks/friedman.ts";
import {kruskalWallis} from "../../../src/statistics/ranks/kruskal_wallis.ts";
import {mannWhitney} from "../../../src/statistics/ranks/mann_whitney.ts";
import {wilcoxonSignedRank} from "../../../src/statistics/ranks/wilcoxon.ts";
import {bartlett, flignerKilleen, levene} from "../../../src/statistics/spread/equal_variances.ts";
import {type GoldenCase, statsCase, vector} from "../case.ts";

const rankSum = (id: string): GoldenCase =>
  statsCase(`mannwhitney.${id}`, ({inputs, params}) => {
    const method = params.method === "exact" ? "exact" : "normal";
    const {u, p} = mannWhitney(vector(inputs[0]!), vector(inputs[1]!), {method});
    return {U: u, p};
  });

const signedRank = (id: string, method: "exact" | "normal"): GoldenCase =>
  statsCase(`wilcoxon.${id}`, ({inputs}) => {
    const second = vector(inputs[1]!);
    const {w, p} = wilcoxonSignedRank(
      vector(inputs[0]!).map((value, row) => value - second[row]!),
      {method},
    );
    return {W: w, p};
  });

const groups = ["g1", "g2", "g3", "g4"].map(vector);

export const cases: readonly GoldenCase[] = [
  ...["noties.asym", "noties.exact", "ties.asym", "small.asym", "small.exact"].map(rankSum),
  signedRank("pre_post.exact", "exact"),
  signedRank("pre_post.asym", "normal"),
  signedRank("likert.asym", "normal"),
  ...["kruskal", "kruskal.ties"].map((id) =>
    statsCase(id, ({inputs}) => {
      const {h, p} = kruskalWallis(inputs.map(vector));
      return {H: h, p};
    }),
  ),
  statsCase("friedman", () => {
    const third = vector("cx[:35]").map((value) => value + 50);
    const {chi2, p} = friedman([vector("pre"), vector("post"), third]);
    return {chi2, p};
  }),
  statsCase("levene.mean", () => pick(levene(groups, "mean"))),
  statsCase("levene.median", () => pick(levene(groups, "median"))),
  statsCase("bartlett", () => {
    const {k2, p} = bartlett(groups);
    return {K2: k2, p};
  }),
  statsCase("fligner", () => flignerKilleen(groups)),
];

function pick({f, p}: {f: number; p: number}) {
  return {F: f, p};
}
