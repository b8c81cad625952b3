import {type Bins, MISSING_BIN} from "./bins.ts";
import {addNode, emptyTree, type Tree} from "./tree.ts";

export interface GrowOptions {
  leaves?: number;
  minLeaf?: number;
  maxDepth?: number;
  /** Shrinks leaves: added to the sum of their second derivatives. */
  lambda?: number;
}

interface Leaf {
  node: number;
  from: number;
  to: number;
  depth: number;
  gradient: number;
  hessian: number;
  histogram: Float64Array;
  gain: number;
  feature: number;
  bin: number;
  missingLeft: boolean;
}

export interface Grown {
  tree: Tree;
  /** The rows of each leaf, as stretches of `rows`. */
  leaves: {node: number; from: number; to: number}[];
  rows: Uint32Array;
}

/** Sums of gradients, hessians and rows by bin: three numbers each, 256 bins a column. */
const STRIDE = 256 * 3;
const LEAST_HESSIAN = 1e-3;

/** Grows one tree, always at the leaf that gains most. A child's histogram is its parent's less its sibling's. */
export function grow(
  {edges, codes}: Bins,
  gradients: Float64Array,
  hessians: Float64Array,
  {leaves: most = 31, minLeaf = 20, maxDepth = 64, lambda = 0}: GrowOptions,
  importance: Float64Array,
): Grown {
  const n = gradients.length;
  const p = codes.length;
  const rows = Uint32Array.from({length: n}, (_, row) => row);
  const spill = new Uint32Array(n);
  const tree = emptyTree();

  const fill = (leaf: Leaf): void => {
    const {histogram, from, to} = leaf;
    histogram.fill(0);
    for (let feature = 0; feature < p; feature++) {
      const code = codes[feature]!;
      const offset = feature * STRIDE;
      for (let at = from; at < to; at++) {
        const row = rows[at]!;
        const place = offset + code[row]! * 3;
        histogram[place]! += gradients[row]!;
        histogram[place + 1]! += hessians[row]!;
        histogram[place + 2]!++;
      }
    }
  };

  const search = (leaf: Leaf): void => {
    leaf.gain = 0;
    leaf.feature = -1;
    const {histogram, gradient, hessian} = leaf;
    const size = leaf.to - leaf.from;
    if (size < 2 * minLeaf || leaf.depth >= maxDepth) return;
    const parent = (gradient * gradient) / (hessian + lambda);
    for (let feature = 0; feature < p; feature++) {
      const offset = feature * STRIDE;
      const last = offset + MISSING_BIN * 3;
      const missing = histogram[last + 2]!;
      for (let side = 0; side < (missing > 0 ? 2 : 1); side++) {
        const first = side === 1;
        let g = first ? histogram[last]! : 0;
        let h = first ? histogram[last + 1]! : 0;
        let count = first ? missing : 0;
        for (let bin = 0; bin < edges[feature]!.length; bin++) {
          const place = offset + bin * 3;
          const own = histogram[place + 2]!;
          if (own === 0) continue;
          g += histogram[place]!;
          h += histogram[place + 1]!;
          count += own;
          if (count < minLeaf || h < LEAST_HESSIAN) continue;
          if (size - count < minLeaf || hessian - h < LEAST_HESSIAN) break;
          const other = gradient - g;
          const gain = (g * g) / (h + lambda) + (other * other) / (hessian - h + lambda) - parent;
          if (gain > leaf.gain) {
            leaf.gain = gain;
            leaf.feature = feature;
            leaf.bin = bin;
            leaf.missingLeft = first;
          }
        }
      }
    }
  };

  const root: Leaf = {
    node: addNode(tree),
    from: 0,
    to: n,
    depth: 0,
    gradient: gradients.reduce((sum, one) => sum + one, 0),
    hessian: hessians.reduce((sum, one) => sum + one, 0),
    histogram: new Float64Array(p * STRIDE),
    gain: 0,
    feature: -1,
    bin: -1,
    missingLeft: false,
  };
  fill(root);
  search(root);
  const open = [root];
  while (open.length < most) {
    let best = -1;
    for (const [at, leaf] of open.entries())
      if (leaf.feature >= 0 && leaf.gain > (best < 0 ? 1e-12 : open[best]!.gain)) best = at;
    if (best < 0) break;
    const parent = open[best]!;
    importance[parent.feature]! += parent.gain;
    const code = codes[parent.feature]!;
    let write = parent.from;
    let kept = 0;
    for (let at = parent.from; at < parent.to; at++) {
      const row = rows[at]!;
      const bin = code[row]!;
      if (bin === MISSING_BIN ? parent.missingLeft : bin <= parent.bin) rows[write++] = row;
      else spill[kept++] = row;
    }
    rows.set(spill.subarray(0, kept), write);
    const {node} = parent;
    tree.feature[node] = parent.feature;
    tree.threshold[node] = edges[parent.feature]![parent.bin]!;
    tree.missingLeft[node] = parent.missingLeft;
    tree.left[node] = addNode(tree);
    tree.right[node] = addNode(tree);
    const child = (at: number, from: number, to: number): Leaf => ({
      ...parent,
      node: at,
      from,
      to,
      depth: parent.depth + 1,
    });
    const left = child(tree.left[node]!, parent.from, write);
    const right = child(tree.right[node]!, write, parent.to);
    const [small, large] = write - parent.from < parent.to - write ? [left, right] : [right, left];
    small.histogram = new Float64Array(p * STRIDE);
    fill(small);
    large.histogram = parent.histogram;
    for (let at = 0; at < large.histogram.length; at++) large.histogram[at]! -= small.histogram[at]!;
    small.gradient = 0;
    small.hessian = 0;
    for (let at = small.from; at < small.to; at++) {
      small.gradient += gradients[rows[at]!]!;
      small.hessian += hessians[rows[at]!]!;
    }
    large.gradient = parent.gradient - small.gradient;
    large.hessian = parent.hessian - small.hessian;
    search(left);
    search(right);
    open[best] = left;
    open.push(right);
  }
  for (const leaf of open) tree.value[leaf.node] = -leaf.gradient / (leaf.hessian + lambda);
  return {tree, rows, leaves: open.map(({node, from, to}) => ({node, from, to}))};
}
