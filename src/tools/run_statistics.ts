import {toolOfMethods} from "./methods.ts";
import {missingMethod} from "./run_statistics/missing.ts";

/** Statistics by method; each is a file of its own. */
export const runStatisticsTool = toolOfMethods("run_statistics", "Statistics: missing.", [missingMethod]);
