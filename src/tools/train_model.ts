import {toolOfMethods} from "./methods.ts";
import {anomaliesMethod} from "./train_model/anomalies.ts";
import {classifyMethod} from "./train_model/classify.ts";
import {clusterMethod} from "./train_model/cluster.ts";
import {compareModelsMethod} from "./train_model/compare_models.ts";
import {forecastMethod} from "./train_model/forecast.ts";
import {predictMethod} from "./train_model/predict.ts";
import {reduceMethod} from "./train_model/reduce.ts";
import {regressMethod} from "./train_model/regress.ts";

/** Learning from a table by method; each is a file of its own. */
export const trainModelTool = toolOfMethods(
  "train_model",
  "Learns from a table by method: classify, regress, compare_models, predict (a kept model on a table), cluster, reduce, anomalies, forecast (the next periods of a measure).",
  [
    classifyMethod,
    regressMethod,
    compareModelsMethod,
    predictMethod,
    clusterMethod,
    reduceMethod,
    anomaliesMethod,
    forecastMethod,
  ],
);
