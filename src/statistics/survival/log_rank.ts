import {chiSquaredUpper} from "../distributions/chi_squared.ts";
import {factorise} from "../regression/householder.ts";

export interface LogRank {
  chi2: number;
  df: number;
  p: number;
  /** What happened in each group, and what would have if all groups were alike. */
  observed: number[];
  expected: number[];
}

/**
 * Do groups last alike? Mantel (1966); `weight` "breslow" counts early events more (Gehan 1965, Breslow 1970). Agrees with
 * statsmodels' `survdiff` and its weight type "gb". Two groups or more, each a pair of columns as in `kaplanMeier`.
 */
export function logRank(
  groups: readonly {time: Float64Array; event: Float64Array}[],
  {weight = "none"}: {weight?: "none" | "breslow"} = {},
): LogRank {
  const rows = groups.flatMap(({time, event}, group) =>
    Array.from(time, (at, row) => ({at, happened: event[row] === 1, group})),
  );
  rows.sort((a, b) => a.at - b.at);
  const k = groups.length;
  const atRisk = groups.map(({time}) => time.length);
  const observed = new Array<number>(k).fill(0);
  const expected = new Array<number>(k).fill(0);
  const off = new Float64Array(k - 1);
  const covariance = Array.from({length: k - 1}, () => new Float64Array(k - 1));
  for (let from = 0; from < rows.length; ) {
    const n = rows.length - from;
    const events = new Array<number>(k).fill(0);
    const leaving = new Array<number>(k).fill(0);
    const {at} = rows[from]!;
    for (; from < rows.length && rows[from]!.at === at; from++) {
      const {group, happened} = rows[from]!;
      leaving[group]!++;
      if (happened) events[group]!++;
    }
    const d = events.reduce((sum, one) => sum + one, 0);
    const w = weight === "breslow" ? n : 1;
    const spread = n > 1 ? (w ** 2 * d * (n - d)) / (n - 1) : 0;
    for (let i = 0; d > 0 && i < k; i++) {
      const share = atRisk[i]! / n;
      observed[i]! += events[i]!;
      expected[i]! += d * share;
      if (i === k - 1) continue;
      off[i]! += w * (events[i]! - d * share);
      for (let j = 0; j < k - 1; j++)
        covariance[i]![j]! += spread * share * ((i === j ? 1 : 0) - atRisk[j]! / n);
    }
    for (let i = 0; i < k; i++) atRisk[i]! -= leaving[i]!;
  }
  const solved = factorise(covariance).solve(off);
  const chi2 = off.reduce((sum, value, i) => sum + value * solved[i]!, 0);
  return {chi2, df: k - 1, p: chiSquaredUpper(chi2, k - 1), observed, expected};
}
