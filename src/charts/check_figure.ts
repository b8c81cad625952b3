import type {Table} from "../data/table.ts";
import {toNumber} from "./columns.ts";
import type {Figure, Trace} from "./plotly.ts";
import type {ChartSpec} from "./spec.ts";

/**
 * Compares what a figure plots with the table, value by value, by the row that each mark names. Empty when they agree.
 * Values computed from several rows (boxes, bins of raw values, "Other") name none and are not compared.
 */
export function checkFigure(figure: Figure, spec: ChartSpec, table: Table): string[] {
  return figure.data.flatMap((trace, at) => {
    const columns = columnsOf(trace, spec, table);
    const values = plotted(trace).flat();
    const rows = Array.isArray(trace.customdata) ? trace.customdata.flat() : [];
    return rows.flatMap((row, place) => {
      const value = values[place];
      if (typeof row !== "number" || row < 0)
        return value == null || row === -1 ? [] : [`mark ${place} of series ${at} names no row`];
      const cells = columns.map((column) => toNumber(table.rows[row]?.[column]));
      return cells.some((cell) => cell === (value ?? null))
        ? []
        : [`mark ${place} of series ${at} plots ${value}, the table says ${cells.join(" or ")}`];
    });
  });
}

/** The columns that may hold what a trace plots: those named as y; of a map without y any numbers, of its points the latitude. */
function columnsOf(trace: Trace, spec: ChartSpec, table: Table): number[] {
  const ys = spec.y === undefined ? [] : [spec.y].flat();
  const at = (name: string) => table.columns.findIndex((column) => column.name === name);
  if (spec.kind === "point_map")
    return spec.lat === undefined
      ? table.columns.flatMap((column, index) => (/^lat/i.test(column.name) ? [index] : []))
      : [at(spec.lat)];
  if (spec.kind === "candlestick" && trace.type === "candlestick" && spec.close !== undefined)
    return [at(spec.close)];
  if (ys.length > 0) return [...ys, spec.comparison?.column ?? []].flat().map(at);
  return spec.kind === "choropleth" || spec.kind === "candlestick"
    ? table.columns.map((_, index) => index)
    : [];
}

/** The values that a trace gives to its marks. */
function plotted(trace: Trace): unknown[] {
  // The places of a choropleth that are too small for an outline are points in the colour of their value.
  const marker = trace.marker as {coloraxis?: string; color?: unknown} | undefined;
  if (marker?.coloraxis !== undefined && Array.isArray(marker.color)) return marker.color;
  const own = trace[FIELD[trace.type] ?? (trace.orientation === "h" ? "x" : "y")];
  if (Array.isArray(own)) return own;
  return [];
}

const FIELD: Record<string, string> = {
  pie: "values",
  treemap: "values",
  heatmap: "z",
  choropleth: "z",
  scattergeo: "lat",
  candlestick: "close",
};
