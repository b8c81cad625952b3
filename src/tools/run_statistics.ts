import {toolOfMethods} from "./methods.ts";
import {adjustPValuesMethod} from "./run_statistics/adjust_p_values.ts";
import {anovaMethod} from "./run_statistics/anova.ts";
import {autocorrelationMethod} from "./run_statistics/autocorrelation.ts";
import {boxMethod} from "./run_statistics/box.ts";
import {changePointsMethod} from "./run_statistics/change_points.ts";
import {compareGroupsMethod} from "./run_statistics/compare_groups.ts";
import {confidenceIntervalMethod} from "./run_statistics/confidence_interval.ts";
import {contingencyMethod} from "./run_statistics/contingency.ts";
import {correlationMethod} from "./run_statistics/correlation.ts";
import {decomposeMethod} from "./run_statistics/decompose.ts";
import {describeMethod} from "./run_statistics/describe.ts";
import {equalVariancesMethod} from "./run_statistics/equal_variances.ts";
import {explainChangeMethod} from "./run_statistics/explain_change.ts";
import {figuresMethod} from "./run_statistics/figures.ts";
import {groupTestMethod} from "./run_statistics/group_test.ts";
import {histogramMethod} from "./run_statistics/histogram.ts";
import {insightsMethod} from "./run_statistics/insights.ts";
import {keyDriversMethod} from "./run_statistics/key_drivers.ts";
import {linearRegressionMethod} from "./run_statistics/linear_regression.ts";
import {missingMethod} from "./run_statistics/missing.ts";
import {multinomialRegressionMethod} from "./run_statistics/multinomial_regression.ts";
import {normalityMethod} from "./run_statistics/normality.ts";
import {oneSampleTestMethod} from "./run_statistics/one_sample_test.ts";
import {pairedTestMethod} from "./run_statistics/paired_test.ts";
import {powerMethod} from "./run_statistics/power.ts";
import {proportionsMethod} from "./run_statistics/proportions.ts";
import {regressionMethod} from "./run_statistics/regression.ts";
import {seasonalityMethod} from "./run_statistics/seasonality.ts";
import {segmentsMethod} from "./run_statistics/segments.ts";
import {stationarityMethod} from "./run_statistics/stationarity.ts";
import {survivalMethod} from "./run_statistics/survival.ts";
import {timeAnomaliesMethod} from "./run_statistics/time_anomalies.ts";
import {trendMethod} from "./run_statistics/trend.ts";
/** Statistics by method; each is a file of its own. */
export const runStatisticsTool = toolOfMethods(
  "run_statistics",
  "Statistics of a table by method: summaries, missing values, distributions, tests of groups, pairs, labels and shares, correlations, regressions, intervals, power, survival, time series, and insights: what changed and where, what goes with an outcome, segments, what stands out.",
  [
    describeMethod,
    figuresMethod,
    missingMethod,
    histogramMethod,
    boxMethod,
    correlationMethod,
    compareGroupsMethod,
    linearRegressionMethod,
    groupTestMethod,
    pairedTestMethod,
    oneSampleTestMethod,
    confidenceIntervalMethod,
    contingencyMethod,
    normalityMethod,
    equalVariancesMethod,
    regressionMethod,
    multinomialRegressionMethod,
    proportionsMethod,
    powerMethod,
    anovaMethod,
    adjustPValuesMethod,
    changePointsMethod,
    seasonalityMethod,
    timeAnomaliesMethod,
    stationarityMethod,
    autocorrelationMethod,
    survivalMethod,
    explainChangeMethod,
    trendMethod,
    segmentsMethod,
    keyDriversMethod,
    insightsMethod,
    decomposeMethod,
  ],
);
