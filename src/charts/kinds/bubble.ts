import type {Table} from "../../data/table.ts";
import {TabletalkError} from "../../errors.ts";
import type {Panel} from "../panel.ts";
import type {Figure, Size} from "../plotly.ts";
import type {ChartSpec} from "../spec.ts";
import {scatterFigure} from "./scatter.ts";

/** Points whose areas stand for a third number, the largest of them named. */
export function bubbleFigure(spec: ChartSpec, table: Table, size: Size, panel?: Panel): Figure {
  if (spec.size === undefined) {
    throw new TabletalkError(
      "bad_chart",
      "A bubble chart needs size: a third number.",
      "Name the column that the areas stand for, or ask for a scatter chart.",
    );
  }
  return scatterFigure({...spec, trend: spec.trend ?? false}, table, size, panel);
}
