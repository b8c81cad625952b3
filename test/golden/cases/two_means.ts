import {groupFigures, welchT} from "../../../src/statistics/compare_groups.ts";
import {type GoldenCase, statsCase, vector} from "../case.ts";

const welch = (id: string): GoldenCase =>
  statsCase(id, ({inputs}) => {
    const [a, b] = inputs.map((name) => groupFigures(vector(name)));
    const {t, df, p, low, high} = welchT(a!, b!);
    return {t, df, p, ci: [low, high]};
  });

export const cases: readonly GoldenCase[] = [welch("ttest.welch"), welch("ttest.welch.extreme")];
