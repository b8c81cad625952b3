import {z} from "zod";
import type {ChartSpec} from "../../charts/spec.ts";
import type {Cell} from "../../data/table.ts";
import type {Backtest} from "../../learning/forecasting/backtest.ts";
import type {SeriesForecast} from "../../learning/forecasting/forecast_series.ts";
import {artifactOf, withSource} from "../artifact.ts";
import {defineMethod} from "../methods.ts";
import {offload} from "../offload/offload.ts";
import {workOf} from "../offload/work_of.ts";
import {loadSeries, saySeries, seriesFields} from "../run_statistics/load_series.ts";
import type {Artifact, ToolContext} from "../tool.ts";

const forecastInputSchema = z.strictObject({
  method: z.literal("forecast"),
  ...seriesFields,
  horizon: z.number().int().min(1).max(1000).optional().describe("periods ahead; default: one season, or 10"),
  model: z
    .enum([
      "auto",
      "seasonal_naive",
      "naive",
      "drift",
      "mean",
      "theta",
      "ets",
      "holt_winters",
      "arima",
      "mstl",
      "additive",
    ])
    .default("auto")
    .describe("auto: the least backtest error"),
  season: z
    .number()
    .int()
    .min(2)
    .optional()
    .describe("a season's length in periods; default: found in the data"),
  level: z.number().min(0.5).max(0.999).default(0.95),
  seed: z.number().int().min(0).default(0),
});
type ForecastInput = z.infer<typeof forecastInputSchema>;

/** A measure's next periods. */
export const forecastMethod = defineMethod<ForecastInput>({
  name: "forecast",
  description:
    "A measure's next periods with intervals: ETS, ARIMA, MSTL, theta, additive or naive, chosen by backtests against the seasonal naive baseline.",
  input: forecastInputSchema as z.ZodType<ForecastInput>,
  timeMs: () => 90_000,
  run: forecast,
});

/**
 * The table has period, actual (missing ahead), forecast, low and high (missing before); the notes tell the model, why, its
 * backtest beside the baseline's, and how many values its intervals held.
 * @throws TabletalkError bad_plan where there are too few periods, saying how many are needed
 */
async function forecast(input: ForecastInput, context: ToolContext): Promise<Artifact> {
  const begun = performance.now();
  const series = await loadSeries(input, context);
  const options = workOf(context);
  const {SEASONS_OF} = await import("../../statistics/time/seasonality.ts");
  const seasons =
    input.season || series.values.length < 8
      ? []
      : await offload(
          "statistics/time/seasonality",
          "findSeasons",
          [series.values, [...SEASONS_OF[series.unit]]],
          options,
        );
  const usual = SEASONS_OF[series.unit][0]?.period;
  const found = seasons.filter((one) => one.found).map(({period}) => period);
  // A seasonal model that was named gets the unit's season even where none stands out.
  const seasonal = ["holt_winters", "mstl", "seasonal_naive"].includes(input.model);
  const periods = input.season ? [input.season] : found.length > 0 ? found : seasonal && usual ? [usual] : [];
  const horizon = input.horizon ?? periods[0] ?? 10;
  const {model, level, seed} = input;
  const made = await offload(
    "learning/forecasting/forecast_series",
    "forecastSeries",
    [series.values, {model, periods, horizon, level, seed}],
    options,
  );
  const rows: Cell[][] = [
    ...series.periods.map((period, row): Cell[] => [period, series.values[row]!, null, null, null]),
    ...series
      .ahead(horizon)
      .map((period, at): Cell[] => [period, null, made.mean[at]!, made.low[at]!, made.high[at]!]),
  ];
  const unit = series.measureUnit;
  const title = `Forecast of ${saySeries(input)}`;
  const chart: ChartSpec = {
    kind: "line",
    x: "period",
    y: ["actual", "forecast", "low", "high"],
    title,
    subtitle: `${made.label}, ${percent(level)} interval`,
    ...(unit && {yUnit: unit}),
  };
  const artifact = artifactOf(
    {
      tool: "train_model",
      method: "forecast",
      kind: "model",
      title,
      table: {
        columns: [
          {name: "period", type: series.periodType},
          ...["actual", "forecast", "low", "high"].map((name) => ({name, type: "number" as const})),
        ],
        rows,
      },
      ...(unit && {units: {actual: unit, forecast: unit, low: unit, high: unit}}),
      chart,
      tables: [],
      sql: series.sql,
      notes: [...series.notes, ...notesOn(made, input, periods, horizon, series.values.length, series.unit)],
      begun,
    },
    context,
  );
  artifact.provenance.datasets = series.datasets;
  artifact.chart = withSource(chart, series.datasets);
  return artifact;
}

const percent = (share: number): string => `${Number((share * 100).toFixed(1))}%`;

function notesOn(
  made: SeriesForecast,
  input: ForecastInput,
  periods: readonly number[],
  horizon: number,
  n: number,
  unit: string,
): string[] {
  const own = made.backtests.find(({model}) => model === made.model);
  const others = made.backtests.filter((one) => one !== own && one !== made.baseline).slice(0, 4);
  const chosen = input.model === "auto" && own;
  return [
    `Model: ${made.label}${chosen ? `, the least backtest error of ${made.backtests.length} models` : ""}; fitted to ${n} ${unit}s; ${percent(input.level)} intervals.`,
    periods.length > 0
      ? `Season: ${periods.join(" and ")} ${unit}s${input.season ? ", as asked" : ""}.`
      : "No season stands out of chance.",
    ...(own ? [sayBacktest(own, made.baseline)] : []),
    ...(own
      ? [
          `Its intervals held ${percent(own.coverage)} of ${own.compared} backtest values (asked: ${percent(input.level)})${own.coverage < input.level - 0.15 ? ": they are too narrow" : ""}.`,
        ]
      : []),
    ...(own && own.compared < 8
      ? [`Only ${own.compared} values could be compared: the choice of a model is a weak one.`]
      : []),
    ...(own && made.baseline && own !== made.baseline && own.mase >= made.baseline.mase
      ? ["It is no better than the seasonal naive forecast: prefer that."]
      : []),
    ...(others.length > 0
      ? [`Others, by MASE: ${others.map(({label, mase}) => `${label} ${mase.toFixed(2)}`).join("; ")}.`]
      : []),
    ...(made.unfit.length > 0
      ? [`Not fitted to so short a series, or not fitting it: ${made.unfit.join(", ")}.`]
      : []),
    ...(made.label.endsWith("on logarithms")
      ? [
          "Fitted on logarithms, as the spread grows with the level: the forecast is the middle of what may come, not its mean.",
        ]
      : []),
    ...(horizon > n / 2 ? [`${horizon} ${unit}s ahead is far for ${n} known ones.`] : []),
    ...made.notes,
  ];
}

function sayBacktest(own: Backtest, baseline: Backtest | undefined): string {
  const figures = ({mase, smape}: Backtest): string => `MASE ${mase.toFixed(2)}, sMAPE ${percent(smape)}`;
  const against = baseline && baseline !== own ? `; ${baseline.label}: ${figures(baseline)}` : "";
  return `Backtest on the last ${own.origins} stretches (each forecast from what came before): ${figures(own)}${against}.`;
}
