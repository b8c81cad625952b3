import type {Table} from "../../data/table.ts";
import {TabletalkError} from "../../errors.ts";
import {categoriesOf, pointsOf} from "../columns.ts";
import {formatNumber} from "../format.ts";
import {frame} from "../frame.ts";
import type {Figure, Size} from "../plotly.ts";
import type {ChartSpec} from "../spec.ts";
import {label} from "../text.ts";
import {colourOf} from "../theme.ts";

const MAX_SLICES = 8;

/** Parts of a whole, largest first from twelve o'clock; the smallest become "Other" where there are more than eight. */
export function pieFigure(spec: ChartSpec, table: Table, size: Size): Figure {
  const points = pointsOf({...spec, series: undefined}, table).filter((point) => point.value !== null);
  if (points.some((point) => point.value! < 0)) {
    throw new TabletalkError("bad_chart", "A pie cannot show negative values.", "Use a bar chart.");
  }
  const total = points.reduce((sum, point) => sum + point.value!, 0);
  if (total === 0)
    throw new TabletalkError("bad_chart", "The parts of this pie add up to nothing.", "Use a bar chart.");
  const names = new Map(categoriesOf(spec, table, points).shown.map((one) => [one.key, one.said]));
  const sorted = points.toSorted((a, b) => b.value! - a.value!);
  const shown = sorted.length > MAX_SLICES ? sorted.slice(0, MAX_SLICES - 1) : sorted;
  const rest = sorted.slice(shown.length);
  const slices = shown.map((point) => ({
    said: names.get(String(point.at)) ?? String(point.at),
    value: point.value!,
    row: point.row,
  }));
  if (rest.length > 0) {
    slices.push({said: "Other", value: rest.reduce((sum, point) => sum + point.value!, 0), row: -1});
  }
  const notes = rest.length > 0 ? [`Other is the ${rest.length} smallest together`] : [];
  const {layout, margin, theme} = frame(spec, size, notes, []);
  return {
    data: [
      {
        type: "pie",
        values: slices.map((slice) => slice.value),
        labels: slices.map((slice, at) => `${at + 1}. ${label(slice.said, 40)}`),
        text: slices.map(
          (slice) =>
            `${label(slice.said, 22, 2)}<br>${percent(slice.value / total)} (${formatNumber(slice.value, spec.yUnit)})`,
        ),
        customdata: slices.map((slice) => slice.row),
        textinfo: "text",
        textposition: "outside",
        hoverinfo: "text",
        hovertext: slices.map((slice) =>
          label(
            `${slice.said}: ${formatNumber(slice.value, spec.yUnit, true)}, ${percent(slice.value / total)}`,
            80,
          ),
        ),
        sort: false,
        direction: "clockwise",
        hole: 0.45,
        domain: {x: [0.12, 0.88], y: [0.04, 0.84]},
        automargin: false,
        marker: {
          colors: slices.map((slice, at) => (slice.row < 0 ? theme.muted : colourOf(theme, at < 6 ? at : 7))),
          line: {color: theme.paper, width: 2},
        },
        textfont: {size: 12, color: theme.ink},
      },
    ],
    layout: {...layout, showlegend: false, margin: {...margin, t: margin.t + 12, l: 40, r: 40, b: 40}},
  };
}

function percent(share: number): string {
  return formatNumber(Number(share.toFixed(3)), "%");
}
