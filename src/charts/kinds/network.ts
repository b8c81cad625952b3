import type {Table} from "../../data/table.ts";
import {forceLayout} from "../force_layout.ts";
import {formatNumber} from "../format.ts";
import {frame} from "../frame.ts";
import {type Link, linksOf} from "../links.ts";
import type {Figure, Layout, Size, Trace} from "../plotly.ts";
import {type Named, placeNames} from "../point_labels.ts";
import type {ChartSpec} from "../spec.ts";
import {label} from "../text.ts";
import {colourOf} from "../theme.ts";

const MOST_NODES = 80;
const MOST_LINKS = 300;
/** Links are drawn in so many widths. */
const WIDTHS = 4;

/** Who is linked with whom: nodes sized by all that they exchange, links as wide as what they carry. */
export function networkFigure(spec: ChartSpec, table: Table, size: Size): Figure {
  const all = linksOf(spec, table);
  const weights = nodeWeights(all.links);
  const names = [...weights].sort((a, b) => b[1] - a[1]).map(([name]) => name);
  const kept = names.slice(0, MOST_NODES);
  const place = new Map(kept.map((name, at) => [name, at]));
  const between = all.links.filter((link) => place.has(link.from) && place.has(link.to));
  const links = between.toSorted((a, b) => b.value - a.value).slice(0, MOST_LINKS);
  const say = (count: number) => count.toLocaleString("en-US");
  const notes = [
    ...(kept.length < names.length ? [`the ${kept.length} strongest of ${say(names.length)} nodes`] : []),
    ...(links.length < all.links.length
      ? [`${say(links.length)} of ${say(all.links.length)} links shown`]
      : [`${say(names.length)} nodes, ${say(links.length)} links`]),
    ...(all.left > 0 ? [`${say(all.left)} without a value left out`] : []),
  ];
  const {layout, margin, theme} = frame(spec, size, notes, []);
  const plot = {width: size.width - 80, height: size.height - margin.t - 40};
  const spots = forceLayout(
    kept.length,
    links.map((link) => ({from: place.get(link.from)!, to: place.get(link.to)!, weight: link.value})),
    plot.width / plot.height,
  );
  const heaviest = Math.max(...kept.map((name) => weights.get(name)!));
  const wide = kept.length <= 20 ? 34 : 24;
  const diameter = (name: string) => Math.max(7, wide * Math.sqrt(weights.get(name)! / heaviest));
  const most = Math.max(...links.map((link) => link.value));
  const bucket = (link: Link) => Math.min(WIDTHS - 1, Math.floor((link.value / most) * WIDTHS));
  const data: Trace[] = Array.from({length: WIDTHS}, (_, at) => links.filter((link) => bucket(link) === at))
    .map(
      (own, at): Trace => ({
        type: "scatter",
        mode: "lines",
        x: own.flatMap((link) => [spots[place.get(link.from)!]!.x, spots[place.get(link.to)!]!.x, null]),
        y: own.flatMap((link) => [spots[place.get(link.from)!]!.y, spots[place.get(link.to)!]!.y, null]),
        ids: own.flatMap((link) => {
          const said = `${label(link.from, 40)} – ${label(link.to, 40)}: ${link.value}`;
          return [said, said, ""];
        }),
        hoverinfo: "skip",
        line: {color: theme.muted, width: 0.8 + at * 1.4},
        opacity: 0.35 + at * 0.12,
      }),
    )
    .filter((trace) => (trace.x as unknown[]).length > 0);
  data.push({
    type: "scatter",
    mode: "markers",
    x: spots.map((spot) => spot.x),
    y: spots.map((spot) => spot.y),
    ids: kept.map((name) => label(name, 60)),
    hoverinfo: "text",
    hovertext: kept.map((name) =>
      label(`${name}: ${formatNumber(weights.get(name)!, spec.yUnit, true)} in all`, 80),
    ),
    marker: {
      color: colourOf(theme, 0),
      size: kept.map(diameter),
      opacity: 1,
      line: {color: theme.paper, width: 1.5},
    },
  });
  const pad = 0.06;
  const labels = placeNames(
    kept.map(
      (name, at): Named => ({
        left: ((spots[at]!.x + pad) / (1 + 2 * pad)) * plot.width,
        top: (1 - (spots[at]!.y + pad) / (1 + 2 * pad)) * plot.height,
        radius: diameter(name) / 2,
        name,
        x: spots[at]!.x,
        y: spots[at]!.y,
        weight: weights.get(name)!,
      }),
    ),
    plot,
    theme,
    60,
    `${theme.paper}cc`,
  );
  const axis: Layout = {visible: false, fixedrange: true, range: [-pad, 1 + pad]};
  return {
    data,
    layout: {
      ...layout,
      showlegend: false,
      margin: {...margin, l: 40, r: 40, b: 40},
      xaxis: axis,
      yaxis: axis,
      annotations: labels,
    },
  };
}

function nodeWeights(links: readonly Link[]): Map<string, number> {
  const weights = new Map<string, number>();
  for (const {from, to, value} of links)
    for (const name of from === to ? [from] : [from, to]) weights.set(name, (weights.get(name) ?? 0) + value);
  return weights;
}
