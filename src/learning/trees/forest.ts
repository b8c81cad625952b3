import {MersenneTwister} from "../../statistics/random/mersenne_twister.ts";
import {NO_HOOKS, type WorkHooks} from "../../statistics/work_hooks.ts";
import {type Bins, binColumns} from "./bins.ts";
import {addNode, emptyTree, leafOf, type Tree} from "./tree.ts";

export interface ForestOptions {
  trees?: number;
  minLeaf?: number;
  maxDepth?: number;
  /** Columns tried at each split; default: the root of their number for classes, a third (scikit-learn: all) for numbers. */
  tried?: number;
  seed?: number;
}

/** A random forest: plain data. */
export interface ForestModel {
  type: "forest";
  classes: number;
  trees: Tree[];
  importance: number[];
}

/**
 * A random forest: Breiman (2001), each tree on a bootstrap sample, splits between at most 255 bins of each column.
 * Missing values go where they do least harm.
 * @param targets classes from 0, or numbers
 * @param classes 0 for numbers
 */
export function fitForest(
  columns: readonly Float64Array[],
  targets: Float64Array,
  classes: number,
  {trees = 100, minLeaf = 1, maxDepth = Infinity, tried, seed = 0}: ForestOptions = {},
  hooks: WorkHooks = NO_HOOKS,
): ForestModel {
  const p = columns.length;
  const mtry = tried ?? (classes > 0 ? Math.max(1, Math.floor(Math.sqrt(p))) : Math.max(1, Math.ceil(p / 3)));
  const bins = binColumns(columns);
  const random = new MersenneTwister(seed);
  const importance = new Float64Array(p);
  const grow = grower(bins, targets, classes, {minLeaf, maxDepth, tried: mtry}, random, importance);
  const made: Tree[] = [];
  const rows = new Uint32Array(targets.length);
  for (let round = 0; round < trees; round++) {
    hooks.checkpoint();
    hooks.progress(round / trees);
    for (let at = 0; at < rows.length; at++) rows[at] = Math.floor(random.uniform() * rows.length);
    rows.sort();
    made.push(grow(rows));
  }
  const sum = importance.reduce((total, one) => total + one, 0);
  return {
    type: "forest",
    classes,
    trees: made,
    importance: Array.from(importance, (one) => (sum > 0 ? one / sum : 0)),
  };
}

/** Mean over the trees: probabilities, an array a class; for numbers one array. */
export function predictForest(
  {trees, classes}: ForestModel,
  columns: readonly Float64Array[],
  hooks: WorkHooks = NO_HOOKS,
): Float64Array[] {
  const n = columns[0]?.length ?? 0;
  const made = Array.from({length: Math.max(1, classes)}, () => new Float64Array(n));
  for (const tree of trees) {
    hooks.checkpoint();
    for (let row = 0; row < n; row++) {
      const value = tree.value[leafOf(tree, columns, row)]!;
      if (typeof value === "number") made[0]![row]! += value;
      else for (let at = 0; at < classes; at++) made[at]![row]! += value[at]!;
    }
  }
  for (const own of made) for (let row = 0; row < n; row++) own[row]! /= trees.length;
  return made;
}

interface Grow {
  minLeaf: number;
  maxDepth: number;
  tried: number;
}

