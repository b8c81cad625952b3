import type {Role} from "../data/profile.ts";
import type {ColumnType} from "../data/table.ts";
import type {ChartKind} from "./spec.ts";

/** What is known of a column that is to be plotted. */
export interface PlottedColumn {
  type: ColumnType;
  role?: Role;
  distinct?: number;
}

/** What is to be plotted. `share`: y is a part of a whole. */
export interface Plotted {
  x: PlottedColumn;
  y?: PlottedColumn;
  series?: PlottedColumn;
  rows: number;
  share?: boolean;
}

/**
 * The kind of chart that suits the types: dates are a line, two numbers points, one number a histogram, a category bars
 * (a share too: lengths are read better than angles), two categories bars side by side, or a heatmap where those would be many.
 */
export function chooseKind({x, y, series}: Plotted): ChartKind {
  if (!y) return isNumber(x) ? "histogram" : "bar";
  if (x.type === "date" || x.type === "timestamp" || x.role === "date") return "line";
  if (isNumber(x) && isNumber(y)) return "scatter";
  if (series && ((x.distinct ?? 0) * (series.distinct ?? 0) > 40 || (series.distinct ?? 0) > 6))
    return "heatmap";
  return "bar";
}

function isNumber(column: PlottedColumn): boolean {
  const numeric = column.type === "integer" || column.type === "number";
  const code = column.role === "geography" && column.type === "integer";
  return numeric && !code && column.role !== "category" && column.role !== "identifier";
}
