import type {Cell} from "../data/table.ts";
import type {Layout} from "./plotly.ts";
import type {ChartSpec} from "./spec.ts";
import {label} from "./text.ts";
import type {Theme} from "./theme.ts";

/** Where a value of x stands along its axis; null where it has no place. */
export type Placer = (cell: Cell) => string | number | null;

/** The spec's own marks: lines across or along the plot with their text, or a named point. `lies`: x runs down. */
export function marksOf(
  spec: ChartSpec,
  theme: Theme,
  place: Placer,
  lies = false,
): {shapes: Layout[]; annotations: Layout[]} {
  const shapes: Layout[] = [];
  const annotations: Layout[] = [];
  for (const mark of spec.annotations ?? []) {
    const at = mark.x === undefined || mark.x === null ? null : place(mark.x);
    if (mark.x !== undefined && mark.x !== null && at === null) continue;
    const value = mark.y === undefined ? null : onScale(mark.y, lies ? spec.xScale : spec.yScale);
    const text = label(mark.text, 40, 2);
    const font = {size: 12, color: theme.muted};
    if (at !== null && value !== null) {
      annotations.push({
        xref: "x",
        yref: "y",
        x: lies ? value : at,
        y: lies ? at : value,
        text,
        font,
        showarrow: true,
        arrowcolor: theme.muted,
        arrowwidth: 1,
        arrowhead: 0,
        ax: 0,
        ay: -30,
        bgcolor: theme.paper,
      });
    } else if (at !== null || value !== null) {
      const upright = (at !== null) !== lies;
      const where = at ?? value;
      shapes.push({
        type: "line",
        layer: "above",
        xref: upright ? "x" : "paper",
        yref: upright ? "paper" : "y",
        x0: upright ? where : 0,
        x1: upright ? where : 1,
        y0: upright ? 0 : where,
        y1: upright ? 1 : where,
        line: {color: theme.muted, width: 1.5, dash: "dash"},
      });
      annotations.push({
        xref: upright ? "x" : "paper",
        yref: upright ? "paper" : "y",
        x: upright ? where : 1,
        y: upright ? 1 : where,
        text,
        font,
        showarrow: false,
        xanchor: upright ? "left" : "right",
        yanchor: upright ? "top" : "bottom",
        ...(upright && {xshift: 4}),
        bgcolor: theme.paper,
      });
    }
  }
  return {shapes, annotations};
}

/** A value as the layout counts it: the power of ten on a logarithmic axis. */
export function onScale(value: number, scale: "linear" | "log" | undefined): number | null {
  if (scale !== "log") return value;
  return value > 0 ? Math.log10(value) : null;
}
