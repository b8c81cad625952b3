import type {Table} from "../data/table.ts";
import {TabletalkError} from "../errors.ts";
import {figure} from "./figure.ts";
import {candleColumns} from "./kinds/candlestick.ts";
import type {ChartKind, ChartSpec} from "./spec.ts";

const SAID: Partial<Record<ChartKind, string>> = {
  bar: "bars",
  line: "a line",
  scatter: "points",
  heatmap: "a heatmap",
};

/** The kind to draw where one cannot show this table; absent where there is none. */
function nearest(spec: ChartSpec, table: Table): ChartSpec | undefined {
  const {size: _size, target, parent, totals: _totals, comparison: _comparison, ...rest} = spec;
  switch (spec.kind) {
    case "pie":
    case "donut":
    case "funnel":
    case "waterfall":
    case "choropleth":
      return {...rest, kind: "bar"};
    case "treemap": {
      const outer = [parent ?? []].flat()[0];
      return outer === undefined ? {...rest, kind: "bar"} : {...rest, kind: "bar", x: outer, series: spec.x};
    }
    case "sankey":
    case "network":
      return target === undefined || spec.y === undefined
        ? undefined
        : {...rest, kind: "heatmap", x: target, series: spec.x};
    case "candlestick": {
      const close = candleColumns(spec, table)?.close ?? [spec.y ?? []].flat()[0];
      return close === undefined ? undefined : {...rest, kind: "line", y: close};
    }
    case "bubble":
      return {...rest, kind: "scatter"};
    case "point_map":
      return spec.lat === undefined || spec.lon === undefined
        ? undefined
        : {...rest, kind: "scatter", x: spec.lon, y: spec.lat};
    default:
      return undefined;
  }
}

/**
 * The chart itself where it can be drawn; else the nearest kind that can, its subtitle saying why.
 * @throws TabletalkError bad_chart where no kind can
 */
export function drawable(spec: ChartSpec, table: Table): {spec: ChartSpec; why?: string} {
  if (table.rows.length === 0 || !nearest(spec, table)) return {spec};
  try {
    figure(spec, table, {width: 800, height: 500});
    return {spec};
  } catch (error) {
    const other = nearest(spec, table);
    if (!(error instanceof TabletalkError) || error.code !== "bad_chart" || !other) throw error;
    figure(other, table, {width: 800, height: 500});
    const because = error.message.charAt(0).toLowerCase() + error.message.slice(1).replace(/\.$/, "");
    const why = `drawn as ${SAID[other.kind] ?? `a ${other.kind} chart`}: ${because}`;
    return {spec: {...other, subtitle: [spec.subtitle, why].filter(Boolean).join("; ")}, why};
  }
}
