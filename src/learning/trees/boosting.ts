import {NO_HOOKS, type WorkHooks} from "../../statistics/work_hooks.ts";
import {takeRows, takeValues} from "../features.ts";
import {trainTestSplit} from "../validation/split.ts";
import {binColumns} from "./bins.ts";
import {type GrowOptions, grow} from "./boosted_tree.ts";
import {leafOf, type Tree} from "./tree.ts";

export interface BoostingOptions extends GrowOptions {
  rounds?: number;
  rate?: number;
  /** Stops where a tenth of the rows, kept aside, has not been foretold better for so many rounds; 0 never. */
  patience?: number;
  seed?: number;
}

/** Gradient-boosted trees: plain data. */
export interface BoostingModel {
  type: "boosting";
  classes: number;
  /** What is foretold before the first tree, by output. */
  base: number[];
  /** A tree an output and round. */
  rounds: Tree[][];
  importance: number[];
}

/**
 * Gradient boosting on histograms, leaf by leaf: Friedman (2001) with the second-order steps of Chen and Guestrin (2016) and
 * the growth of Ke and others (2017), as scikit-learn's `HistGradientBoosting` and LightGBM with their defaults (100
 * rounds, rate 0.1, 31 leaves, 20 rows a leaf). Missing values take the side that helps.
 * @param targets classes from 0, or numbers
 * @param classes 0 for numbers (squared error), 2 for logistic loss, more for softmax
 */
export function fitBoosting(
  columns: readonly Float64Array[],
  targets: Float64Array,
  classes: number,
  options: BoostingOptions = {},
  hooks: WorkHooks = NO_HOOKS,
): BoostingModel {
  const {rounds = 100, rate = 0.1, patience = 0, seed = 0, ...growing} = options;
  if (patience > 0 && targets.length >= 100) {
    const {train, test} = trainTestSplit(targets.length, {
      testShare: 0.1,
      seed,
      ...(classes > 0 && {labels: targets}),
    });
    const model = boost(
      takeRows(columns, train),
      takeValues(targets, train),
      classes,
      {rounds, rate, growing},
      hooks,
      {columns: takeRows(columns, test), targets: takeValues(targets, test), patience},
    );
    return model;
  }
  return boost(columns, targets, classes, {rounds, rate, growing}, hooks);
}

interface Aside {
  columns: readonly Float64Array[];
  targets: Float64Array;
  patience: number;
}

function boost(
  columns: readonly Float64Array[],
  targets: Float64Array,
  classes: number,
  {rounds, rate, growing}: {rounds: number; rate: number; growing: GrowOptions},
  hooks: WorkHooks,
  aside?: Aside,
): BoostingModel {
  const n = targets.length;
  const outputs = classes > 2 ? classes : 1;
  const bins = binColumns(columns);
  const base = baseOf(targets, classes);
  const raw = base.map((value) => new Float64Array(n).fill(value));
  const rawAside = aside && base.map((value) => new Float64Array(aside.targets.length).fill(value));
  const importance = new Float64Array(columns.length);
  const gradients = new Float64Array(n);
  const hessians = new Float64Array(n);
  const probabilities = classes > 2 ? raw.map(() => new Float64Array(n)) : [];
  const made: Tree[][] = [];
  let best = {loss: Infinity, rounds: 0};
  for (let round = 0; round < rounds; round++) {
    hooks.checkpoint();
    hooks.progress(round / rounds);
    if (classes > 2) softmax(raw, probabilities);
    const trees: Tree[] = [];
    for (let output = 0; output < outputs; output++) {
      slopes(targets, classes, output, raw, probabilities, gradients, hessians);
      const {tree, leaves, rows} = grow(bins, gradients, hessians, growing, importance);
      tree.value = tree.value.map((value) => (value as number) * rate);
      for (const {node, from, to} of leaves) {
        const value = tree.value[node] as number;
        for (let at = from; at < to; at++) raw[output]![rows[at]!]! += value;
      }
      trees.push(tree);
    }
    made.push(trees);
    if (!aside || !rawAside) continue;
    for (const [output, tree] of trees.entries())
      for (let row = 0; row < aside.targets.length; row++)
        rawAside[output]![row]! += tree.value[leafOf(tree, aside.columns, row)] as number;
    const loss = lossOf(aside.targets, classes, rawAside);
    if (loss < best.loss - 1e-7) best = {loss, rounds: round + 1};
    else if (round + 1 - best.rounds >= aside.patience) break;
  }
  const kept = aside ? made.slice(0, Math.max(1, best.rounds)) : made;
  const sum = importance.reduce((total, one) => total + one, 0);
  return {
    type: "boosting",
    classes,
    base,
    rounds: kept,
    importance: Array.from(importance, (one) => (sum > 0 ? one / sum : 0)),
  };
}

