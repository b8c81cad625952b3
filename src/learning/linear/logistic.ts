import {NO_HOOKS, type WorkHooks} from "../../statistics/work_hooks.ts";

/** Multinomial (or, for two classes, binary) logistic regression: plain data. */
export interface LogisticModel {
  type: "logistic";
  /** One row of coefficients a class; for two classes one row, of the second class. */
  coefficients: number[][];
  intercepts: number[];
  classes: number;
  converged: boolean;
}

/**
 * Logistic regression with an L2 penalty of 1/C on the coefficients, not on the intercepts, as scikit-learn's
 * `LogisticRegression`: Newton's method for two classes, L-BFGS (Nocedal 1980) for more. Columns want to be standardised.
 * @param labels 0 to classes - 1
 * @param C Infinity is no penalty
 * @param weights of the rows
 */
export function fitLogistic(
  columns: readonly Float64Array[],
  labels: ArrayLike<number>,
  classes: number,
  {C = 1, rounds = 500, weights}: {C?: number; rounds?: number; weights?: Float64Array} = {},
  hooks: WorkHooks = NO_HOOKS,
): LogisticModel {
  const penalty = Number.isFinite(C) ? 1 / C : 0;
  const n = labels.length;
  const p = columns.length;
  const outputs = classes === 2 ? 1 : classes;
  const size = outputs * (p + 1);
  const linear = Array.from({length: outputs}, () => new Float64Array(n));
  const evaluate = (theta: Float64Array, gradient: Float64Array): number => {
    hooks.checkpoint();
    gradient.fill(0);
    let loss = 0;
    for (let k = 0; k < outputs; k++) {
      const own = linear[k]!.fill(theta[k * (p + 1) + p]!);
      for (let at = 0; at < p; at++) {
        const b = theta[k * (p + 1) + at]!;
        const column = columns[at]!;
        for (let row = 0; row < n; row++) own[row]! += b * column[row]!;
        loss += (penalty * b * b) / 2;
        gradient[k * (p + 1) + at]! += penalty * b;
      }
    }
    for (let row = 0; row < n; row++) {
      const weight = weights?.[row] ?? 1;
      if (outputs === 1) {
        const z = linear[0]![row]!;
        const y = labels[row]!;
        loss += weight * (Math.max(z, 0) - y * z + Math.log1p(Math.exp(-Math.abs(z))));
        linear[0]![row] = weight * (sigmoid(z) - y);
      } else {
        let most = -Infinity;
        for (let k = 0; k < outputs; k++) most = Math.max(most, linear[k]![row]!);
        let sum = 0;
        for (let k = 0; k < outputs; k++) sum += Math.exp(linear[k]![row]! - most);
        loss += weight * (most + Math.log(sum) - linear[labels[row]!]![row]!);
        for (let k = 0; k < outputs; k++)
          linear[k]![row] = weight * (Math.exp(linear[k]![row]! - most) / sum - (labels[row] === k ? 1 : 0));
      }
    }
    for (let k = 0; k < outputs; k++) {
      const own = linear[k]!;
      for (let at = 0; at < p; at++) {
        const column = columns[at]!;
        let dot = 0;
        for (let row = 0; row < n; row++) dot += own[row]! * column[row]!;
        gradient[k * (p + 1) + at]! += dot;
      }
      let sum = 0;
      for (let row = 0; row < n; row++) sum += own[row]!;
      gradient[k * (p + 1) + p]! += sum;
    }
    return loss;
  };
  const {at: theta, converged} = minimise(evaluate, size, rounds, hooks);
  return {
    type: "logistic",
    classes,
    converged,
    coefficients: Array.from({length: outputs}, (_, k) => [...theta.slice(k * (p + 1), k * (p + 1) + p)]),
    intercepts: Array.from({length: outputs}, (_, k) => theta[k * (p + 1) + p]!),
  };
}

