import type {Table} from "../../data/table.ts";
import type {Figure, Size} from "../plotly.ts";
import type {ChartSpec} from "../spec.ts";
import {roundFigure} from "./pie.ts";

/** A pie as a ring, its total in the middle. */
export function donutFigure(spec: ChartSpec, table: Table, size: Size): Figure {
  return roundFigure(spec, table, size, 0.58);
}
