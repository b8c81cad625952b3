import {toolOfMethods} from "./methods.ts";
import {duplicatesMethod} from "./prepare_data/duplicates.ts";
import {selectMethod} from "./prepare_data/select.ts";

/** Rows, taken and put in order. Cleaning and joining will be methods of it. */
export const prepareDataTool = toolOfMethods(
  "prepare_data",
  "Takes rows of a table: `select` (columns or expressions, filters, order, limit, distinct) or `duplicates` (repeated rows with their counts).",
  [selectMethod, duplicatesMethod],
);
