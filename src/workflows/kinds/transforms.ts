import {toolKind} from "./tool_kind.ts";

/** The rows that meet a condition. */
export const filterKind = toolKind(
  "filter",
  "Rows of a table that meet conditions (`where`, `period`).",
  "prepare_data",
  ["filter"],
);

/** Measures by groups. */
export const aggregateKind = toolKind(
  "aggregate",
  "Measures of a table by groups, with filters, joins, windows, order and limit.",
  "aggregate",
);

/** Two tables side by side. */
export const joinKind = toolKind("join", "Two tables side by side on equal keys.", "prepare_data", ["join"]);

/** Columns computed from others. */
export const calculateKind = toolKind(
  "calculate",
  "A table with columns computed from others in the same row; `window` for running totals and ranks.",
  "prepare_data",
  ["derive", "window"],
);

/** Values of a column as columns, and the other way round. */
export const pivotKind = toolKind(
  "pivot",
  "Values of a column become columns; `unpivot` the other way round.",
  "prepare_data",
  ["pivot", "unpivot"],
);
