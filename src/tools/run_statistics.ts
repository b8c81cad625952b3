import {toolOfMethods} from "./methods.ts";
import {boxMethod} from "./run_statistics/box.ts";
import {compareGroupsMethod} from "./run_statistics/compare_groups.ts";
import {correlationMethod} from "./run_statistics/correlation.ts";
import {describeMethod} from "./run_statistics/describe.ts";
import {histogramMethod} from "./run_statistics/histogram.ts";
import {linearRegressionMethod} from "./run_statistics/linear_regression.ts";
import {missingMethod} from "./run_statistics/missing.ts";

/** Statistics by method; each is a file of its own. */
export const runStatisticsTool = toolOfMethods(
  "run_statistics",
  "Statistics of a table by method: describe, missing, histogram, box, correlation, compare_groups, linear_regression.",
  [
    describeMethod,
    missingMethod,
    histogramMethod,
    boxMethod,
    correlationMethod,
    compareGroupsMethod,
    linearRegressionMethod,
  ],
);
