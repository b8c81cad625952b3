import type {Table} from "../../data/table.ts";
import {TabletalkError} from "../../errors.ts";
import type {Figure, Size} from "../plotly.ts";
import type {ChartSpec} from "../spec.ts";

/** A waterfall chart. @throws TabletalkError bad_chart: it is not drawn yet */
export function waterfallFigure(_spec: ChartSpec, _table: Table, _size: Size): Figure {
  throw new TabletalkError("bad_chart", "A waterfall chart is not drawn yet.", "Ask for bars or points.");
}
