import {
  classificationKind,
  clusteringKind,
  forecastKind,
  patternKind,
  statisticsKind,
} from "./kinds/analyses.ts";
import {chartKind, mapKind, networkKind} from "./kinds/charts.ts";
import {sourceDatasetKind} from "./kinds/source_dataset.ts";
import {stepKind} from "./kinds/step.ts";
import {aggregateKind, calculateKind, filterKind, joinKind, pivotKind} from "./kinds/transforms.ts";
import type {NodeKind} from "./node_kind.ts";

/** Every kind of node of our own. */
const KINDS: readonly NodeKind[] = [
  sourceDatasetKind,
  filterKind,
  aggregateKind,
  joinKind,
  calculateKind,
  pivotKind,
  statisticsKind,
  patternKind,
  classificationKind,
  clusteringKind,
  forecastKind,
  chartKind,
  mapKind,
  networkKind,
  stepKind,
] as readonly NodeKind[];

/** The kinds of nodes by their name. */
export function nodeKinds(): ReadonlyMap<string, NodeKind> {
  return new Map(KINDS.map((one) => [one.kind, one]));
}
