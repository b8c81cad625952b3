import {TabletalkError} from "../../errors.ts";
import {MersenneTwister} from "../../statistics/random/mersenne_twister.ts";
import {NO_HOOKS, type WorkHooks} from "../../statistics/work_hooks.ts";
import {densityClusters} from "../clusters/density.ts";
import {cutTree, mergeTree} from "../clusters/hierarchical.ts";
import {fitKMeans} from "../clusters/k_means.ts";
import {takeRows} from "../features.ts";
import {silhouette} from "../metrics/clustering.ts";
import {applyPca, fitPca, type PcaModel} from "../reduction/principal_components.ts";
import {umap} from "../reduction/umap.ts";
import {fitIsolation, scoreIsolation} from "../trees/isolation_forest.ts";
import {applyPipeline, fitPipeline} from "./fit_pipeline.ts";
import {type RawColumn, rowCount} from "./raw_column.ts";

const LEAST_ROWS = 10;
const SAMPLE = 1_500;
const MOST_CLUSTERS = 8;

export interface Segments {
  /** A number a row, from 0; -1 belongs to none. */
  labels: Int32Array;
  clusters: number;
  silhouette: number;
  notes: string[];
}

/**
 * Groups of rows that are alike, by standardised columns: k-means (k by the silhouette of 2 to 8 where not given),
 * hierarchical (Ward), or DBSCAN (reach by the distance to the nearest neighbours where not given).
 * @throws TabletalkError bad_plan for fewer than 10 rows or more clusters than rows
 */
export function segment(
  raw: RawColumn[],
  {
    method,
    k,
    reach,
    least = 5,
    seed = 42,
  }: {
    method: "k_means" | "hierarchical" | "dbscan";
    k?: number;
    reach?: number;
    least?: number;
    seed?: number;
  },
  hooks: WorkHooks = NO_HOOKS,
): Segments {
  const {columns, notes} = numbers(raw, true);
  const n = rowCount(raw);
  if (k !== undefined && k >= n)
    throw new TabletalkError("bad_plan", `${n} rows cannot make ${k} clusters.`, "Ask for fewer clusters.");
  const sample =
    n > SAMPLE
      ? new MersenneTwister(seed).permutation(n).slice(0, SAMPLE)
      : Uint32Array.from({length: n}, (_, row) => row);
  const few = takeRows(columns, sample);
  const judge = (labels: ArrayLike<number>): number => {
    const own = Array.from(sample, (row) => labels[row]!);
    return new Set(own).size > 1 ? silhouette(few, own) : Number.NaN;
  };
  if (method === "dbscan") {
    const near = reach ?? suggestReach(few, least);
    if (reach === undefined)
      notes.push(
        `The reach, ${near.toPrecision(3)}, is where 90% of rows have ${least} neighbours; set it to look closer or wider.`,
      );
    const labels = densityClusters(columns, near, least, hooks);
    const clusters = labels.reduce((most, label) => Math.max(most, label), -1) + 1;
    const none = labels.filter((label) => label < 0).length;
    notes.push(`${none} rows belong to no cluster.`);
    return {labels, clusters, silhouette: judge(labels), notes};
  }
  const tree = method === "hierarchical" ? mergeTree(columns, "ward", hooks) : undefined;
  const cut = (count: number): Int32Array =>
    Int32Array.from(tree ? cutTree(tree, count) : fitKMeans(columns, count, {seed}, hooks).labels);
  if (k !== undefined) {
    const labels = cut(k);
    return {labels, clusters: k, silhouette: judge(labels), notes};
  }
  let best: Segments | undefined;
  const tried: string[] = [];
  for (let count = 2; count <= Math.min(MOST_CLUSTERS, n - 1); count++) {
    hooks.progress((count - 2) / MOST_CLUSTERS, `${count} clusters`);
    const labels = cut(count);
    const score = judge(labels);
    if (!Number.isFinite(score)) continue;
    tried.push(`${count}: ${score.toFixed(3)}`);
    if (!best || score > best.silhouette) best = {labels, clusters: count, silhouette: score, notes};
  }
  if (!best)
    throw new TabletalkError(
      "bad_plan",
      "All rows are alike: there are no clusters.",
      "Choose columns that vary.",
    );
  notes.push(`The number of clusters was chosen by the silhouette (${tried.join(", ")}).`);
  if (best.silhouette < 0.25)
    notes.push(
      "The clusters hardly stand apart (silhouette below 0.25): take them as a way to cut, not as groups that exist.",
    );
  return best;
}

/** Principal components of standardised columns. */
export function components(
  raw: RawColumn[],
  count: number,
  hooks: WorkHooks = NO_HOOKS,
): {model: PcaModel; names: string[]; places: Float64Array[]; notes: string[]} {
  hooks.checkpoint();
  const {columns, names, notes} = numbers(raw, true);
  const model = fitPca(columns, Math.min(count, columns.length));
  return {model, names, places: applyPca(model, columns), notes};
}

/** Coordinates of rows on a map. */
export function map(
  raw: RawColumn[],
  {count, neighbours, seed}: {count: number; neighbours: number; seed: number},
  hooks: WorkHooks = NO_HOOKS,
): {places: Float64Array[]; notes: string[]} {
  const {columns, notes} = numbers(raw, true);
  return {places: umap(columns, {count, neighbours, seed}, hooks), notes};
}

/** How odd each row is, 0 to 1, by an isolation forest. */
export function oddness(
  raw: RawColumn[],
  {trees, seed}: {trees: number; seed: number},
  hooks: WorkHooks = NO_HOOKS,
): {scores: Float64Array; notes: string[]} {
  const {columns, notes} = numbers(raw, false);
  const model = fitIsolation(columns, {trees, seed}, hooks);
  return {scores: scoreIsolation(model, columns), notes};
}

function numbers(
  raw: RawColumn[],
  scaled: boolean,
): {columns: Float64Array[]; names: string[]; notes: string[]} {
  const n = rowCount(raw);
  if (n < LEAST_ROWS)
    throw new TabletalkError(
      "bad_plan",
      `${n} row${n === 1 ? " is" : "s are"} too few; this takes at least ${LEAST_ROWS}.`,
      "Take more rows.",
    );
  const pipeline = fitPipeline(raw, {scaled});
  const {columns} = applyPipeline(pipeline, raw);
  return {columns, names: pipeline.kept.map((at) => pipeline.names[at]!), notes: [...pipeline.notes]};
}

function suggestReach(columns: readonly Float64Array[], least: number): number {
  const n = columns[0]!.length;
  const distances = new Float64Array(n);
  const own = new Float64Array(n);
  for (let row = 0; row < n; row++) {
    for (let other = 0; other < n; other++) {
      let square = 0;
      for (const column of columns) square += (column[row]! - column[other]!) ** 2;
      own[other] = square;
    }
    distances[row] = Math.sqrt(own.slice().sort()[Math.min(least - 1, n - 1)]!);
  }
  const reach = distances.sort()[Math.floor(0.9 * (n - 1))]!;
  return reach > 0 ? reach : 1e-9;
}
