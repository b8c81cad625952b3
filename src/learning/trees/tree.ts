/**
 * A binary tree in parallel arrays, node 0 the root. A node with `feature` -1 is a leaf. Values up to the threshold go left;
 * missing ones where `missingLeft` says. Plain data.
 */
export interface Tree {
  feature: number[];
  threshold: number[];
  left: number[];
  right: number[];
  missingLeft: boolean[];
  /** At leaves: a number, or the share of each class. */
  value: (number | number[])[];
}

export function emptyTree(): Tree {
  return {feature: [], threshold: [], left: [], right: [], missingLeft: [], value: []};
}

/** Adds a leaf and gives its number. */
export function addNode(tree: Tree): number {
  tree.feature.push(-1);
  tree.threshold.push(0);
  tree.left.push(-1);
  tree.right.push(-1);
  tree.missingLeft.push(true);
  tree.value.push(0);
  return tree.feature.length - 1;
}

/** The leaf that a row falls into. */
export function leafOf(tree: Tree, columns: readonly Float64Array[], row: number): number {
  let node = 0;
  for (let feature = tree.feature[0]!; feature >= 0; feature = tree.feature[node]!) {
    const value = columns[feature]![row]!;
    const left = Number.isNaN(value) ? tree.missingLeft[node]! : value <= tree.threshold[node]!;
    node = left ? tree.left[node]! : tree.right[node]!;
  }
  return node;
}

/** How deep the tree is: 0 for a leaf alone. */
export function depthOf(tree: Tree, node = 0): number {
  if (tree.feature[node]! < 0) return 0;
  return 1 + Math.max(depthOf(tree, tree.left[node]!), depthOf(tree, tree.right[node]!));
}