function grower(
  {edges, codes}: Bins,
  targets: Float64Array,
  classes: number,
  {minLeaf, maxDepth, tried}: Grow,
  random: MersenneTwister,
  importance: Float64Array,
): (rows: Uint32Array) => Tree {
  const p = codes.length;
  const width = Math.max(1, classes);
  const labels = classes > 0 ? Uint16Array.from(targets) : new Uint16Array(0);
  const sums = new Float64Array(256 * width);
  const counts = new Uint32Array(256);
  const left = new Float64Array(width);
  const total = new Float64Array(width);
  const order = Uint32Array.from({length: p}, (_, at) => at);
  const spill = new Uint32Array(targets.length);

  return (rows) => {
    const tree = emptyTree();
    const stack = [{node: addNode(tree), from: 0, to: rows.length, depth: 0}];
    while (stack.length > 0) {
      const {node, from, to, depth} = stack.pop()!;
      const size = to - from;
      total.fill(0);
      let pure = true;
      const first = targets[rows[from]!]!;
      for (let at = from; at < to; at++) {
        const row = rows[at]!;
        if (classes > 0) total[labels[row]!]!++;
        else total[0]! += targets[row]!;
        if (targets[row] !== first) pure = false;
      }
      tree.value[node] = classes > 0 ? Array.from(total, (count) => count / size) : total[0]! / size;
      if (pure || size < 2 * minLeaf || depth >= maxDepth) continue;
      let base = 0;
      for (let k = 0; k < width; k++) base += total[k]! * total[k]!;
      base /= size;
      let bestGain = base + 1e-12 * Math.abs(base);
      let bestFeature = -1;
      let bestBin = -1;
      let seen = 0;
      for (let place = 0; place < p && (seen < tried || bestFeature < 0); place++) {
        const pick = place + Math.floor(random.uniform() * (p - place));
        const feature = order[pick]!;
        order[pick] = order[place]!;
        order[place] = feature;
        const code = codes[feature]!;
        let low = 255;
        let high = 0;
        const used = edges[feature]!.length + 1;
        counts.fill(0, 0, used);
        counts[255] = 0;
        sums.fill(0, 0, used * width);
        sums.fill(0, 255 * width);
        if (classes > 0) {
          for (let at = from; at < to; at++) {
            const row = rows[at]!;
            const bin = code[row]!;
            counts[bin]!++;
            sums[bin * width + labels[row]!]!++;
            if (bin < low) low = bin;
            if (bin > high) high = bin;
          }
        } else {
          for (let at = from; at < to; at++) {
            const row = rows[at]!;
            const bin = code[row]!;
            counts[bin]!++;
            sums[bin]! += targets[row]!;
            if (bin < low) low = bin;
            if (bin > high) high = bin;
          }
        }
        if (low === high) continue;
        seen++;
        // Bin 255, missing values, stands last: it goes right.
        let before = 0;
        left.fill(0);
        for (let bin = low; bin < high; bin++) {
          const own = counts[bin]!;
          if (own === 0) continue;
          before += own;
          let l = 0;
          let r = 0;
          for (let k = 0; k < width; k++) {
            left[k]! += sums[bin * width + k]!;
            const other = total[k]! - left[k]!;
            l += left[k]! * left[k]!;
            r += other * other;
          }
          if (before < minLeaf || size - before < minLeaf) continue;
          const gain = l / before + r / (size - before);
          if (gain > bestGain) {
            bestGain = gain;
            bestFeature = feature;
            // Between this bin and the next that is filled.
            let next = bin + 1;
            while (next < high && counts[next] === 0) next++;
            bestBin = Math.min(Math.max(bin, (bin + next - 1) >> 1), edges[feature]!.length - 1);
          }
        }
      }
      if (bestFeature < 0) continue;
      importance[bestFeature]! += (bestGain - base) / targets.length;
      const code = codes[bestFeature]!;
      let write = from;
      let kept = 0;
      for (let at = from; at < to; at++) {
        const row = rows[at]!;
        if (code[row]! <= bestBin) rows[write++] = row;
        else spill[kept++] = row;
      }
      if (write === from || kept === 0) continue;
      rows.set(spill.subarray(0, kept), write);
      tree.feature[node] = bestFeature;
      tree.threshold[node] = edges[bestFeature]![bestBin]!;
      tree.missingLeft[node] = false;
      tree.left[node] = addNode(tree);
      tree.right[node] = addNode(tree);
      stack.push({node: tree.left[node]!, from, to: write, depth: depth + 1});
      stack.push({node: tree.right[node]!, from: write, to, depth: depth + 1});
    }
    return tree;
  };
}
