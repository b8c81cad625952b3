import type {Table} from "../data/table.ts";
import {TabletalkError} from "../errors.ts";
import {areaFigure} from "./kinds/area.ts";
import {barFigure} from "./kinds/bar.ts";
import {lineFigure} from "./kinds/line.ts";
import type {Figure, Size} from "./plotly.ts";
import type {ChartKind, ChartSpec} from "./spec.ts";

const KINDS: Partial<Record<ChartKind, (spec: ChartSpec, table: Table, size: Size) => Figure>> = {
  area: areaFigure,
  bar: barFigure,
  line: lineFigure,
};

/**
 * The Plotly figure of a chart, made field by field: texts of the table and the spec stand in it as texts alone.
 * @throws TabletalkError no_data for a table without rows; bad_chart when the spec does not fit the table
 */
export function figure(spec: ChartSpec, table: Table, size: Size): Figure {
  if (table.rows.length === 0) {
    throw new TabletalkError(
      "no_data",
      "There are no rows to plot.",
      "Widen the question's filters or its period.",
    );
  }
  return KINDS[spec.kind]!(spec, table, size);
}
