import type {Table} from "../../data/table.ts";
import type {Panel} from "../panel.ts";
import type {Figure, Size} from "../plotly.ts";
import type {ChartSpec} from "../spec.ts";
import {linesFigure} from "./line.ts";

/** A line filled down to zero; several are stacked, or shown as shares of their total. */
export function areaFigure(spec: ChartSpec, table: Table, size: Size, panel?: Panel): Figure {
  return linesFigure(spec, table, size, true, panel);
}
