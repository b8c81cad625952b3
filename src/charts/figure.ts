import type {Table} from "../data/table.ts";
import {TabletalkError} from "../errors.ts";
import {toNumber, yColumns} from "./columns.ts";
import {areaFigure} from "./kinds/area.ts";
import {barFigure} from "./kinds/bar.ts";
import {boxFigure} from "./kinds/box.ts";
import {heatmapFigure} from "./kinds/heatmap.ts";
import {histogramFigure} from "./kinds/histogram.ts";
import {lineFigure} from "./kinds/line.ts";
import {pieFigure} from "./kinds/pie.ts";
import {scatterFigure} from "./kinds/scatter.ts";
import type {Figure, Size} from "./plotly.ts";
import type {ChartKind, ChartSpec} from "./spec.ts";

const KINDS: Record<ChartKind, (spec: ChartSpec, table: Table, size: Size) => Figure> = {
  area: areaFigure,
  bar: barFigure,
  box: boxFigure,
  heatmap: heatmapFigure,
  histogram: histogramFigure,
  line: lineFigure,
  pie: pieFigure,
  scatter: scatterFigure,
};

/**
 * The Plotly figure of a chart, made field by field: texts of the table and the spec stand in it as texts alone.
 * @throws TabletalkError no_data for a table without rows or numbers; bad_chart when the spec does not fit the table
 */
export function figure(spec: ChartSpec, table: Table, size: Size): Figure {
  const empty =
    table.rows.length === 0 || (spec.kind !== "box" && spec.kind !== "histogram" && !hasNumbers(spec, table));
  if (empty) {
    throw new TabletalkError(
      "no_data",
      "There are no values to plot.",
      "Widen the question's filters or its period.",
    );
  }
  return KINDS[spec.kind](spec, table, size);
}

function hasNumbers(spec: ChartSpec, table: Table): boolean {
  return yColumns(spec).some((name) => {
    const at = table.columns.findIndex((column) => column.name === name);
    return at < 0 || table.rows.some((row) => toNumber(row[at]) !== null);
  });
}
