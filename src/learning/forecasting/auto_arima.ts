import {TabletalkError} from "../../errors.ts";
import {mstl, seasonalStrength} from "../../statistics/time/mstl.ts";
import {kpss} from "../../statistics/time/unit_root.ts";
import {NO_HOOKS, type WorkHooks} from "../../statistics/work_hooks.ts";
import {type ArimaModel, differenced, fitArima, sayOrder} from "./arima.ts";
import {type ArimaOrder, nearestRoot} from "./arma_polynomials.ts";

/** A seasonal difference is taken where the season's strength is over this: Hyndman's bound for `nsdiffs`. */
const STRONG = 0.64;
/** KPSS rejects stationarity at 5 % over this. */
const KPSS_5 = 0.463;
const MOST_MODELS = 94;

/** How often to difference: seasonally where the season is strong, then until KPSS finds no unit root (at most twice). */
export function differencesNeeded(values: Float64Array, period: number): {d: number; D: number} {
  const seasonal = period > 1 && values.length >= 2 * period + 1;
  const D = seasonal && seasonalStrength(mstl(values, [period]), 0) > STRONG ? 1 : 0;
  let own = differenced(values, 0, D, period);
  let d = 0;
  while (d < 2 && own.length > 10 && !isConstant(own)) {
    const lags = Math.trunc((3 * Math.sqrt(own.length)) / 13);
    if (kpss(own, {lags}).statistic <= KPSS_5) break;
    own = differenced(own, 1, 0, 1);
    d++;
  }
  return {d, D};
}

const isConstant = (values: Float64Array): boolean => values.every((value) => value === values[0]);

/**
 * An ARIMA model by stepwise search on AICc: Hyndman and Khandakar (2008), as R's `auto.arima` without approximation. Models
 * with roots next to the unit circle are passed over.
 * @throws TabletalkError bad_plan for fewer than 10 rows, or a series that never changes
 */
export function chooseArima(
  values: Float64Array,
  period: number,
  hooks: WorkHooks = NO_HOOKS,
): {best: ArimaModel; tried: number} {
  if (values.length < 10 || isConstant(values)) {
    throw new TabletalkError(
      "bad_plan",
      values.length < 10
        ? `ARIMA needs at least 10 periods, there are ${values.length}.`
        : "The series never changes: there is nothing to fit.",
      values.length < 10 ? "Give a longer history." : "The naive model goes on with the same value.",
    );
  }
  const {d, D} = differencesNeeded(values, period);
  const seasonal = period > 1 && values.length > 3 * period;
  const free = d + D < 2;
  const known = new Map<string, ArimaModel | undefined>();
  const attempt = (p: number, q: number, P: number, Q: number, mean: boolean): ArimaModel | undefined => {
    const key = [p, q, P, Q, mean].join();
    if (known.has(key)) return known.get(key);
    hooks.checkpoint();
    hooks.progress(Math.min(0.95, known.size / 40), "ARIMA");
    const model = tryOrder(values, {p, d, q, P, D, Q, period: seasonal ? period : 1}, mean && free);
    known.set(key, model);
    return model;
  };
  let best: ArimaModel | undefined;
  const take = (model: ArimaModel | undefined): boolean => {
    if (!model || (best && model.aicc >= best.aicc)) return false;
    best = model;
    return true;
  };
  const s = seasonal ? 1 : 0;
  take(attempt(2, 2, s, s, true));
  take(attempt(0, 0, 0, 0, true));
  take(attempt(1, 0, s, 0, true));
  take(attempt(0, 1, 0, s, true));
  if (free) take(attempt(0, 0, 0, 0, false));
  if (!best) {
    throw new TabletalkError(
      "bad_plan",
      `No ARIMA model fits these ${values.length} periods.`,
      "Check that the series changes at all; the naive model may do.",
    );
  }
  for (let better = true; better && known.size < MOST_MODELS; ) {
    better = false;
    const {p, q, P, Q} = best.order;
    const mean = best.mean !== undefined;
    const moves: [number, number, number, number, boolean][] = [];
    const moved: [number, number][] = [
      [-1, 0],
      [0, -1],
      [1, 0],
      [0, 1],
      [-1, -1],
      [-1, 1],
      [1, -1],
      [1, 1],
    ];
    if (seasonal) for (const [a, b] of moved) moves.push([p, q, P + a, Q + b, mean]);
    for (const [a, b] of moved) moves.push([p + a, q + b, P, Q, mean]);
    if (free) moves.push([p, q, P, Q, !mean]);
    for (const [a, b, c, e, m] of moves) {
      if (a < 0 || b < 0 || c < 0 || e < 0 || a > 5 || b > 5 || c > 2 || e > 2) continue;
      if (known.has([a, b, c, e, m].join())) continue;
      if (take(attempt(a, b, c, e, m))) {
        better = true;
        break;
      }
      if (known.size >= MOST_MODELS) break;
    }
  }
  return {best, tried: known.size};
}

function tryOrder(values: Float64Array, order: ArimaOrder, mean: boolean): ArimaModel | undefined {
  try {
    const model = fitArima(values, order, {mean});
    const {ar, ma, sar, sma} = model;
    const seasonalBound = 1.01 ** order.period;
    const near =
      nearestRoot(ar.map((value) => -value)) < 1.01 ||
      nearestRoot(ma) < 1.01 ||
      nearestRoot(sar.map((value) => -value)) < seasonalBound ||
      nearestRoot(sma) < seasonalBound;
    return near || !Number.isFinite(model.aicc) ? undefined : model;
  } catch (error) {
    if (error instanceof TabletalkError && error.code === "bad_plan") return undefined;
    throw error;
  }
}

/** "ARIMA(0,1,1)(0,1,1)[12] with drift" */
export function sayArima(model: ArimaModel): string {
  const differences = model.order.d + model.order.D;
  const tail = model.mean === undefined ? "" : differences > 0 ? " with drift" : " with mean";
  return sayOrder(model.order) + tail;
}
