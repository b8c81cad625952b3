import type {Table} from "../data/table.ts";
import {toNumber} from "./columns.ts";
import type {Figure} from "./plotly.ts";
import type {ChartSpec} from "./spec.ts";

/**
 * Compares what a figure plots with the table, value by value, by the row that each mark names. Empty when they agree.
 * Values computed from several rows (boxes, bins of raw values, "Other") name none and are not compared.
 */
export function checkFigure(figure: Figure, spec: ChartSpec, table: Table): string[] {
  const ys = spec.y === undefined ? [] : [spec.y].flat();
  const columns = ys.map((name) => table.columns.findIndex((column) => column.name === name));
  return figure.data.flatMap((trace, at) => {
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

function plotted(trace: Figure["data"][number]): unknown[] {
  const own =
    trace.type === "pie"
      ? trace.values
      : trace.type === "heatmap"
        ? trace.z
        : trace.orientation === "h"
          ? trace.x
          : trace.y;
  return Array.isArray(own) ? own : [];
}