/** Probabilities, an array a class; for numbers one array. */
export function predictBoosting(
  {base, rounds, classes}: BoostingModel,
  columns: readonly Float64Array[],
  hooks: WorkHooks = NO_HOOKS,
): Float64Array[] {
  const n = columns[0]?.length ?? 0;
  const raw = base.map((value) => new Float64Array(n).fill(value));
  for (const trees of rounds) {
    hooks.checkpoint();
    for (const [output, tree] of trees.entries())
      for (let row = 0; row < n; row++)
        raw[output]![row]! += tree.value[leafOf(tree, columns, row)] as number;
  }
  if (classes === 0) return raw;
  if (classes === 2) {
    const second = raw[0]!.map(sigmoid);
    return [second.map((p) => 1 - p), second];
  }
  const probabilities = raw.map(() => new Float64Array(n));
  softmax(raw, probabilities);
  return probabilities;
}

const sigmoid = (z: number): number => (z >= 0 ? 1 / (1 + Math.exp(-z)) : Math.exp(z) / (1 + Math.exp(z)));

function baseOf(targets: Float64Array, classes: number): number[] {
  const n = targets.length;
  if (classes === 0) return [targets.reduce((sum, value) => sum + value, 0) / n];
  const counts = new Array<number>(classes).fill(0);
  for (const label of targets) counts[label]!++;
  if (classes === 2) return [Math.log(Math.max(counts[1]!, 1e-9) / Math.max(counts[0]!, 1e-9))];
  return counts.map((count) => Math.log(Math.max(count, 1e-9) / n));
}

function slopes(
  targets: Float64Array,
  classes: number,
  output: number,
  raw: readonly Float64Array[],
  probabilities: readonly Float64Array[],
  gradients: Float64Array,
  hessians: Float64Array,
): void {
  const n = targets.length;
  for (let row = 0; row < n; row++) {
    if (classes === 0) {
      gradients[row] = raw[0]![row]! - targets[row]!;
      hessians[row] = 1;
    } else {
      const p = classes === 2 ? sigmoid(raw[0]![row]!) : probabilities[output]![row]!;
      gradients[row] = p - (classes === 2 ? targets[row]! : targets[row] === output ? 1 : 0);
      hessians[row] = (classes === 2 ? 1 : classes / (classes - 1)) * p * (1 - p);
    }
  }
}

function softmax(raw: readonly Float64Array[], into: readonly Float64Array[]): void {
  const n = raw[0]!.length;
  for (let row = 0; row < n; row++) {
    let most = -Infinity;
    for (const own of raw) most = Math.max(most, own[row]!);
    let sum = 0;
    for (const [at, own] of raw.entries()) {
      into[at]![row] = Math.exp(own[row]! - most);
      sum += into[at]![row]!;
    }
    for (const own of into) own[row]! /= sum;
  }
}

function lossOf(targets: Float64Array, classes: number, raw: readonly Float64Array[]): number {
  let sum = 0;
  for (let row = 0; row < targets.length; row++) {
    if (classes === 0) sum += (raw[0]![row]! - targets[row]!) ** 2;
    else if (classes === 2) {
      const z = raw[0]![row]!;
      sum += Math.max(z, 0) - targets[row]! * z + Math.log1p(Math.exp(-Math.abs(z)));
    } else {
      let most = -Infinity;
      for (const own of raw) most = Math.max(most, own[row]!);
      let whole = 0;
      for (const own of raw) whole += Math.exp(own[row]! - most);
      sum += most + Math.log(whole) - raw[targets[row]!]![row]!;
    }
  }
  return sum / targets.length;
}
