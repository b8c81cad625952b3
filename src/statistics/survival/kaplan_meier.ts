import {normalQuantile} from "../distributions/normal.ts";

/** One step of a survival curve: the share that lasts longer than `time`. */
export interface SurvivalStep {
  time: number;
  atRisk: number;
  events: number;
  survival: number;
  /** Greenwood's (1926). */
  se: number;
  low: number;
  high: number;
}

export interface SurvivalCurve {
  /** One a time at which something happened, in order. */
  steps: SurvivalStep[];
  n: number;
  events: number;
  /** The first time at which half or less last longer; NaN where the curve stays above. */
  median: number;
}

/**
 * The share that lasts, by time: Kaplan and Meier (1958). `time` is 0 or more, `event` is 1 where it ended then and 0 where it was
 * last seen then. Agrees with statsmodels' `SurvfuncRight`; intervals by the log-log transform, which stay within 0 and 1.
 */
export function kaplanMeier(
  time: Float64Array,
  event: Float64Array,
  {level = 0.95}: {level?: number} = {},
): SurvivalCurve {
  const z = normalQuantile(0.5 + level / 2);
  const order = [...time.keys()].sort((a, b) => time[a]! - time[b]!);
  const steps: SurvivalStep[] = [];
  let survival = 1;
  let greenwood = 0;
  let all = 0;
  for (let from = 0; from < order.length; ) {
    const at = time[order[from]!]!;
    let to = from;
    let events = 0;
    for (; to < order.length && time[order[to]!] === at; to++) if (event[order[to]!] === 1) events++;
    const atRisk = order.length - from;
    from = to;
    if (events === 0) continue;
    all += events;
    survival *= 1 - events / atRisk;
    if (atRisk > events) greenwood += events / (atRisk * (atRisk - events));
    const gone = survival <= 0;
    const reach = gone ? 0 : (z * Math.sqrt(greenwood)) / Math.abs(Math.log(survival));
    steps.push({
      time: at,
      atRisk,
      events,
      survival,
      se: gone ? Number.NaN : survival * Math.sqrt(greenwood),
      low: gone ? Number.NaN : survival ** Math.exp(reach),
      high: gone ? Number.NaN : survival ** Math.exp(-reach),
    });
  }
  const median = steps.find((step) => step.survival <= 0.5 + 1e-12)?.time ?? Number.NaN;
  return {steps, n: time.length, events: all, median};
}
