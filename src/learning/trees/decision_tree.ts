import {MersenneTwister} from "../../statistics/random/mersenne_twister.ts";
import {NO_HOOKS, type WorkHooks} from "../../statistics/work_hooks.ts";
import {addNode, emptyTree, leafOf, type Tree} from "./tree.ts";

export interface TreeOptions {
  maxDepth?: number;
  minSplit?: number;
  minLeaf?: number;
  seed?: number;
}

/** A single decision tree: plain data. */
export interface TreeModel {
  type: "tree";
  /** 0 for a number. */
  classes: number;
  tree: Tree;
  /** How much of the impurity each column took away, summing to 1. */
  importance: number[];
}

/**
 * A decision tree by exact splits: CART (Breiman and others 1984), Gini for classes and squared error for numbers; columns
 * of equal gain are taken in a seeded order, as scikit-learn does. NaN is not allowed here: fill it first.
 * @param targets classes from 0, or numbers
 * @param classes 0 for numbers
 */
export function fitTree(
  columns: readonly Float64Array[],
  targets: Float64Array,
  classes: number,
  {maxDepth = Infinity, minSplit = 2, minLeaf = 1, seed = 0}: TreeOptions = {},
  hooks: WorkHooks = NO_HOOKS,
): TreeModel {
  const n = targets.length;
  const random = new MersenneTwister(seed);
  const tree = emptyTree();
  const importance = new Array<number>(columns.length).fill(0);
  const rows = Uint32Array.from({length: n}, (_, row) => row);
  const stack = [{node: addNode(tree), from: 0, to: n, depth: 0}];
  while (stack.length > 0) {
    hooks.checkpoint();
    const {node, from, to, depth} = stack.pop()!;
    const own = rows.subarray(from, to);
    const whole = impurity(targets, own, classes);
    tree.value[node] = leafValue(targets, own, classes);
    if (depth >= maxDepth || own.length < Math.max(minSplit, 2 * minLeaf) || !(whole > 1e-14)) continue;
    let best: {feature: number; threshold: number; gain: number} | undefined;
    for (const feature of random.permutation(columns.length)) {
      const found = bestSplit(columns[feature]!, targets, own, classes, minLeaf, whole);
      if (found && (!best || found.gain > best.gain + 1e-12 * whole)) best = {feature, ...found};
    }
    if (!best) continue;
    importance[best.feature]! += best.gain;
    const column = columns[best.feature]!;
    const left = own.filter((row) => column[row]! <= best.threshold);
    const right = own.filter((row) => column[row]! > best.threshold);
    own.set(left);
    own.set(right, left.length);
    tree.feature[node] = best.feature;
    tree.threshold[node] = best.threshold;
    tree.left[node] = addNode(tree);
    tree.right[node] = addNode(tree);
    stack.push({node: tree.right[node]!, from: from + left.length, to, depth: depth + 1});
    stack.push({node: tree.left[node]!, from, to: from + left.length, depth: depth + 1});
  }
  const sum = importance.reduce((total, one) => total + one, 0);
  return {type: "tree", classes, tree, importance: importance.map((one) => (sum > 0 ? one / sum : 0))};
}

/** Probabilities, an array a class; for numbers one array. */
export function predictTree({tree, classes}: TreeModel, columns: readonly Float64Array[]): Float64Array[] {
  const n = columns[0]?.length ?? 0;
  const made = Array.from({length: Math.max(1, classes)}, () => new Float64Array(n));
  for (let row = 0; row < n; row++) {
    const value = tree.value[leafOf(tree, columns, row)]!;
    if (typeof value === "number") made[0]![row] = value;
    else for (const [at, share] of value.entries()) made[at]![row] = share;
  }
  return made;
}

/** Rows times Gini, or the sum of squares around the mean. */
function impurity(targets: Float64Array, rows: Uint32Array, classes: number): number {
  const n = rows.length;
  if (classes > 0) {
    const counts = new Float64Array(classes);
    for (const row of rows) counts[targets[row]!]!++;
    return n - counts.reduce((sum, count) => sum + count * count, 0) / n;
  }
  let mean = 0;
  for (const row of rows) mean += targets[row]! / n;
  let squares = 0;
  for (const row of rows) squares += (targets[row]! - mean) ** 2;
  return squares;
}

function leafValue(targets: Float64Array, rows: Uint32Array, classes: number): number | number[] {
  const n = rows.length;
  if (classes === 0) {
    let sum = 0;
    for (const row of rows) sum += targets[row]!;
    return sum / n;
  }
  const counts = new Array<number>(classes).fill(0);
  for (const row of rows) counts[targets[row]!]!++;
  return counts.map((count) => count / n);
}

function bestSplit(
  column: Float64Array,
  targets: Float64Array,
  rows: Uint32Array,
  classes: number,
  minLeaf: number,
  whole: number,
): {threshold: number; gain: number} | undefined {
  const n = rows.length;
  const order = Uint32Array.from(rows).sort((a, b) => column[a]! - column[b]!);
  if (column[order[0]!] === column[order[n - 1]!]) return undefined;
  const left = new Float64Array(Math.max(1, classes));
  const right = new Float64Array(Math.max(1, classes));
  let shift = 0;
  if (classes > 0) for (const row of rows) right[targets[row]!]!++;
  else {
    for (const row of rows) shift += targets[row]! / n;
    for (const row of rows) right[0]! += targets[row]! - shift;
  }
  // What a split leaves is the whole less a constant: the sum of squared sums over sizes is what grows.
  const score = (sums: Float64Array, size: number): number => {
    let sum = 0;
    for (let at = 0; at < sums.length; at++) sum += sums[at]! * sums[at]!;
    return sum / size;
  };
  const base = score(right, n);
  let best: {threshold: number; gain: number} | undefined;
  for (let at = 0; at < n - 1; at++) {
    const row = order[at]!;
    if (classes > 0) {
      left[targets[row]!]!++;
      right[targets[row]!]!--;
    } else {
      left[0]! += targets[row]! - shift;
      right[0]! -= targets[row]! - shift;
    }
    const [here, next] = [column[row]!, column[order[at + 1]!]!];
    if (here === next || at + 1 < minLeaf || n - at - 1 < minLeaf) continue;
    const gain = score(left, at + 1) + score(right, n - at - 1) - base;
    if (gain > 1e-12 * whole && (!best || gain > best.gain)) {
      const middle = here / 2 + next / 2;
      best = {gain, threshold: middle >= next ? here : middle};
    }
  }
  return best;
}
