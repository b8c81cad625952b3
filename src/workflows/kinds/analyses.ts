import {toolKind} from "./tool_kind.ts";

/** Any method of statistics. */
export const statisticsKind = toolKind(
  "statistics",
  "A test, an interval, a regression or a description: any `method` of run_statistics.",
  "run_statistics",
);

/** What stands out by itself. */
export const patternKind = toolKind(
  "pattern",
  "What stands out: insights (the default), drivers, segments, trends, seasons, breaks and odd periods.",
  "run_statistics",
  [
    ...(["insights", "key_drivers", "segments", "explain_change", "correlation"] as const),
    ...(["trend", "seasonality", "change_points", "time_anomalies"] as const),
  ],
);

/** A label foretold. */
export const classificationKind = toolKind(
  "classification",
  "Learns to foretell a label, judged on rows that it has not seen; `compare_models` tries several.",
  "train_model",
  ["classify", "compare_models"],
);

/** Rows that are alike. */
export const clusteringKind = toolKind("clustering", "Groups of rows that are alike.", "train_model", [
  "cluster",
]);

/** The next periods. */
export const forecastKind = toolKind(
  "forecast",
  "The next periods of a series, with their range.",
  "train_model",
  ["forecast"],
);
