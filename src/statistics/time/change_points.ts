import {TabletalkError} from "../../errors.ts";
import {NO_HOOKS, type WorkHooks} from "../work_hooks.ts";

/** A stretch between change points. */
export interface Segment {
  /** Rows, the last one not in it. */
  from: number;
  to: number;
  mean: number;
  sd: number;
}

export interface ChangePoints {
  /** The first row of each stretch but the first. */
  rows: number[];
  segments: Segment[];
  /** What a change must lower the squares by, in units of the noise's variance. */
  penalty: number;
  /** The noise's standard deviation that was taken. */
  noise: number;
}

export interface ChangePointOptions {
  method?: "pelt" | "binary_segmentation";
  /** Default: 3 log n, over BIC's 2 log n as the places are searched for too. */
  penalty?: number;
  /** The least rows of a stretch. Default 2. */
  least?: number;
  /** The noise's standard deviation. Default: from differences of neighbours, without the largest tenth. */
  noise?: number;
}

/**
 * Where the mean of a series changes. PELT, Killick, Fearnhead and Eckley (2012), gives the best of all cuts; binary
 * segmentation, Scott and Knott (1974), cuts greedily. The cost is the squares around each stretch's mean over the noise's
 * variance (normal, one spread).
 * @param values none missing
 * @throws TabletalkError bad_plan for missing values or fewer than 4
 */
export function changePoints(
  values: Float64Array,
  options: ChangePointOptions = {},
  hooks: WorkHooks = NO_HOOKS,
): ChangePoints {
  const n = values.length;
  const {method = "pelt", penalty = 3 * Math.log(n), least = 2} = options;
  if (n < 4 || n < 2 * least || values.some((value) => !Number.isFinite(value))) {
    throw new TabletalkError(
      "bad_plan",
      n < 4 || n < 2 * least
        ? `Change points need at least ${Math.max(4, 2 * least)} values, there are ${n}.`
        : "Some values are missing.",
      "Give a longer history without gaps.",
    );
  }
  const noise = options.noise ?? noiseOf(values);
  const costOf = costs(values, noise);
  const rows = values.every((value) => value === values[0])
    ? []
    : method === "pelt"
      ? pelt(n, costOf, penalty, least, hooks)
      : binary(n, costOf, penalty, least, hooks);
  const edges = [0, ...rows, n];
  const segments = edges.slice(1).map((to, at): Segment => {
    const from = edges[at]!;
    const own = values.subarray(from, to);
    const mean = own.reduce((sum, value) => sum + value, 0) / own.length;
    const squares = own.reduce((sum, value) => sum + (value - mean) ** 2, 0);
    return {from, to, mean, sd: own.length > 1 ? Math.sqrt(squares / (own.length - 1)) : 0};
  });
  return {rows, segments, penalty, noise};
}

/** Of a normal variable cut at the size that 90 % are under: its mean square. */
const CUT_SQUARE = 0.623;

/**
 * The spread of noise from differences of neighbours: the mean square of the nine tenths that are smallest, which leaves out
 * the steps of changes, set right for the cut.
 */
export function noiseOf(values: Float64Array): number {
  const steps = values
    .subarray(1)
    .map((value, row) => Math.abs(value - values[row]!))
    .sort();
  const kept = steps.subarray(0, Math.ceil(0.9 * steps.length));
  const square = kept.reduce((sum, step) => sum + step ** 2, 0) / kept.length / CUT_SQUARE;
  if (square > 0) return Math.sqrt(square / 2);
  // Most neighbours are equal: the mean square of all instead.
  return Math.sqrt(steps.reduce((sum, step) => sum + step ** 2, 0) / steps.length / 2) || 1;
}

/** The squares of rows from..to around their mean over the noise's variance, from running sums of centred values. */
function costs(values: Float64Array, noise: number): (from: number, to: number) => number {
  const n = values.length;
  const mean = values.reduce((sum, value) => sum + value / n, 0);
  const sums = new Float64Array(n + 1);
  const squares = new Float64Array(n + 1);
  for (let row = 0; row < n; row++) {
    const own = (values[row]! - mean) / noise;
    sums[row + 1] = sums[row]! + own;
    squares[row + 1] = squares[row]! + own * own;
  }
  return (from, to) => squares[to]! - squares[from]! - (sums[to]! - sums[from]!) ** 2 / (to - from);
}

function pelt(
  n: number,
  costOf: (from: number, to: number) => number,
  penalty: number,
  least: number,
  hooks: WorkHooks,
): number[] {
  const best = new Float64Array(n + 1).fill(Infinity);
  best[0] = -penalty;
  const last = new Int32Array(n + 1);
  let open: number[] = [0];
  for (let to = least; to <= n; to++) {
    if (to % 256 === 0) {
      hooks.checkpoint();
      hooks.progress(to / n, "change points");
    }
    if (to >= 2 * least) open.push(to - least);
    const found = open.map((from) => best[from]! + costOf(from, to));
    found.forEach((cost, at) => {
      if (cost + penalty < best[to]!) {
        best[to] = cost + penalty;
        last[to] = open[at]!;
      }
    });
    open = open.filter((_, at) => found[at]! <= best[to]!);
  }
  const rows: number[] = [];
  for (let at = last[n]!; at > 0; at = last[at]!) rows.unshift(at);
  return rows;
}

function binary(
  n: number,
  costOf: (from: number, to: number) => number,
  penalty: number,
  least: number,
  hooks: WorkHooks,
): number[] {
  const rows: number[] = [];
  const open: [number, number][] = [[0, n]];
  while (open.length > 0) {
    hooks.checkpoint();
    const [from, to] = open.pop()!;
    let [gain, best] = [penalty, -1];
    const whole = costOf(from, to);
    for (let row = from + least; row <= to - least; row++) {
      const won = whole - costOf(from, row) - costOf(row, to);
      if (won > gain) [gain, best] = [won, row];
    }
    if (best < 0) continue;
    rows.push(best);
    open.push([from, best], [best, to]);
  }
  return rows.sort((a, b) => a - b);
}
