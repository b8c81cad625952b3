import type {Table} from "../data/table.ts";
import {TabletalkError} from "../errors.ts";
import {toNumber, yColumns} from "./columns.ts";
import {facetFigure, type KindFigure} from "./facets.ts";
import {withFinding} from "./finding.ts";
import {areaFigure} from "./kinds/area.ts";
import {barFigure} from "./kinds/bar.ts";
import {boxFigure} from "./kinds/box.ts";
import {bubbleFigure} from "./kinds/bubble.ts";
import {candlestickFigure} from "./kinds/candlestick.ts";
import {choroplethFigure} from "./kinds/choropleth.ts";
import {donutFigure} from "./kinds/donut.ts";
import {funnelFigure} from "./kinds/funnel.ts";
import {heatmapFigure} from "./kinds/heatmap.ts";
import {histogramFigure} from "./kinds/histogram.ts";
import {kpiFigure} from "./kinds/kpi.ts";
import {lineFigure} from "./kinds/line.ts";
import {networkFigure} from "./kinds/network.ts";
import {pieFigure} from "./kinds/pie.ts";
import {pointMapFigure} from "./kinds/point_map.ts";
import {sankeyFigure} from "./kinds/sankey.ts";
import {scatterFigure} from "./kinds/scatter.ts";
import {treemapFigure} from "./kinds/treemap.ts";
import {waterfallFigure} from "./kinds/waterfall.ts";
import {ownFigure, ownKind} from "./own_kinds.ts";
import type {Figure, Size} from "./plotly.ts";
import {withSourceLine} from "./source_line.ts";
import type {ChartKind, ChartSpec} from "./spec.ts";

const KINDS: Record<ChartKind, KindFigure> = {
  area: areaFigure,
  bar: barFigure,
  box: boxFigure,
  bubble: bubbleFigure,
  candlestick: candlestickFigure,
  choropleth: choroplethFigure,
  donut: donutFigure,
  funnel: funnelFigure,
  heatmap: heatmapFigure,
  histogram: histogramFigure,
  kpi: kpiFigure,
  line: lineFigure,
  network: networkFigure,
  pie: pieFigure,
  point_map: pointMapFigure,
  sankey: sankeyFigure,
  scatter: scatterFigure,
  treemap: treemapFigure,
  waterfall: waterfallFigure,
};

/** Kinds that may be drawn without y; they look for their numbers themselves. */
const WITHOUT_Y: ReadonlySet<ChartKind> = new Set([
  "box",
  "candlestick",
  "choropleth",
  "histogram",
  "network",
  "point_map",
  "sankey",
]);

/**
 * The Plotly figure of a chart, made field by field: texts of the table and the spec stand in it as texts alone.
 * @throws TabletalkError no_data for a table without rows or numbers; bad_chart when the spec does not fit the table
 */
export function figure(spec: ChartSpec, table: Table, size: Size): Figure {
  const empty = table.rows.length === 0 || (!WITHOUT_Y.has(spec.kind) && !hasNumbers(spec, table));
  if (empty) {
    throw new TabletalkError(
      "no_data",
      "There are no values to plot.",
      "Widen the question's filters or its period.",
    );
  }
  const kind = KINDS[spec.kind];
  const titled = withFinding(spec, table);
  const own = spec.own === undefined ? undefined : ownKind(spec.own);
  if (own) return withSourceLine(ownFigure(own, titled, table, size), spec, size);
  const made = spec.facet === undefined ? kind(titled, table, size) : facetFigure(kind, titled, table, size);
  return withSourceLine(made, spec, size);
}

function hasNumbers(spec: ChartSpec, table: Table): boolean {
  return yColumns(spec).some((name) => {
    const at = table.columns.findIndex((column) => column.name === name);
    return at < 0 || table.rows.some((row) => toNumber(row[at]) !== null);
  });
}
