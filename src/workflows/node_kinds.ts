import {
  classificationKind,
  clusteringKind,
  forecastKind,
  patternKind,
  statisticsKind,
} from "./kinds/analyses.ts";
import {approveKind} from "./kinds/approve.ts";
import {branchKind} from "./kinds/branch.ts";
import {chartKind, mapKind, networkKind} from "./kinds/charts.ts";
import {dashboardKind} from "./kinds/dashboard.ts";
import {exportDatabaseKind} from "./kinds/export_database.ts";
import {exportFileKind} from "./kinds/export_file.ts";
import {exportHttpKind} from "./kinds/export_http.ts";
import {exportReportKind} from "./kinds/export_report.ts";
import {promptKind} from "./kinds/prompt.ts";
import {sourceDatabaseKind} from "./kinds/source_database.ts";
import {sourceDatasetKind} from "./kinds/source_dataset.ts";
import {sourceFileKind} from "./kinds/source_file.ts";
import {sourceHttpKind} from "./kinds/source_http.ts";
import {sourceKaggleKind} from "./kinds/source_kaggle.ts";
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
  dashboardKind,
  stepKind,
  sourceFileKind,
  sourceDatabaseKind,
  sourceKaggleKind,
  sourceHttpKind,
  promptKind,
  branchKind,
  approveKind,
  exportFileKind,
  exportDatabaseKind,
  exportHttpKind,
  exportReportKind,
] as readonly NodeKind[];

/** The kinds of nodes by their name. */
export function nodeKinds(): ReadonlyMap<string, NodeKind> {
  return new Map(KINDS.map((one) => [one.kind, one]));
}
