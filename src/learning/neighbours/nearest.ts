import {NO_HOOKS, type WorkHooks} from "../../statistics/work_hooks.ts";
import {rowMajor} from "../features.ts";

/** The training rows of nearest-neighbour methods: plain data, but as large as the rows are. */
export interface NeighbourModel {
  type: "neighbours";
  k: number;
  width: number;
  rows: Float64Array;
  targets: Float64Array;
  /** 0 for a number. */
  classes: number;
}

/** Keeps the rows: columns want to be standardised. */
export function fitNeighbours(
  columns: readonly Float64Array[],
  targets: Float64Array,
  classes: number,
  k = 5,
): NeighbourModel {
  const {values, width} = rowMajor(columns);
  return {type: "neighbours", k: Math.min(k, targets.length), width, rows: values, targets, classes};
}

/** For classes the share of each among the k nearest rows (Euclidean); for numbers one array, their mean. */
export function predictNeighbours(
  model: NeighbourModel,
  columns: readonly Float64Array[],
  hooks: WorkHooks = NO_HOOKS,
): Float64Array[] {
  const {values, rows} = rowMajor(columns);
  const made = Array.from({length: Math.max(1, model.classes)}, () => new Float64Array(rows));
  const nearest = new Uint32Array(model.k);
  for (let row = 0; row < rows; row++) {
    if (row % 256 === 0) {
      hooks.checkpoint();
      hooks.progress(row / rows);
    }
    nearestRows(model, values, row, nearest);
    for (const place of nearest) {
      const target = model.targets[place]!;
      if (model.classes > 0) made[target]![row]! += 1 / model.k;
      else made[0]![row]! += target / model.k;
    }
  }
  return made;
}

/** The k nearest rows, nearest first; of equally far ones the earlier. */
function nearestRows(
  {rows, width, k}: NeighbourModel,
  values: Float64Array,
  row: number,
  into: Uint32Array,
): void {
  const distances = new Float64Array(k).fill(Infinity);
  const n = rows.length / width;
  const start = row * width;
  for (let other = 0; other < n; other++) {
    const from = other * width;
    const limit = distances[k - 1]!;
    let square = 0;
    for (let at = 0; at < width && square < limit; at++) {
      const off = values[start + at]! - rows[from + at]!;
      square += off * off;
    }
    if (square >= limit) continue;
    let place = k - 1;
    while (place > 0 && distances[place - 1]! > square) {
      distances[place] = distances[place - 1]!;
      into[place] = into[place - 1]!;
      place--;
    }
    distances[place] = square;
    into[place] = other;
  }
}
