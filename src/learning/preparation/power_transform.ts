import {TabletalkError} from "../../errors.ts";
import {NO_HOOKS, type WorkHooks} from "../../statistics/work_hooks.ts";
import {minimum} from "./minimum.ts";

/**
 * The lambda of the Box-Cox transform that makes the values most normal, by maximum likelihood; missing values (NaN) are
 * passed over. Agrees with `scipy.stats.boxcox` and scikit-learn's `PowerTransformer`.
 * @throws TabletalkError bad_plan for values that are not above 0, or that do not vary
 */
export function boxCoxLambda(values: Float64Array, hooks: WorkHooks = NO_HOOKS): number {
  const present = finite(values);
  mustVary(present);
  if (present.some((one) => one <= 0))
    throw new TabletalkError(
      "bad_plan",
      "Box-Cox takes numbers above 0 only.",
      "Use yeo_johnson, which takes any number.",
    );
  const logs = present.map(Math.log);
  const middle = mean(logs);
  // Over the geometric mean the likelihood is the variance alone, and powers neither overflow nor lose digits.
  const centred = logs.map((one) => one - middle);
  const lambda = minimum(
    (at) => {
      hooks.checkpoint();
      return Math.log(spreadOf(centred, (one) => (at === 0 ? one : Math.expm1(at * one) / at)));
    },
    -2,
    2,
  );
  return found(lambda, "Box-Cox");
}

/**
 * The lambda of the Yeo-Johnson transform (Yeo and Johnson, Biometrika 2000) by maximum likelihood; missing values are
 * passed over. Agrees with `scipy.stats.yeojohnson` and scikit-learn's `PowerTransformer`.
 * @throws TabletalkError bad_plan for values that do not vary
 */
export function yeoJohnsonLambda(values: Float64Array, hooks: WorkHooks = NO_HOOKS): number {
  const present = finite(values);
  mustVary(present);
  let signed = 0;
  const logs = present.map((one) => Math.log1p(Math.abs(one)));
  for (const [at, one] of present.entries()) signed += Math.sign(one) * logs[at]!;
  const lambda = minimum(
    (at) => {
      hooks.checkpoint();
      let row = 0;
      const variance = spreadOf(logs, (log) => powerOfLog(log, present[row++]! < 0, at));
      return (present.length / 2) * Math.log(variance) - (at - 1) * signed;
    },
    -2,
    2,
  );
  return found(lambda, "Yeo-Johnson");
}

/** One value, transformed. */
export function yeoJohnson(value: number, lambda: number): number {
  return powerOfLog(Math.log1p(Math.abs(value)), value < 0, lambda);
}

/** Box-Cox of a value above 0. */
export function boxCox(value: number, lambda: number): number {
  return lambda === 0 ? Math.log(value) : Math.expm1(lambda * Math.log(value)) / lambda;
}

function powerOfLog(log: number, negative: boolean, lambda: number): number {
  const power = negative ? 2 - lambda : lambda;
  const size = Math.abs(power) < Number.EPSILON ? log : Math.expm1(power * log) / power;
  return negative ? -size : size;
}

/** The population variance of what becomes of the values, in one pass. */
function spreadOf(values: Float64Array, of: (value: number) => number): number {
  let [count, middle, squares] = [0, 0, 0];
  for (const value of values) {
    const made = of(value);
    count++;
    const away = made - middle;
    middle += away / count;
    squares += away * (made - middle);
  }
  const variance = squares / count;
  return Number.isFinite(variance) && variance > 0 ? variance : Number.MAX_VALUE;
}

function mean(values: Float64Array): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum / values.length;
}

const finite = (values: Float64Array): Float64Array => values.filter((one) => Number.isFinite(one));

function mustVary(values: Float64Array): void {
  if (values.some((one) => one !== values[0])) return;
  throw new TabletalkError(
    "bad_plan",
    "The values do not vary: no power makes them normal.",
    "Leave that column out.",
  );
}

function found(lambda: number, name: string): number {
  if (Number.isFinite(lambda)) return lambda;
  throw new TabletalkError(
    "bad_plan",
    `${name} finds no power for these values: they differ too little for their size.`,
    "Scale them first (standard), or leave the column out.",
  );
}
