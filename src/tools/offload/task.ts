/** The modules whose functions may run in a worker thread. Their functions take plain data and, last, WorkHooks. */
export const MODULES = {
  "statistics/association/correlations": () => import("../../statistics/association/correlations.ts"),
  "statistics/counts/fisher_exact": () => import("../../statistics/counts/fisher_exact.ts"),
  "statistics/regression/multinomial": () => import("../../statistics/regression/multinomial.ts"),
  "statistics/regression/quantile_intervals": () =>
    import("../../statistics/regression/quantile_intervals.ts"),
  "statistics/resampling/figure_intervals": () => import("../../statistics/resampling/figure_intervals.ts"),
  "statistics/time/change_points": () => import("../../statistics/time/change_points.ts"),
  "statistics/time/anomalies": () => import("../../statistics/time/anomalies.ts"),
  "statistics/time/seasonality": () => import("../../statistics/time/seasonality.ts"),
  "statistics/time/trend": () => import("../../statistics/time/trend.ts"),
  "statistics/insights/drivers": () => import("../../statistics/insights/drivers.ts"),
  "tools/run_statistics/linear_model": () => import("../run_statistics/linear_model.ts"),
  "learning/forecasting/forecast_series": () => import("../../learning/forecasting/forecast_series.ts"),
  "learning/pipeline/train": () => import("../../learning/pipeline/train.ts"),
  "learning/pipeline/train_and_write": () => import("../../learning/pipeline/train_and_write.ts"),
  "learning/pipeline/saved_model": () => import("../../learning/pipeline/saved_model.ts"),
  "learning/pipeline/segments": () => import("../../learning/pipeline/segments.ts"),
  "learning/preparation/knn_imputation": () => import("../../learning/preparation/knn_imputation.ts"),
  "learning/preparation/iterative_imputation": () =>
    import("../../learning/preparation/iterative_imputation.ts"),
  "learning/preparation/power_transform": () => import("../../learning/preparation/power_transform.ts"),
  "learning/preparation/target_encoding": () => import("../../learning/preparation/target_encoding.ts"),
  "learning/preparation/match_values": () => import("../../learning/preparation/match_values.ts"),
} as const;

export type ModuleName = keyof typeof MODULES;

export interface Task {
  id: number;
  module: ModuleName;
  name: string;
  args: unknown[];
}

export type TaskReply =
  | {id: number; result: unknown}
  | {id: number; progress: {share: number; doing?: string}}
  | {id: number; error: {message: string; code?: string; next?: string}};
