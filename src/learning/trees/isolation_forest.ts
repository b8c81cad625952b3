import {MersenneTwister} from "../../statistics/random/mersenne_twister.ts";
import {NO_HOOKS, type WorkHooks} from "../../statistics/work_hooks.ts";
import {addNode, emptyTree, type Tree} from "./tree.ts";

/** An isolation forest: plain data. */
export interface IsolationModel {
  type: "isolation";
  trees: Tree[];
  /** Rows that each tree was grown on. */
  sample: number;
}

/**
 * An isolation forest: Liu, Ting and Zhou (2008). Rows that random cuts part from the others soon are odd.
 */
export function fitIsolation(
  columns: readonly Float64Array[],
  {trees = 100, sample = 256, seed = 0}: {trees?: number; sample?: number; seed?: number} = {},
  hooks: WorkHooks = NO_HOOKS,
): IsolationModel {
  const n = columns[0]!.length;
  const size = Math.min(sample, n);
  const depth = Math.ceil(Math.log2(Math.max(size, 2)));
  const random = new MersenneTwister(seed);
  const made: Tree[] = [];
  for (let round = 0; round < trees; round++) {
    hooks.checkpoint();
    hooks.progress(round / trees);
    made.push(isolate(columns, random.permutation(n).slice(0, size), depth, random));
  }
  return {type: "isolation", trees: made, sample: size};
}

/** A score a row, 0 to 1: over 0.6 or so is odd, about 0.5 usual. */
export function scoreIsolation(model: IsolationModel, columns: readonly Float64Array[]): Float64Array {
  const n = columns[0]?.length ?? 0;
  const usual = pathLength(model.sample);
  const scores = new Float64Array(n);
  for (let row = 0; row < n; row++) {
    let depth = 0;
    for (const tree of model.trees) {
      let node = 0;
      let steps = 0;
      for (let feature = tree.feature[0]!; feature >= 0; feature = tree.feature[node]!) {
        node = columns[feature]![row]! <= tree.threshold[node]! ? tree.left[node]! : tree.right[node]!;
        steps++;
      }
      depth += steps + pathLength(tree.value[node] as number);
    }
    scores[row] = 2 ** (-depth / model.trees.length / usual);
  }
  return scores;
}

function isolate(
  columns: readonly Float64Array[],
  rows: Uint32Array,
  most: number,
  random: MersenneTwister,
): Tree {
  const tree = emptyTree();
  const stack = [{node: addNode(tree), rows, depth: 0}];
  while (stack.length > 0) {
    const {node, rows: own, depth} = stack.pop()!;
    tree.value[node] = own.length;
    if (depth >= most || own.length <= 1) continue;
    for (const feature of random.permutation(columns.length)) {
      const column = columns[feature]!;
      let low = Infinity;
      let high = -Infinity;
      for (const row of own) {
        low = Math.min(low, column[row]!);
        high = Math.max(high, column[row]!);
      }
      if (!(high > low)) continue;
      const threshold = low + random.uniform() * (high - low);
      tree.feature[node] = feature;
      tree.threshold[node] = threshold;
      tree.left[node] = addNode(tree);
      tree.right[node] = addNode(tree);
      stack.push(
        {node: tree.left[node]!, rows: own.filter((row) => column[row]! <= threshold), depth: depth + 1},
        {node: tree.right[node]!, rows: own.filter((row) => column[row]! > threshold), depth: depth + 1},
      );
      break;
    }
  }
  return tree;
}

/** The mean depth of a search in a binary tree of n rows that fails. */
function pathLength(n: number): number {
  if (n <= 1) return 0;
  return n === 2 ? 1 : 2 * (Math.log(n - 1) + 0.5772156649015329) - (2 * (n - 1)) / n;
}
