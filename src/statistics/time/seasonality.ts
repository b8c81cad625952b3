import {TabletalkError} from "../../errors.ts";
import {NO_HOOKS, type WorkHooks} from "../work_hooks.ts";
import {autocorrelation} from "./autocorrelation.ts";
import {mstl, seasonalStrength} from "./mstl.ts";
import {loess} from "./stl.ts";

export type Grain = "year" | "quarter" | "month" | "week" | "day" | "hour";

/** Seasons that a grain may have, in its periods, the usual one first. */
export const SEASONS_OF: Record<Grain, readonly {period: number; name: string}[]> = {
  year: [],
  quarter: [{period: 4, name: "year"}],
  month: [
    {period: 12, name: "year"},
    {period: 3, name: "quarter"},
  ],
  week: [{period: 52, name: "year"}],
  day: [
    {period: 7, name: "week"},
    {period: 365, name: "year"},
  ],
  hour: [
    {period: 24, name: "day"},
    {period: 168, name: "week"},
  ],
};

export interface SeasonFound {
  period: number;
  /** e.g. "week" */
  name: string;
  /** Of the series without trend, one season apart. */
  autocorrelation: number;
  /** What chance alone would give at most (99 %). */
  bound: number;
  /** 0 to 1: how much of what is left without the trend the season makes up. */
  strength: number;
  found: boolean;
  /** Why it could not be looked for. */
  declined?: string;
  /** The season's mean effect by place, the first row's place first; empty where it was not looked for. */
  figures: Float64Array;
}

/** A season must explain this share of what the trend leaves. */
const STRENGTH = 0.3;

/**
 * Which seasons a series has, the shorter first: those whose autocorrelation, without trend and shorter seasons, is over what chance
 * gives, and whose strength (Wang, Smith and Hyndman 2006) is 0.3 or more. Needs two whole seasons each.
 * @throws TabletalkError bad_plan for missing values or fewer than 8
 */
export function findSeasons(
  values: Float64Array,
  candidates: readonly {period: number; name: string}[],
  hooks: WorkHooks = NO_HOOKS,
): SeasonFound[] {
  const n = values.length;
  if (n < 8 || values.some((value) => !Number.isFinite(value))) {
    throw new TabletalkError(
      "bad_plan",
      n < 8 ? `Seasons need at least 8 periods, there are ${n}.` : "Some values are missing.",
      n < 8 ? "Give a longer history." : "Fill the gaps first.",
    );
  }
  const constant = values.every((value) => value === values[0]);
  const taken: SeasonFound[] = [];
  const look = ({period, name}: {period: number; name: string}): SeasonFound => {
    hooks.checkpoint();
    const none = {
      period,
      name,
      autocorrelation: 0,
      bound: 0,
      strength: 0,
      found: false,
      figures: new Float64Array(),
    };
    if (n <= 2 * period) return {...none, declined: `needs more than ${2 * period} periods, there are ${n}`};
    if (constant) return {...none, declined: "the series never changes"};
    let own = values;
    for (const shorter of taken)
      own = own.map((value, row) => value - shorter.figures[row % shorter.period]!);
    const length = Math.min(n | 1, (Math.max(7, Math.ceil(1.5 * period)) | 1) + 2);
    const trend = loess(own, length, 1);
    const detrended = own.map((value, row) => value - trend[row]!);
    const r = autocorrelation(detrended, period)[period] || 0;
    const bound = 2.5758293035489 / Math.sqrt(n);
    const parts = mstl(own, [period]);
    const strength = seasonalStrength(parts, 0);
    return {
      period,
      name,
      autocorrelation: r,
      bound,
      strength,
      found: r > bound && strength >= STRENGTH,
      figures: figuresOf(parts.seasonals[0]!, period),
    };
  };
  const looked = [...candidates]
    .sort((one, other) => one.period - other.period)
    .map((candidate) => {
      const season = look(candidate);
      if (season.found) taken.push(season);
      return season;
    });
  return candidates.map(({period}) => looked.find((season) => season.period === period)!);
}

function figuresOf(seasonal: Float64Array, period: number): Float64Array {
  const sums = new Float64Array(period);
  const counts = new Float64Array(period);
  seasonal.forEach((value, row) => {
    sums[row % period]! += value;
    counts[row % period]!++;
  });
  return sums.map((sum, place) => sum / counts[place]!);
}
