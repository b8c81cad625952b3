import type {KindFigure} from "../../../charts/facets.ts";
import {areaFigure} from "../../../charts/kinds/area.ts";
import {barFigure} from "../../../charts/kinds/bar.ts";
import {choroplethFigure} from "../../../charts/kinds/choropleth.ts";
import {donutFigure} from "../../../charts/kinds/donut.ts";
import {heatmapFigure} from "../../../charts/kinds/heatmap.ts";
import {histogramFigure} from "../../../charts/kinds/histogram.ts";
import {lineFigure} from "../../../charts/kinds/line.ts";
import {pieFigure} from "../../../charts/kinds/pie.ts";
import {pointMapFigure} from "../../../charts/kinds/point_map.ts";
import {scatterFigure} from "../../../charts/kinds/scatter.ts";
import type {Figure, Size} from "../../../charts/plotly.ts";
import type {ChartSpec} from "../../../charts/spec.ts";
import type {Table} from "../../../data/table.ts";
import type {TileKind} from "../spec.ts";

const KINDS: Readonly<Record<TileKind, KindFigure>> = {
  area: areaFigure,
  bar: barFigure,
  choropleth: choroplethFigure,
  donut: donutFigure,
  heatmap: heatmapFigure,
  histogram: histogramFigure,
  line: lineFigure,
  pie: pieFigure,
  point_map: pointMapFigure,
  scatter: scatterFigure,
};

/** The height that a picture keeps for the first line of its title, in pixels. */
const TITLE = 24;

/** A chart as it stands in a tile: its title is the tile's, so that the picture has none. */
export function tileFigure(spec: ChartSpec, table: Table, size: Size): Figure {
  const {subtitle: _subtitle, ...bare} = spec;
  const kind = KINDS[spec.kind as TileKind] ?? barFigure;
  const {data, layout} = kind({...bare, title: "", titleIsSubject: false}, table, {
    ...size,
    height: size.height + TITLE,
  });
  const title = layout.title as {text?: string} | undefined;
  const notes = String(title?.text ?? "").replace(/^<b><\/b>(?:<br>)?/, "");
  const margin = layout.margin as {t: number} | undefined;
  const legend = layout.legend as {y?: number} | undefined;
  return {
    data,
    layout: {
      ...layout,
      height: size.height,
      width: size.width,
      title: {...title, text: notes, y: 1 - 8 / size.height},
      ...(margin && {margin: {...margin, t: Math.max(8, margin.t - TITLE - 14)}}),
      ...(legend &&
        typeof legend.y === "number" && {
          legend: {...legend, y: 1 - ((1 - legend.y) * (size.height + TITLE) - TITLE - 14) / size.height},
        }),
    },
  };
}
