import type {Table} from "../../data/table.ts";
import {TabletalkError} from "../../errors.ts";
import {columnAt, isTemporal, type Point, pointsOf, sayCell, texts} from "../columns.ts";
import {formatNumber} from "../format.ts";
import {frame} from "../frame.ts";
import {grainOf} from "../periods.ts";
import type {Figure, Size} from "../plotly.ts";
import type {ChartSpec} from "../spec.ts";
import {label} from "../text.ts";
import {colourOf, type Theme} from "../theme.ts";

const MAX_SLICES = 8;
/** Slices thinner than this touch each other's labels: from the fourth such on they join Other. */
const THIN = 0.015;

interface Slice {
  said: string;
  value: number;
  row: number;
}

/** Parts of a whole, largest first from twelve o'clock; the smallest become "Other (n)" where there are more than eight. */
export function pieFigure(spec: ChartSpec, table: Table, size: Size): Figure {
  return roundFigure(spec, table, size, 0);
}

/** A pie (`hole` 0) or a ring. */
export function roundFigure(spec: ChartSpec, table: Table, size: Size, hole: number): Figure {
  const points = pointsOf({...spec, series: undefined}, table).filter((point) => point.value !== null);
  const total = checkedTotal(spec, points);
  const slices = slicesOf(spec, table, points, total);
  const {layout, margin, theme} = frame(spec, size, [], []);
  const wide = Math.max(10, Math.min(22, Math.floor(size.width / 38)));
  const areShares = spec.yUnit === "%" || spec.yUnit === "percent" || Math.abs(total - 1) < 0.001;
  const amount = (slice: Slice) =>
    `${percent(slice.value / total)}${areShares ? "" : ` (${formatNumber(slice.value, spec.yUnit)})`}`;
  return {
    data: [
      {
        type: "pie",
        values: slices.map((slice) => slice.value),
        labels: slices.map((slice, at) => `${at + 1}. ${label(slice.said, 40)}`),
        text: slices.map(
          (slice) => `${label(slice.said, wide, size.height < 400 ? 1 : 2)}<br>${amount(slice)}`,
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
        hole,
        domain: {x: [0.12, 0.88], y: [0.04, 0.84]},
        automargin: false,
        marker: {
          colors: slices.map((slice, at) => sliceColour(theme, slice, at)),
          line: {color: theme.paper, width: 2},
        },
        textfont: {size: 12, color: theme.ink},
      },
    ],
    layout: {
      ...layout,
      showlegend: false,
      margin: {...margin, t: margin.t + 12, l: 40, r: 40, b: 40},
      ...(hole > 0 && !areShares && {annotations: totalNote(total, spec, theme)}),
    },
  };
}

function checkedTotal(spec: ChartSpec, points: readonly Point[]): number {
  if (spec.additive === false) {
    throw new TabletalkError(
      "bad_chart",
      `The parts of a ${spec.kind} must add up to a whole, which averages and the like do not.`,
      "Use a bar chart.",
    );
  }
  if (points.some((point) => point.value! < 0)) {
    throw new TabletalkError("bad_chart", `A ${spec.kind} cannot show negative values.`, "Use a bar chart.");
  }
  const total = points.reduce((sum, point) => sum + point.value!, 0);
  if (total === 0)
    throw new TabletalkError(
      "bad_chart",
      `The parts of this ${spec.kind} add up to nothing.`,
      "Use a bar chart.",
    );
  return total;
}

function slicesOf(spec: ChartSpec, table: Table, points: readonly Point[], total: number): Slice[] {
  const {column, at} = columnAt(table, spec.x);
  const grain = isTemporal(column) ? grainOf(texts(table, at)) : undefined;
  const sorted = points.toSorted((a, b) => b.value! - a.value!);
  const thin = sorted.findIndex((point) => point.value! / total < THIN);
  const few = sorted.length > MAX_SLICES ? MAX_SLICES - 1 : sorted.length;
  const kept = thin >= 0 && sorted.length - thin > 2 ? Math.max(1, Math.min(few, thin)) : few;
  const slices = sorted
    .slice(0, kept)
    .map((point): Slice => ({said: sayCell(point.at, grain), value: point.value!, row: point.row}));
  const rest = sorted.slice(kept);
  if (rest.length > 0)
    slices.push({
      said: `Other (${rest.length})`,
      value: rest.reduce((sum, point) => sum + point.value!, 0),
      row: -1,
    });
  return slices;
}

function sliceColour(theme: Theme, slice: Slice, at: number): string {
  return slice.row < 0 ? theme.muted : colourOf(theme, at < 6 ? at : 7);
}

function totalNote(total: number, spec: ChartSpec, theme: Theme) {
  const common = {xref: "paper", yref: "paper", x: 0.5, y: 0.44, showarrow: false, xanchor: "center"};
  return [
    {
      ...common,
      yanchor: "bottom",
      text: `<b>${formatNumber(total, spec.yUnit)}</b>`,
      font: {size: 22, color: theme.ink},
      yshift: -4,
    },
    {...common, yanchor: "top", text: "total", font: {size: 12, color: theme.muted}, yshift: -4},
  ];
}

function percent(share: number): string {
  return formatNumber(Number(share.toFixed(3)), "%");
}