/** Probabilities, an array a class. */
export function predictLogistic(model: LogisticModel, columns: readonly Float64Array[]): Float64Array[] {
  const n = columns[0]?.length ?? 0;
  const linear = model.intercepts.map((intercept, k) => {
    const own = new Float64Array(n).fill(intercept);
    for (const [at, column] of columns.entries())
      for (let row = 0; row < n; row++) own[row]! += model.coefficients[k]![at]! * column[row]!;
    return own;
  });
  if (model.classes === 2) {
    const second = linear[0]!.map(sigmoid);
    return [second.map((p) => 1 - p), second];
  }
  for (let row = 0; row < n; row++) {
    let most = -Infinity;
    for (const own of linear) most = Math.max(most, own[row]!);
    let sum = 0;
    for (const own of linear) {
      own[row] = Math.exp(own[row]! - most);
      sum += own[row]!;
    }
    for (const own of linear) own[row]! /= sum;
  }
  return linear;
}

const sigmoid = (z: number): number => (z >= 0 ? 1 / (1 + Math.exp(-z)) : Math.exp(z) / (1 + Math.exp(z)));

const MEMORY = 20;

/** L-BFGS with a backtracking line search. */
function minimise(
  evaluate: (x: Float64Array, gradient: Float64Array) => number,
  size: number,
  rounds: number,
  hooks: WorkHooks,
): {at: Float64Array; converged: boolean} {
  let x = new Float64Array(size);
  let gradient = new Float64Array(size);
  let value = evaluate(x, gradient);
  const past: {s: Float64Array; y: Float64Array; rho: number}[] = [];
  const start = Math.max(1, norm(gradient));
  for (let round = 0; round < rounds; round++) {
    hooks.progress(round / rounds);
    if (norm(gradient) <= 1e-9 * start) return {at: x, converged: true};
    const direction = step(gradient, past);
    let slope = dot(direction, gradient);
    if (!(slope < 0)) {
      past.length = 0;
      for (let at = 0; at < size; at++) direction[at] = -gradient[at]!;
      slope = -dot(gradient, gradient);
    }
    let length = past.length === 0 ? Math.min(1, 1 / norm(gradient)) : 1;
    const next = new Float64Array(size);
    const nextGradient = new Float64Array(size);
    let nextValue = Infinity;
    for (let trial = 0; trial < 40; trial++) {
      for (let at = 0; at < size; at++) next[at] = x[at]! + length * direction[at]!;
      nextValue = evaluate(next, nextGradient);
      if (nextValue <= value + 1e-4 * length * slope) break;
      length /= 2;
    }
    if (!(nextValue < value)) return {at: x, converged: norm(gradient) <= 1e-6 * start};
    const s = next.map((one, at) => one - x[at]!);
    const y = nextGradient.map((one, at) => one - gradient[at]!);
    const curvature = dot(s, y);
    if (curvature > 1e-14 * dot(y, y)) {
      past.push({s, y, rho: 1 / curvature});
      if (past.length > MEMORY) past.shift();
    }
    const gained = value - nextValue;
    x = next;
    gradient = nextGradient;
    value = nextValue;
    if (gained <= 1e-14 * Math.max(1, Math.abs(value)) && norm(gradient) <= 1e-6 * start)
      return {at: x, converged: true};
  }
  return {at: x, converged: false};
}

function step(
  gradient: Float64Array,
  past: readonly {s: Float64Array; y: Float64Array; rho: number}[],
): Float64Array {
  const q = gradient.map((one) => -one);
  const alphas: number[] = [];
  for (let at = past.length - 1; at >= 0; at--) {
    const {s, y, rho} = past[at]!;
    const alpha = rho * dot(s, q);
    alphas[at] = alpha;
    for (let place = 0; place < q.length; place++) q[place]! -= alpha * y[place]!;
  }
  const last = past.at(-1);
  if (last) {
    const scale = dot(last.s, last.y) / dot(last.y, last.y);
    for (let place = 0; place < q.length; place++) q[place]! *= scale;
  }
  for (const [at, {s, y, rho}] of past.entries()) {
    const beta = rho * dot(y, q);
    for (let place = 0; place < q.length; place++) q[place]! += (alphas[at]! - beta) * s[place]!;
  }
  return q;
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let at = 0; at < a.length; at++) sum += a[at]! * b[at]!;
  return sum;
}

const norm = (a: Float64Array): number => Math.sqrt(dot(a, a));
